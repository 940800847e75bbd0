"""NGMeet: non-local low rank in a spectral subspace, in turns.

He, Yao, Li, Yokoya and Zhao, Non-Local Meets Global: An Integrated Paradigm for Hyperspectral Denoising (CVPR 2019).
The paper supposes noise of the same known strength in all bands: bands are divided by their estimated noise first. Its
patches are 5 px wide; 4 px gain 0.25 dB on the validation scenes.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from ..subspace.basis import correlation_bytes, find_subspace
from ..subspace.finishing import GROUPING, NOISE_LEFT, STRICTNESS, TURNS
from ..subspace.groups import grown
from ..subspace.matching import match
from ..subspace.noise import noise_levels
from ..subspace.nuclear import low_rank_groups, values_held
from ..subspace.turns import fed_back, level_left
from ..tilewise import Tick, TilewiseMethod, between, describe_method
from .whitening import noise_unit

FEWER = 10
"""Groups are formed anew every second turn, as there, each time of so many patches less."""

MOST_DIRECTIONS, GROWTH = 20, 1
"""Directions of the subspace at first, at most, and how many come with each turn (the paper's delta)."""


class NGMeet(TilewiseMethod):
    """For Gaussian noise, the same in all bands or not."""

    def __init__(self) -> None:
        self.descriptor = describe_method("ngmeet", "NGMeet", copies=0, memory_bytes=_memory_bytes)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        tick(0.0)
        unit, mean = noise_unit(noise_levels(cube), cube), cube.mean(dim=(1, 2), keepdim=True)
        noisy = (cube - mean) / unit
        rank = find_subspace(noisy, torch.ones_like(unit[:, 0, 0]), MOST_DIRECTIONS).vectors.shape[1]
        mixed, level, groups = noisy, 1.0, None
        for turn in range(TURNS):
            ending = between(tick, (turn + 0.3) / TURNS, (turn + 1) / TURNS)
            basis = leading_directions(mixed, rank + GROWTH * turn)
            reduced = grown(torch.tensordot(basis.T, mixed, 1), GROUPING.patch)
            if turn % 2 == 0:
                grouping = replace(GROUPING, count=GROUPING.count - FEWER * (turn // 2))
                groups = match(reduced, grouping, between(tick, turn / TURNS, (turn + 0.3) / TURNS))
            reduced, _ = low_rank_groups(reduced, groups, GROUPING.patch, level, STRICTNESS, ending)
            restored = torch.tensordot(basis, reduced[:, : cube.shape[1], : cube.shape[2]], 1)
            mixed = fed_back(restored, noisy)
            level = level_left(torch.tensordot(basis.T, noisy - mixed, 1), NOISE_LEFT)
        return restored * unit + mean


def leading_directions(cube: Tensor, rank: int) -> Tensor:
    """The ``rank`` orthonormal directions (or as many as there are bands) with most energy of ``[B, H, W]``: [B, K]."""
    pixels = cube.flatten(1)
    _, vectors = torch.linalg.eigh((pixels @ pixels.T).cpu().double())
    return vectors[:, -rank:].flip(1).to(cube)


def _memory_bytes(bands: int, height: int, width: int) -> int:
    directions = min(bands, MOST_DIRECTIONS + GROWTH * TURNS)
    images = (6 * bands + 3 * directions) * height * width
    return 4 * (images + values_held(directions, height, width, GROUPING)) + correlation_bytes(bands)
