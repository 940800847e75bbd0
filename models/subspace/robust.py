"""Robust subspace: mixed noise without a network. Our own; the parts have names of their own in the field."""

from __future__ import annotations

from torch import Tensor

from ..restraint import restrained
from ..tilewise import Tick, TilewiseMethod, between, describe_method
from .basis import correlation_bytes
from .finishing import finishing_bytes
from .guess import smooth_guess
from .outliers import known_outliers
from .refinement import MOST_DIRECTIONS, refine


class RobustSubspace(TilewiseMethod):
    """For Gaussian noise with stripes, dead lines and impulses, in any direction and of any strength by band."""

    def __init__(self) -> None:
        self.descriptor = describe_method("robustsubspace", "Robust subspace", copies=0, memory_bytes=_memory_bytes)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        usable = ~known_outliers(cube, between(tick, 0, 0.05))
        tick(0.05)
        refined = refine(cube, usable, smooth_guess(cube, usable), between(tick, 0.05, 1))
        return restrained(refined.cleared[None], refined.estimate[None])[0]


def _memory_bytes(bands: int, height: int, width: int) -> int:
    """Of the search for outliers, or of the last filter with what the rounds before it leave; as measured."""
    directions, pixels = min(bands, MOST_DIRECTIONS), height * width
    left = 4 * (18 * bands + 20 * directions) * pixels + (10 << 23)
    most = max(4 * 24 * bands * pixels, left + finishing_bytes(directions, height, width))
    return most + correlation_bytes(bands)
