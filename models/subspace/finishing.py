"""The last filter of eigen-images: groups of patches of low rank over all channels, in turns, as in NGMeet.

Slower than collaborative filtering, and 0.1 to 0.4 dB better where the subspace is right already.
"""

from __future__ import annotations

from torch import Tensor

from ..tilewise import Tick, between
from .groups import grown
from .matching import Grouping, match
from .nuclear import low_rank_groups, values_held
from .turns import fed_back, level_left

TURNS = 4
GROUPING = Grouping(patch=4, step=4, reach=10, count=90)
NOISE_LEFT = 0.5
"""Share of the noise level supposed to be left, see ``level_left`` (NGMeet's gamma)."""

STRICTNESS = 0.9
"""In units of the largest singular value of noise: a little below, as the turns take out what is left."""


def finished(images: Tensor, tick: Tick) -> Tensor:
    """``float32 [K, H, W]`` with white noise of standard deviation 1, to the same without it."""
    noisy = grown(images, GROUPING.patch)
    mixed, level = noisy, 1.0
    for turn in range(TURNS):
        start, middle, end = (share / TURNS for share in (turn, turn + 0.3, turn + 1))
        if turn % 2 == 0:
            groups = match(mixed, GROUPING, between(tick, start, middle))
        restored, _ = low_rank_groups(mixed, groups, GROUPING.patch, level, STRICTNESS, between(tick, middle, end))
        mixed = fed_back(restored, noisy)
        level = level_left(noisy - mixed, NOISE_LEFT)
    return restored[:, : images.shape[1], : images.shape[2]]


def finishing_bytes(directions: int, height: int, width: int) -> int:
    """What ``finished`` holds beside its input and output."""
    return 4 * values_held(directions, height, width, GROUPING)
