"""Kernels of both attentions: that over channels, by sums over all pixels, and that over neighbouring bands."""

from __future__ import annotations

import triton
import triton.language as tl

from .pixels import PATCH, cells, convolved, factors, place, product, row

PIXELS = tl.constexpr(64)
"""Pixels that a program of ``moments`` and ``mix`` takes at once."""
PARTS = tl.constexpr(16)
"""Parts of a tile that ``attention`` reads without waiting for the one before."""


@triton.jit
def position(pixel, width, across):
    """Where the pixels of a tile are, counted row by row."""
    return pixel // width * across + pixel % width


@triton.jit(do_not_specialize=["width", "across", "area", "pixels", "parts"])
def moments(
    feature, hidden, products, sums, pixels, width, across, area, parts, channels: tl.constexpr
):  # fmt: skip
    """Of some pixels of a tile, with the channels of the feature and the hidden state side by side: ``products``
    ``[N, parts, 2P, 2P]`` of any two channels, and ``sums`` ``[N, parts, 2P]``."""
    part, tile = tl.program_id(0), tl.program_id(1).to(tl.int64)
    both: tl.constexpr = 2 * channels
    start = tile * area * channels
    total = tl.zeros((both, both), tl.float32)
    added = tl.zeros((PIXELS, both), tl.float32)
    for block in range(part, tl.cdiv(pixels, PIXELS), parts):
        pixel = block * PIXELS + tl.arange(0, PIXELS)
        there, spot = (pixel < pixels)[:, None], cells(position(pixel, width, across), channels)
        first = tl.load(feature + start + spot, mask=there, other=0.0).to(tl.float32)
        second = tl.load(hidden + start + spot, mask=there, other=0.0)
        values = tl.reshape(tl.permute(tl.join(first, second), (0, 2, 1)), (PIXELS, both))
        total = product(tl.trans(values), values, total)
        added += values
    at = tile * parts + part
    channel = tl.arange(0, both)
    tl.store(products + at * both * both + channel[:, None] * both + channel[None, :], total)
    tl.store(sums + at * both + channel, tl.sum(added, axis=0))


@triton.jit
def exactly(left, right):
    """A product of small matrices."""
    return tl.dot(left, right, input_precision="ieee")


@triton.jit
def lengths(matrix, bias, products, plain, biased):
    """``[P]``: the length of each projected channel along the pixels (``folded.Projection``)."""
    squares = tl.sum(matrix * exactly(products, matrix), axis=0) + bias * (plain + biased)
    return tl.sqrt(tl.maximum(squares, 1e-24))


@triton.jit(do_not_specialize=["pixels", "parts"])
def attention(
    products, sums, query, query_bias, key, key_bias, value, value_bias, apart, matrix, offset, pixels, parts,
    channels: tl.constexpr,
):  # fmt: skip
    """What ``folded.FoldedCrossAttention.mixing`` gives, for one tile."""
    tile = tl.program_id(0).to(tl.int64)
    both: tl.constexpr = 2 * channels
    lane = tl.arange(0, channels)
    square = cells(lane, channels)
    corner = lane[:, None] * both + lane[None, :]
    within = tl.zeros((channels, channels), tl.float32)
    beside, crossed = within, within
    first_sum = tl.zeros((channels,), tl.float32)
    second_sum = first_sum
    for first in range(0, parts, PARTS):
        for each in tl.static_range(PARTS):
            there, at = first + each < parts, tile * parts + first + each
            found = products + at * both * both + corner
            within += tl.load(found, mask=there, other=0.0)
            crossed += tl.load(found + channels, mask=there, other=0.0)
            beside += tl.load(found + channels * both + channels, mask=there, other=0.0)
            first_sum += tl.load(sums + at * both + lane, mask=there, other=0.0)
            second_sum += tl.load(sums + at * both + channels + lane, mask=there, other=0.0)
    asking, answering, given = tl.load(query + square), tl.load(key + square), tl.load(value + square)
    asking_bias, answering_bias = tl.load(query_bias + lane), tl.load(key_bias + lane)
    asked = tl.sum(first_sum[:, None] * asking, axis=0)
    answered = tl.sum(second_sum[:, None] * answering, axis=0)
    asked_biased, answered_biased = asked + pixels * asking_bias, answered + pixels * answering_bias
    cosines = exactly(exactly(tl.trans(asking), crossed), answering)
    cosines += asked_biased[:, None] * answering_bias[None, :] + asking_bias[:, None] * answered[None, :]
    cosines /= lengths(asking, asking_bias, within, asked, asked_biased)[:, None]
    cosines /= lengths(answering, answering_bias, beside, answered, answered_biased)[None, :]
    weights = cosines + tl.load(apart + square)
    weights = tl.exp(weights - tl.max(weights, axis=1)[:, None])
    mixed = tl.trans(weights / tl.sum(weights, axis=1)[:, None])
    tl.store(matrix + tile * channels * channels + square, exactly(given, mixed))
    tl.store(offset + tile * channels + lane, tl.sum(tl.load(value_bias + lane)[:, None] * mixed, axis=0))


