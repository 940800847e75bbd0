"""Sparse noise: what is left of each band when it is set apart, and how far the band can then be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import torch
from torch import Tensor

from ..subspace.noise import unpredicted
from .whitening import noise_unit

LIMIT = 0.7
"""The sparse term's weight λ in units of the noise: the smaller, the less an outlier counts, and a good pixel too."""

INLIERS = 0.25
"""Share of a band's smallest residuals that its noise is told from: up to three quarters may be outliers."""

TYPICAL = 0.5
"""No band's limit is above this share of the median band's noise: a large residual tells of outliers within."""

LEAST_SHARE = 0.2
"""A band's residual is weighed up by the share of pixels within its limit, but not more than five times."""


@dataclass(frozen=True)
class MixedNoise:
    """Gaussian and sparse noise of the bands of a cube; each field is ``[B, 1, 1]``, in units of the cube.

    With the sparse noise S = shrink(Y − X, limit) taken off, as minus the gradient of ½‖Y − X − S‖² + limit·‖S‖₁ in X,
    the residual is clamp(Y − X, ±limit): Huber's function. Divided by ``share``, its mean slope, it is the observation
    that a Gaussian residual would be, with noise ``unit`` (Huber, Robust Statistics, 1981).
    """

    limit: Tensor
    share: Tensor
    unit: Tensor

    def cleaned(self, cube: Tensor, estimate: Tensor) -> Tensor:
        """The cube without its sparse noise, as told from an estimate of the clean cube."""
        return estimate + (cube - estimate).clamp(-self.limit, self.limit) / self.share

    def whitened(self) -> MixedNoise:
        """The same for the cube divided by ``unit``."""
        return MixedNoise(self.limit / self.unit, self.share, torch.ones_like(self.unit))


def mixed_noise(cube: Tensor, estimate: Tensor, first: bool) -> MixedNoise:
    """The noise of a cube ``[B, H, W]`` beside an estimate of the clean one.

    The ``first`` estimate is not yet trusted: a band may follow its own outliers there, so its unit is then not below
    the root mean square that all other bands leave of it.
    """
    residual = cube - estimate
    sizes = residual.abs().flatten(1)
    place = max(1, round(INLIERS * sizes.shape[1]))
    levels = sizes.kthvalue(place, dim=1).values / NormalDist().inv_cdf((1 + INLIERS) / 2)
    limit = LIMIT * noise_unit(levels.clamp_max(TYPICAL * levels.median()), cube)
    share = (residual.abs() < limit).to(cube).mean((1, 2), keepdim=True).clamp_min(LEAST_SHARE)
    unit = residual.clamp(-limit, limit).square().mean((1, 2)).sqrt() / share.flatten()
    variances = unpredicted(cube) if first else None
    if variances is not None:
        unit = unit.maximum(variances.sqrt().to(unit))
    return MixedNoise(limit, share, noise_unit(unit, cube))


def smoothed(cube: Tensor) -> Tensor:
    """A first guess at a cube with outliers: medians of three pixels along rows and columns, twice."""
    for axis in (2, 1, 2, 1):
        size = cube.shape[axis]
        if size > 2:
            before, here, after = (cube.narrow(axis, start, size - 2) for start in range(3))
            middle = torch.maximum(torch.minimum(before, here), torch.minimum(torch.maximum(before, here), after))
            cube = torch.cat([cube.narrow(axis, 0, 1), middle, cube.narrow(axis, size - 1, 1)], axis)
    return cube
