"""Weighted coefficients and regressions against numpy's least squares."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace import weighted
from hyperrestore.models.subspace.basis import Subspace
from hyperrestore.models.subspace.weighted import PRIOR, refitted, weighted_eigen_images

BANDS, RANK, SIZE = 9, 3, (5, 6)


def random_subspace() -> Subspace:
    vectors = torch.linalg.qr(torch.randn(BANDS, RANK)).Q
    return Subspace(vectors, 0.02 + 0.2 * torch.rand(BANDS), torch.rand(BANDS))


@pytest.fixture
def problem() -> tuple[Subspace, Tensor, Tensor, Tensor]:
    """A subspace, a cube, weights of which a third are 0, and a prior."""
    torch.manual_seed(0)
    weights = torch.rand(BANDS, *SIZE) * (torch.rand(BANDS, *SIZE) > 0.33)
    return random_subspace(), torch.rand(BANDS, *SIZE), weights, torch.randn(RANK, *SIZE)


def test_coefficients_are_those_of_least_squares(problem) -> None:
    """Of the values by the roots of their weights, below them the prior by the root of its own."""
    subspace, cube, weights, prior = problem
    images, _ = weighted_eigen_images(subspace, cube, weights, prior)
    vectors, sigma, mean = (part.double().numpy() for part in (subspace.vectors, subspace.sigma, subspace.mean))
    for row, column in np.ndindex(*SIZE):
        root = weights[:, row, column].double().numpy() ** 0.5
        white = (cube[:, row, column].double().numpy() - mean) / sigma
        left = np.vstack([root[:, None] * vectors, PRIOR**0.5 * np.eye(RANK)])
        right = np.concatenate([root * white, PRIOR**0.5 * prior[:, row, column].double().numpy()])
        expected = np.linalg.lstsq(left, right, rcond=None)[0]
        np.testing.assert_allclose(images[:, row, column], expected, atol=2e-4, rtol=1e-4)


def test_missing_values_are_left_out_exactly(problem) -> None:
    subspace, cube, weights, prior = problem
    other = torch.where(weights == 0, 1e3, cube)
    for found, expected in zip(
        weighted_eigen_images(subspace, other, weights, prior), weighted_eigen_images(subspace, cube, weights, prior)
    ):
        assert torch.equal(found, expected)


def test_a_pixel_without_any_value_keeps_the_prior(problem) -> None:
    subspace, cube, weights, prior = problem
    weights[:, 2, 3] = 0
    images, _ = weighted_eigen_images(subspace, cube, weights, prior)
    torch.testing.assert_close(images[:, 2, 3], prior[:, 2, 3])


def test_noise_of_the_coefficients(problem) -> None:
    """All values there: one, but for the prior. A quarter of the weight: twice as much."""
    subspace, cube, _, prior = problem
    for weight in (1.0, 0.25):
        _, noise = weighted_eigen_images(subspace, cube, torch.full_like(cube, weight), prior)
        torch.testing.assert_close(noise, torch.full((RANK,), (weight + PRIOR) ** -0.5))


def test_dead_columns_in_step_with_the_sampling_do_not_count_for_all() -> None:
    """Every 16th of 128 columns has no value at all, where the prior's doubt is what is left."""
    torch.manual_seed(4)
    subspace, weights = random_subspace(), torch.ones(BANDS, 128, 128)
    weights[:, :, ::16] = 0
    _, noise = weighted_eigen_images(subspace, torch.rand(weights.shape), weights, torch.zeros(RANK, 128, 128))
    variance = (15 / (1 + PRIOR) + 1 / PRIOR) / 16
    torch.testing.assert_close(noise, torch.full((RANK,), variance**0.5), rtol=0.1, atol=0)


def test_pixels_in_several_turns(problem, monkeypatch) -> None:
    whole = weighted_eigen_images(*problem)
    monkeypatch.setattr(weighted, "PIXELS_AT_ONCE", 7)
    for found, expected in zip(weighted_eigen_images(*problem), whole):
        torch.testing.assert_close(found, expected)


def test_refitted_bands_are_those_of_least_squares() -> None:
    """A band's regression on the images and a constant; the subspace's own row counts as its prior."""
    torch.manual_seed(1)
    subspace, size = random_subspace(), (20, 25)
    images, pixels = 4 * torch.randn(RANK, *size), 500
    cube = subspace.cube(images + 0.5 * torch.randn(images.shape)) + 0.1 * torch.randn(BANDS, *size)
    weights = torch.rand(cube.shape) * (torch.rand(cube.shape) > torch.linspace(0, 0.9, BANDS)[:, None, None])
    found = refitted(subspace, images, cube, weights)
    known = np.vstack([images.flatten(1).double().numpy(), np.ones(pixels)])
    for band in range(BANDS):
        own = np.append(subspace.vectors[band] * subspace.sigma[band], subspace.mean[band])
        root = weights[band].flatten().double().numpy() ** 0.5
        measured = float(weights[band].mean())
        trust = 1 + pixels * measured**2 / (1 - measured)
        strength = np.diag((trust * (known**2).mean(axis=1)) ** 0.5)
        left = np.vstack([(root * known).T, strength])
        right = np.concatenate([root * cube[band].flatten().double().numpy(), strength @ own])
        expected = np.linalg.lstsq(left, right, rcond=None)[0] @ known
        np.testing.assert_allclose(found[band].flatten(), expected, atol=1e-4)


def test_refitting_mends_the_direction_of_a_band_with_many_outliers() -> None:
    """Its row of the subspace is half of what it should be; 30 % of its values tell better, others nothing."""
    torch.manual_seed(2)
    true, size = random_subspace(), (40, 40)
    images = 10 * torch.randn(RANK, *size)
    clean = true.cube(images)
    vectors = true.vectors.clone()
    vectors[4] *= 0.5
    biased = Subspace(vectors, true.sigma, true.mean)
    weights = torch.ones_like(clean)
    weights[4] = (torch.rand(size) < 0.3).float()
    cube = torch.where(weights > 0, clean, 1e3)
    error = (refitted(biased, images, cube, weights) - clean).square().mean(dim=(1, 2)).sqrt()
    assert error[4] < 0.5 * (biased.cube(images) - clean)[4].square().mean().sqrt()
    assert error[[0, 1, 2, 3, 5, 6, 7, 8]].max() < 1e-4


def test_images_of_zeros_leave_each_band_its_mean() -> None:
    torch.manual_seed(3)
    subspace = random_subspace()
    cube = subspace.mean[:, None, None].expand(BANDS, *SIZE)
    for weight in (0.0, 1.0):
        found = refitted(subspace, torch.zeros(RANK, *SIZE), cube, torch.full(cube.shape, weight))
        torch.testing.assert_close(found, cube)
