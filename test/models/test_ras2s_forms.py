"""Which form of RAS2S runs where, and what is said about it. No GPU is needed: its device is only asked about."""

from __future__ import annotations

import sys

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
    monkeypatch.setattr(trial, "try_out", lambda device: None)
    return monkeypatch


def test_a_processor_has_the_plain_form_and_nothing_to_tell() -> None:
    net = fold(random_network())
    assert forms.form_for(net) == forms.Form(net, split, "")
    assert RAS2SModel(random_network()).notes == ()


def test_kernels_where_they_work(gpu: pytest.MonkeyPatch) -> None:
    form = forms.gpu_form(fold(random_network()), GPU)
    assert form.net.fuse_encoder.weight.shape == (1, 2, 9 * 16, 16)
    assert form.note.startswith("RAS2S computes by kernels of its own, which are compiled when they are first used")


@pytest.mark.parametrize("arguments", [{"channels": 8}, {"channels": 20}, {"channels": 32, "regions": 5}])
def test_networks_of_other_sizes_go_by_operations(gpu: pytest.MonkeyPatch, arguments: dict[str, int]) -> None:
    net = fold(random_network(**arguments))
    form = forms.gpu_form(net, GPU)
    assert form.net is net
    assert form.note == (
        "RAS2S computes by torch's own operations, since its kernels for GPUs, several times as fast, are not made for "
        "a network of this size."
    )


def test_old_gpus_are_told_what_is_needed(gpu: pytest.MonkeyPatch) -> None:
    gpu.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    note = forms.gpu_form(fold(random_network()), GPU).note
    assert note.endswith("several times as fast, need a GPU of compute capability 8.0, and this one has 7.5.")


def test_what_keeps_kernels_from_being_compiled_is_told(gpu: pytest.MonkeyPatch) -> None:
    def fail(device: torch.device) -> None:
        raise RuntimeError("No C compiler.\nSet CC.")

    gpu.setattr(trial, "try_out", fail)
    net = fold(random_network())
    form = forms.gpu_form(net, GPU)
    assert form.net is net
    assert form.note.endswith("cannot be compiled here (RuntimeError: No C compiler. Set CC.).")


def test_without_triton_torch_does_it(gpu: pytest.MonkeyPatch) -> None:
    gpu.setitem(sys.modules, "hyperrestore.models.ras2s.fused.trial", None)
    note = forms.gpu_form(fold(random_network()), GPU).note
    assert "cannot be compiled here (ModuleNotFoundError" in note
