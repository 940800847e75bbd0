"""From a guess at the clean cube to a better one: the loop that the robust subspace method and the hybrid share.

Observed is y = x + s + n, or an outlier: x the scene, of few spectra, in few directions E once bands are divided by
their noise; s stripes; n Gaussian noise of its own strength in every band. Each round tells noise, stripes and outliers
from the residual of the estimate so far, finds the subspace of what is left, fits every pixel's coefficients to the
values that are no outliers, and filters the eigen-images, whose noise is white. Expectation maximisation, with the
filter in the place of a prior.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ..tilewise import Tick, between
from .basis import find_subspace
from .collaborative import filtered
from .finishing import finished
from .lines import Direction, find_direction, stripes
from .noise import noise_map
from .outliers import Mixture, fit_mixture
from .weighted import refitted, weighted_eigen_images

MOST_DIRECTIONS = 20
MOST_ROUNDS = 8
SETTLED_DIRECTION = 3
"""From this round on, the direction of stripes is that found in the last."""

SETTLED = 0.015
"""A round that changes the estimate by less than this share of the noise (root mean square) is the last but one."""

FINISHING = 0.8
"""Where in the progress the finishing filter starts."""


@dataclass(frozen=True)
class Faults:
    """What an estimate takes for faults of the cube: ``noise`` and ``stripes`` [B, H, W], with the ``direction`` of
    these where there are any."""

    noise: Mixture
    stripes: Tensor
    direction: Direction | None


@dataclass(frozen=True)
class Refined:
    """What is known of a cube ``[B, H, W]``: an ``estimate`` of the clean one, its ``faults``, the ``level`` [H, W] of
    the noise in each pixel, 1 in the mean, and the ``rank`` of the subspace.

    ``cleared`` is the observed cube with its stripes taken off and its outliers replaced by the estimate: what is left
    to remove is Gaussian noise.
    """

    estimate: Tensor
    cleared: Tensor
    faults: Faults
    level: Tensor
    rank: int


def refine(cube: Tensor, usable: Tensor, guess: Tensor, tick: Tick) -> Refined:
    """Improves ``guess`` at ``cube`` by its ``usable`` (bool) values; ``[B, H, W]``, float32 from about 0 to 1."""
    known = _as_told(cube, usable, guess)
    for number in range(MOST_ROUNDS):
        start = FINISHING * number / MOST_ROUNDS
        faults = _find_faults(cube, usable, known, number, lambda start=start: tick(start))
        rest = between(tick, FINISHING * (number + 0.3) / MOST_ROUNDS, FINISHING * (number + 1) / MOST_ROUNDS)
        before, known = known, _improved(cube, replace(known, faults=faults), filtered, rest)
        if _change(before, known) < SETTLED:
            break
    faults = _find_faults(cube, usable, known, MOST_ROUNDS, lambda: tick(FINISHING))
    known = replace(known, faults=faults)
    return _improved(cube, known, finished, between(tick, FINISHING, 1.0))


def observed(cube: Tensor, usable: Tensor, estimate: Tensor, tick: Tick) -> Refined:
    """What the residual of an ``estimate`` that is to stay as it is says of ``cube``, both ``[B, H, W]``."""
    known = _as_told(cube, usable, estimate)
    faults = _find_faults(cube, usable, known, 1, lambda: tick(0.5))
    return replace(known, faults=faults, cleared=_cleared(cube - faults.stripes, faults.noise, estimate))


def _as_told(cube: Tensor, usable: Tensor, guess: Tensor) -> Refined:
    faults = Faults(fit_mixture(cube - guess, usable), torch.zeros_like(cube), None)
    return Refined(guess, cube, faults, cube.new_ones(cube.shape[1:]), 0)


def _find_faults(cube: Tensor, usable: Tensor, known: Refined, number: int, alive: Callable[[], None]) -> Faults:
    """What the residual of the estimate says in round ``number``; calls ``alive`` between its steps."""
    alive()
    left, noise, direction = cube - known.estimate, known.faults.noise, known.faults.direction
    if number < SETTLED_DIRECTION:
        direction = find_direction(left, usable, noise.sigma)
    alive()
    offsets = torch.zeros_like(cube)
    if direction is not None:
        offsets = stripes(left, usable, noise.sigma, direction)
    alive()
    if number == 0:
        # A first guess is wrong at edges: such lines do without a value rather than with another.
        usable, offsets = usable & (offsets == 0), torch.zeros_like(cube)
    return Faults(fit_mixture((left - offsets) / known.level, usable, noise), offsets, direction)


def _improved(cube: Tensor, known: Refined, smooth: Callable[[Tensor, Tick], Tensor], tick: Tick) -> Refined:
    """A better estimate, now that the faults are known better; eigen-images with noise of 1 go through ``smooth``."""
    noise, striped = known.faults.noise, cube - known.faults.stripes
    cleared = _cleared(striped, noise, known.estimate)
    tick(0.0)
    level = noise_map(cleared)
    tick(0.0)
    subspace = find_subspace(cleared, noise.sigma, MOST_DIRECTIONS, noise.weights.mean(dim=(1, 2)), level)
    images, deviation = weighted_eigen_images(subspace, striped, noise.weights, subspace.eigen_images(known.estimate))
    unit = deviation[:, None, None] * level
    images = unit * smooth(images / unit, tick)
    estimate = refitted(subspace, images, striped, noise.weights)
    return Refined(estimate, _cleared(striped, noise, estimate), known.faults, level, len(images))


def _cleared(cube: Tensor, noise: Mixture, estimate: Tensor) -> Tensor:
    return estimate + noise.weights * (cube - estimate)


def _change(before: Refined, after: Refined) -> float:
    sigma = after.faults.noise.sigma[:, None, None]
    return float(((after.estimate - before.estimate) / sigma).square().mean().sqrt())
