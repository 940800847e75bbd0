"""What RAS2S is for the fast inference: weights rearranged, see ``folding.py`` for how.

Convolutions have their weights laid out channels-last, channels padded with zeros from C to the next multiple of 8,
called P. The type of their weights is the precision they compute in; everything else is float32.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import ClassVar, TypeVar

import torch
from torch import Tensor
from torch.nn import functional as F

from .network import StateBounds

Part = TypeVar("Part")


@dataclass(frozen=True)
class Conv:
    """A convolution that keeps the size, computed in its weights' type and given in it, whatever its inputs'.

    Several inputs lie side by side as channels.
    """

    weight: Tensor
    bias: Tensor | None

    def __call__(self, *maps: Tensor) -> Tensor:
        x = maps[0] if len(maps) == 1 else torch.cat(maps, dim=1)
        return F.conv2d(x.to(self.weight.dtype), self.weight, self.bias, padding=self.weight.shape[-1] // 2)

    def to(self, dtype: torch.dtype) -> Conv:
        """The same with weights of another type, unless it is exact in any."""
        return replace(self, weight=self.weight.to(dtype), bias=None if self.bias is None else self.bias.to(dtype))


@dataclass(frozen=True)
class OneMap(Conv):
    """A 3×3 convolution to a single map, float32 in any precision: it gives the result.

    One product of matrices, a row for each tap, takes a third of the time: the map is the sum of its rows, each
    shifted by its tap.
    """

    def __call__(self, x: Tensor) -> Tensor:
        count, channels, height, width = x.shape
        taps = self.weight[0].flatten(1).t()
        pixels = x.float().permute(0, 2, 3, 1).flatten(1, 2)
        each = (taps @ pixels.transpose(1, 2)).view(count, 3, 3, height, width)
        # Both sums grow in their middle terms.
        rows = each[:, :, 1]
        rows[..., 1:] += each[:, :, 0, :, :-1]
        rows[..., :-1] += each[:, :, 2, :, 1:]
        total = rows[:, 1:2].add_(self.bias)
        total[:, :, 1:] += rows[:, :1, :-1]
        total[:, :, :-1] += rows[:, 2:, 1:]
        return total

    def to(self, dtype: torch.dtype) -> OneMap:
        return self


@dataclass(frozen=True)
class FoldedGRU:
    """Gates fused; the candidate's weights are doubled and negative because ``tanh(a) = 1 - 2σ(-2a)``."""

    gates: Conv
    """2P -> 2P: the hidden state and the input to update and reset."""
    candidate: Conv
    """2P -> P: the reset hidden state and the input."""


@dataclass(frozen=True)
class Moments:
    """Maps ``[N, P, H, W]`` as far as an attention over all of their pixels needs them."""

    products: Tensor
    """``[N, P, P]``: sums over pixels of the products of any two channels"""
    sums: Tensor
    """``[N, 1, P]``"""
    pixels: int


@dataclass(frozen=True)
class Projection:
    """A 1×1 convolution, ``x @ matrix + bias`` for every pixel, of maps that are known by their moments."""

    matrix: Tensor
    """``[P, P]``"""
    bias: Tensor

    def sums(self, x: Moments) -> tuple[Tensor, Tensor]:
        """``[N, 1, P]`` twice: the sums of ``x @ matrix`` over the pixels, without the bias and with it."""
        plain = x.sums @ self.matrix
        return plain, torch.add(plain, self.bias, alpha=x.pixels)

    def lengths(self, x: Moments) -> Tensor:
        """``[N, 1, P]``: the length of each projected channel along the pixels."""
        squares = (self.matrix * (x.products @ self.matrix)).sum(dim=1, keepdim=True)
        plain, biased = self.sums(x)
        return squares.addcmul_(self.bias, plain + biased).clamp_(min=1e-24).sqrt_()