@triton.jit(do_not_specialize=["width", "across", "area", "pixels"])
def mix(hidden, matrix, offset, out, kept, pixels, width, across, area, channels: tl.constexpr):
    """``hidden @ matrix + offset``, every tile by its own; also stored in ``kept`` if there is that."""
    pixel = tl.program_id(0) * PIXELS + tl.arange(0, PIXELS)
    tile = tl.program_id(1).to(tl.int64)
    there = (pixel < pixels)[:, None]
    spot = tile * area * channels + cells(position(pixel, width, across), channels)
    total = tl.zeros((PIXELS, channels), tl.float32) + row(offset + tile * channels, channels)
    mixing = factors(matrix + tile * channels * channels, channels, channels)
    total = product(tl.load(hidden + spot, mask=there, other=0.0), mixing, total)
    tl.store(out + spot, total, mask=there)
    if kept is not None:
        tl.store(kept + spot, total, mask=there)


@triton.jit(do_not_specialize=["height", "width", "across", "area"])
def attend(
    hidden, states, weight, bias, out, height, width, across, area, step, span: tl.constexpr, slots: tl.constexpr,
    channels: tl.constexpr,
):  # fmt: skip
    """The soft choice among ``span`` states, which lie ``step`` values apart.

    ``weight`` ``[span + 1, 9·P, slots·P]`` goes from the hidden state and from each of the states to the logits of all,
    doubled for tanh by ``σ``; ``slots`` is ``span`` or the next power of two.
    """
    y, x = place(width)
    start, at = tl.program_id(1).to(tl.int64) * area * channels, y * across + x
    outputs: tl.constexpr = slots * channels
    total = tl.zeros((PATCH, outputs), tl.float32) + row(bias, outputs)
    total = convolved(total, hidden + start, weight, at, across, channels, outputs)
    for slot in tl.static_range(span):
        behind = weight + (slot + 1) * 9 * channels * outputs
        total = convolved(total, states + slot * tl.cast(step, tl.int64) + start, behind, at, across, channels, outputs)
    # tanh(a) is 2σ(2a) - 1, and the constant falls out of the soft-max.
    shares = tl.reshape(tl.exp(2 * tl.sigmoid(total)), (PATCH, slots, channels))
    there, spot = ((y < height) & (x < width))[:, None], cells(at, channels)
    chosen = tl.zeros((PATCH, channels), tl.float32)
    whole = chosen
    for slot in tl.static_range(span):
        share = tl.sum(tl.where(tl.arange(0, slots)[None, :, None] == slot, shares, 0.0), axis=1)
        chosen += share * tl.load(states + slot * tl.cast(step, tl.int64) + start + spot, mask=there, other=0.0)
        whole += share
    tl.store(out + start + spot, chosen / whole, mask=there)
