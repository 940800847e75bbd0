"""Low rank and little total variation under Gaussian and sparse noise: what LRTDTV and LLRGTV have in common."""

from __future__ import annotations

from typing import Callable

from torch import Tensor

from ..tilewise import Tick, TilewiseMethod
from .robust import MixedNoise, mixed_noise, smoothed
from .variation import AXES, Variation, clamped

ROUNDS = 3
ITERATIONS = 10
"""Of the augmented Lagrangian in each round; then noise and ranks are estimated anew from what it found."""

VARIATION = 0.8
"""Weight τ of the total variation, in units of the noise of a component that all bands share."""

AGREEMENT = 1.0
"""Penalty on the difference between the low-rank cube and the smooth one."""

STEEPNESS = 0.5
"""Penalty on the difference between the smooth cube's differences and the sparse ones."""

STEPS = 2
"""That an iteration reports."""

Projection = Callable[[Tensor], Tensor]


class RegularisedMethod(TilewiseMethod):
    """min ½‖Y − X − S‖² + λ‖S‖₁ + τ‖D X‖₁ over X of low rank, by the alternating direction method of multipliers.

    Y is the cube in units of its noise, X the clean one, S the sparse noise, D the weighted differences over rows,
    columns and bands. The papers weigh the terms by hand for cubes with equally noisy bands; here the noise of each
    band is estimated, and all weights are in its units. Subclasses say what low rank means.
    """

    def projection(self, cube: Tensor) -> Projection:
        """How cubes are brought to low rank, as told from a whitened cube without sparse noise ``[B, H, W]``."""
        raise NotImplementedError

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        estimate, total = smoothed(cube), ROUNDS * ITERATIONS * STEPS
        numbers = iter(range(1, total + 1))
        for number in range(ROUNDS):
            noise = mixed_noise(cube, estimate, first=number == 0)
            low = self._round(cube / noise.unit, estimate / noise.unit, noise, lambda: tick(next(numbers) / total))
            estimate = low * noise.unit
        return estimate

    def _round(self, cube: Tensor, low: Tensor, noise: MixedNoise, step: Callable[[], None]) -> Tensor:
        """Iterates from ``low`` on; all cubes are whitened.

        With ``smooth`` the second copy of ``low``, D smooth = F, and scaled multipliers: ``steps`` is D smooth plus
        its multiplier, of which F is what the soft threshold leaves and the next multiplier what it takes off.
        """
        bands, height, width = cube.shape
        sparse, variation = noise.whitened(), Variation(noise.unit, height, width)
        limit = VARIATION / bands**0.5 / STEEPNESS
        project = self.projection(sparse.cleaned(cube, low))
        steps = [variation.differences(low, axis) for axis in AXES]
        smooth, multiplier = low, low.new_zeros(())
        for _ in range(ITERATIONS):
            mixed = sparse.cleaned(cube, low).add_(AGREEMENT * (smooth - multiplier)).div_(1 + AGREEMENT)
            low = project(mixed)
            step()
            right = AGREEMENT * (low + multiplier)
            for axis in AXES:
                taken = clamped(steps[axis], axis, limit)
                right += STEEPNESS * variation.adjoint(steps[axis].sub_(taken, alpha=2), axis)
                steps[axis] = taken
            smooth = variation.solve(right, AGREEMENT, STEEPNESS)
            multiplier = multiplier + low - smooth
            for axis in AXES:
                steps[axis] += variation.differences(smooth, axis)
            step()
        return low
