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
from ..tilewise import Tick
from .sampling import some_pixels

OUTLIER_DENSITY = 0.5
"""Outliers in a range of 1 differ from the truth by -1 to 1, all alike likely."""

FIRST_SHARE = 0.5
INNER, INNER_SIGMAS = 0.15, 0.189
"""Of Gaussian noise, this share is smaller than so many standard deviations: where the fit starts, as even with 70 %
of outliers the smallest residuals are noise."""

ITERATIONS, FEWER_ITERATIONS = 20, 5
FITTED_PIXELS = 8192
CHANCE_SHARE = 0.005
LARGEST_SHARE = 0.9
TINY = 1e-5
LEAST_SIGMA = 1 / 255
"""What deviates by less than some 4 of 255 is no outlier in any band: an estimate cannot be held to more."""

WHOLE_PIXEL = 0.5
"""A pixel that recurs in more of its bands is no fault of the sensor's: dark water, saturated snow, a filled margin."""

FEWEST_TO_TELL = 6
"""With fewer bands nothing tells an edge of the scene from an outlier or a stripe. Measured on undisturbed bands of
HySU: with one to four of them, "repairs" left 24 to 34 dB; with twelve, 50 dB."""

NEAR_BANDS = 3
COINCIDENCES = 3.0
"""Outliers to the same side in two near bands are of the scene, an edge or a small object, where the two bands share so
many times as many as chance would have it. Measured on cave-toy with a sigma of 1/255, whose edges are sharp: 51.8 dB
without this, 55.1 dB with it."""


@dataclass(frozen=True)
class Mixture:
    """``sigma`` [B] of the Gaussian noise, ``weights`` [B, H, W] the chance (0 to 1) that a value has no other fault,
    ``shares`` [B] of outliers among the values that were fitted."""

    sigma: Tensor
    weights: Tensor
    shares: Tensor


def known_outliers(cube: Tensor, tick: Tick = lambda share: None) -> Tensor:
    """bool ``[B, H, W]``: numbers of ``cube`` that no noisy measurement gives, whatever they are.

    Not in a band that hardly holds anything else: nothing could take their place.
    """
    values = cube.cpu().numpy()
    everywhere = np.ones(values.shape, bool)
    found = (
        constant_lines(values, everywhere)[:, None, :]
        | (constant_lines(values.transpose(0, 2, 1), everywhere.transpose(0, 2, 1))[:, :, None])
    )
    for number, (band, hits) in enumerate(zip(values, found)):
        tick(number / len(values))
        hits |= find_recurring([band[~hits]]).hits(band)
    found &= found.mean(axis=0) <= WHOLE_PIXEL
    found &= found.mean(axis=(1, 2), keepdims=True) <= LARGEST_SHARE
    return torch.from_numpy(found).to(cube.device)


def fit_mixture(residual: Tensor, usable: Tensor, start: Mixture | None = None) -> Mixture:
    """The mixture that explains ``residual`` [B, H, W]; what is not ``usable`` (bool) is an outlier already.

    ``start`` is that of a residual much like this one, from which it takes few steps.
    """
    some = some_pixels(residual[0].numel(), FITTED_PIXELS).to(residual.device)
    seen, used = residual.flatten(1)[:, some], usable.flatten(1)[:, some].to(residual)
    count = used.sum(dim=1).clamp(min=1)
    if start is None:
        inner = torch.where(used > 0, seen.abs(), torch.nan).nanquantile(INNER, dim=1).nan_to_num(1.0)
        sigma, shares = inner / INNER_SIGMAS, torch.full_like(inner, FIRST_SHARE)
    else:
        sigma, shares = start.sigma, start.shares
    for _ in range(ITERATIONS if start is None else FEWER_ITERATIONS):
        weights = _chance(seen, sigma[:, None], shares[:, None]) * used
        sigma = ((weights * seen.square()).sum(dim=1) / weights.sum(dim=1).clamp(min=1)).sqrt().clamp(min=TINY)
        shares = ((used - weights).sum(dim=1) / count - CHANCE_SHARE).clamp(1e-6, LARGEST_SHARE)
    weights = _chance(residual, sigma[:, None, None], shares[:, None, None]) * usable
    if len(residual) < FEWEST_TO_TELL:
        # Nothing tells an edge from an impulse: only what was known before is one.
        weights = usable.to(residual)
    weights = torch.where(_of_scene(residual, usable & (weights < 0.5)), 1.0, weights)
    return Mixture(sigma, weights, shares)


def _chance(residual: Tensor, sigma: Tensor, shares: Tensor) -> Tensor:
    """The chance that a value is noise of ``sigma``, where ``shares`` of all are outliers."""
    sigma = sigma.clamp(min=LEAST_SIGMA)
    noise = (1 - shares) * torch.exp(-0.5 * (residual / sigma).square()) / (2.5066 * sigma)
    return noise / (noise + shares * OUTLIER_DENSITY)


def _of_scene(residual: Tensor, outlying: Tensor) -> Tensor:
    """bool [B, H, W], which of the ``outlying`` values the scene explains better than faults of single bands."""
    found = torch.zeros_like(outlying)
    for side in (outlying & (residual > 0), outlying & (residual < 0)):
        shares = side.float().mean(dim=(1, 2))
        for apart in range(1, min(NEAR_BANDS, len(side) - 1) + 1):
            both = side[:-apart] & side[apart:]
            often = both.float().mean(dim=(1, 2)) > COINCIDENCES * shares[:-apart] * shares[apart:]
            both &= often[:, None, None]
            found[:-apart] |= both
            found[apart:] |= both
    return found
