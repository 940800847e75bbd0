"""The device that computes, the reason, and torch when it is missing."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest
import torch

from hyperrestore.errors import DeviceUnavailable, InvalidParameter, MissingDependency
from hyperrestore.restoration import dependencies
from hyperrestore.restoration.dependencies import install_command, interpreter, require_torch
from hyperrestore.restoration.device import choose_device


@pytest.fixture
def gpus(monkeypatch):
    """Tells torch how many CUDA devices it sees."""

    def pretend(count: int) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: count)
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda name=None: f"GPU of {name}")
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda name=None: (8, 0))
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)

    return pretend


def test_auto_takes_the_processor_and_says_why(gpus):
    gpus(0)
    device = choose_device("auto")
    assert (device.name, device.reason) == ("cpu", "auto: cpu, because torch sees no CUDA device")


def test_auto_takes_the_gpu_and_says_which(gpus):
    gpus(1)
    device = choose_device("auto")
    assert device.name == "cuda" and "GPU of cuda" in device.reason and device.is_cuda


def test_what_is_asked_for_is_taken(gpus):
    gpus(2)
    assert choose_device("cpu").name == "cpu"
    assert choose_device("cuda:1").name == "cuda:1"


@pytest.mark.parametrize("asked", ["cuda", "cuda:0", "mps"])
def test_an_absent_device_is_an_error(gpus, asked):
    gpus(0)
    with pytest.raises(DeviceUnavailable, match=f"'{asked}' was asked for"):
        choose_device(asked)


def test_a_number_beyond_the_last_gpu_is_an_error(gpus):
    gpus(2)
    with pytest.raises(DeviceUnavailable, match="sees 2 CUDA device"):
        choose_device("cuda:2")


@pytest.mark.parametrize("asked", ["gpu", "cuda:", "cuda:x", "CPU", ""])
def test_other_names_are_refused(asked):
    with pytest.raises(InvalidParameter, match="use auto, cpu, cuda, cuda:N or mps"):
        choose_device(asked)


def test_torch_is_returned_when_it_is_there():
    assert require_torch() is torch


@pytest.mark.parametrize("error", [ModuleNotFoundError("No module named 'torch'"), OSError("[WinError 1114] c10.dll")])
@pytest.mark.parametrize("missing", ["torch", "safetensors"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch, error, missing):
    real = importlib.import_module

    def fail(name):
        if name == missing:
            raise error
        return real(name)

    monkeypatch.setattr(sys, "executable", "/opt/py/bin/python3.9")
    monkeypatch.setattr(sys, "prefix", "/opt/py")
    monkeypatch.setattr(dependencies.importlib, "import_module", fail)
    with pytest.raises(MissingDependency) as caught:
        require_torch()
    text = str(caught.value)
    assert f"package {missing}" in text and "(/opt/py/bin/python3.9, version " in text
    assert f'"/opt/py/bin/python3.9" -m pip install torch safetensors numpy=={np.__version__}' in text
    assert (str(error) in text) == isinstance(error, OSError)


@pytest.mark.parametrize(
    ("executable", "prefix", "windows", "expected"),
    [
        ("/usr/bin/python3", "/usr", False, "/usr/bin/python3"),
        ("C:\\Python\\python.exe", "C:\\Python", True, "C:\\Python\\python.exe"),
        ("C:\\QGIS\\bin\\qgis-bin.exe", "C:\\QGIS\\apps\\Python312", True, "C:\\QGIS\\apps\\Python312\\python.exe"),
        ("/Applications/QGIS.app/Contents/MacOS/QGIS", "/Applications/P", False, "/Applications/P/bin/python3"),
        ("", "/usr", False, "/usr/bin/python3"),
        ("/root/.pyenv/shims/python3", "/usr", False, "/usr/bin/python3"),
        ("/home/me/venv/bin/python", "/home/me/venv", False, "/home/me/venv/bin/python"),
        ("/opt/pythonic/qgis", "/usr", False, "/usr/bin/python3"),
    ],
)
def test_the_interpreter_is_never_qgis_itself(executable, prefix, windows, expected):
    assert interpreter(executable, prefix, windows) == expected


def test_the_command_names_the_running_interpreter():
    command = f'"{sys.executable}" -m pip install torch safetensors numpy=={np.__version__}'
    assert install_command(["torch", "safetensors"]) == command
