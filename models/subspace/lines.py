"""Stripes: lines of a band that are brighter or darker than they should be, in whichever direction they run.

Detectors make them along columns or rows; resampling to a map turns them. All stripes of a tile run in one direction.
It shows in the spectrum of the residual, averaged over the bands: stripes have all their power across their direction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad

from .outliers import FEWEST_TO_TELL

SIGMAS = 3.5
FEWEST_PIXELS = 8.0
LEAST_OFFSET = 0.5 / 255
"""Fainter ones cannot be told from what an estimate gets wrong along the edges of a scene, whatever the noise."""

EXCESS = 1.2
"""Along no direction is the spectrum of noise so much above its mean."""

AROUND = 9
"""Lines that one is compared with; a band's own level is no stripe."""

CLIPPED = 3.0
"""What is further from its line than so many standard deviations tells nothing of it."""

MOST_PIXELS, MOST_BANDS = 128, 64
"""Looked at for a direction: the middle of a tile, as the corners of a scene turned to a map are empty."""

ANGLES = 360
FINE_ANGLES, FINE_PHASES = 13, 8
PREFERENCE = 1.25
"""A line at an angle must explain so much more than a column or a row: a slight angle looks much like none."""

LEAST_SCORE = 10.0
"""That of one line of 4.7 standard deviations: pure noise has one of 3.5 now and then."""

SCENE_BANDS, SCENE_SIGMAS, SCENE_CORRELATION = 1 / 3, 1.75, 0.5
"""In some bands a line of the scene is fainter than a stripe, and everywhere if it runs at another angle than these."""


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

    def moved(self, down: int, right: int) -> Direction:
        """The same lines for an image whose first pixel lies so many pixels before this one's."""
        across = down * math.sin(self.angle) + right * math.cos(self.angle)
        return Direction(self.angle, (self.phase - across) % 1)


COLUMNS, ROWS = Direction(), Direction(math.pi / 2)


def find_direction(residual: Tensor, usable: Tensor, sigma: Tensor) -> Direction | None:
    """How the stripes of ``residual`` [B, H, W] run; None without any.

    ``usable`` (bool) leaves out known outliers; ``sigma`` [B] is the noise of the bands. None, too, with so few bands
    that nothing tells a stripe from an edge of the scene.
    """
    if len(sigma) < FEWEST_TO_TELL:
        return None
    top, left = (max(0, side - MOST_PIXELS) // 2 for side in residual.shape[1:])
    bands, middle = slice(None, None, -(-len(sigma) // MOST_BANDS)), slice(top, top + MOST_PIXELS)
    part = bands, middle, slice(left, left + MOST_PIXELS)
    usable, sigma = usable[part].to(residual), sigma[bands]
    noise = (residual[part] / sigma[:, None, None]).clamp(-CLIPPED, CLIPPED) * usable
    directions = {COLUMNS: 1.0, ROWS: 1.0}
    oblique = _oblique(noise)
    if oblique is not None:
        for step in range(-(FINE_ANGLES // 2), FINE_ANGLES // 2 + 1):
            for phase in range(FINE_PHASES):
                angle = oblique + math.pi / ANGLES * step / (FINE_ANGLES // 4)
                directions.setdefault(Direction(angle, phase / FINE_PHASES), PREFERENCE)
    scores = {one: _score(noise, usable, sigma, one) / handicap for one, handicap in directions.items()}
    best = max(scores, key=scores.__getitem__)
    return best.moved(top, left) if scores[best] > LEAST_SCORE else None


def _score(noise: Tensor, usable: Tensor, sigma: Tensor, direction: Direction) -> float:
    """The squares of the lines' means above the threshold, in units of their noise, less thrice what chance gives."""
    numbers = direction.line_numbers(*noise.shape[1:]).to(noise.device)
    empty = noise.new_zeros(len(noise), int(numbers.max()) + 1)
    count = empty.index_add(1, numbers, usable.flatten(1))
    means = sigma[:, None] * empty.index_add(1, numbers, noise.flatten(1)) / count.clamp(min=1)
    squares = (_striped(means, count, sigma) * count.sqrt() / sigma[:, None]).square()
    beyond = float((squares - SIGMAS**2).clamp(min=0).sum())
    return beyond - 6 * squares.numel() * math.erfc(SIGMAS / math.sqrt(2))


def stripes(residual: Tensor, usable: Tensor, sigma: Tensor, direction: Direction) -> Tensor:
    """What the stripes add to each pixel, ``[B, H, W]``; 0 on lines that chance explains. By medians along the lines,
    then means of what lies around these, so that neither outliers nor strong stripes mislead."""
    numbers = direction.line_numbers(*residual.shape[1:]).to(residual.device)
    order = numbers.argsort(stable=True)
    lengths = numbers.bincount()
    place = torch.arange(len(order), device=order.device) - (lengths.cumsum(0) - lengths)[numbers[order]]
    members = order.new_full((len(lengths), int(lengths.max())), len(order))
    members[numbers[order], place] = order
    values = torch.where(usable, residual, torch.nan).flatten(1)
    lines = torch.cat([values, values.new_full((len(values), 1), torch.nan)], dim=1)[:, members]
    medians = lines.nanmedian(dim=2).values.nan_to_num(0.0)
    near = (lines - medians[:, :, None]).abs() < CLIPPED * sigma[:, None, None]
    count = near.sum(dim=2)
    means = torch.where(near, lines, 0.0).sum(dim=2) / count.clamp(min=1)
    return _striped(means, count, sigma)[:, numbers].view_as(residual)


def _striped(means: Tensor, count: Tensor, sigma: Tensor) -> Tensor:
    """Offsets ``[B, L]`` of lines from those around that noise of ``sigma`` [B] does not explain, else 0.

    ``means`` are over ``count`` pixels. Lines that stand out in many bands, and alike in neighbouring ones, are roads
    and edges of the scene.
    """
    reach = min(AROUND // 2, means.shape[1] - 1)
    around = pad(means[None], (reach, reach), mode="reflect")[0].unfold(1, 2 * reach + 1, 1)
    means = means - around.median(dim=2).values
    sigmas = means * count.sqrt() / sigma[:, None]
    strong = (sigmas.abs() > SIGMAS) & (count >= FEWEST_PIXELS) & (means.abs() > LEAST_OFFSET)
    alike = (sigmas[1:] * sigmas[:-1]).sum(dim=0) / sigmas.square().sum(dim=0).clamp(min=1e-6)
    of_scene = ((sigmas.abs() > SCENE_SIGMAS).float().mean(dim=0) > SCENE_BANDS) & (alike > SCENE_CORRELATION)
    return torch.where(strong & ~of_scene, means, torch.zeros_like(means))


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
