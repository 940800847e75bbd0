"""Outliers, known beforehand or told from a residual."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace.outliers import LEAST_SIGMA, fit_mixture, known_outliers


def residual_with(share: float, bands: int = 6, side: int = 60) -> tuple[Tensor, Tensor, Tensor]:
    """Noise of 0.02 to 0.15, that deviation, and where a ``share`` of values is replaced by anything from -1 to 1."""
    torch.manual_seed(0)
    sigma = torch.linspace(0.02, 0.15, bands)
    hit = torch.rand(bands, side, side) < share
    noise = sigma[:, None, None] * torch.randn(hit.shape)
    return torch.where(hit, 2 * torch.rand(hit.shape) - 1, noise), sigma, hit


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.7])
def test_sigma_and_shares_are_recovered(share: float) -> None:
    residual, sigma, hit = residual_with(share)
    found = fit_mixture(residual, torch.ones_like(hit))
    ratio = found.sigma / sigma
    assert ratio.min() > 0.9 and ratio.max() < (1.1 if share < 0.7 else 1.4)
    torch.testing.assert_close(found.shares, torch.full_like(sigma, share), rtol=0, atol=0.03 if share < 0.7 else 0.1)
    outlying = hit & (residual.abs() > 7 * sigma[:, None, None])
    assert (found.weights[outlying] > 0.1).float().mean() < 0.01 if share else found.weights.mean() > 0.99
    noise = ~hit & (residual.abs() < sigma[:, None, None])
    assert found.weights[noise].mean() > (0.98 if share < 0.2 else 0.7)


def test_what_is_not_usable_has_no_weight_and_does_not_count() -> None:
    residual, sigma, hit = residual_with(0.4)
    found = fit_mixture(residual, ~hit)
    assert (found.weights[hit] == 0).all()
    torch.testing.assert_close(found.sigma, sigma, rtol=0.05, atol=0)
    assert found.shares.max() < 0.02
    other = fit_mixture(torch.where(hit, 1e3, residual), ~hit)
    assert torch.equal(other.weights, found.weights) and torch.equal(other.sigma, found.sigma)


def test_sigma_is_never_0_and_a_band_of_nothing_usable_is_finite() -> None:
    residual = torch.zeros(2, 10, 10)
    usable = torch.ones(2, 10, 10, dtype=torch.bool)
    usable[1] = False
    found = fit_mixture(residual, usable)
    assert (found.sigma > 0).all() and (found.sigma <= LEAST_SIGMA).all()
    assert (found.weights[0] > 0.99).all() and (found.weights[1] == 0).all() and found.shares.isfinite().all()


def test_faulty_columns_in_step_with_the_sampling_do_not_mislead() -> None:
    """Every 16th column of 256 is off by 0.3."""
    torch.manual_seed(0)
    residual = 0.05 * torch.randn(1, 256, 256)
    residual[:, :, ::16] += 0.3
    found = fit_mixture(residual, torch.ones_like(residual, dtype=torch.bool))
    assert found.sigma[0] == pytest.approx(0.05, rel=0.1)
    assert found.shares[0] == pytest.approx(1 / 16, abs=0.02)


def test_objects_in_two_near_bands_are_kept_and_lone_impulses_are_not() -> None:
    residual, _, hit = residual_with(0.0, bands=8)
    residual[2:5, 10, 10] = 0.8
    residual[[2, 5], 20, 20] = -0.8
    residual[6, 30, 30] = -0.8
    residual[[1, 5], 25, 25] = 0.8
    residual[3:5, 40, 40] = torch.tensor([0.8, -0.8])
    weights = fit_mixture(residual, torch.ones_like(hit)).weights
    assert (weights[2:5, 10, 10] == 1).all() and (weights[[2, 5], 20, 20] == 1).all()
    for lone in (weights[6, 30, 30], weights[[1, 5], 25, 25], weights[3:5, 40, 40]):
        assert lone.max() < 0.1


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_runs_of_outliers_are_no_objects_where_chance_makes_them(share: float) -> None:
    residual, _, hit = residual_with(share, bands=8)
    residual[2:5, 10, 10] = 0.9
    assert fit_mixture(residual, torch.ones_like(hit)).weights[2:5, 10, 10].max() < 0.01


def noisy_cube() -> Tensor:
    torch.manual_seed(1)
    return 0.3 + 0.1 * torch.randn(10, 30, 40)


def test_constant_lines_and_recurring_values_are_known() -> None:
    cube = noisy_cube()
    cube[3, :, 7] = 0.25
    cube[5, 11, :] = 0.4
    cube[8].view(-1)[::9] = 1.0
    cube[8].view(-1)[4::9] = -0.2
    expected = torch.zeros_like(cube, dtype=torch.bool)
    expected[3, :, 7] = expected[5, 11, :] = True
    expected[8].view(-1)[::9] = expected[8].view(-1)[4::9] = True
    assert torch.equal(known_outliers(cube), expected)


def test_whole_pixels_that_recur_are_the_scene() -> None:
    """A margin filled with 0 in all bands, snow saturated in most; salt in a band elsewhere is still known."""
    cube = noisy_cube()
    cube[:, :, :9] = 0.0
    cube[:7, 20:, 20:] = 1.0
    cube[9, :20, 20:][torch.rand(20, 20) < 0.3] = 1.0
    found = known_outliers(cube)
    assert not found[:, :, :9].any() and not found[:, 20:, 20:].any()
    assert torch.equal(found[9, :20, 20:], cube[9, :20, 20:] == 1)


@pytest.mark.parametrize("lone", [False, True])
def test_a_band_of_one_value_is_left_its_value(lone: bool) -> None:
    """Nothing of it would be left to say what it is."""
    cube = noisy_cube()
    cube[4] = 0.5
    cube[4, 3, 3] = 0.6 if lone else 0.5
    assert not known_outliers(cube).any()


def test_integers_are_no_outliers() -> None:
    torch.manual_seed(2)
    for most in (2, 10, 200):
        assert not known_outliers(torch.randint(0, most, (6, 30, 30)).float()).any()
