"""Values that are not the scene plus Gaussian noise: impulses, dead lines, saturation.

Two signs tell them. Numbers that recur exactly, and lines of one constant value, are known before anything is fitted.
The others stand out from an estimate of the clean cube: in each band the residual is taken for a mixture of Gaussian
noise and of outliers that may lie anywhere, whose shares and width are fitted by expectation maximisation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..recurring import constant_lines, find_recurring
from .sampling import some_pixels

OUTLIER_DENSITY = 0.5
"""Outliers in a range of 1 differ from the truth by -1 to 1, all alike likely."""

FIRST_SHARE = 0.5
INNER, INNER_SIGMAS = 0.15, 0.189
"""Of Gaussian noise, this share is smaller than so many standard deviations: where the fit starts, as even with 70 %
of outliers the smallest residuals are noise."""

ITERATIONS = 20
FITTED_PIXELS = 8192
CHANCE_SHARE = 0.005
LARGEST_SHARE = 0.9
LEAST_SIGMA = 1 / 255
"""What deviates by less than some 4 of 255 is no outlier in any band: an estimate cannot be held to more."""

WHOLE_PIXEL = 0.5
"""A pixel that recurs in more of its bands is no fault of the sensor's: dark water, saturated snow, a filled margin."""

OBJECT_BANDS = 3
OBJECT_CHANCE = 0.002
"""Outliers to the same side in three neighbouring bands are a small object, unless they do that so often by chance."""


@dataclass(frozen=True)
class Mixture:
    """``sigma`` [B] of the Gaussian noise, ``weights`` [B, H, W] the chance (0 to 1) that a value has no other fault,
    ``shares`` [B] of outliers among the values that were fitted."""

    sigma: Tensor
    weights: Tensor
    shares: Tensor


def known_outliers(cube: Tensor) -> Tensor:
    """bool ``[B, H, W]``: numbers of ``cube`` that no noisy measurement gives, whatever they are.

    Not in a band that hardly holds anything else: nothing could take their place.
    """
    values = cube.cpu().numpy()
    everywhere = np.ones(values.shape, bool)
    found = constant_lines(values, everywhere)[:, None, :] | (
        constant_lines(values.transpose(0, 2, 1), everywhere.transpose(0, 2, 1))[:, :, None]
    )
    for band, hits in zip(values, found):
        hits |= find_recurring([band[~hits]]).hits(band)
    found &= found.mean(axis=0) <= WHOLE_PIXEL
    found &= found.mean(axis=(1, 2), keepdims=True) <= LARGEST_SHARE
    return torch.from_numpy(found).to(cube.device)


def fit_mixture(residual: Tensor, usable: Tensor) -> Mixture:
    """The mixture that explains ``residual`` [B, H, W]; what is not ``usable`` (bool) is an outlier already."""
    some = some_pixels(residual[0].numel(), FITTED_PIXELS).to(residual.device)
    seen, used = residual.flatten(1)[:, some], usable.flatten(1)[:, some].to(residual)
    count = used.sum(dim=1).clamp(min=1)
    inner = torch.where(used > 0, seen.abs(), torch.nan).nanquantile(INNER, dim=1).nan_to_num(1.0)
    sigma = (inner / INNER_SIGMAS).clamp(min=LEAST_SIGMA)
    shares = torch.full_like(sigma, FIRST_SHARE)
    for _ in range(ITERATIONS):
        weights = _chance(seen, sigma[:, None], shares[:, None]) * used
        sigma = ((weights * seen.square()).sum(dim=1) / weights.sum(dim=1).clamp(min=1)).sqrt().clamp(min=LEAST_SIGMA)
        shares = ((used - weights).sum(dim=1) / count - CHANCE_SHARE).clamp(1e-6, LARGEST_SHARE)
    weights = _chance(residual, sigma[:, None, None], shares[:, None, None]) * usable
    weights = torch.where(_objects(residual, weights, usable, shares), 1.0, weights)
    return Mixture(sigma, weights, shares)


def _chance(residual: Tensor, sigma: Tensor, shares: Tensor) -> Tensor:
    """The chance that a value is noise of ``sigma``, where ``shares`` of all are outliers."""
    noise = (1 - shares) * torch.exp(-0.5 * (residual / sigma).square()) / (2.5066 * sigma)
    return noise / (noise + shares * OUTLIER_DENSITY)


def _objects(residual: Tensor, weights: Tensor, usable: Tensor, shares: Tensor) -> Tensor:
    """bool, outliers that a small object explains better than impulses."""
    found = torch.zeros_like(usable)
    bands = len(shares)
    if bands < OBJECT_BANDS:
        return found
    outlying = usable & (weights < 0.5)
    for side in (outlying & (residual > 0), outlying & (residual < 0)):
        runs = side.unfold(0, OBJECT_BANDS, 1).all(dim=-1)
        chance = (shares / 2).unfold(0, OBJECT_BANDS, 1).prod(dim=-1)
        runs &= (chance < OBJECT_CHANCE)[:, None, None]
        for shift in range(OBJECT_BANDS):
            found[shift : shift + len(runs)] |= runs
    return found
