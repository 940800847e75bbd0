"""What the kernels share: which pixels a program has, what it sees of maps there, and what convolutions add up.

Maps are ``[N, H, W, P]`` with a border of zeros a pixel wide around every tile; a row takes ``across`` pixels of memory
and a tile ``area``, and a pointer points to the first pixel within the border. So neighbours are read without asking
whether there are any. A program has the pixels of one patch of one tile; its grid is ``patches``. What a patch has
beyond its tile is read as it comes, and never written.
"""

from __future__ import annotations

import triton
import triton.language as tl

PATCH_ROWS = tl.constexpr(8)
PATCH_COLUMNS = tl.constexpr(16)
PATCH = tl.constexpr(128)
"""Pixels of a patch."""


def patches(count: int, height: int, width: int) -> tuple[int, int]:
    """A program for each patch of each of ``count`` tiles."""
    across = triton.cdiv(width, PATCH_COLUMNS.value)
    return across * triton.cdiv(height, PATCH_ROWS.value), count


@triton.jit
def place(width):
    """Rows and columns of the patch's pixels; some may lie beyond the tile."""
    across = tl.cdiv(width, PATCH_COLUMNS)
    patch, pixel = tl.program_id(0), tl.arange(0, PATCH)
    y = patch // across * PATCH_ROWS + pixel // PATCH_COLUMNS
    x = patch % across * PATCH_COLUMNS + pixel % PATCH_COLUMNS
    return y, x


@triton.jit
def cells(at, channels: tl.constexpr):
    """Where the channels of pixels are, ``[pixels, channels]``."""
    return at[:, None] * channels + tl.arange(0, channels)[None, :]


@triton.jit
def factors(weight, rows: tl.constexpr, columns: tl.constexpr):
    """A matrix ``[rows, columns]``."""
    return tl.load(weight + tl.arange(0, rows)[:, None] * columns + tl.arange(0, columns)[None, :])


@triton.jit
def row(values, length: tl.constexpr):
    """``[1, length]``."""
    return tl.load(values + tl.arange(0, length))[None, :]


@triton.jit
def product(left, right, total):
    """``total + left @ right``, computed in the type of ``right``; float32 as three products of its leading bits, which
    loses no more than float32 itself does."""
    return tl.dot(left.to(right.dtype), right, total, input_precision="tf32x3")


@triton.jit
def around(tile, at, across, first, taps: tl.constexpr, channels: tl.constexpr):
    """What some taps of a 3×3 see from pixels, side by side, ``[pixels, taps·channels]``."""
    column = tl.arange(0, taps * channels)
    tap = first + column // channels
    shift = ((tap // 3 - 1) * across + tap % 3 - 1) * channels + column % channels
    return tl.load(tile + at[:, None] * channels + shift[None, :])


@triton.jit
def convolved(total, tile, weight, at, across, channels: tl.constexpr, outputs: tl.constexpr):
    """``total`` and the 3×3 convolution of a tile by ``weight`` ``[9·P, outputs]``."""
    if weight.dtype.element_ty.primitive_bitwidth == 32:
        # Three products of leading bits need so many registers that one tap after the other is faster.
        for tap in range(9):
            seen = around(tile, at, across, tap, 1, channels)
            total = product(seen, factors(weight + tap * channels * outputs, channels, outputs), total)
    else:
        # Eight taps at once, and one: nine would make no power of two. All is asked for before any of it is waited for.
        eight, ninth = around(tile, at, across, 0, 8, channels), around(tile, at, across, 8, 1, channels)
        by_eight = factors(weight, 8 * channels, outputs)
        by_ninth = factors(weight + 8 * channels * outputs, channels, outputs)
        total = product(ninth, by_ninth, product(eight, by_eight, total))
    return total


@triton.jit
def leaky(x, slope: tl.constexpr):
    return tl.where(x > 0, x, slope * x)


@triton.jit
def bounded(state, limit, met, there):
    """The state within ``limit`` of 0; counts in ``met`` how many of its values meet it. Not a number stays so."""
    hits = (tl.abs(state) >= limit) & there
    count = tl.sum(tl.sum(hits.to(tl.int32), axis=1), axis=0)
    tl.atomic_add(met, count.to(tl.int64), mask=count > 0)
    low = tl.maximum(state, -limit, propagate_nan=tl.PropagateNan.ALL)
    return tl.minimum(low, limit, propagate_nan=tl.PropagateNan.ALL)
