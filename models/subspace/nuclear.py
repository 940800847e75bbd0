"""Groups of alike patches, made low-rank by weighted nuclear norm minimisation.

Gu, Zhang, Zuo and Feng, Weighted Nuclear Norm Minimization with Application to Image Denoising (CVPR 2014). A group is
a matrix with one patch, all its channels included, per row. Shrinking its singular values is multiplying it by a matrix
as small as the patches are few, which their inner products tell: channels are taken in slices, and long singular
vectors are never made.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..tilewise import Tick
from .groups import patch_rows, put_back
from .matching import Grouping

VALUES_AT_ONCE = 1 << 21
SLICE_VALUES = 1 << 24
"""Most values in all patches of a slice of channels, unless a single channel has more."""


def low_rank_groups(
    image: Tensor, groups: Tensor, patch: int, noise: float, strictness: float, tick: Tick
) -> tuple[Tensor, float]:
    """``[C, H, W]`` with white noise of standard deviation ``noise``, put together of its groups ``[R, n]``, shrunk.

    Every group's mean patch is kept. Of its other singular values those up to ``strictness`` times the largest that
    noise alone has are taken out. Every pixel must be in some group. Also returns the standard deviation of the noise
    that this lets through, before overlapping groups are averaged.
    """
    count, size = groups.shape[1], (image.shape[1], image.shape[2])
    positions = (size[0] - patch + 1) * (size[1] - patch + 1)
    slices = image.split(max(1, SLICE_VALUES // (positions * patch**2)))
    chunks = groups.split(max(1, VALUES_AT_ONCE // (count * max(count, len(slices[0]) * patch**2))))
    steps = (2 * len(slices) + 1) * len(chunks)
    done = iter(range(1, steps + 1))

    products = image.new_zeros(len(groups), count, count)
    matrices = products.split(len(chunks[0]))
    for part in slices:
        rows = patch_rows(part, patch).flatten(1)
        for matrix, members in zip(matrices, chunks):
            centred = rows[members] - rows[members].mean(dim=1, keepdim=True)
            matrix += centred @ centred.mT
            tick(next(done) / steps)

    largest = noise * ((len(image) * patch**2) ** 0.5 + (count - 1) ** 0.5)
    for matrix in matrices:
        matrix.copy_(shrinkers(matrix, strictness * largest))
        tick(next(done) / steps)

    weights = torch.bincount(groups.flatten(), minlength=positions).to(image)[:, None]
    result = []
    for part in slices:
        rows = patch_rows(part, patch).flatten(1)
        sums = torch.zeros_like(rows)
        for matrix, members in zip(matrices, chunks):
            sums.index_add_(0, members.flatten(), (matrix @ rows[members]).flatten(0, 1))
            tick(next(done) / steps)
        result.append(put_back(sums.unflatten(1, (len(part), -1)), weights, size, patch))
    return torch.cat(result), noise * float(products.norm()) / (len(groups) * count) ** 0.5


def shrinkers(products: Tensor, edge: float) -> Tensor:
    """From inner products of centred rows, ``[R, n, n]``, what to multiply the rows, not centred, by: ``[R, n, n]``."""
    # Not every device has a decomposition of its own.
    squares, vectors = (part.to(products) for part in torch.linalg.eigh(products.cpu().double()))
    kept = (vectors * kept_shares(squares, edge)[:, None]) @ vectors.mT
    return kept - kept.mean(dim=2, keepdim=True) + 1 / kept.shape[2]


def kept_shares(squares: Tensor, edge: float) -> Tensor:
    """What share of singular values, given by their ``squares``, is kept.

    The minimiser x of (s - x)² / 2 + w x whose weight is the one that it gives itself, w = edge² / (4 x): half of
    s + sqrt(s² - edge²), or 0 where there is none.
    """
    ratio = edge**2 / squares.clamp(min=torch.finfo(squares.dtype).tiny)
    return torch.where(ratio < 1, (1 + (1 - ratio).clamp(min=0).sqrt()) / 2, 0.0)


def values_held(channels: int, height: int, width: int, grouping: Grouping) -> int:
    """How many numbers ``match`` or ``low_rank_groups`` holds at most, beside its input and output."""
    patches = grouping.patch**2 * max(height, grouping.patch) * max(width, grouping.patch)
    groups = (height // grouping.step + 2) * (width // grouping.step + 2)
    slices = max(patches, min(channels * patches, SLICE_VALUES))
    matching = 4 * groups * ((2 * grouping.reach + 1) ** 2 + grouping.count)
    return max(matching, 3 * slices + groups * grouping.count**2) + 8 * VALUES_AT_ONCE
