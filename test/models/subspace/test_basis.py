"""The subspace of the signal, and what noise alone would reach."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.subspace.basis import Subspace, find_subspace, noise_edge
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank


def largest_eigenvalue(variances: torch.Tensor, pixels: int) -> float:
    """Of the covariance of that much white noise, the mean of a few draws."""
    generator = torch.Generator().manual_seed(0)
    found = []
    for _ in range(5):
        noise = variances.sqrt()[:, None] * torch.randn(len(variances), pixels, generator=generator).double()
        found.append(float(torch.linalg.eigvalsh(noise @ noise.T / pixels)[-1]))
    return sum(found) / len(found)


@pytest.mark.parametrize(("bands", "pixels"), [(60, 400), (100, 4000), (200, 300)])
def test_edge_of_equal_variances(bands: int, pixels: int) -> None:
    variances = torch.full((bands,), 2.0, dtype=torch.float64)
    edge = noise_edge(variances, pixels)
    assert edge == pytest.approx(2 * (1 + (bands / pixels) ** 0.5) ** 2, rel=1e-3)
    assert edge == pytest.approx(largest_eigenvalue(variances, pixels), rel=0.05)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_edge_of_unequal_variances(share: float) -> None:
    """Some bands have all their pixels, the others a third."""
    variances = torch.full((100,), 1 / 3, dtype=torch.float64)
    variances[: int(100 * share)] = 1.0
    assert noise_edge(variances, 1000) == pytest.approx(largest_eigenvalue(variances, 1000), rel=0.04)


@pytest.mark.parametrize("bands", [6, 24, 60])
def test_the_true_rank_is_found(bands: int) -> None:
    noisy, sigma = gaussian(low_rank(bands), 0.02, 0.08)
    assert find_subspace(noisy, sigma, 20).vectors.shape == (bands, 3)
    assert find_subspace(noisy, sigma, 2).vectors.shape == (bands, 2)


def test_noise_alone_has_one_direction() -> None:
    noise, sigma = gaussian(torch.zeros(40, 50, 50))
    assert find_subspace(noise, sigma, 20).vectors.shape == (40, 1)


def test_bands_that_were_filled_in_without_noise_count_less() -> None:
    """In 30 of 40 bands nine of ten pixels have no noise: what sticks out of that is signal."""
    noise, sigma = gaussian(torch.zeros(40, 50, 50))
    torch.manual_seed(0)
    measured = torch.ones(40)
    measured[10:] = 0.1
    filled = noise * (torch.rand(noise.shape) < measured[:, None, None])
    weak = torch.randn(50, 50) * sigma[10:, None, None] * 0.2
    filled[10:] += weak
    assert find_subspace(filled, sigma, 20, measured).vectors.shape == (40, 1)
    vector = find_subspace(filled, sigma, 20, measured).vectors[:, 0]
    assert vector[10:].square().sum() > 0.9


def test_pixels_with_more_noise_count_less() -> None:
    """A corner with five times the noise of the rest: taken for even noise, it looks like signal."""
    level = torch.full((50, 50), 0.5)
    level[:20, :20] = 2.5
    level /= level.square().mean().sqrt()
    noise, sigma = gaussian(torch.zeros(40, 50, 50))
    clean = low_rank(40, 50, 50)
    for scene, rank in ((torch.zeros_like(clean), 1), (clean, 3)):
        assert find_subspace(scene + level * noise, sigma, 20).vectors.shape[1] > rank
        assert find_subspace(scene + level * noise, sigma, 20, level=level).vectors.shape[1] == rank


def test_eigen_images_are_sorted_and_their_noise_is_one() -> None:
    clean = low_rank()
    noisy, sigma = gaussian(clean)
    subspace = find_subspace(noisy, sigma, 20)
    torch.testing.assert_close(subspace.vectors.T @ subspace.vectors, torch.eye(subspace.vectors.shape[1]))
    images = subspace.eigen_images(noisy)
    assert images.var(dim=(1, 2)).tolist() == sorted(images.var(dim=(1, 2)).tolist(), reverse=True)
    noise = images - subspace.eigen_images(clean)
    torch.testing.assert_close(noise.std(dim=(1, 2)), torch.ones(len(images)), atol=0.05, rtol=0)


def test_a_cube_of_the_subspace_comes_back() -> None:
    torch.manual_seed(0)
    vectors = torch.linalg.qr(torch.randn(7, 2)).Q
    subspace = Subspace(vectors, torch.rand(7) + 0.1, torch.rand(7))
    images = torch.randn(2, 3, 4)
    torch.testing.assert_close(subspace.eigen_images(subspace.cube(images)), images)
    cube = subspace.sigma[:, None, None] * torch.tensordot(vectors, images, 1) + subspace.mean[:, None, None]
    torch.testing.assert_close(subspace.cube(images), cube)
