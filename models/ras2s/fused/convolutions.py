"""Kernels of convolutions, each with all that follows it until the next one needs its neighbours.

What a kernel needs of its own pixels is asked for before the convolution, so that it is there afterwards.

A weight of several input maps has theirs one after the other, ``[maps, 9·P, P]``.
"""

from __future__ import annotations

import triton
import triton.language as tl

from .pixels import PATCH, bounded, cells, convolved, leaky, place, product, row

TAPS = tl.constexpr(16)
"""Of a product with a single band: nine, and room."""


@triton.jit(do_not_specialize=["height", "width", "across", "area", "limit"], do_not_specialize_on_alignment=["band"])
def convolve(
    first, second, weight, bias, added, also_added, band, out, kept, met, height, width, across, area, limit,
    channels: tl.constexpr, slope: tl.constexpr,
):  # fmt: skip
    """3×3 over one map or two side by side, then leaky ReLU of ``slope`` (1: none, 0: ReLU), then sums with two maps
    and a single band ``[N, H, W]``, each if there is one, then the bound of states, if there is one; also stored in
    ``kept`` if there is that."""
    y, x = place(width)
    tile = tl.program_id(1).to(tl.int64)
    start, at = tile * area * channels, y * across + x
    there, spot = ((y < height) & (x < width))[:, None], cells(at, channels)
    if added is not None:
        more = tl.load(added + start + spot, mask=there)
    if also_added is not None:
        yet_more = tl.load(also_added + start + spot, mask=there)
    if band is not None:
        values = tl.load(band + tile * height * width + (y * width + x)[:, None], mask=there)
    total = tl.zeros((PATCH, channels), tl.float32) + row(bias, channels)
    total = convolved(total, first + start, weight, at, across, channels, channels)
    if second is not None:
        total = convolved(total, second + start, weight + 9 * channels * channels, at, across, channels, channels)
    total = leaky(total, slope)
    if added is not None:
        total += more
    if also_added is not None:
        total += yet_more
    if band is not None:
        total += values
    if limit is not None:
        total = bounded(total, limit, met + tile, there)
    tl.store(out + start + spot, total, mask=there)
    if kept is not None:
        tl.store(kept + start + spot, total, mask=there)


@triton.jit(do_not_specialize=["height", "width", "across", "area"], do_not_specialize_on_alignment=["band"])
def from_band(
    band, weight, bias, out, height, width, across, area, channels: tl.constexpr, slope: tl.constexpr
):  # fmt: skip
    """3×3 from a single band ``[N, H, W]``, without a border, to maps; leaky ReLU."""
    y, x = place(width)
    tile = tl.program_id(1).to(tl.int64)
    tap = tl.arange(0, TAPS)
    down, right = y[:, None] + tap[None, :] // 3 - 1, x[:, None] + tap[None, :] % 3 - 1
    inside = (tap < 9)[None, :] & (down >= 0) & (down < height) & (right >= 0) & (right < width)
    seen = tl.load(band + tile * height * width + down * width + right, mask=inside, other=0.0)
    by_taps = tl.load(weight + cells(tap, channels), mask=(tap < 9)[:, None], other=0.0)
    total = tl.zeros((PATCH, channels), tl.float32) + row(bias, channels)
    total = product(seen, by_taps.to(tl.float32), total)
    there = ((y < height) & (x < width))[:, None]
    at = cells(y * across + x, channels)
    tl.store(out + tile * area * channels + at, leaky(total, slope), mask=there)


@triton.jit(do_not_specialize=["height", "width", "across", "area"], do_not_specialize_on_alignment=["added", "out"])
def to_band(maps, weight, bias, added, out, height, width, across, area, channels: tl.constexpr):
    """3×3 from maps to a single band ``[N, H, W]``, without a border, and the sum with one."""
    y, x = place(width)
    tile = tl.program_id(1).to(tl.int64)
    start = maps + tile * area * channels
    total = tl.zeros((PATCH,), tl.float32) + tl.load(bias)
    for tap in tl.static_range(9):
        seen = tl.load(start + cells((y + tap // 3 - 1) * across + x + tap % 3 - 1, channels))
        total += tl.sum(seen.to(tl.float32) * row(weight + tap * channels, channels), axis=1)
    there, at = (y < height) & (x < width), tile * height * width + y * width + x
    tl.store(out + at, total + tl.load(added + at, mask=there), mask=there)


@triton.jit(do_not_specialize=["height", "width", "across", "area"])
def gates(
    hidden, rounded, inputs, weight, bias, update, reset_hidden, height, width, across, area, channels: tl.constexpr
):  # fmt: skip
    """The GRU's gates over ``[rounded, inputs]``: the update, and the hidden state times the reset. ``rounded`` is the
    hidden state as convolutions read it.

    ``weight`` ``[2, 9·P, 2P]``: from the hidden state and from the inputs to update and reset.
    """
    y, x = place(width)
    start, at = tl.program_id(1).to(tl.int64) * area * channels, y * across + x
    both: tl.constexpr = 2 * channels
    there, spot = ((y < height) & (x < width))[:, None], cells(at, channels)
    before = tl.load(hidden + start + spot, mask=there)
    total = tl.zeros((PATCH, both), tl.float32) + row(bias, both)
    total = convolved(total, rounded + start, weight, at, across, channels, both)
    total = convolved(total, inputs + start, weight + 9 * channels * both, at, across, channels, both)
    refreshed, reset = tl.split(tl.permute(tl.reshape(tl.sigmoid(total), (PATCH, 2, channels)), (0, 2, 1)))
    tl.store(update + start + spot, refreshed, mask=there)
    tl.store(reset_hidden + start + spot, reset * before, mask=there)


@triton.jit(do_not_specialize=["height", "width", "across", "area", "limit"])
def candidate(
    reset_hidden, inputs, weight, bias, hidden, update, out, kept, met, height, width, across, area, limit,
    channels: tl.constexpr,
):  # fmt: skip
    """The GRU's next state from ``[reset_hidden, inputs]``, bounded if there is a limit; also stored in ``kept`` if
    there is that."""
    y, x = place(width)
    tile = tl.program_id(1).to(tl.int64)
    start, at = tile * area * channels, y * across + x
    there, spot = ((y < height) & (x < width))[:, None], cells(at, channels)
    before = tl.load(hidden + start + spot, mask=there)
    share = tl.load(update + start + spot, mask=there).to(tl.float32)
    total = tl.zeros((PATCH, channels), tl.float32) + row(bias, channels)
    total = convolved(total, reset_hidden + start, weight, at, across, channels, channels)
    total = convolved(total, inputs + start, weight + 9 * channels * channels, at, across, channels, channels)
    state = before + share * (1 - 2 * tl.sigmoid(total) - before)
    if limit is not None:
        state = bounded(state, limit, met + tile, there)
    tl.store(out + start + spot, state, mask=there)
    if kept is not None:
        tl.store(kept + start + spot, state, mask=there)
