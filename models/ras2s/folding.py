"""From a trained RAS2S to its rearranged weights, once, for the fast inference."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .blocks import BandFeatures, ContextAttention, ConvGRU, CrossAttention, Fusion, RegionFilters
from .folded import (
    Conv,
    FewMaps,
    FoldedContext,
    FoldedCrossAttention,
    FoldedFusion,
    FoldedGRU,
    FoldedRAS2S,
    FoldedRegions,
    Projection,
)
from .network import RAS2S

LANE = 8
"""Channels are padded to a multiple of this."""


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
            head=(*(_conv(layer, width, width) for layer in decoder.head[:2]), _few(decoder.head[2], width)),
        )


def _pack(weight: Tensor, bias: Tensor | None) -> Conv:
    weight = weight.detach().contiguous(memory_format=torch.channels_last)
    return Conv(weight, None if bias is None else bias.detach().contiguous())


def _grow(weight: Tensor, outputs: int, inputs: int) -> Tensor:
    """Zeros after the last output and input channel of ``[O, I, k, k]``."""
    return F.pad(weight, (0, 0, 0, 0, 0, inputs - weight.shape[1], 0, outputs - weight.shape[0]))


def _conv(layer: nn.Conv2d, inputs: int, outputs: int) -> Conv:
    return _pack(_grow(layer.weight, outputs, inputs), F.pad(layer.bias, (0, outputs - layer.bias.shape[0])))


def _few(layer: nn.Conv2d, inputs: int) -> FewMaps:
    return FewMaps(_grow(layer.weight.detach(), layer.out_channels, inputs), layer.bias.detach())


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
        gates_input=_pack(torch.cat([update[1], reset[1]]), torch.cat([update[2], reset[2]])),
        candidate_input=_pack(doubled[1], doubled[2]),
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
        query=Projection(*_matrix(layer.query, width, width)),
        key=Projection(*_matrix(layer.key, width, width)),
        value=Projection(*_matrix(layer.value, width, width)),
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
        spatial_guide=_few(layer.spatial_guide, width),
        spectral_guide=_pack(_grow(spectral.weight[:, :, None, None], regions, width), spectral.bias),
        mix=_pair(layer.mix, channels, width),
        channels=channels,
        regions=regions,
    )


def _pair(layer: nn.Conv2d, channels: int, width: int) -> Conv:
    """A convolution of two concatenated maps, each grown to ``width`` channels."""
    first, second, bias = _halves(layer, width)
    return _pack(torch.cat([first, second], dim=1), bias)


def _attend(layer: ContextAttention, channels: int, width: int) -> tuple[FoldedContext, ...]:
    """The attention in lanes: few inputs of a lane are zero, of the whole band most would be."""
    firsts = range(0, width, LANE)
    return tuple(_context(layer, channels, slice(first, first + LANE)) for first in firsts)


def _context(layer: ContextAttention, channels: int, outputs: slice) -> FoldedContext:
    """Slot s', channel c' to slot s, channel c: the 3-D kernel's plane ``c' - c + 1``, zero elsewhere.

    Outputs of padded channels get no weight and no bias, so their slots weigh evenly on states that are zero.
    """
    slots, taken = layer.weigh.weight.shape[:2]
    inputs = slice(max(outputs.start - 1, 0), min(outputs.stop + 1, channels))
    weight = layer.weigh.weight.new_zeros(slots, LANE, taken, inputs.stop - inputs.start, 3, 3)
    bias = layer.weigh.bias.new_zeros(slots, LANE)
    for channel in range(outputs.start, min(outputs.stop, channels)):
        for seen in range(max(channel - 1, 0), min(channel + 2, channels)):
            plane = layer.weigh.weight[:, :, seen - channel + 1]
            weight[:, channel - outputs.start, :, seen - inputs.start] = plane
        bias[:, channel - outputs.start] = layer.weigh.bias
    # tanh(a) = 2σ(2a) - 1, and the constant falls out of the soft-max.
    weight = 2 * weight.flatten(2, 3).flatten(0, 1)
    return FoldedContext(outputs, inputs, _pack(weight, 2 * bias.flatten()))
