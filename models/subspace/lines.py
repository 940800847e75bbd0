"""Stripes: lines of a band that are brighter or darker than they should be, in whichever direction they run.

Detectors make them along columns or rows; resampling to a map turns them. All stripes of a tile run in one direction.
It shows in the spectrum of the residual, averaged over the bands: stripes have all their power across their direction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

SIGMAS = 3.5
FEWEST_PIXELS = 8.0
EXCESS = 1.2
"""Along no direction is the spectrum of noise so much above its mean."""

MOST_PIXELS, MOST_BANDS = 256, 64
ANGLES = 360
FINE_ANGLES, FINE_PHASES = 13, 8
SCENE_BANDS, SCENE_CORRELATION = 1 / 3, 0.5
"""Lines that stand out in so many bands, and alike in neighbouring ones, are roads and edges of the scene."""


@dataclass(frozen=True)
class Direction:
    """Pixels of one line share ``floor(row * sin(angle) + column * cos(angle) + phase)``.

    ``angle`` in radians, 0 for lines along columns, half of pi for lines along rows.
    """

    angle: float = 0.0
    phase: float = 0.5

    def line_numbers(self, height: int, width: int) -> Tensor:
        """``int64 [height * width]``, from 0."""
        rows, columns = torch.arange(height).double()[:, None], torch.arange(width).double()
        across = rows * math.sin(self.angle) + columns * math.cos(self.angle) + self.phase
        numbers = across.floor().long().flatten()
        return numbers - numbers.min()


COLUMNS, ROWS = Direction(), Direction(math.pi / 2)


def find_direction(residual: Tensor, weights: Tensor, sigma: Tensor) -> Direction | None:
    """How the stripes of ``residual`` [B, H, W] run; None without any. ``weights`` and ``sigma`` as in ``Mixture``."""
    part = (slice(None, None, -(-len(sigma) // MOST_BANDS)), slice(MOST_PIXELS), slice(MOST_PIXELS))
    residual, weights, sigma = residual[part], weights[part], sigma[part[0]]
    oblique = _oblique(residual * weights / sigma[:, None, None])
    directions = [COLUMNS, ROWS]
    if oblique is not None:
        directions += [
            Direction(oblique + math.pi / ANGLES * (step / (FINE_ANGLES // 4)), phase / FINE_PHASES)
            for step in range(-(FINE_ANGLES // 2), FINE_ANGLES // 2 + 1)
            for phase in range(FINE_PHASES)
        ]
    scores = [_Lines(residual, weights, sigma, direction).score() for direction in directions]
    best = max(range(len(scores)), key=scores.__getitem__)
    return directions[best] if scores[best] > 0 else None


def stripes(residual: Tensor, weights: Tensor, sigma: Tensor, direction: Direction) -> Tensor:
    """What the stripes add to each pixel, ``[B, H, W]``; 0 on lines that chance explains."""
    lines = _Lines(residual, weights, sigma, direction)
    offsets = torch.where(lines.hit, lines.mean, torch.zeros_like(lines.mean))
    return offsets[:, lines.numbers].view_as(residual)


class _Lines:
    """Means ``mean`` [B, L] of the residual along lines, and which ones are a ``hit`` (bool)."""

    def __init__(self, residual: Tensor, weights: Tensor, sigma: Tensor, direction: Direction) -> None:
        self.numbers = direction.line_numbers(*residual.shape[1:]).to(residual.device)
        empty = residual.new_zeros(len(sigma), int(self.numbers.max()) + 1)
        self._count = empty.index_add(1, self.numbers, weights.flatten(1))
        total = empty.index_add(1, self.numbers, (residual * weights).flatten(1))
        self.mean = total / self._count.clamp(min=1e-3)
        self._sigmas = self.mean * self._count.sqrt() / sigma[:, None]
        strong = (self._sigmas.abs() > SIGMAS) & (self._count >= FEWEST_PIXELS)
        self.hit = strong & ~self._of_scene(strong)

    def _of_scene(self, strong: Tensor) -> Tensor:
        """bool [L]."""
        alike = (self._sigmas[1:] * self._sigmas[:-1]).sum(dim=0) / self._sigmas.square().sum(dim=0).clamp(min=1e-6)
        return (strong.float().mean(dim=0) > SCENE_BANDS) & (alike > SCENE_CORRELATION)

    def score(self) -> float:
        """The squares of the lines' means above the threshold, in units of their noise, less thrice what chance gives."""
        beyond = torch.where(self.hit, self._sigmas.square() - SIGMAS**2, torch.zeros_like(self._sigmas))
        chance = 2 * self.hit.numel() * math.erfc(SIGMAS / math.sqrt(2))
        return float(beyond.sum()) - 3 * chance


def _oblique(noise: Tensor) -> float | None:
    """The angle of stripes in ``noise`` [B, H, W], whose deviation is 1, if its spectrum shows any."""
    height, width = noise.shape[1:]
    if min(height, width) < 2 * FEWEST_PIXELS:
        return None
    power = torch.fft.fft2(noise).abs().square().mean(dim=0)
    power[0, 0] = power.median()
    frequencies = torch.arange(1, max(height, width) // 2, device=noise.device) / max(height, width)
    angles = torch.arange(ANGLES, device=noise.device) * (math.pi / ANGLES)
    down = (frequencies * torch.sin(angles)[:, None] * height).round().long() % height
    right = (frequencies * torch.cos(angles)[:, None] * width).round().long() % width
    along = power[down, right].mean(dim=1)
    best = int(along.argmax())
    return float(angles[best]) if along[best] > EXCESS * power.mean() else None
