"""Patches as rows, from which groups of alike ones are gathered, and back to an image where they overlap."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import fold, pad, unfold


def grown(image: Tensor, side: int) -> Tensor:
    """``[C, H, W]``, its last row and column repeated until it has ``side`` px along both axes."""
    down, right = (max(0, side - size) for size in image.shape[1:])
    return pad(image[None], (0, right, 0, down), mode="replicate")[0]


def patch_rows(image: Tensor, patch: int) -> Tensor:
    """All patches of ``[C, H, W]``, ``[N, C, P]``: positions as ``unfold`` counts them, channels, pixels of a patch."""
    return unfold(image[:, None], patch).permute(2, 0, 1)


def put_back(
    rows: Tensor, weights: Tensor, size: tuple[int, int], patch: int, window: Tensor | None = None
) -> Tensor:
    """Patches to the image ``[C, H, W]`` of that ``size``: their weighted mean where they overlap.

    ``rows`` [N, C, P] are sums of patches times their weights, ``weights`` [N, C] (or [N, 1], when all channels have
    the same) the sums of these, 0 where there was no patch; each pixel must have one. ``window`` [P] weighs a patch's
    pixels.
    """
    if window is None:
        window = torch.ones(patch**2).to(rows)
    summed = fold((rows * window).permute(1, 2, 0), size, patch)
    covered = fold(weights.T[:, None] * window[:, None], size, patch)
    return (summed / covered)[:, 0]
