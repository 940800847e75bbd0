"""A network on a tile larger than it likes: in squares that overlap, blended by linear ramps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bands import window_starts
from .descriptor import Pulse, RestorationModel, Stretch

if TYPE_CHECKING:
    from torch import Tensor


def restored_by_squares(model: RestorationModel, cube: Tensor, pulse: Pulse) -> Tensor:
    """``float32 [B, H, W]`` through a denoiser, in squares of its own tile size and overlap."""
    side, overlap = model.descriptor.tile_px, model.descriptor.overlap_px
    height, width = cube.shape[1:]
    tops, lefts = window_starts(height, side, overlap), window_starts(width, side, overlap)
    total, weights = cube.new_zeros(cube.shape), cube.new_zeros(height, width)
    squares = [(slice(top, top + side), slice(left, left + side)) for top in tops for left in lefts]
    for number, (rows, columns) in enumerate(squares):
        part, step = cube[:, rows, columns], Stretch(pulse, number / len(squares), (number + 1) / len(squares))
        ramp = _ramp(part, overlap, 1)[:, None] * _ramp(part, overlap, 2)
        total[:, rows, columns] += ramp * model.restore(part[None], step)[0]
        weights[rows, columns] += ramp
    return total / weights


def _ramp(part: Tensor, overlap: int, axis: int) -> Tensor:
    """1 in the middle of an axis, falling towards both ends over ``overlap`` px; never 0."""
    import torch

    length = part.shape[axis]
    places = torch.arange(length, device=part.device)
    ends = torch.minimum(places + 1, length - places).to(part)
    return (ends / (overlap + 1)).clamp(max=1)
