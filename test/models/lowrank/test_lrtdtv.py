"""LRTDTV: Gaussian and sparse noise go together."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.lowrank.lrtdtv import LRTDTV
from hyperrestore.test.models.lowrank.method_checks import check_awkward_sizes, check_pulse
from hyperrestore.test.models.lowrank.scenes import decibel, noisy, smooth_scene


def restored(cube: torch.Tensor) -> torch.Tensor:
    return LRTDTV().restore_tile(cube, lambda fraction: None)


def test_a_smooth_cube_of_low_rank_comes_back() -> None:
    clean = smooth_scene()
    assert decibel(restored(clean), clean) > 45


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3])
def test_noise_and_outliers_go(share: float) -> None:
    clean = smooth_scene()
    assert decibel(restored(noisy(clean, 0.05, share)), clean) > 36


def test_any_size() -> None:
    check_awkward_sizes(LRTDTV())


def test_pulse() -> None:
    check_pulse(LRTDTV())
