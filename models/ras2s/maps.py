"""What RAS2S's inference does with whole channels-last maps: views of them, sums over their pixels, choices."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from .folded import Moments

MOST_PARTS = 64
"""Into how many parts sums over pixels are divided on a GPU."""


def pixels(x: Tensor) -> Tensor:
    """Channels-last ``[N, P, H, W]`` seen as ``[N, H·W, P]``, without a copy."""
    return x.permute(0, 2, 3, 1).flatten(1, 2)


def image(x: Tensor, height: int, width: int) -> Tensor:
    """The way back from ``pixels``."""
    return x.unflatten(1, (height, width)).permute(0, 3, 1, 2)


def within(hidden: Tensor, limit: float) -> bool:
    """Whether no value meets the limit."""
    least, largest = pixels(hidden).flatten().aminmax()
    return -limit < float(least) and float(largest) < limit


def moments(x: Tensor) -> Moments:
    """Of ``[N, H·W, P]``."""
    return Moments(products(x, x), x.sum(dim=1, keepdim=True), x.shape[1])


def products(first: Tensor, second: Tensor) -> Tensor:
    """``[N, P, P]``: sums over the pixels of ``[N, H·W, P]`` of the products of their channels."""
    if first.is_cuda:
        # cuBLAS takes one block of a GPU for the whole of such a long sum: parts of it, side by side, and their sum.
        parts = math.gcd(first.shape[1], MOST_PARTS)
        first, second = (each.unflatten(1, (parts, -1)) for each in (first, second))
        return (first.transpose(2, 3) @ second).sum(dim=1)
    return first.transpose(1, 2) @ second


def pooled(x: Tensor) -> Tensor:
    """``[N, P, 3, 3]``: means over the thirds of ``[N, P, H, W]``, rounded outwards."""
    if not x.is_cuda:
        return F.adaptive_avg_pool2d(x, 3)
    # torch's own, for channels-last maps on a GPU, takes as long as ten convolutions.
    for dim in (2, 3):
        size = x.shape[dim]
        ends = [(third * size // 3, -(-(third + 1) * size // 3)) for third in range(3)]
        x = torch.stack([x.narrow(dim, low, high - low).mean(dim=dim) for low, high in ends], dim=dim)
    return x


def largest(logits: Tensor) -> Tensor:
    """``uint8 [n]``: which of ``[r, n]`` is the largest, the first of equal ones; r up to 255.

    ``argmax`` takes twice to fifty times as long.
    """
    best, index = logits[0], torch.zeros_like(logits[0], dtype=torch.uint8)
    for region in range(1, len(logits)):
        better = (logits[region] > best).view(torch.uint8)
        index = torch.maximum(index, better * region)
        best = torch.maximum(best, logits[region])
    return index
