"""Folded weights as the kernels read them."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from ..folded import Conv, FoldedContext, FoldedRAS2S, FoldedRegions

LEAST = 16
"""Rows and columns of the smallest product that a GPU's matrix units take."""


@dataclass(frozen=True)
class Taps:
    """A 3×3 convolution ``[maps, 9·P, outputs]``: for each of the maps it sees, a matrix over what all taps see side by
    side. From or to a single band, ``[9, P]``. The bias is float32."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True)
class Context:
    """The context attention as a dense convolution, for any channel from any: ``[span + 1, 9·P, slots·P]``.

    ``slots`` is ``span`` or the next power of two.
    """

    weight: Tensor
    bias: Tensor
    slots: int


@dataclass(frozen=True)
class Guides:
    """What both guides have in common for all tiles, for ``choices`` filters, of which those beyond the last that there
    is are never taken."""

    spectral: Tensor
    """``[P, choices]``"""
    spectral_bias: Tensor
    spatial_bias: Tensor
    choices: int


def power_of_two(count: int) -> int:
    """The least that is not below ``count``."""
    return 1 << (count - 1).bit_length()


def arranged(net: FoldedRAS2S) -> FoldedRAS2S:
    """The same with `Taps` for convolutions, but those that are exact, and one `Context` for the attention's lanes."""
    context = _context(net.attend, net.width, net.span)
    return replace(_arranged(replace(net, attend=()), net.width), attend=(context,))


def _arranged(part, width: int):
    if isinstance(part, Conv):
        return Taps(_matrices(part.weight, width), part.bias.float())
    if isinstance(part, tuple):
        return tuple(_arranged(each, width) for each in part)
    if not is_dataclass(part):
        return part
    names = {item.name for item in fields(part)} - set(getattr(part, "EXACT", ()))
    return replace(part, **{name: _arranged(getattr(part, name), width) for name in names})


def _matrices(weight: Tensor, width: int) -> Tensor:
    outputs, inputs = weight.shape[:2]
    if 1 in (outputs, inputs):
        return weight.permute(2, 3, 0, 1).reshape(9, -1).contiguous()
    parts = weight.reshape(outputs, inputs // width, width, 9)
    return parts.permute(1, 3, 2, 0).flatten(1, 2).contiguous()


def _context(lanes: tuple[FoldedContext, ...], width: int, span: int) -> Context:
    slots, weigh = power_of_two(span), lanes[0].weigh
    weight = weigh.weight.new_zeros(span + 1, 3, 3, width, slots, width)
    bias = torch.zeros(slots, width, device=weight.device)
    for lane in lanes:
        outputs, inputs = lane.outputs.stop - lane.outputs.start, lane.inputs.stop - lane.inputs.start
        own = lane.weigh.weight.reshape(span, outputs, span + 1, inputs, 3, 3)
        weight[:, :, :, lane.inputs, :span, lane.outputs] = own.permute(2, 4, 5, 3, 0, 1)
        bias[:span, lane.outputs] = lane.weigh.bias.view(span, outputs).float()
    return Context(weight.flatten(4).flatten(1, 3).contiguous(), bias.flatten(), slots)


def guides(layer: FoldedRegions) -> Guides:
    """See ``FoldedRegions.guides``, where they take turns."""
    choices = max(LEAST, power_of_two(layer.regions))
    spare = (0, choices - layer.regions)
    weight, bias = layer.guides.weight.unflatten(0, (-1, 2)), layer.guides.bias.unflatten(0, (-1, 2))
    return Guides(
        spectral=F.pad(weight[:, 1, :, 1, 1].t(), spare).contiguous(),
        spectral_bias=F.pad(bias[:, 1], spare, value=-torch.inf),
        spatial_bias=F.pad(bias[:, 0], spare, value=-torch.inf),
        choices=choices,
    )
