"""Collaborative filtering of images with white noise: groups of alike patches are shrunk together in a transform.

After Dabov, Foi, Katkovnik and Egiazarian, Image Denoising by Sparse 3-D Transform-Domain Collaborative Filtering (IEEE
Transactions on Image Processing, 2007), for several channels at once: groups are formed by all channels together, as
channels of one scene have their edges in the same places, and each channel is filtered by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from ..tilewise import Tick, between
from .groups import grown, patch_rows, put_back
from .matching import Grouping, match

PATCH = 4
FIRST = Grouping(PATCH, step=2, reach=9, count=16)
SECOND = Grouping(PATCH, step=2, reach=9, count=32)
THRESHOLD = 2.7
"""In noise standard deviations, as in the paper."""

MATCHED_CHANNELS = 6
VALUES_AT_ONCE = 1 << 21


def filtered(image: Tensor, tick: Tick) -> Tensor:
    """``float32 [C, H, W]`` with noise of standard deviation 1, independent in all pixels and channels, to the same
    without it. Sorted by falling signal, the first channels alone form the groups."""
    height, width = image.shape[1:]
    padded = grown(image, PATCH)
    groups = match(padded[:MATCHED_CHANNELS], FIRST, between(tick, 0, 0.25))
    basic = _aggregated(padded[None], groups, _hard, between(tick, 0.25, 0.5))
    groups = match(basic[:MATCHED_CHANNELS], SECOND, between(tick, 0.5, 0.75))
    result = _aggregated(torch.stack([padded, basic]), groups, _wiener, between(tick, 0.75, 1))
    return result[:, :height, :width]


def working_bytes(channels: int, pixels: int) -> int:
    """What ``filtered`` holds besides the image: distances, patches of some channels, groups of some patches.

    The factors were measured on a processor.
    """
    values = channels * pixels
    distances = 2 * (2 * SECOND.reach + 1) ** 2 * pixels // SECOND.step**2
    patches = 7 * min(PATCH**2 * values, 4 * VALUES_AT_ONCE)
    groups = 18 * min(SECOND.count * PATCH**2 * values // SECOND.step**2, VALUES_AT_ONCE)
    return 4 * (distances + patches + groups)


def _hard(spectra: Tensor) -> tuple[Tensor, Tensor]:
    """Spectra ``[1, R, count, C, P]`` without what noise explains, and the weights ``[R, C]`` of the groups."""
    noisy = spectra[0]
    kept = noisy.abs() > THRESHOLD
    return noisy * kept, 1 / kept.sum(dim=(1, 3)).clamp(min=1)


def _wiener(spectra: Tensor) -> tuple[Tensor, Tensor]:
    """The first of two spectra, shrunk by what the second says of the signal."""
    noisy, basic = spectra
    power = basic.square()
    share = power / (power + 1)
    return noisy * share, 1 / share.square().sum(dim=(1, 3)).clamp(min=1e-6)


def _aggregated(
    images: Tensor, groups: Tensor, shrink: Callable[[Tensor], tuple[Tensor, Tensor]], tick: Tick
) -> Tensor:
    """All groups of ``[K, C, H, W]`` shrunk, and put together to ``[C, H, W]`` by weighted means where they overlap."""
    channels, size, count = images.shape[1], images.shape[2:], groups.shape[1]
    space, alike = _space_transform(images), _dct(count).to(images)
    window = torch.kaiser_window(PATCH, periodic=False, beta=2.0).to(images)
    window = (window[:, None] * window).flatten()
    result = torch.empty_like(images[0])
    positions = (size[0] - PATCH + 1) * (size[1] - PATCH + 1)
    together = max(1, min(channels, 4 * VALUES_AT_ONCE // (positions * PATCH**2)))
    for first in range(0, channels, together):
        some = images[:, first : first + together]
        width = some.shape[1]
        spectra = [patch_rows(one, PATCH) @ space.T for one in some]
        total = torch.zeros_like(spectra[0])
        weights = total.new_zeros(positions, width)
        at_once = max(1, VALUES_AT_ONCE // (count * width * PATCH**2))
        for start in range(0, len(groups), at_once):
            members = groups[start : start + at_once]
            stacks = torch.stack([torch.einsum("mn,rncp->rmcp", alike, one[members]) for one in spectra])
            shrunk, weight = shrink(stacks)
            back = torch.einsum("mn,rmcp->rncp", alike, shrunk) * weight[:, None, :, None]
            total.index_add_(0, members.flatten(), back.flatten(0, 1))
            weights.index_add_(0, members.flatten(), weight[:, None].expand(-1, count, -1).flatten(0, 1))
            tick((first + width * min(1.0, (start + at_once) / len(groups))) / channels)
        result[first : first + width] = put_back(total @ space, weights, size, PATCH, window)
    return result


def _space_transform(like: Tensor) -> Tensor:
    """The two-dimensional cosine transform of flattened patches, ``[P, P]``."""
    dct = _dct(PATCH)
    return torch.kron(dct, dct).to(like)


def _dct(length: int) -> Tensor:
    """The orthonormal cosine transform (DCT-II) as ``float64 [length, length]``."""
    order, place = torch.arange(length).double()[:, None], torch.arange(length).double()
    transform = torch.cos(math.pi * order * (2 * place + 1) / (2 * length)) * math.sqrt(2 / length)
    transform[0] /= math.sqrt(2)
    return transform