@dataclass(frozen=True)
class FoldedCrossAttention:
    """Queries and keys only meet in sums over pixels: neither is ever a map. Attention and values become one matrix."""

    query: Projection
    key: Projection
    value: Projection
    apart: Tensor
    """``[P, P]``: -∞ between channels of different heads, else 0. Padded channels are a head of their own."""
    blocks: tuple[tuple[Conv, Conv], ...]

    def mixing(self, feature: Moments, hidden: Moments, crossed: Tensor) -> tuple[Tensor, Tensor]:
        """Matrix ``[N, P, P]`` and offset ``[N, 1, P]``, so that ``hidden @ m + o`` is the attended value.

        ``crossed`` ``[N, P, P]`` are the products of the feature's channels with those of the hidden state.
        """
        query, key = self.query, self.key
        products = query.matrix.t() @ crossed @ key.matrix
        products.addcmul_(query.sums(feature)[1].transpose(1, 2), key.bias)
        products.addcmul_(query.bias[:, None], key.sums(hidden)[0])
        cosines = products / (query.lengths(feature).transpose(1, 2) * key.lengths(hidden))
        mixed = (cosines + self.apart).softmax(dim=-1).transpose(1, 2)
        return self.value.matrix @ mixed, (self.value.bias @ mixed)[:, None]


@dataclass(frozen=True)
class FoldedContext:
    """The 3-D convolution over (feature channel, row, column) for some of the channels, as a banded 2-D one."""

    outputs: slice
    """A lane of channels."""
    inputs: slice
    """The channels that they depend on: themselves and one more on each side."""
    weigh: Conv
    """``(span + 1) · inputs -> span · outputs``, doubled for ``tanh`` by ``σ``."""


@dataclass(frozen=True)
class FoldedRegions:
    """The region-aware block; filters are generated per tile and padded like everything else."""

    EXACT: ClassVar = ("guides",)
    """Float32 in any precision: a choice between filters is no small error when it goes wrong."""

    squeeze: tuple[Tensor, Tensor]
    generate: tuple[Tensor, Tensor]
    """Weight and bias of a 1×1 convolution in groups, one for each region."""
    route_in: tuple[Tensor, Tensor]
    route_out: Tensor
    guides: Conv
    """``P -> 2r``: of each region the spatial guide's logit, without gains, and the spectral guide's."""
    mix: Conv
    channels: int
    regions: int

    def filters(self, pooled: Tensor) -> Tensor:
        """``[·, regions·P, P, 3, 3]`` for means ``[·, 9, P]`` of the thirds of a tile, down and across: a tap each."""
        count, _, width = pooled.shape
        codes = torch.sigmoid(pooled @ self.squeeze[0] + self.squeeze[1]).transpose(1, 2).unflatten(2, (3, 3))
        taps = F.conv2d(codes, *self.generate, groups=self.regions)
        taps = taps.reshape(count, self.regions, self.channels, self.channels, 3, 3)
        spare = width - self.channels
        taps = F.pad(taps, (0, 0, 0, 0, 0, spare, 0, spare))
        return taps.flatten(1, 2).to(self.mix.weight.dtype)

    def guide_weights(self, means: Tensor) -> Tensor:
        """``[·, 2r, P, 3, 3]`` for means ``[·, P]`` of tiles: the guides' weights, the spatial one's times gains."""
        gains = 1 + F.relu(means @ self.route_in[0] + self.route_in[1]) @ self.route_out
        gains = torch.stack([gains, torch.ones_like(gains)], dim=1)
        weight = self.guides.weight.unflatten(0, (self.regions, 2))
        return (weight * gains[:, None, :, :, None, None]).flatten(1, 2)


@dataclass(frozen=True)
class FoldedRAS2S:
    """All of the network; ``width`` is P, ``span`` the neighbours that the context attention sees."""

    width: int
    span: int
    bounds: StateBounds
    features: tuple[Conv, Conv]
    feedback: tuple[Conv, Conv]
    compensate_encoder: FoldedCrossAttention
    compensate_decoder: FoldedCrossAttention
    encoder_down: FoldedGRU
    encoder_up: FoldedGRU
    decoder_down: FoldedGRU
    decoder_up: FoldedGRU
    fuse_encoder: Conv
    fuse_feedback: Conv
    fuse_decoder: Conv
    regions: FoldedRegions
    attend: tuple[FoldedContext, ...]
    head: tuple[Conv, Conv, OneMap]


def in_type(part: Part, dtype: torch.dtype) -> Part:
    """Folded weights with their convolutions, but for those that must be exact, in another type."""
    if isinstance(part, Conv):
        return part.to(dtype)
    if isinstance(part, tuple):
        return tuple(in_type(each, dtype) for each in part)
    if not is_dataclass(part):
        return part
    names = {item.name for item in fields(part)} - set(getattr(part, "EXACT", ()))
    return replace(part, **{name: in_type(getattr(part, name), dtype) for name in names})
