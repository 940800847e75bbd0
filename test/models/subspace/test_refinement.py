"""The loop, from a guess to what is known of a cube."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace import refinement
from hyperrestore.models.subspace.guess import smooth_guess
from hyperrestore.models.subspace.lines import COLUMNS
from hyperrestore.models.subspace.outliers import known_outliers
from hyperrestore.models.subspace.refinement import Refined, observed, refine
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
    torch.testing.assert_close(found.faults.noise.sigma, sigma, rtol=0.12, atol=0)
    assert found.faults.noise.weights.min() >= 0 and found.faults.noise.weights.max() <= 1
    assert found.rank in (2, 3)
    assert torch.equal(found.level, torch.ones_like(found.level))


def test_noise_that_follows_the_signal_is_told_by_pixel() -> None:
    """In the dark a quarter of that in the light."""
    clean = low_rank()
    factor = torch.linspace(0.4, 1.6, clean.shape[2]).expand(clean.shape[1:])
    noisy = clean + 0.1 * factor * torch.randn(clean.shape, generator=torch.Generator().manual_seed(1))
    found = refined(noisy)[0]
    assert (found.level * factor.square().mean().sqrt() / factor - 1).abs().mean() < 0.1
    assert gain_db(clean, noisy, found.estimate) > 15


def test_stripes_are_told_from_the_scene(found: Refined) -> None:
    """Of bands without any, hardly a line is taken for one."""
    clean = low_rank()
    columns = mixed(clean) - gaussian(clean)[0]
    assert found.faults.direction == COLUMNS
    true = columns[::3]
    assert (found.faults.stripes[::3] - true).square().mean() < 0.15 * true.square().mean()
    assert (found.faults.stripes[2::3, 0] != 0).float().mean() < 0.02


def test_cleared_is_what_gaussian_noise_leaves(found: Refined) -> None:
    noisy, (_, sigma) = mixed(low_rank()), gaussian(low_rank())
    weights = found.faults.noise.weights
    torch.testing.assert_close(
        found.cleared, weights * (noisy - found.faults.stripes) + (1 - weights) * found.estimate, atol=1e-5, rtol=0
    )
    assert ((found.cleared - low_rank()).square().mean(dim=(1, 2)).sqrt() < 1.2 * sigma).all()


def test_without_lines_there_is_no_direction() -> None:
    result, ticks = refined(gaussian(low_rank())[0])
    assert result.faults.direction is None and not result.faults.stripes.any()
    assert ticks == sorted(ticks) and ticks[0] >= 0 and ticks[-1] == 1 and len(ticks) > 50


def test_an_estimate_is_observed_and_stays() -> None:
    clean, noisy = low_rank(), mixed(low_rank())
    usable = ~known_outliers(noisy)
    seen = observed(noisy, usable, clean, lambda share: None)
    assert seen.estimate is clean and seen.rank == 0
    torch.testing.assert_close(seen.faults.noise.sigma, gaussian(clean)[1], rtol=0.12, atol=0)
    assert seen.faults.direction == COLUMNS
    offsets = noisy - gaussian(clean)[0]
    assert (seen.faults.stripes[::3] - offsets[::3]).square().mean() < 0.15 * offsets[::3].square().mean()
    weights = seen.faults.noise.weights
    assert (weights[~usable] == 0).all()
    expected = weights * (noisy - seen.faults.stripes) + (1 - weights) * clean
    torch.testing.assert_close(seen.cleared, expected, atol=1e-5, rtol=0)
