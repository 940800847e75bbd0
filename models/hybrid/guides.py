"""Which guess to trust: the network's, the robust subspace's, or the network's refined in the subspace.

Some values of a part of the tile are held out, that is, replaced by what their neighbours say, before anything sees
it. Noise is independent from value to value: what predicts the values that were held out best is closest to the clean
cube, whatever the noise.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..areas import restored_by_squares
from ..descriptor import Pulse, RestorationModel, Stretch
from ..subspace.guess import smooth_guess
from ..subspace.refinement import Refined, refine
from .findings import Guide

PART_PX = 96
HELD = 0.03
FARTHEST_SIGMAS = 4.0
"""Errors beyond, in units of the noise where it is strongest, count as this: outliers are nobody's fault."""

BETTER_SIGMAS = 3.0
"""A network is trusted when it is better by so many standard errors: the subspace alone is faster, and never worse by
more than chance."""


def choose_guide(network: RestorationModel, cube: Tensor, usable: Tensor, pulse: Pulse) -> Guide:
    """The best guide for ``cube`` [B, H, W] with its ``usable`` (bool) values, by its middle."""
    top, left = (max(0, side - PART_PX) // 2 for side in cube.shape[1:])
    middle = slice(None), slice(top, top + PART_PX), slice(left, left + PART_PX)
    cube, usable = cube[middle], usable[middle]
    drawn = torch.rand(cube.shape, generator=torch.Generator().manual_seed(0)).to(cube.device)
    held = usable & (drawn < HELD)
    seen = usable & ~held
    guess = smooth_guess(cube, seen)
    shown = torch.where(held, guess, cube)
    subspace = refine(cube, seen, guess, Stretch(pulse, 0.0, 0.4).tick)
    alone = restored_by_squares(network, shown, Stretch(pulse, 0.4, 0.8))
    gains = {Guide.NETWORK: _gain(cube, held, subspace, alone)}
    if gains[Guide.NETWORK] > -BETTER_SIGMAS:
        # A network that is worse leads to the same subspace, a little later.
        refined = refine(cube, seen, alone, Stretch(pulse, 0.8, 1.0).tick)
        gains[Guide.REFINED] = _gain(cube, held, subspace, refined.estimate)
    best = max(gains, key=gains.__getitem__)
    return best if gains[best] > BETTER_SIGMAS else Guide.SUBSPACE


def _gain(cube: Tensor, held: Tensor, subspace: Refined, estimate: Tensor) -> float:
    """By how many standard errors ``estimate`` predicts values that were ``held`` better than the ``subspace`` does."""
    sigma, farthest = subspace.faults.noise.sigma[:, None, None], FARTHEST_SIGMAS * subspace.level.clamp(min=1)
    errors = [
        ((cube - subspace.faults.stripes - one) / sigma).clamp(-farthest, farthest)[held].square()
        for one in (subspace.estimate, estimate)
    ]
    better = errors[0] - errors[1]
    if len(better) < 2 or not bool(better.any()):
        return 0.0
    return float(better.mean() / (better.std() / len(better) ** 0.5).clamp(min=1e-12))
