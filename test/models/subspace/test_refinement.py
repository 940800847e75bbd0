"""The loop, from a guess to what is known of a cube."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace import refinement
from hyperrestore.models.subspace.guess import smooth_guess
from hyperrestore.models.subspace.lines import COLUMNS
from hyperrestore.models.subspace.outliers import known_outliers
from hyperrestore.models.subspace.refinement import Refined, refine
from hyperrestore.test.models.lowrank.textured import gain_db
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank, mixed


def refined(cube: Tensor) -> tuple[Refined, list[float]]:
    usable, ticks = ~known_outliers(cube), []
    return refine(cube, usable, smooth_guess(cube, usable), ticks.append), ticks


@pytest.fixture(scope="module")
def found() -> Refined:
    return refined(mixed(low_rank()))[0]


def test_a_guess_gets_better(found: Refined) -> None:
    clean, noisy = low_rank(), mixed(low_rank())
    guess = smooth_guess(noisy, ~known_outliers(noisy))
    assert gain_db(clean, guess, found.estimate) > 8
    assert gain_db(clean, noisy, found.estimate) > 20


def test_a_better_guess_is_not_made_worse() -> None:
    clean, noisy = low_rank(), mixed(low_rank())
    usable = ~known_outliers(noisy)
    from_truth = refine(noisy, usable, clean, lambda share: None).estimate
    assert gain_db(clean, noisy, from_truth) > 20


def test_regressions_of_the_inliers_help_bands_with_many_outliers(monkeypatch) -> None:
    """70 % salt and pepper in every fourth band: filled in, it biases the subspace."""
    clean, noisy = low_rank(), mixed(low_rank())
    generator = torch.Generator().manual_seed(9)
    for band in noisy[::4]:
        hit = torch.rand(band.shape, generator=generator) < 0.7
        band[hit] = (torch.rand(int(hit.sum()), generator=generator) < 0.5).float()
    with_them = refined(noisy)[0].estimate
    monkeypatch.setattr(refinement, "refitted", lambda subspace, images, cube, weights: subspace.cube(images))
    assert gain_db(clean, refined(noisy)[0].estimate, with_them) > 0.2


def test_noise_and_subspace_are_told(found: Refined) -> None:
    _, sigma = gaussian(low_rank())
    torch.testing.assert_close(found.noise.sigma, sigma, rtol=0.12, atol=0)
    assert found.noise.weights.min() >= 0 and found.noise.weights.max() <= 1
    clean = low_rank()
    outside = found.subspace.cube(found.subspace.eigen_images(clean)) - clean
    assert found.subspace.vectors.shape[1] <= 3
    assert (outside.square().mean(dim=(1, 2)).sqrt() < 0.3 * sigma).all()


def test_stripes_are_told_from_the_scene(found: Refined) -> None:
    """Of bands without any, hardly a line is taken for one."""
    clean = low_rank()
    columns = mixed(clean) - gaussian(clean)[0]
    assert found.direction == COLUMNS
    true = columns[::3]
    assert (found.stripes[::3] - true).square().mean() < 0.15 * true.square().mean()
    assert (found.stripes[2::3, 0] != 0).float().mean() < 0.02


def test_cleared_is_what_gaussian_noise_leaves(found: Refined) -> None:
    noisy, (_, sigma) = mixed(low_rank()), gaussian(low_rank())
    weights = found.noise.weights
    torch.testing.assert_close(
        found.cleared, weights * (noisy - found.stripes) + (1 - weights) * found.estimate, atol=1e-5, rtol=0
    )
    assert ((found.cleared - low_rank()).square().mean(dim=(1, 2)).sqrt() < 1.2 * sigma).all()


def test_without_lines_there_is_no_direction() -> None:
    result, ticks = refined(gaussian(low_rank())[0])
    assert result.direction is None and not result.stripes.any()
    assert ticks == sorted(ticks) and ticks[0] > 0 and ticks[-1] == 1 and len(ticks) > 50
