"""From a trained RAS2S to its rearranged weights, once, for the fast inference."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import HEADS, BandFeatures, ContextAttention, ConvGRU, CrossAttention, RegionFilters
from .folded import (
    Conv,
    FoldedContext,
    FoldedCrossAttention,
    FoldedGRU,
    FoldedRAS2S,
    FoldedRegions,
    OneMap,
    Projection,
)
from .network import RAS2S

LANE = 8
"""Channels are padded to a multiple of this."""

AT_ONCE = 16
"""Maps that a convolution on a processor computes in the time of one."""


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
            fuse_encoder=_pair(encoder.fuse.mix, width),
            fuse_feedback=_pair(decoder.fuse_feedback.mix, width),
            fuse_decoder=_pair(decoder.fuse.mix, width),
            regions=_regions(encoder.regions, width),
            attend=_attend(decoder.attend, channels),
            head=(*(_conv(layer, width, width) for layer in decoder.head[:2]), _one(decoder.head[2], width)),
        )


def _pack(weight: Tensor, bias: Tensor | None) -> Conv:
    weight = weight.detach().contiguous(memory_format=torch.channels_last)
    return Conv(weight, None if bias is None else bias.detach().contiguous())


def _grow(weight: Tensor, outputs: int, inputs: int) -> Tensor:
    """Zeros after the last output and input channel of ``[O, I, k, k]``."""
    return F.pad(weight, (0, 0, 0, 0, 0, inputs - weight.shape[1], 0, outputs - weight.shape[0]))


def _conv(layer: nn.Conv2d, inputs: int, outputs: int) -> Conv:
    return _pack(_grow(layer.weight, outputs, inputs), F.pad(layer.bias, (0, outputs - layer.bias.shape[0])))


def _one(layer: nn.Conv2d, inputs: int) -> OneMap:
    return OneMap(_grow(layer.weight.detach(), 1, inputs), layer.bias.detach())


def _halves(layer: nn.Conv2d, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Weights over the first and the second half of the input channels, and the bias, each grown to ``width``."""
    first, second = layer.weight.chunk(2, dim=1)
    bias = F.pad(layer.bias, (0, width - layer.bias.shape[0]))
    return _grow(first, width, width), _grow(second, width, width), bias


def _features(layer: BandFeatures, width: int) -> tuple[Conv, Conv]:
    return _conv(layer.first, 1, width), _conv(layer.second, width, width)


def _gru(layer: ConvGRU, width: int) -> FoldedGRU:
    update, reset, candidate = (_pair(part, width) for part in (layer.update, layer.reset, layer.candidate))
    gates = _pack(torch.cat([update.weight, reset.weight]), torch.cat([update.bias, reset.bias]))
    return FoldedGRU(gates, _pack(-2 * candidate.weight, -2 * candidate.bias))


def _matrix(layer: nn.Conv2d | nn.Linear, inputs: int, outputs: int) -> tuple[Tensor, Tensor]:
    """A 1×1 convolution or linear layer as ``(matrix, bias)`` for ``x @ matrix + bias``."""
    weight = layer.weight.detach().flatten(1)
    weight = F.pad(weight, (0, inputs - weight.shape[1], 0, outputs - weight.shape[0]))
    return weight.t().contiguous(), F.pad(layer.bias.detach(), (0, outputs - layer.bias.shape[0]))


def _cross(layer: CrossAttention, width: int) -> FoldedCrossAttention:
    channels = layer.query.out_channels
    head = torch.arange(width, device=layer.query.weight.device) // (channels // HEADS)
    return FoldedCrossAttention(
        query=Projection(*_matrix(layer.query, width, width)),
        key=Projection(*_matrix(layer.key, width, width)),
        value=Projection(*_matrix(layer.value, width, width)),
        apart=torch.where(head[:, None] == head, 0.0, -math.inf),
        blocks=tuple((_conv(block.first, width, width), _conv(block.second, width, width)) for block in layer.refine),
    )


def _regions(layer: RegionFilters, width: int) -> FoldedRegions:
    channels, regions = layer.route_in.in_features, layer.regions
    spatial, spectral = layer.spatial_guide, layer.spectral_guide
    looks_at_pixel = F.pad(spectral.weight[:, :, None, None], (1, 1, 1, 1))
    guides = torch.stack([spatial.weight, looks_at_pixel], dim=1).flatten(0, 1)
    spare = width - channels
    return FoldedRegions(
        squeeze=_matrix(layer.squeeze, width, regions**2),
        generate=(layer.generate.weight.detach(), layer.generate.bias.detach()),
        route_in=_matrix(layer.route_in, width, width),
        route_out=F.pad(layer.route_out.weight.detach().t(), (0, spare, 0, spare)).contiguous(),
        guides=_pack(_grow(guides, 2 * regions, width), torch.stack([spatial.bias, spectral.bias], dim=1).flatten()),
        mix=_pair(layer.mix, width),
        channels=channels,
        regions=regions,
    )


def _pair(layer: nn.Conv2d, width: int) -> Conv:
    """A convolution of two concatenated maps, each grown to ``width`` channels."""
    first, second, bias = _halves(layer, width)
    return _pack(torch.cat([first, second], dim=1), bias)


def _attend(layer: ContextAttention, channels: int) -> tuple[FoldedContext, ...]:
    """The attention in lanes: few inputs of a lane are zero, of the whole band most would be."""
    each = max(1, AT_ONCE // layer.weigh.weight.shape[0])
    return tuple(
        _context(layer, channels, slice(first, min(first + each, channels))) for first in range(0, channels, each)
    )


def _context(layer: ContextAttention, channels: int, outputs: slice) -> FoldedContext:
    """Slot s', channel c' to slot s, channel c: the 3-D kernel's plane ``c' - c + 1``, zero elsewhere."""
    slots, taken = layer.weigh.weight.shape[:2]
    inputs = slice(max(outputs.start - 1, 0), min(outputs.stop + 1, channels))
    each = outputs.stop - outputs.start
    weight = layer.weigh.weight.new_zeros(slots, each, taken, inputs.stop - inputs.start, 3, 3)
    for channel in range(outputs.start, outputs.stop):
        for seen in range(max(channel - 1, 0), min(channel + 2, channels)):
            plane = layer.weigh.weight[:, :, seen - channel + 1]
            weight[:, channel - outputs.start, :, seen - inputs.start] = plane
    # tanh(a) = 2σ(2a) - 1, and the constant falls out of the soft-max.
    weight = 2 * weight.flatten(2, 3).flatten(0, 1)
    return FoldedContext(outputs, inputs, _pack(weight, 2 * layer.weigh.bias.repeat_interleave(each)))
