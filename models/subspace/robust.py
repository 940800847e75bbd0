"""Robust subspace: mixed noise without a network. Our own; the parts have names of their own in the field."""

from __future__ import annotations

from torch import Tensor

from ..restraint import restrained
from ..tilewise import Tick, TilewiseMethod, describe_method
from .collaborative import working_bytes
from .guess import smooth_guess
from .outliers import known_outliers
from .refinement import MOST_DIRECTIONS, refine


class RobustSubspace(TilewiseMethod):
    """For Gaussian noise with stripes, dead lines and impulses, in any direction and of any strength by band."""

    def __init__(self) -> None:
        self.descriptor = describe_method(
            "robustsubspace",
            "Robust subspace",
            16,
            lambda bands, pixels: working_bytes(min(bands, MOST_DIRECTIONS), pixels),
        )

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        tick(0.0)
        usable = ~known_outliers(cube)
        tick(0.05)
        refined = refine(cube, usable, smooth_guess(cube, usable), lambda share: tick(0.05 + 0.95 * share))
        return restrained(refined.cleared[None], refined.estimate[None])[0]
