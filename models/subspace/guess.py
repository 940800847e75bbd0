"""A first guess at the clean cube, for want of a better one: neighbours in space and spectrum, without outliers."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import conv1d

SPATIAL_PX, SPECTRAL_BANDS = 1.5, 2.0
"""Standard deviations of the Gaussian weights."""


def smooth_guess(cube: Tensor, usable: Tensor) -> Tensor:
    """``cube`` [B, H, W] as the weighted mean of the ``usable`` (bool) values around, each band around its median."""
    medians = torch.where(usable, cube, torch.nan).flatten(1).nanmedian(dim=1).values.nan_to_num(0.0)[:, None, None]
    weights = usable.to(cube)
    total, count = (_smoothed(part) for part in ((cube - medians) * weights, weights))
    return total / count.clamp(min=1e-3) + medians


def _smoothed(cube: Tensor) -> Tensor:
    for axis, width in ((0, SPECTRAL_BANDS), (1, SPATIAL_PX), (2, SPATIAL_PX)):
        reach = math.ceil(3 * width)
        places = torch.arange(-reach, reach + 1, device=cube.device)
        kernel = torch.exp(-0.5 * (places / width).square())
        lines = cube.movedim(axis, -1)
        smoothed = conv1d(lines.reshape(-1, 1, lines.shape[-1]), (kernel / kernel.sum())[None, None], padding=reach)
        cube = smoothed.view(lines.shape).movedim(-1, axis)
    return cube
