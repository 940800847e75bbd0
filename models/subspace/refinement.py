"""From a guess at the clean cube to a better one: the loop that the robust subspace method and the hybrid share.

Observed is y = x + s + n, or an outlier: x the scene, of few spectra, in few directions E once bands are divided by
their noise; s stripes; n Gaussian noise of its own strength in every band. Each round tells noise, stripes and outliers
from the residual of the estimate so far, finds the subspace of what is left, fits every pixel's coefficients to the
values that are no outliers, and filters the eigen-images, whose noise is white. Expectation maximisation, with the
filter in the place of a prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ..tilewise import Tick
from .basis import Subspace, find_subspace
from .collaborative import filtered
from .lines import Direction, find_direction, stripes
from .outliers import Mixture, fit_mixture
from .weighted import refitted, weighted_eigen_images

MOST_DIRECTIONS = 12
MOST_ROUNDS = 8
SETTLED_DIRECTION = 3
"""From this round on, the direction of stripes is that found in the last."""

SETTLED = 0.015
"""A round that changes the estimate by less than this share of the noise (root mean square) is the last."""


@dataclass(frozen=True)
class Refined:
    """What is known of a cube ``[B, H, W]`` after the last round.

    ``estimate`` of the clean cube; ``cleared``, the observed cube with its stripes taken off and its outliers
    replaced by the estimate, so that Gaussian noise alone is left; ``noise`` and ``stripes``, with the ``direction`` of
    these where there are any.
    """

    estimate: Tensor
    cleared: Tensor
    noise: Mixture
    stripes: Tensor
    direction: Direction | None
    subspace: Subspace


def refine(cube: Tensor, usable: Tensor, guess: Tensor, tick: Tick) -> Refined:
    """Improves ``guess`` at ``cube`` by its ``usable`` (bool) values; ``[B, H, W]``, float32 from about 0 to 1."""
    estimate, offsets, direction = guess, torch.zeros_like(cube), None
    for number in range(MOST_ROUNDS):
        start = number / MOST_ROUNDS
        left = cube - estimate
        noise = fit_mixture(left - offsets, usable)
        tick(start + 0.1 / MOST_ROUNDS)
        if number < SETTLED_DIRECTION:
            direction = find_direction(left, usable, noise.sigma)
        offsets = torch.zeros_like(cube) if direction is None else stripes(left, usable, noise.sigma, direction)
        if number == 0:
            # A first guess is wrong at edges: such lines do without a value rather than with another.
            noise = fit_mixture(left, usable & (offsets == 0))
            offsets = torch.zeros_like(cube)
        elif direction is not None:
            noise = fit_mixture(left - offsets, usable)
        tick(start + 0.2 / MOST_ROUNDS)
        cleared = _cleared(cube - offsets, noise.weights, estimate)
        subspace = find_subspace(cleared, noise.sigma, MOST_DIRECTIONS, noise.weights.mean(dim=(1, 2)))
        images, deviation = weighted_eigen_images(
            subspace, cube - offsets, noise.weights, subspace.eigen_images(estimate)
        )
        tick(start + 0.4 / MOST_ROUNDS)
        unit = deviation[:, None, None]
        images = unit * filtered(images / unit, _later(tick, number + 0.4))
        before, estimate = estimate, refitted(subspace, images, cube - offsets, noise.weights)
        if _change(before, estimate, noise.sigma) < SETTLED:
            break
    tick(1.0)
    return Refined(
        estimate, _cleared(cube - offsets, noise.weights, estimate), noise, offsets, direction, subspace
    )


def _cleared(cube: Tensor, weights: Tensor, estimate: Tensor) -> Tensor:
    return estimate + weights * (cube - estimate)


def _later(tick: Tick, rounds: float) -> Tick:
    """For what is left of a round after so many ``rounds``."""
    return lambda share: tick((rounds + (1 - rounds % 1) * share) / MOST_ROUNDS)


def _change(before: Tensor, after: Tensor, sigma: Tensor) -> float:
    return float(((after - before) / sigma[:, None, None]).square().mean().sqrt())
