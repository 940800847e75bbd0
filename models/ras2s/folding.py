"""Weights of a trained RAS2S, rearranged once for the fast inference.

Convolutions have their weights laid out channels-last, channels padded with zeros from C to the next multiple of 8,
called P. The type of their weights is the precision they compute in; everything else is float32.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import ClassVar, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import HEADS, BandFeatures, ContextAttention, ConvGRU, CrossAttention, Fusion, RegionFilters
from .network import RAS2S, StateBounds

LANE = 8
"""Channels are padded to a multiple of this."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class Conv:
    """A convolution that keeps the size, computed in its weights' type and given in it, whatever its input's."""

    weight: Tensor
    bias: Tensor | None

    def __call__(self, x: Tensor) -> Tensor:
        return F.conv2d(x.to(self.weight.dtype), self.weight, self.bias, padding=self.weight.shape[-1] // 2)

    def to(self, dtype: torch.dtype) -> Conv:
        """The same with weights of another type."""
        return Conv(self.weight.to(dtype), None if self.bias is None else self.bias.to(dtype))


@dataclass(frozen=True)
class FoldedGRU:
    """Gates fused; the candidate's weights are doubled because ``tanh(a) = 2σ(2a) - 1``."""

    from_input: Conv
    """P -> 3P: the input's halves of update, reset and candidate, with their biases."""
    gates: Conv
    """P -> 2P: the hidden state's halves of update and reset."""
    candidate: Conv
    """P -> P: the reset hidden state's half of the candidate."""


@dataclass(frozen=True)
class FoldedFusion:
    """A fusion of two maps as two convolutions to be added; the second one carries the bias."""

    first: Conv
    second: Conv


@dataclass(frozen=True)
class FoldedCrossAttention:
    """Attention and value projection become one matrix per tile."""

    query: Conv
    key: tuple[Tensor, Tensor]
    """``(P × P matrix to multiply pixels with from the right, bias)``"""
    value: tuple[Tensor, Tensor]
    blocks: tuple[tuple[Conv, Conv], ...]
    channels: int

    def mixing(self, products: Tensor) -> tuple[Tensor, Tensor]:
        """From query-key products ``[N, P, P]``: matrix ``[N, P, P]`` and offset ``[N, 1, P]`` for ``x @ m + o``."""
        each = self.channels // HEADS
        attention = torch.zeros_like(products)
        for head in range(HEADS):
            own = slice(head * each, (head + 1) * each)
            attention[:, own, own] = products[:, own, own].softmax(dim=-1)
        mixed = attention.transpose(1, 2)
        return self.value[0] @ mixed, (self.value[1] @ mixed)[:, None]


@dataclass(frozen=True)
class FoldedRegions:
    """The region-aware block; filters are generated per tile and padded like everything else."""

    EXACT: ClassVar = ("spatial_guide", "spectral_guide")
    """Float32 in any precision: a choice between filters is no small error when it goes wrong."""

    squeeze: tuple[Tensor, Tensor]
    generate: tuple[Tensor, Tensor]
    """Weight and bias of a 1×1 convolution in groups, one for each region."""
    route_in: tuple[Tensor, Tensor]
    route_out: Tensor
    spatial_guide: Conv
    spectral_guide: Conv
    mix: Conv
    channels: int
    regions: int

    def filters(self, x: Tensor) -> Tensor:
        """``[·, regions·P, P, 3, 3]`` for maps ``[·, P, H, W]``; tap (i, j) comes from the (i, j) third of the tile."""
        count, width = x.shape[:2]
        pooled = F.adaptive_avg_pool2d(x, 3).flatten(2).transpose(1, 2)
        codes = torch.sigmoid(pooled @ self.squeeze[0] + self.squeeze[1]).transpose(1, 2).unflatten(2, (3, 3))
        taps = F.conv2d(codes, *self.generate, groups=self.regions)
        taps = taps.reshape(count, self.regions, self.channels, self.channels, 3, 3)
        spare = width - self.channels
        taps = F.pad(taps, (0, 0, 0, 0, 0, spare, 0, spare))
        return taps.flatten(1, 2).to(self.mix.weight.dtype)


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
    fuse_encoder: FoldedFusion
    fuse_feedback: FoldedFusion
    fuse_decoder: FoldedFusion
    regions: FoldedRegions
    attend: Conv
    """``(span + 1)·P -> span·P``: the 3-D convolution as a banded 2-D one, doubled for ``tanh`` by ``σ``."""
    head: tuple[Conv, Conv, Conv]


def fold(network: RAS2S) -> FoldedRAS2S:
    """The same function as ``network``, on the same device."""
    channels = network.arguments.channels
    width = -(-channels // LANE) * LANE
    encoder, decoder = network.encoder, network.decoder
    with torch.no_grad():
        return FoldedRAS2S(
            width=width,
            span=network.arguments.span,
            bounds=network.arguments.bounds,
            features=_features(encoder.features, width),
            feedback=_features(decoder.feedback, width),
            compensate_encoder=_cross(encoder.compensate, width),
            compensate_decoder=_cross(decoder.compensate, width),
            encoder_down=_gru(encoder.gru_down, width),
            encoder_up=_gru(encoder.gru_up, width),
            decoder_down=_gru(decoder.gru_down, width),
            decoder_up=_gru(decoder.gru_up, width),
            fuse_encoder=_fusion(encoder.fuse, width),
            fuse_feedback=_fusion(decoder.fuse_feedback, width),
            fuse_decoder=_fusion(decoder.fuse, width),
            regions=_regions(encoder.regions, width),
            attend=_attend(decoder.attend, channels, width),
            head=(*(_conv(layer, width, width) for layer in decoder.head[:2]), _conv(decoder.head[2], width, 1)),
        )


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


def _pack(weight: Tensor, bias: Tensor | None) -> Conv:
    weight = weight.detach().contiguous(memory_format=torch.channels_last)
    return Conv(weight, None if bias is None else bias.detach().contiguous())


def _grow(weight: Tensor, outputs: int, inputs: int) -> Tensor:
    """Zeros after the last output and input channel of ``[O, I, k, k]``."""
    return F.pad(weight, (0, 0, 0, 0, 0, inputs - weight.shape[1], 0, outputs - weight.shape[0]))


def _conv(layer: nn.Conv2d, inputs: int, outputs: int) -> Conv:
    return _pack(_grow(layer.weight, outputs, inputs), F.pad(layer.bias, (0, outputs - layer.bias.shape[0])))


def _halves(layer: nn.Conv2d, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Weights over the first and the second half of the input channels, and the bias, each grown to ``width``."""
    first, second = layer.weight.chunk(2, dim=1)
    bias = F.pad(layer.bias, (0, width - layer.bias.shape[0]))
    return _grow(first, width, width), _grow(second, width, width), bias


def _features(layer: BandFeatures, width: int) -> tuple[Conv, Conv]:
    return _conv(layer.first, 1, width), _conv(layer.second, width, width)


def _gru(layer: ConvGRU, width: int) -> FoldedGRU:
    update, reset, candidate = (_halves(part, width) for part in (layer.update, layer.reset, layer.candidate))
    doubled = tuple(2 * part for part in candidate)
    return FoldedGRU(
        from_input=_pack(torch.cat([update[1], reset[1], doubled[1]]), torch.cat([update[2], reset[2], doubled[2]])),
        gates=_pack(torch.cat([update[0], reset[0]]), None),
        candidate=_pack(doubled[0], None),
    )


def _fusion(layer: Fusion, width: int) -> FoldedFusion:
    first, second, bias = _halves(layer.mix, width)
    return FoldedFusion(first=_pack(first, None), second=_pack(second, bias))


def _matrix(layer: nn.Conv2d | nn.Linear, inputs: int, outputs: int) -> tuple[Tensor, Tensor]:
    """A 1×1 convolution or linear layer as ``(matrix, bias)`` for ``x @ matrix + bias``."""
    weight = layer.weight.detach().flatten(1)
    weight = F.pad(weight, (0, inputs - weight.shape[1], 0, outputs - weight.shape[0]))
    return weight.t().contiguous(), F.pad(layer.bias.detach(), (0, outputs - layer.bias.shape[0]))


def _cross(layer: CrossAttention, width: int) -> FoldedCrossAttention:
    return FoldedCrossAttention(
        query=_conv(layer.query, width, width),
        key=_matrix(layer.key, width, width),
        value=_matrix(layer.value, width, width),
        blocks=tuple((_conv(block.first, width, width), _conv(block.second, width, width)) for block in layer.refine),
        channels=layer.query.out_channels,
    )


def _regions(layer: RegionFilters, width: int) -> FoldedRegions:
    channels, regions = layer.route_in.in_features, layer.regions
    spectral = layer.spectral_guide
    spare = width - channels
    return FoldedRegions(
        squeeze=_matrix(layer.squeeze, width, regions**2),
        generate=(layer.generate.weight.detach(), layer.generate.bias.detach()),
        route_in=_matrix(layer.route_in, width, width),
        route_out=F.pad(layer.route_out.weight.detach().t(), (0, spare, 0, spare)).contiguous(),
        spatial_guide=_conv(layer.spatial_guide, width, regions),
        spectral_guide=_pack(_grow(spectral.weight[:, :, None, None], regions, width), spectral.bias),
        mix=_pair(layer.mix, channels, width),
        channels=channels,
        regions=regions,
    )


def _pair(layer: nn.Conv2d, channels: int, width: int) -> Conv:
    """A convolution of two concatenated maps, each grown to ``width`` channels."""
    first, second, bias = _halves(layer, width)
    return _pack(torch.cat([first, second], dim=1), bias)


def _attend(layer: ContextAttention, channels: int, width: int) -> Conv:
    """Slot s', channel c' to slot s, channel c: the 3-D kernel's plane ``c' - c + 1``, zero elsewhere.

    Outputs of padded channels get no weight and no bias, so their slots weigh evenly on states that are zero.
    """
    slots, taken = layer.weigh.weight.shape[:2]
    weight = layer.weigh.weight.new_zeros(slots, width, taken, width, 3, 3)
    for channel in range(channels):
        for plane in range(3):
            seen = channel + plane - 1
            if 0 <= seen < channels:
                weight[:, channel, :, seen] = layer.weigh.weight[:, :, plane]
    bias = layer.weigh.bias.new_zeros(slots, width)
    bias[:, :channels] = layer.weigh.bias[:, None]
    # tanh(a) = 2σ(2a) - 1, and the constant falls out of the soft-max.
    return _pack(2 * weight.reshape(slots * width, taken * width, 3, 3), 2 * bias.flatten())
