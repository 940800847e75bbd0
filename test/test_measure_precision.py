"""The arithmetic that the loss in reduced precision is measured with, and what becomes of the figures."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch
from measure_precision import Rounded, Trial, measure, middle
from torch.nn import functional as F

from hyperrestore.errors import WeightsMismatch
from hyperrestore.models.architectures import build_model
from hyperrestore.models.card import parse_card
from hyperrestore.models.catalog import SHIPPED, Entry
from hyperrestore.models.weights import load_tensors
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.test.restoration.networks import Network


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_rounded_convolutions_are_those_of_torch(dtype: torch.dtype) -> None:
    """Up to the order of sums: a last digit here and there."""
    generator = torch.Generator().manual_seed(1)
    x, weight = (torch.randn(shape, generator=generator).to(dtype) for shape in ((1, 16, 20, 20), (8, 16, 3, 3)))
    bias = torch.randn(8, generator=generator).to(dtype)
    native = F.conv2d(x, weight, bias, padding=1)
    with Rounded():
        rounded = F.conv2d(x, weight, bias, padding=1)
    assert rounded.dtype == dtype
    assert float((rounded == native).float().mean()) > 0.99
    torch.testing.assert_close(rounded, native, atol=0.05 if dtype == torch.bfloat16 else 0.005, rtol=0)


def test_rounded_leaves_float32_alone() -> None:
    x, weight = torch.randn(1, 4, 9, 9), torch.randn(2, 4, 3, 3)
    with Rounded():
        assert torch.equal(F.conv2d(x, weight), F.conv2d(x, weight))
        assert F.conv2d(x, weight).dtype == torch.float32


class Worse(Network):
    """Adds an error that depends on the precision."""

    def to(self, device: str, precision: str = "fp32") -> Worse:
        error = {"fp32": 0.1, "bf16": 0.11, "fp16": 0.1001}[precision]
        return Worse(lambda batch: batch + error)


def test_the_worst_of_all_trials_is_kept() -> None:
    truth = np.random.default_rng(2).random((3, 8, 8), np.float32)
    zero = torch.zeros(())
    trials = [Trial("exact", torch.from_numpy(truth)[None], zero, truth)]
    trials += [Trial("off", torch.from_numpy(truth + 0.1)[None], zero, truth)]
    worst = measure("test", Worse(), ["bf16", "fp16"], iter(trials))
    assert mpsnr(truth + np.float32(0.1), truth) == pytest.approx(20, abs=1e-3)
    assert worst["bf16"] == pytest.approx(-20 * np.log10(1.1), abs=1e-3)
    assert worst["fp16"] == pytest.approx(-20 * np.log10(1.001), abs=1e-3)


def test_middle() -> None:
    cube = np.arange(36).reshape(1, 6, 6)
    assert middle(cube, 2).tolist() == [[[14, 15], [20, 21]]]
    assert middle(cube, 0) is cube and middle(cube, 9).shape == (1, 6, 6)


def test_cards_tell_models_what_was_measured() -> None:
    entry = Entry("ras2s", SHIPPED)
    card = replace(entry.card(), precision={"bf16": -0.03})
    assert build_model(card, load_tensors(entry)).descriptor.precision_db == {"bf16": -0.03}


@pytest.mark.parametrize("precision", [[], {"bf16": "none"}, {"bf16": True}, {"bf16": float("nan")}, -0.03])
def test_cards_with_other_things_there_are_refused(precision: object, tmp_path) -> None:
    values = {**asdict(Entry("ras2s", SHIPPED).card()), "precision": precision}
    with pytest.raises(WeightsMismatch, match="precision.* must"):
        parse_card(json.dumps(values).encode(), tmp_path / "card.json")
