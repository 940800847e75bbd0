"""LRTA: low multilinear rank, told from the noise."""

from __future__ import annotations

import torch

from hyperrestore.models.lowrank.lrta import LRTA, leading
from hyperrestore.test.models.lowrank.method_checks import check_awkward_sizes, check_pulse
from hyperrestore.test.models.lowrank.scenes import decibel, noisy, smooth_scene


def restored(cube: torch.Tensor) -> torch.Tensor:
    return LRTA().restore_tile(cube, lambda fraction: None)


def test_a_cube_of_low_rank_comes_back() -> None:
    clean = smooth_scene()
    torch.testing.assert_close(restored(clean), clean, rtol=0, atol=2e-3)


def test_rank_is_told_from_noise() -> None:
    clean = smooth_scene()
    for mode in range(3):
        assert leading(noisy(clean, 0.05) / 0.05, mode).shape == (clean.shape[mode], 3)


def test_gaussian_noise_goes() -> None:
    clean = smooth_scene()
    cube = noisy(clean, 0.05)
    assert decibel(restored(cube), clean) > decibel(cube, clean) + 18


def test_any_size() -> None:
    check_awkward_sizes(LRTA())


def test_pulse() -> None:
    check_pulse(LRTA())
