"""Noise of equal strength in all bands: what rank selection, shrinkage and total variation suppose."""

from __future__ import annotations

import torch
from torch import Tensor

LEAST_NOISE = 1e-3
"""No band is taken to be cleaner than this share of the cube's root mean square, for single precision's sake."""


def noise_unit(levels: Tensor, cube: Tensor) -> Tensor:
    """Noise levels ``[B]`` as ``[B, 1, 1]`` that one can divide the cube ``[B, H, W]`` by, to make its noise white."""
    size = cube.norm() / cube.numel() ** 0.5
    return levels.maximum(torch.where(size > 0, LEAST_NOISE * size, torch.ones_like(size)))[:, None, None]
