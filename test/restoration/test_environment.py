"""What is found of packages, cards and drivers, told apart: there, missing, too old, or there but not loading."""
from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from hyperrestore.restoration import environment
from hyperrestore.restoration.environment import (
    BROKEN,
    MISSING,
    OLD,
    PACKAGES,
    PRESENT,
    Environment,
    Package,
    find_packages,
    lacking,
    look_around,
    numbers,
)
from hyperrestore.restoration.nvidia import Nvidia, find_nvidia

FAKE = Package("fake-torch", "faketorch", oldest="2.0")
BLOCKED = "import nowhere_to_be_found"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """``fake(code)`` puts a package of that code on the path; gone again after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(code: str) -> str:
        (tmp_path / "faketorch").mkdir()
        (tmp_path / "faketorch" / "__init__.py").write_text(code)
        return str(tmp_path)

    yield write
    sys.modules.pop("faketorch", None)


def found(load: bool = True):
    (result,) = find_packages(load, [FAKE])
    return result


@pytest.mark.parametrize("load", [False, True])
def test_missing(load: bool) -> None:
    assert (found(load).state, found(load).place) == (MISSING, "")


def test_present_with_version_and_place(fake) -> None:
    place = fake("__version__ = '2.13.0+cpu'")
    assert found() == environment.Found(FAKE, PRESENT, "2.13.0+cpu", place)


def test_too_old(fake) -> None:
    fake("__version__ = '1.13.1'")
    assert (found().state, found().version) == (OLD, "1.13.1")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise OSError('[WinError 1114] c10.dll')", "OSError: [WinError 1114] c10.dll"),
        ("raise ValueError('numpy.dtype size changed')", "ValueError: numpy.dtype size changed"),
        (BLOCKED, "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        ("import", "SyntaxError: "),
    ],
)
def test_there_but_not_loading(fake, code: str, told: str) -> None:
    place = fake(code)
    assert (found().state, found().place) == (BROKEN, place)
    assert found().error.startswith(told)


def test_a_quick_look_imports_nothing(fake) -> None:
    fake("raise RuntimeError('imported')")
    assert found(load=False).state == PRESENT
    assert "faketorch" not in sys.modules


def test_files_removed_after_loading_count_as_missing(fake) -> None:
    place = fake("__version__ = '2.1'")
    assert found().state == PRESENT
    (Path(place) / "faketorch" / "__init__.py").unlink()
    assert found().state == MISSING


@pytest.mark.parametrize("load", [False, True])
def test_an_empty_folder_is_no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: bool) -> None:
    """What an uninstallation may leave."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "faketorch" / "lib").mkdir(parents=True)
    assert found(load) == environment.Found(FAKE, MISSING)


def test_optional_packages_are_not_lacking() -> None:
    states = [environment.Found(package, MISSING) for package in PACKAGES]
    assert [item.package.name for item in lacking(states)] == ["torch", "safetensors", "scikit-image"]


def test_versions_as_numbers() -> None:
    assert numbers("2.13.0+cpu") == (2, 13, 0)
    assert numbers("2.0.0rc1") < numbers("2.10") and numbers("0.9") < numbers("0.19")
    assert numbers("") == numbers("unknown") == ()


def test_the_newest_versions_are_those_of_the_requirements() -> None:
    pins = dict(
        line.split("==") for line in (ROOT / "requirements.txt").read_text().splitlines() if not line.startswith("#")
    )
    for package in PACKAGES[:3]:
        assert package.newest in ("", pins[package.name])
        assert numbers(package.oldest) <= numbers(pins[package.name])
    assert [package.requirement for package in PACKAGES[:3]] == [
        f"torch>=2.0,<={pins['torch']}", f"safetensors<={pins['safetensors']}", "scikit-image>=0.19",
    ]  # fmt: skip


def test_this_machine() -> None:
    import torch

    here = look_around("3.99")
    assert isinstance(here, Environment) and here.ready and here.qgis == "3.99"
    assert here.devices[0] == "cpu" and len(here.devices) == 1 + torch.cuda.device_count()
    torch_found = here.packages[0]
    assert (torch_found.state, torch_found.version) == (PRESENT, torch.__version__)
    assert Path(torch_found.place) == Path(torch.__file__).parent.parent


class Driver:
    """Stands for libcuda: answers as told, or with CUDA's error 100, no device."""

    def __init__(self, cuda: int, card: bytes = b"", capability: tuple[int, int] = (0, 0)) -> None:
        self._cuda, self._card, self._capability = cuda, card, capability

    def cuDriverGetVersion(self, version) -> int:
        version._obj.value = self._cuda
        return 0

    def cuInit(self, flags: int) -> int:
        return 0 if self._card else 100

    def cuDeviceGet(self, device, number: int) -> int:
        return 0

    def cuDeviceGetName(self, name: ctypes.Array, size: int, device) -> int:
        name.value = self._card
        return 0

    def cuDeviceGetAttribute(self, value, attribute: int, device) -> int:
        value._obj.value = self._capability[attribute - 75]
        return 0


def test_card_and_driver(tmp_path: Path) -> None:
    told = tmp_path / "version"
    told.write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27\nGCC version: 12.3.0\n")
    driver = Driver(13000, b"NVIDIA RTX 4000", (8, 9))
    assert find_nvidia(driver, told) == Nvidia("580.65.06", (13, 0), "NVIDIA RTX 4000", (8, 9))


def test_a_driver_without_a_card(tmp_path: Path) -> None:
    assert find_nvidia(Driver(12040), tmp_path / "none") == Nvidia("", (12, 4), "", (0, 0))


def test_no_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyperrestore.restoration.nvidia.LIBRARIES", ("libnowhere.so",))
    assert find_nvidia(driver_file=tmp_path / "none") is None
