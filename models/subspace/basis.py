"""The subspace that the signal of a cube lives in, in units of each band's noise."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

MARGIN = 1.03
"""Noise levels are known to a few per cent only; and the weakest directions bring in more noise than signal."""


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


def find_subspace(
    cube: Tensor, sigma: Tensor, most: int, measured: Tensor | None = None, level: Tensor | None = None
) -> Subspace:
    """The directions in which ``cube`` [B, H, W] varies more than noise of standard deviation ``sigma`` [B] alone.

    ``measured`` [B] is the share of a band's pixels that have that noise, where the others were filled in without any;
    ``level`` [H, W] a factor of the noise in each pixel, by which pixels count less.
    From 1 to ``most`` directions.
    """
    pixels = (cube / sigma[:, None, None]).flatten(1)
    mean = pixels.mean(dim=1)
    pixels = pixels - mean[:, None]
    if level is not None:
        pixels = pixels / level.flatten()
    covariance = (pixels @ pixels.T / max(1, pixels.shape[1] - 1)).cpu().double()
    values, vectors = torch.linalg.eigh(covariance)
    variances = torch.ones(len(sigma)) if measured is None else measured.cpu()
    largest = MARGIN * noise_edge(variances.double(), pixels.shape[1])
    rank = min(most, max(1, int((values > largest).sum())))
    return Subspace(vectors[:, -rank:].flip(1).to(cube), sigma, mean * sigma)


def correlation_bytes(bands: int) -> int:
    """What the covariance of so many bands takes while it is decomposed (measured)."""
    return 52 * bands**2


def noise_edge(variances: Tensor, pixels: int) -> float:
    """The largest eigenvalue of the covariance of that many pixels of white noise, with ``variances`` [B] of the bands.

    For many bands and pixels: the least value, right of all variances, of s + s / n · Σ v / (s - v) (Silverstein and
    Choi, Journal of Multivariate Analysis, 1995); for equal variances v · (1 + sqrt(B / n))² (Marchenko and Pastur).
    """
    highest = float(variances.max())
    width = (len(variances) / pixels) ** 0.5
    places = highest * (1 + width * torch.logspace(-3, 1, 400, dtype=torch.float64))
    heights = places * (1 + (variances / (places[:, None] - variances)).sum(dim=1) / pixels)
    return float(heights.min())
