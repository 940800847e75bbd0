"""Weights of a trained SSCAN, rearranged once for the fast inference.

Convolutions keep their weights, laid out channels-last. What is linear and in a row becomes one matrix, and the
convolution over two maps becomes one that takes and gives ``ABREAST`` pixels of a row at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .blocks import SpatialAttention, SpatialSpectralBlock, SpectralAttention
from .network import SSCAN, Chain, SSCANArguments

ABREAST = 8
"""Pixels of a row that the spatial attention's convolution takes for channels: as many floats as a register holds."""

Conv = tuple[Tensor, Tensor]
"""Weight and bias; with an odd kernel and zero padding that keeps the size."""


@dataclass(frozen=True)
class FoldedGains:
    """A small ReLU network from pooled values to gains before the sigmoid, in the type of the trained weights."""

    squeeze: tuple[Tensor, Tensor]
    """``(matrix, bias)`` for ``pooled @ matrix + bias``"""
    excite: tuple[Tensor, Tensor]
    """Likewise, after the ReLU; of a spectral attention it takes what mean and maximum gave, side by side, and has
    the paper's joining convolution in it."""


@dataclass(frozen=True)
class FoldedBlock:
    first: Conv
    second: Conv
    spectral: FoldedGains
    spatial: Conv
    rectified: bool


@dataclass(frozen=True)
class FoldedChain:
    head: Conv
    body: tuple[FoldedBlock, ...]
    tail: Conv


@dataclass(frozen=True)
class FoldedSSCAN:
    """All of the network."""

    arguments: SSCANArguments
    cross: FoldedGains
    branch: FoldedChain
    trunk: FoldedChain


def fold(network: SSCAN, dtype: torch.dtype | None = None) -> FoldedSSCAN:
    """The same function as ``network``, on the same device; convolutions in ``dtype``, or the type of the weights."""
    dtype = dtype or network.branch.head.weight.dtype
    with torch.no_grad():
        return FoldedSSCAN(
            arguments=network.arguments,
            cross=FoldedGains(_matrix(network.cross.squeeze), _matrix(network.cross.excite)),
            branch=_chain(network.branch, dtype),
            trunk=_chain(network.trunk, dtype),
        )


def _chain(chain: Chain, dtype: torch.dtype) -> FoldedChain:
    return FoldedChain(
        head=_conv(chain.head, dtype),
        body=tuple(_block(block, dtype) for block in chain.body),
        tail=_conv(chain.tail, dtype),
    )


def _block(block: SpatialSpectralBlock, dtype: torch.dtype) -> FoldedBlock:
    return FoldedBlock(
        first=_conv(block.first, dtype),
        second=_conv(block.second, dtype),
        spectral=_gains(block.spectral),
        spatial=_abreast(block.spatial, dtype),
        rectified=block.spatial.rectified,
    )


def _conv(layer: nn.Conv2d, dtype: torch.dtype) -> Conv:
    weight = layer.weight.detach().to(dtype).contiguous(memory_format=torch.channels_last)
    return weight, layer.bias.detach().to(dtype)


def _matrix(layer: nn.Conv2d) -> tuple[Tensor, Tensor]:
    return layer.weight.detach().flatten(1).t().contiguous(), layer.bias.detach()


def _gains(layer: SpectralAttention) -> FoldedGains:
    matrix, bias = _matrix(layer.excite)
    if layer.join is None:
        excite = torch.cat([matrix, matrix]), 2 * bias
    else:
        join, offset = _matrix(layer.join)
        mean, most = join.chunk(2)
        excite = torch.cat([matrix @ mean, matrix @ most]), bias @ (mean + most) + offset
    return FoldedGains(_matrix(layer.squeeze), excite)


def _abreast(layer: SpatialAttention, dtype: torch.dtype) -> Conv:
    """Weight ``[A, 2A, k, n]`` on maps whose channels are ``A`` pixels with two values each, ``n`` such to a row."""
    weight, bias = layer.weigh.weight.detach()[0], layer.weigh.bias.detach()
    side = weight.shape[-1]
    reach = side // 2
    aside = -(-reach // ABREAST)
    banded = weight.new_zeros(ABREAST, ABREAST, 2, side, 2 * aside + 1)
    for given in range(ABREAST):
        for column in range(side):
            block, taken = divmod(given + column - reach, ABREAST)
            banded[given, taken, :, :, block + aside] = weight[:, :, column]
    banded = banded.flatten(1, 2).to(dtype).contiguous(memory_format=torch.channels_last)
    return banded, bias.to(dtype).expand(ABREAST).contiguous()
