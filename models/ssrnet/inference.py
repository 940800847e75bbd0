"""SSRNet for speed: the network of ``network.py``, folded once and run a few bands at a time without autograd.

What makes it faster than the definition, with the same result to float rounding:

- Both halves of a separable block follow each other over a few bands, so that what is between them stays in the
  processor's cache; sums, the local feature fusion and the ReLUs are taken on the way, into five maps that are
  allocated once.
- The tail is one convolution on the coarse grid, with s² results per pixel, in place of two with all features on the
  fine one. At the borders it has other kernels, since the two layers pad with zeros between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from ..bicubic import enlarge
from .folding import AHEAD, Ends, FoldedBlock, FoldedModule, FoldedSSRNet, FoldedTail

CHUNK_PIXELS = 2**15
"""Pixels times bands that go through a layer together, if a band has no more: the cache holds their maps."""

GPU_CHUNK_PIXELS = 2**20
"""The same on a GPU, which wants more to do at once: in fp16 seven times as fast as band by band (H100, 192 px)."""

TAIL_BANDS = 16
"""Least bands that the tail gives at once: it sees ``AHEAD`` more on both sides."""

Sink = Callable[[slice, Tensor], None]
"""Takes a block's result for some bands before its last ReLU, ``[bands, H·W, F]``; it may be overwritten."""


@dataclass(frozen=True)
class Segment:
    """Some places along an axis that have the same neighbours missing."""

    start: int
    stop: int
    ends: Ends


