"""The subspace that the signal of a cube lives in, in units of each band's noise."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Subspace:
    """``vectors`` [B, K] are orthonormal in units of the noise ``sigma`` [B] of each band; ``mean`` [B] is taken off.

    Eigen-images then have noise of standard deviation 1, and are sorted by falling signal.
    """

    vectors: Tensor
    sigma: Tensor
    mean: Tensor

    def eigen_images(self, cube: Tensor) -> Tensor:
        """``[B, H, W]`` to ``[K, H, W]``."""
        whitened = (cube - self.mean[:, None, None]) / self.sigma[:, None, None]
        return torch.tensordot(self.vectors.T, whitened, 1)

    def cube(self, eigen_images: Tensor) -> Tensor:
        """``[K, H, W]`` back to ``[B, H, W]``."""
        return torch.tensordot(self.vectors * self.sigma[:, None], eigen_images, 1) + self.mean[:, None, None]


def find_subspace(cube: Tensor, sigma: Tensor, most: int) -> Subspace:
    """The directions in which ``cube`` [B, H, W] varies more than noise of standard deviation ``sigma`` [B] alone.

    White noise of variance 1 in n pixels has no eigenvalue above (1 + sqrt(B / n))² (Marchenko and Pastur); those above
    are signal. From 1 to ``most`` directions.
    """
    pixels = (cube / sigma[:, None, None]).flatten(1)
    mean = pixels.mean(dim=1)
    pixels = pixels - mean[:, None]
    covariance = (pixels @ pixels.T / max(1, pixels.shape[1] - 1)).cpu().double()
    values, vectors = torch.linalg.eigh(covariance)
    edge = 1.03 * (1 + (pixels.shape[0] / pixels.shape[1]) ** 0.5) ** 2
    rank = min(most, max(1, int((values > edge).sum())))
    return Subspace(vectors[:, -rank:].flip(1).to(cube), sigma, mean * sigma)
