"""Which form of RAS2S runs where, and what is said about it. No GPU is needed: its device is only asked about."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import pytest
import torch

from hyperrestore.models.ras2s import forms
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.model import RAS2SModel
from hyperrestore.models.ras2s.runs import split
from hyperrestore.test.models.random_ras2s import random_network

trial = pytest.importorskip("hyperrestore.models.ras2s.fused.trial", reason="Triton has no wheel for this platform")
GPU = torch.device("cuda")


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A GPU on which kernels work."""
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (9, 0))
    monkeypatch.setattr(torch.cuda, "device", lambda device: nullcontext())
    monkeypatch.setattr(trial, "try_out", lambda net, arranged, device: None)
    monkeypatch.delenv("TRITON_INTERPRET")
    return monkeypatch


def test_a_processor_has_the_plain_form_and_nothing_to_tell() -> None:
    net = fold(random_network())
    assert forms.form_for(net) == forms.Form(net, split, "")
    assert RAS2SModel(random_network()).notes == ()


def test_kernels_where_they_work(gpu: pytest.MonkeyPatch) -> None:
    form = forms.gpu_form(fold(random_network()), GPU)
    assert form.net.fuse_encoder.weight.shape == (2, 9 * 16, 16)
    assert form.net.encoder_up.gates.weight.shape == (2, 9 * 16, 2 * 16)
    assert form.note == "RAS2S computes by kernels of its own."


@pytest.mark.parametrize("arguments", [{"channels": 8}, {"channels": 20}, {"channels": 32, "regions": 5}])
def test_networks_of_other_sizes_go_by_operations(gpu: pytest.MonkeyPatch, arguments: dict[str, int]) -> None:
    net = fold(random_network(**arguments))
    form = forms.gpu_form(net, GPU)
    assert form.net is net
    assert form.note == (
        "RAS2S computes by torch's own operations, since its kernels for GPUs, which are faster, are not made for a "
        "network of this size."
    )


def test_old_gpus_are_told_what_is_needed(gpu: pytest.MonkeyPatch) -> None:
    gpu.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    note = forms.gpu_form(fold(random_network()), GPU).note
    assert note.endswith("which are faster, need a GPU of compute capability 8.0, and this one has 7.5.")


def test_what_keeps_kernels_from_being_compiled_is_told(gpu: pytest.MonkeyPatch) -> None:
    def fail(net, arranged, device) -> None:
        raise RuntimeError("No C compiler.\nSet CC. " + 300 * "x")

    gpu.setattr(trial, "try_out", fail)
    net = fold(random_network())
    form = forms.gpu_form(net, GPU)
    assert form.net is net
    assert form.note.endswith("do not work here (RuntimeError: No C compiler. Set CC. " + 177 * "x" + ").")


def test_without_triton_torch_does_it(gpu: pytest.MonkeyPatch) -> None:
    gpu.setitem(sys.modules, "hyperrestore.models.ras2s.fused.trial", None)
    note = forms.gpu_form(fold(random_network()), GPU).note
    assert "do not work here (ModuleNotFoundError" in note


def test_other_makers_and_the_interpreter_are_told_apart(gpu: pytest.MonkeyPatch) -> None:
    net = fold(random_network())
    gpu.setenv("TRITON_INTERPRET", "1")
    assert forms.gpu_form(net, GPU).note.endswith("would be interpreted (TRITON_INTERPRET is set).")
    gpu.setattr(torch.version, "hip", "6.4")
    assert forms.gpu_form(net, GPU).note.endswith("which are faster, are made for NVIDIA's.")