def steps(net: FoldedSSRNet, bands: int, pixels: int, on_gpu: bool = False) -> int:
    """How often ``run`` calls ``tick`` for ``bands`` bands of ``pixels``, in about equal intervals."""
    blocks = net.arguments.modules * (2 * net.arguments.units + 1)
    return blocks * -(-bands // chunk_bands(pixels, on_gpu)) - (-bands // tail_bands(pixels, on_gpu))


def chunk_bands(pixels: int, on_gpu: bool = False) -> int:
    """Bands of ``pixels`` each that go through a layer of the body together."""
    return max(1, (GPU_CHUNK_PIXELS if on_gpu else CHUNK_PIXELS) // pixels)


def tail_bands(pixels: int, on_gpu: bool = False) -> int:
    """Bands of ``pixels`` each that the tail gives together."""
    return max(TAIL_BANDS, chunk_bands(pixels, on_gpu))


def run(net: FoldedSSRNet, cube: Tensor, tick: Callable[[], None] = lambda: None) -> Tensor:
    """``cube`` ``[L, H, W]`` with pixels ``scale`` times finer, ``[L, s·H, s·W]``, in its own type."""
    with torch.inference_mode():
        return _Run(net, cube, tick).go()


class _Run:
    """One cube; holds the maps ``[L, H·W, F]``, nothing outlives it."""

    def __init__(self, net: FoldedSSRNet, cube: Tensor, tick: Callable[[], None]) -> None:
        self.net, self.cube, self.tick = net, cube, tick
        self.bands, self.height, self.width = cube.shape
        self.chunk = min(self.bands, chunk_bands(self.height * self.width, cube.is_cuda))

    def go(self) -> Tensor:
        return self.tail(self.net.tail, self.body())

    def body(self) -> Tensor:
        first = self.head()
        out, unit, inner, fused = (torch.empty_like(first) for _ in range(4))
        # The last two planes before those of a chunk, the chunk's, and the one after the last band's, which is zero.
        self.planes = first.new_empty(self.chunk + 3, *first.shape[1:])
        x = first
        for module in self.net.body:
            self.module(module, x, first, out, unit, inner, fused)
            x = out
        del self.planes
        return out

    def chunks(self) -> Iterator[slice]:
        return (slice(at, min(at + self.chunk, self.bands)) for at in range(0, self.bands, self.chunk))

    def head(self) -> Tensor:
        weight, bias = self.net.head
        padded = F.pad(self.cube.to(weight.dtype), (0, 0, 0, 0, 1, 1))
        shape = (self.bands, self.height * self.width, weight.shape[0])
        features = torch.empty(shape, dtype=weight.dtype, device=weight.device)
        for bands in self.chunks():
            three = [padded[bands.start + place : bands.stop + place] for place in range(3)]
            features[bands] = _pixels(F.conv2d(torch.stack(three, dim=1), weight, bias, padding=1))
        return features

    def module(
        self, module: FoldedModule, x: Tensor, first: Tensor, out: Tensor, unit: Tensor, inner: Tensor, fused: Tensor
    ) -> None:
        """Leaves what the module makes of ``x``, plus ``first``, in ``out`` (it may be ``x``); overwrites the rest."""
        source = x
        for (enter, leave), matrix in zip(module.units, module.fuse):
            self.block(enter, source, lambda bands, made: torch.clamp_min(made, 0, out=inner[bands]))

            def add(bands: slice, made: Tensor, source: Tensor = source, matrix: Tensor = matrix) -> None:
                torch.add(F.relu_(made), source[bands], out=unit[bands])
                before = module.bias if source is x else fused[bands].flatten(0, 1)
                torch.addmm(before, unit[bands].flatten(0, 1), matrix, out=fused[bands].flatten(0, 1))

            self.block(leave, inner, add)
            source = unit
        for bands in self.chunks():
            F.relu_(fused[bands]).add_(x[bands])
        self.block(module.last, fused, lambda bands, made: torch.add(F.relu_(made), first[bands], out=out[bands]))

    def block(self, block: FoldedBlock, x: Tensor, take: Sink) -> None:
        """The separable block over ``x``: planes of some bands, then the spectra of all that have their neighbours."""
        planes = self.planes
        planes[:2] = 0
        for bands in self.chunks():
            known, last = bands.stop - bands.start, bands.stop == self.bands
            made = _pixels(F.conv2d(_planes(x[bands], self.height, self.width), *block.spatial, padding=1))
            torch.clamp_min(made, 0, out=planes[2 : 2 + known])
            if last:
                planes[2 + known] = 0
            # A band's spectrum waits for the band after it: that before the chunk is due now, the chunk's last is not.
            due = slice(max(0, bands.start - 1), bands.stop - 1 + last)
            if due.stop > due.start:
                used = planes[due.start - bands.start + 1 : due.stop - bands.start + 3]
                spectra = F.conv2d(used.permute(2, 0, 1)[None], *block.spectral)
                take(due, spectra[0].permute(1, 2, 0))
            for place in range(2):
                planes[place].copy_(planes[known + place])
            self.tick()

    def tail(self, tail: FoldedTail, x: Tensor) -> Tensor:
        """All fine pixels, whole stretches of coarse ones with all their neighbours at once and the borders apart."""
        scale = self.net.arguments.scale
        planes = _planes(x, self.height, self.width)
        finer = self.cube.new_empty(self.bands, scale * self.height, scale * self.width)
        chunk = tail_bands(self.height * self.width, self.cube.is_cuda)
        for start in range(0, self.bands, chunk):
            for bands in _segments(start, min(start + chunk, self.bands), self.bands):
                for rows, columns in product(*(_segments(0, side, side) for side in (self.height, self.width))):
                    fine = finer[
                        bands.start : bands.stop,
                        scale * rows.start : scale * rows.stop,
                        scale * columns.start : scale * columns.stop,
                    ]
                    fine.copy_(_enlarged(tail, planes, bands, rows, columns, scale))
            if self.net.arguments.bicubic_skip:
                some = slice(start, start + chunk)
                finer[some] += enlarge(self.cube[None, some], scale)[0]
            self.tick()
        return finer


def _enlarged(tail: FoldedTail, planes: Tensor, bands: Segment, rows: Segment, columns: Segment, scale: int) -> Tensor:
    """Fine pixels of the coarse ones in three segments, ``[bands, s·rows, s·columns]`` in float32 or better."""
    at = (bands.ends, rows.ends, columns.ends)
    seen = slice(max(0, bands.start - AHEAD), min(len(planes), bands.stop + AHEAD))
    around, margins = [], []
    for axis, side in ((columns, planes.shape[3]), (rows, planes.shape[2])):
        around.append(slice(max(0, axis.start - 1), min(side, axis.stop + 1)))
        margins += [int(axis.start == 0), int(axis.stop == side)]
    part = planes[seen, :, around[1], around[0]]
    if any(margins):
        part = F.pad(part.contiguous(memory_format=torch.channels_last), margins)
    parts = F.conv2d(part, tail.kernels[at]).unflatten(1, (2 * AHEAD + 1, scale**2))
    count = bands.stop - bands.start
    total = tail.biases[at].view(1, -1, 1, 1).to(torch.promote_types(parts.dtype, torch.float32))
    total = total.repeat(count, 1, *parts.shape[3:])
    for tap in range(2 * AHEAD + 1):
        # Band ``b`` takes from band ``b + tap - AHEAD``, where there is one.
        first = bands.start + tap - AHEAD
        low, high = max(first, seen.start), min(first + count, seen.stop)
        if low < high:
            total[low - first : high - first] += parts[low - seen.start : high - seen.start, tap]
    return F.pixel_shuffle(total, scale)[:, 0]


def _segments(start: int, stop: int, length: int) -> list[Segment]:
    """``start`` to ``stop`` of an axis of ``length``, its first and its last place apart."""
    cuts = sorted({start, *({1, length - 1} & set(range(start + 1, stop))), stop})
    return [Segment(low, high, (low == 0, high == length)) for low, high in zip(cuts, cuts[1:])]


def _planes(x: Tensor, height: int, width: int) -> Tensor:
    """``[L, H·W, F]`` seen as channels-last ``[L, F, H, W]``, without a copy."""
    return x.unflatten(1, (height, width)).permute(0, 3, 1, 2)


def _pixels(x: Tensor) -> Tensor:
    """The way back from ``_planes``."""
    return x.permute(0, 2, 3, 1).flatten(1, 2)
