"""Block matching: for patches on a grid, where in their surroundings the image looks most alike."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, pad

from ..tilewise import Tick


@dataclass(frozen=True)
class Grouping:
    """Patches are squares of ``patch`` px; every ``step`` px one is the reference of a group of ``count``.

    Its members lie at most ``reach`` px away along either axis.
    """

    patch: int
    step: int
    reach: int
    count: int


def match(image: Tensor, grouping: Grouping, tick: Tick) -> Tensor:
    """Members of all groups, ``int64 [R, count]``, as ``row * columns + column`` of their top left pixels.

    ``image`` is ``[C, H, W]`` with H and W at least the patch; the positions are those of ``unfold``: ``H - patch + 1``
    rows and ``W - patch + 1`` columns of them. A group's first member is its reference. Where fewer than ``count``
    positions are in reach, there are as many as all groups have.
    """
    patch, reach = grouping.patch, grouping.reach
    rows, columns = (side - patch + 1 for side in image.shape[1:])
    references = [_grid(side, grouping.step, image.device) for side in (rows, columns)]
    shifts = [(down, right) for down in range(-reach, reach + 1) for right in range(-reach, reach + 1)]
    shifts.sort(key=lambda shift: shift != (0, 0))
    surrounded = pad(image, (reach,) * 4)
    distances = image.new_full((len(shifts), len(references[0]), len(references[1])), torch.inf)
    for number, (down, right) in enumerate(shifts):
        inside = [
            torch.nonzero((place + shift >= 0) & (place + shift < most)).flatten()
            for place, shift, most in zip(references, (down, right), (rows, columns))
        ]
        top, left = reach + down, reach + right
        moved = surrounded[:, top : top + image.shape[1], left : left + image.shape[2]]
        squares = avg_pool2d((image - moved).square().sum(0)[None, None], patch, 1)[0, 0]
        at = references[0][inside[0]][:, None], references[1][inside[1]]
        distances[number, inside[0][:, None], inside[1]] = squares[at]
        if right == reach:
            tick((number + 1) / len(shifts))
    distances[0] = -1
    flat = distances.flatten(1)
    count = min(grouping.count, int(flat.isfinite().sum(0).min()))
    nearest = flat.topk(count, dim=0, largest=False).indices.T
    offsets = torch.tensor([down * columns + right for down, right in shifts], device=image.device)
    centres = (references[0][:, None] * columns + references[1]).flatten()
    return centres[:, None] + offsets[nearest]


def _grid(positions: int, step: int, device: torch.device) -> Tensor:
    """Every ``step``-th position, and the last."""
    grid = torch.arange(0, positions, step, device=device)
    last = torch.tensor([positions - 1], device=device)
    return grid if grid[-1] == last else torch.cat([grid, last])
