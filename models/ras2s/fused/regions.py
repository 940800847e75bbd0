"""Kernels of the region-aware block: what is pooled of the maps, and the filter that each pixel takes."""

from __future__ import annotations

import triton
import triton.language as tl

from .pixels import PATCH, cells, convolved, factors, place, product, row

CELLS = 10
"""Of ``pool``: three by three, and the whole."""
PIXELS = tl.constexpr(512)


@triton.jit(do_not_specialize=["height", "width", "across", "area", "parts"])
def pool(maps, means, height, width, across, area, parts, channels: tl.constexpr):
    """Means of each map, in parts that are to be added up, ``[N, 10, parts, P]``: over the cells of a 3×3 grid, and
    over all of it."""
    cell, part, tile = tl.program_id(0) // parts, tl.program_id(0) % parts, tl.program_id(1).to(tl.int64)
    whole = cell == 9
    top, left = tl.where(whole, 0, cell // 3 * height // 3), tl.where(whole, 0, cell % 3 * width // 3)
    bottom = tl.where(whole, height, tl.cdiv((cell // 3 + 1) * height, 3))
    right = tl.where(whole, width, tl.cdiv((cell % 3 + 1) * width, 3))
    columns, count = right - left, (bottom - top) * (right - left)
    total = tl.zeros((PIXELS, channels), tl.float32)
    for block in range(part, tl.cdiv(count, PIXELS), parts):
        pixel = block * PIXELS + tl.arange(0, PIXELS)
        at = cells((top + pixel // columns) * across + left + pixel % columns, channels)
        total += tl.load(maps + tile * area * channels + at, mask=(pixel < count)[:, None], other=0.0)
    share = tl.sum(total, axis=0) / count
    tl.store(means + ((tile * 10 + cell) * parts + part) * channels + tl.arange(0, channels), share)


@triton.jit(do_not_specialize=["height", "width", "across", "area"])
def pick(
    maps, rounded, filters, spatial, spatial_bias, spectral, spectral_bias, near, far, height, width, across, area,
    channels: tl.constexpr, slots: tl.constexpr, choices: tl.constexpr,
):  # fmt: skip
    """Each pixel through the filter that the spatial guide takes for it (``near``) and that the spectral one does.
    Guides look at ``maps``, filters at ``rounded``, the same as convolutions read it.

    ``filters`` ``[N, 9·P, slots·P]``, as many as there are regions or the next power of two; ``spatial``
    ``[N, 9·P, choices]`` and ``spectral`` ``[P, choices]`` are float32, with biases ``[choices]`` of -∞ beyond them.
    """
    y, x = place(width)
    tile = tl.program_id(1).to(tl.int64)
    start, at = tile * area * channels, y * across + x
    outputs: tl.constexpr = slots * channels
    there, spot = ((y < height) & (x < width))[:, None], cells(at, channels)
    logits = tl.zeros((PATCH, choices), tl.float32) + row(spatial_bias, choices)
    logits = convolved(logits, maps + start, spatial + tile * 9 * channels * choices, at, across, channels, choices)
    by_place = tl.argmax(logits, axis=1)[:, None, None]
    logits = tl.zeros((PATCH, choices), tl.float32) + row(spectral_bias, choices)
    logits = product(tl.load(maps + start + spot), factors(spectral, channels, choices), logits)
    by_spectrum = tl.argmax(logits, axis=1)[:, None, None]
    total = tl.zeros((PATCH, outputs), tl.float32)
    total = convolved(total, rounded + start, filters + tile * 9 * channels * outputs, at, across, channels, outputs)
    each, slot = tl.reshape(total, (PATCH, slots, channels)), tl.arange(0, slots)[None, :, None]
    tl.store(near + start + spot, tl.sum(tl.where(by_place == slot, each, 0.0), axis=1), mask=there)
    tl.store(far + start + spot, tl.sum(tl.where(by_spectrum == slot, each, 0.0), axis=1), mask=there)
