"""Weights of a trained SSRNet, rearranged once for the fast inference.

Weight normalisation is multiplied out, and 3-D kernels become what ``conv2d`` takes, laid out channels-last. The
transposed convolution and the one after it have nothing between them: both become one on the coarse grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn

from .blocks import ResidualModule, SeparableBlock, Upsampler
from .network import SSRNet, SSRNetArguments

AHEAD = 2
"""Bands on each side that the collapsed tail sees."""

Conv = tuple[Tensor, Tensor]
"""Weight and bias."""

Ends = tuple[bool, bool]
"""Whether a pixel is the first, and whether it is the last, along an axis."""

ENDS: tuple[Ends, ...] = tuple(product((False, True), repeat=2))


@dataclass(frozen=True)
class FoldedBlock:
    spatial: Conv
    """``[F, F, 3, 3]`` over rows and columns"""
    spectral: Conv
    """``[F, F, 3, 1]`` over bands"""


@dataclass(frozen=True)
class FoldedModule:
    units: tuple[tuple[FoldedBlock, FoldedBlock], ...]
    fuse: tuple[Tensor, ...]
    """For each unit the matrix ``[F, F]`` to multiply pixels with from the right."""
    bias: Tensor
    last: FoldedBlock


@dataclass(frozen=True)
class FoldedTail:
    """By where a coarse pixel is along bands, rows and columns, what makes its s² fine pixels.

    Between the two layers stands zero padding, so that pixels at the border want kernels of their own.
    """

    kernels: dict[tuple[Ends, Ends, Ends], Tensor]
    """``[5·s², F, 3, 3]``: what a band adds to that two before it, …, to itself, …, to that two after it"""
    biases: dict[tuple[Ends, Ends, Ends], Tensor]
    """``[s²]``"""


@dataclass(frozen=True)
class FoldedSSRNet:
    """All of the network; ``dtype`` is what it computes in."""

    arguments: SSRNetArguments
    dtype: torch.dtype
    head: Conv
    """``[F, 3, 3, 3]``: a band and its neighbours are the channels."""
    body: tuple[FoldedModule, ...]
    tail: FoldedTail


def fold(network: SSRNet, dtype: torch.dtype | None = None) -> FoldedSSRNet:
    """The same function as ``network``, on the same device; without ``dtype`` in the type of its weights."""
    dtype = dtype or network.head.weight.dtype
    with torch.no_grad():
        return FoldedSSRNet(
            arguments=network.arguments,
            dtype=dtype,
            head=_conv(network.head, network.head.weight[:, 0], dtype),
            body=tuple(_module(module, dtype) for module in network.body),
            tail=_tail(network.up, network.arguments.scale, dtype),
        )


def _conv(layer: nn.Conv3d, weight: Tensor, dtype: torch.dtype) -> Conv:
    return weight.detach().to(dtype).contiguous(memory_format=torch.channels_last), layer.bias.detach().to(dtype)


def _block(block: SeparableBlock, dtype: torch.dtype) -> FoldedBlock:
    return FoldedBlock(
        spatial=_conv(block.spatial, block.spatial.weight[:, :, 0], dtype),
        spectral=_conv(block.spectral, block.spectral.weight[..., 0], dtype),
    )


def _module(module: ResidualModule, dtype: torch.dtype) -> FoldedModule:
    matrices = module.fuse.weight.detach()[..., 0, 0, 0].to(dtype).chunk(len(module.units), dim=1)
    return FoldedModule(
        units=tuple((_block(first, dtype), _block(second, dtype)) for first, second in module.units),
        fuse=tuple(matrix.t().contiguous() for matrix in matrices),
        bias=module.fuse.bias.detach().to(dtype),
        last=_block(module.last, dtype),
    )


def _tail(layer: Upsampler, scale: int, dtype: torch.dtype) -> FoldedTail:
    device = layer.tail.bias.device
    # In double precision, and there where every machine has it.
    weights = (layer.enlarge.weight, layer.tail.weight[0], layer.enlarge.bias, layer.tail.bias)
    enlarge, last, inner, offset = (weight.detach().cpu().double() for weight in weights)
    # Over the maps between the two layers: every tap of one with every tap of the other.
    taps = torch.einsum("iozyx,odef->izyxdef", enlarge, last)
    constant = torch.einsum("o,odef->def", inner, last)
    paths = {(axis_scale, ends): _paths(axis_scale, ends).to(taps) for axis_scale in {1, scale} for ends in ENDS}
    kernels, biases = {}, {}
    for at in product(ENDS, repeat=3):
        along = [paths[axis_scale, ends] for axis_scale, ends in zip((1, scale, scale), at)]
        kernel = torch.einsum("apdz,bqey,crfx,izyxdef->pabciqr", *along, taps).flatten(0, 3)
        kernels[at] = kernel.to(device, dtype).contiguous(memory_format=torch.channels_last)
        # A tap counts where the position that it takes from is inside, whatever that has come from.
        inside = [_inside(axis_scale, ends).to(taps) for axis_scale, ends in zip((1, scale, scale), at)]
        biases[at] = (torch.einsum("ad,be,cf,def->abc", *inside, constant).flatten() + offset).to(device, dtype)
    return FoldedTail(kernels, biases)


def _inside(scale: int, ends: Ends) -> Tensor:
    """``[s, 3]``: whether the last layer's tap, of fine pixel ``r`` of a coarse one, lies inside the fine grid."""
    first, last = ends
    taken = torch.arange(scale)[:, None] + torch.arange(-1, 2)
    return ~((taken < 0) & first | (taken >= scale) & last)


def _paths(scale: int, ends: Ends) -> Tensor:
    """``[s, m, 3, s + 2]``: 1 where the coarse pixel ``m`` from this one comes to its fine pixel ``r`` by tap ``d`` of
    the last layer and tap ``k`` of the transposed one, which lies at fine pixel ``s·m - 1 + k``."""
    reach = AHEAD if scale == 1 else 1
    fine = (torch.arange(scale)[:, None] + torch.arange(-1, 2))[:, None]
    tap = fine + 1 - scale * torch.arange(-reach, reach + 1)[:, None]
    paths = tap[..., None] == torch.arange(scale + 2)
    return paths & _inside(scale, ends)[:, None, :, None]
