"""Total variation of whitened cubes over rows, columns and bands, and the linear system it leads to."""

from __future__ import annotations

import torch
from torch import Tensor

from .tensors import eigen

AXES = (0, 1, 2)

SPECTRAL_WEIGHT = 0.5
"""Of differences between bands, where those between pixels weigh 1 (Wang et al. 2018)."""


class Variation:
    """The weighted differences D of cubes ``[B, H, W]`` whose bands were divided by their noise ``unit`` [B, 1, 1].

    Differences between pixels are those of the whitened cube. Between bands they are differences of the cube as it was,
    in units of their own noise, as bands of equal signal differ once whitened. So all have noise of the same strength.

    Pixels wrap around, which makes DᵀD diagonal to the Fourier transform of each band; the differences from the last
    pixel to the first, and from the last band on, cost nothing (``clamped``), which makes the edges free all the same.
    """

    def __init__(self, unit: Tensor, height: int, width: int) -> None:
        weight = SPECTRAL_WEIGHT * (2 / (unit[1:] ** 2 + unit[:-1] ** 2)).sqrt()
        self._after, self._before = unit[1:] * weight, unit[:-1] * weight
        bands = torch.arange(len(unit) - 1)
        between = torch.zeros(len(unit), len(unit)).to(unit)
        between[bands, bands + 1] = self._after.flatten()
        between[bands, bands] = -self._before.flatten()
        values, self._spectra = eigen(between.T @ between)
        rows, columns = torch.fft.fftfreq(height), torch.fft.rfftfreq(width)
        spatial = 4 - 2 * torch.cos(2 * torch.pi * rows)[:, None] - 2 * torch.cos(2 * torch.pi * columns)
        self._spectrum = values[:, None, None], spatial.to(unit)

    def differences(self, cube: Tensor, axis: int) -> Tensor:
        """D along one axis, of the cube's shape: at each pixel the step to the next."""
        if axis:
            return cube.roll(-1, axis) - cube
        found = torch.zeros_like(cube)
        found[:-1] = self._after * cube[1:] - self._before * cube[:-1]
        return found

    def adjoint(self, differences: Tensor, axis: int) -> Tensor:
        """The transpose of ``differences``."""
        if axis:
            return differences.roll(1, axis) - differences
        found = torch.zeros_like(differences)
        found[1:] = self._after * differences[:-1]
        found[:-1] -= self._before * differences[:-1]
        return found

    def solve(self, right: Tensor, identity: float, weight: float) -> Tensor:
        """The cube z of (identity · 1 + weight · DᵀD) z = right."""
        spectral, spatial = self._spectrum
        transform = torch.fft.rfft2(torch.tensordot(self._spectra.T, right, 1))
        transform /= identity + weight * (spectral + spatial)
        return torch.tensordot(self._spectra, torch.fft.irfft2(transform, s=right.shape[1:]), 1)


def clamped(differences: Tensor, axis: int, limit: float) -> Tensor:
    """The part of the differences that a soft threshold of ``limit`` takes off; none of those over the edge."""
    part = differences.clamp(-limit, limit)
    part.select(axis, -1).zero_()
    return part
