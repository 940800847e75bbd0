"""The noise of each band, without a reference."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.subspace.noise import LEAST_VARIANCE, noise_levels, noise_map, unpredicted
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank


def test_levels_of_a_scene_of_few_spectra() -> None:
    noisy, sigma = gaussian(low_rank(80, 60, 70))
    ratio = noise_levels(noisy) / sigma
    assert ratio.mean() == pytest.approx(1, abs=0.025)
    assert ratio.min() > 0.95 and ratio.max() < 1.15


def test_the_least_noisy_band_takes_over_a_share_of_the_others_noise() -> None:
    """An upper bound: 79 bands of sigma 0.1 tell a signal in a few directions to 0.02 or so."""
    clean = low_rank(80, 60, 70)
    torch.manual_seed(0)
    sigma = torch.full((80,), 0.1)
    sigma[40] = 0.005
    levels = noise_levels(clean + sigma[:, None, None] * torch.randn(clean.shape))
    assert 0.005 < levels[40] < 0.03


def test_levels_with_few_pixels_for_many_bands() -> None:
    """What predicts a band from the others fits a fifth of its noise; that is made up for."""
    noisy, sigma = gaussian(low_rank(40, 14, 14))
    assert (noise_levels(noisy) / sigma).mean() == pytest.approx(1, abs=0.05)


def test_some_outliers_do_not_count() -> None:
    noisy, sigma = gaussian(low_rank(30, 60, 60))
    noisy[:, ::10, ::10] = 1.0
    assert (noise_levels(noisy) / sigma - 1).abs().max() < 0.15


@pytest.mark.parametrize("bands", [1, 2, 3])
def test_levels_of_few_bands_come_from_second_differences(bands: int) -> None:
    """These take the curvature of the scene for noise, but not its slopes."""
    slope = (torch.linspace(0, 1, 60)[:, None] - torch.linspace(0, 3, 60)).expand(bands, 60, 60)
    noisy, sigma = gaussian(slope)
    assert (noise_levels(noisy) / sigma - 1).abs().max() < 0.1
    assert unpredicted(noisy) is None


def test_levels_of_a_single_line() -> None:
    noisy, sigma = gaussian(torch.zeros(2, 1, 4000))
    torch.testing.assert_close(noise_levels(noisy), sigma, rtol=0.06, atol=0)


@pytest.mark.parametrize("shape", [(1, 1, 1), (8, 20, 20), (3, 5, 5)])
def test_levels_of_a_constant_cube_are_not_zero(shape: tuple[int, int, int]) -> None:
    assert noise_levels(torch.full(shape, 0.3)).tolist() == pytest.approx([LEAST_VARIANCE**0.5] * shape[0])


def test_what_a_band_has_alone_is_unpredicted() -> None:
    """x0 + x1 predicts x2 up to its noise; x3 is of its own."""
    torch.manual_seed(0)
    x = torch.randn(3, 100, 100)
    cube = torch.stack([x[0], x[1], x[0] + x[1] + 0.1 * torch.randn(100, 100), 2 * x[2]])
    torch.testing.assert_close(
        unpredicted(cube), torch.tensor([0.01 / 1.01, 0.01 / 1.01, 0.01, 4.0], dtype=torch.float64), rtol=0.06, atol=0
    )


def test_faulty_columns_in_step_with_the_sampling_do_not_mislead() -> None:
    """Every fourth of 256 columns is noisier: samples in the same step would see these alone."""
    torch.manual_seed(0)
    cube = 0.1 * torch.randn(4, 256, 256)
    cube[:, :, ::4] *= 5
    assert (noise_levels(cube) < 0.17).all()


@pytest.mark.parametrize("bands", [8, 24])
def test_map_of_noise_that_follows_the_signal(bands: int) -> None:
    clean = low_rank(bands)
    factor = 0.2 + clean.mean(dim=0)
    factor = factor / factor.square().mean().sqrt()
    found = noise_map(clean + 0.1 * factor * torch.randn(clean.shape, generator=torch.Generator().manual_seed(1)))
    assert (found / factor - 1).abs().mean() < 0.1
    assert float(torch.corrcoef(torch.stack([found.flatten(), factor.flatten()]))[0, 1]) > 0.9
    assert found.square().mean() == pytest.approx(1, abs=1e-3)


def test_map_of_even_noise_is_one_throughout() -> None:
    """Also where bands differ, and where there are too few of them to tell."""
    for cube in (gaussian(low_rank())[0], gaussian(low_rank(3))[0], torch.full((8, 20, 20), 0.3)):
        assert torch.equal(noise_map(cube), torch.ones(cube.shape[1:]))
