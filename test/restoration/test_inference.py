"""How a model is shown its tiles, as far as that can be seen without a GPU."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext

import pytest
import torch

from hyperrestore.restoration import inference as inference_module
from hyperrestore.restoration.inference import Inference, _current


class Watching:
    """A model that notes whether convolutions may be rounded to TF32 while it is placed."""

    def __init__(self, error: Exception | None = None) -> None:
        self.allowed: list[bool] = []
        self._error = error

    def to(self, device: str, precision: str) -> Watching:
        self.allowed.append(torch.backends.cudnn.allow_tf32)
        if self._error is not None:
            raise self._error
        return self


@pytest.mark.parametrize("before", [True, False])
def test_float32_is_float32_on_a_gpu_and_others_keep_their_setting(monkeypatch, before: bool) -> None:
    monkeypatch.setattr(torch.cuda, "device", lambda device: nullcontext())
    monkeypatch.setattr(inference_module, "Copies", object)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", before)
    model = Watching()
    Inference(model, "cuda:1").placed()
    assert model.allowed == [False]
    assert torch.backends.cudnn.allow_tf32 is before
    with pytest.raises(RuntimeError, match="no room"):
        Inference(Watching(RuntimeError("no room")), "cuda").placed()
    assert torch.backends.cudnn.allow_tf32 is before


def test_the_first_run_that_ends_does_not_round_the_others(monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "device", lambda device: nullcontext())
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(_current("cuda"))
        second.enter_context(_current("cuda"))
        first.close()
        assert not torch.backends.cudnn.allow_tf32
        second.close()
        assert torch.backends.cudnn.allow_tf32


def test_the_processor_leaves_it_alone(monkeypatch) -> None:
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    model = Watching()
    Inference(model, "cpu").placed()
    assert model.allowed == [True]
