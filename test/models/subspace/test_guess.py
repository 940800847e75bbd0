"""The first guess at the clean cube."""

from __future__ import annotations

import numpy as np
import torch

from hyperrestore.models.subspace.guess import SPATIAL_PX, SPECTRAL_BANDS, smooth_guess
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank


def test_a_value_is_the_weighted_mean_of_the_usable_ones_around() -> None:
    """At a corner, so that the weights are cut at all borders; beyond 5 px they are as good as 0."""
    torch.manual_seed(0)
    cube, usable = torch.rand(4, 6, 5), torch.rand(4, 6, 5) > 0.3
    medians = np.array([np.percentile(cube[band][usable[band]], 50, method="lower") for band in range(4)])
    band, row, column = np.indices(cube.shape)
    away = (band / SPECTRAL_BANDS) ** 2 + (row / SPATIAL_PX) ** 2 + (column / SPATIAL_PX) ** 2
    weights = np.exp(-0.5 * away) * usable.numpy()
    around = (weights * (cube.numpy() - medians[:, None, None])).sum() / weights.sum()
    np.testing.assert_allclose(smooth_guess(cube, usable)[0, 0, 0], medians[0] + around, rtol=1e-4)


def test_what_is_not_usable_has_no_influence() -> None:
    torch.manual_seed(0)
    cube, usable = torch.rand(4, 9, 9), torch.rand(4, 9, 9) > 0.5
    torch.testing.assert_close(
        smooth_guess(torch.where(usable, cube, 1e4), usable), smooth_guess(cube, usable), rtol=0, atol=0
    )


def test_bands_of_their_own_levels_come_back() -> None:
    cube = torch.linspace(-3, 5, 7)[:, None, None].expand(7, 12, 10)
    torch.testing.assert_close(smooth_guess(cube, torch.ones_like(cube, dtype=torch.bool)), cube)


def test_noise_shrinks_more_than_the_scene_is_blurred() -> None:
    clean = low_rank()
    noisy, _ = gaussian(clean)
    usable = torch.rand(clean.shape, generator=torch.Generator().manual_seed(0)) > 0.3
    noisy[~usable] = 1.0
    guess = smooth_guess(noisy, usable)
    assert (guess - clean).square().mean().sqrt() < 0.5 * (noisy - clean)[usable].square().mean().sqrt()


def test_nothing_usable_is_finite() -> None:
    assert smooth_guess(torch.rand(2, 3, 3), torch.zeros(2, 3, 3, dtype=torch.bool)).isfinite().all()
