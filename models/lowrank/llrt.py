"""LLRT: groups of alike cubes of low rank along the groups, and spectra with sparse steps, in turns.

Chang, Yan and Zhong, Hyper-Laplacian Regularized Unidirectional Low-Rank Tensor Recovery for Multispectral Image
Denoising (CVPR 2017). Of the three ways to unfold a group of full-depth patches, the paper finds that along the group
to have the lowest rank by far, and shrinks that one. Steps between bands have a power of 1 here, which the authors'
program prefers to the paper's smaller ones. The paper supposes noise of the same known strength in all bands: bands are
divided by their estimated noise first. How strongly spectra are held together follows from the noise that is left.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from ..subspace.basis import correlation_bytes, find_subspace
from ..subspace.groups import grown
from ..subspace.matching import Grouping, match
from ..subspace.noise import noise_levels
from ..subspace.nuclear import low_rank_groups, values_held
from ..subspace.turns import fed_back, level_left
from ..tilewise import Tick, TilewiseMethod, between, describe_method
from .spectra import regular_spectra
from .whitening import noise_unit

TURNS = 3
GROUPING = Grouping(patch=2, step=2, reach=10, count=60)
"""Patches are smaller than the paper's: 2 px gain 0.5 dB over 3 on the validation scenes, and more over 4."""

FEWER = 10
"""Groups are formed anew every second turn, as there, each time of so many patches less."""

MATCHED_CHANNELS = 6

NOISE_LEFT = 0.2
"""Share of the noise level supposed to be left, see ``level_left``."""

STRICTNESS = 1.0


class LLRT(TilewiseMethod):
    """For Gaussian noise, the same in all bands or not."""

    def __init__(self) -> None:
        self.descriptor = describe_method("llrt", "LLRT", copies=0, memory_bytes=_memory_bytes)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        tick(0.0)
        height, width = cube.shape[1:]
        unit, mean = noise_unit(noise_levels(cube), cube), cube.mean(dim=(1, 2), keepdim=True)
        noisy = grown((cube - mean) / unit, GROUPING.patch)
        even = torch.ones_like(unit[:, 0, 0])
        mixed, level, groups = noisy, 1.0, None
        for turn in range(TURNS):
            shrinking = between(tick, (turn + 0.2) / TURNS, (turn + 0.8) / TURNS)
            ending = between(tick, (turn + 0.8) / TURNS, (turn + 1) / TURNS)
            if turn % 2 == 0:
                seen = find_subspace(mixed, even, MATCHED_CHANNELS).eigen_images(mixed)
                grouping = replace(GROUPING, count=GROUPING.count - FEWER * (turn // 2))
                groups = match(seen, grouping, between(tick, turn / TURNS, (turn + 0.2) / TURNS))
            low_rank, left = low_rank_groups(mixed, groups, GROUPING.patch, level, STRICTNESS, shrinking)
            restored = regular_spectra(low_rank * unit, left * unit[:, 0, 0], ending) / unit
            mixed = fed_back(restored, noisy)
            level = level_left(noisy - mixed, NOISE_LEFT)
        return restored[:, :height, :width] * unit + mean


def _memory_bytes(bands: int, height: int, width: int) -> int:
    images = 9 * bands * height * width
    return 4 * (images + values_held(bands, height, width, GROUPING)) + correlation_bytes(bands) + (6 << 22)
