"""Noise beside outliers."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.lowrank.robust import LEAST_SHARE, LIMIT, TYPICAL, MixedNoise, mixed_noise, smoothed
from hyperrestore.test.models.lowrank.scenes import decibel, noisy, smooth_scene


def test_cleaned_cube_is_hubers() -> None:
    one = torch.ones(1, 1, 1)
    noise = MixedNoise(limit=0.5 * one, share=0.25 * one, unit=one)
    cube, estimate = torch.tensor([[[1.0, 2.0, -9.0]]]), torch.tensor([[[0.9, 1.0, 1.0]]])
    torch.testing.assert_close(noise.cleaned(cube, estimate), torch.tensor([[[1.3, 3.0, -1.0]]]))


def test_noise_is_told_in_spite_of_outliers() -> None:
    clean = torch.full((3, 100, 100), 0.5)
    sigmas = torch.tensor([0.02, 0.04, 0.08])
    cube = clean + (noisy(clean, 0.02) - clean) * (sigmas / 0.02)[:, None, None]
    plain = mixed_noise(cube, clean, first=False)
    # Clipped at 0.7, 0.35 and 0.175 σ they tell a little less than whole; of the last the share within is bounded.
    expected = torch.tensor([1.089, 1.155, 1.200 * 0.139 / LEAST_SHARE])
    torch.testing.assert_close(plain.unit.flatten() / sigmas, expected, rtol=0.05, atol=0)
    torch.testing.assert_close(plain.limit.flatten(), LIMIT * TYPICAL * torch.tensor([0.04] * 3), rtol=0.06, atol=0)
    cube[0, :40] = 1
    spoilt = mixed_noise(cube, clean, first=False)
    # Two fifths of the pixels are lost: the band is trusted less, but not as little as its outliers' size would have.
    assert 0.025 < spoilt.unit[0].item() < 0.1
    assert (spoilt.share >= LEAST_SHARE).all()


def test_a_first_estimate_is_not_trusted_where_other_bands_disagree() -> None:
    clean = smooth_scene()
    cube = noisy(clean, 0.01)
    cube[3] = (torch.rand(cube[3].shape, generator=torch.Generator().manual_seed(3)) < 0.5).float()
    units = [mixed_noise(cube, cube + 0.001, first=first).unit[3].item() for first in (False, True)]
    assert units[0] < 0.01 and units[1] == pytest.approx(0.5, rel=0.1)


def test_medians_remove_single_outliers() -> None:
    clean = smooth_scene()
    cube = clean.clone()
    cube[:, 5::6, 4::5] = 1
    cube[2, :, 10] = 0
    assert decibel(smoothed(cube), clean) > decibel(cube, clean) + 15
