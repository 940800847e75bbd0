"""One streamed pass over a raster before it is restored: what each band holds, and a bounded sample of windows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..raster import CubeSource, Window
from .monitor import Span

READ_VALUES = 4_000_000
SAMPLE_VALUES = 12_000_000
SAMPLE_SIDE = 96
SMALLEST_SAMPLE_SIDE = 16


@dataclass(frozen=True)
class BandStatistics:
    """Of one band's valid pixels, in source units. ``low`` and ``high`` keep the source's type; None when empty."""

    count: int
    low: np.generic | None
    high: np.generic | None
    mean: float


@dataclass(frozen=True)
class SampleWindow:
    """A window of the raster: ``values`` [B, h, w] in the source's type, ``valid`` bool [B, h, w]."""

    values: np.ndarray
    valid: np.ndarray


def survey_bands(source: CubeSource, bands: Sequence[int], span: Span) -> dict[int, BandStatistics]:
    """Statistics of the given bands (0-based) over the whole raster, in memory that does not grow with it."""
    count = np.zeros(len(bands), np.int64)
    total = np.zeros(len(bands))
    low: list[np.generic | None] = [None] * len(bands)
    high: list[np.generic | None] = [None] * len(bands)
    windows = list(reading_windows(source.width, source.height, len(bands), source.block))
    for number, window in enumerate(windows):
        values, valid = source.read(window, bands), source.read_valid(window, bands)
        for i in range(len(bands)):
            band = values[i][valid[i]]
            if band.size:
                count[i] += band.size
                total[i] += band.sum(dtype=np.float64)
                low[i] = band.min() if low[i] is None else min(low[i], band.min())
                high[i] = band.max() if high[i] is None else max(high[i], band.max())
        span.tick((number + 1) / len(windows))
    return {
        band: BandStatistics(int(count[i]), low[i], high[i], total[i] / count[i] if count[i] else 0.0)
        for i, band in enumerate(bands)
    }


def reading_windows(width: int, height: int, bands: int, block: tuple[int, int]) -> Iterator[Window]:
    """Windows that cover the raster once, made of whole blocks of the file where those are small enough."""
    pixels = max(1, READ_VALUES // bands)
    block_height, block_width = min(block[0], height), min(block[1], width)
    across = min(width, max(1, pixels // (block_height * block_width)) * block_width)
    rows = min(height, max(1, pixels // (across * block_height)) * block_height)
    if rows * across > pixels:
        rows = max(1, pixels // across)
    for y in range(0, height, rows):
        for x in range(0, width, across):
            yield Window(x, y, min(across, width - x), min(rows, height - y))


def read_sample(source: CubeSource, bands: Sequence[int], span: Span, limit: int = SAMPLE_VALUES) -> list[SampleWindow]:
    """About ``limit`` values of the given bands at most: the whole raster if small, else windows spread over it."""
    windows = sample_windows(source.width, source.height, len(bands), limit)
    sample = []
    for number, window in enumerate(windows):
        valid = source.read_valid(window, bands)
        if valid.any():
            sample.append(SampleWindow(source.read(window, bands), valid))
        span.tick((number + 1) / len(windows))
    return sample


def sample_windows(width: int, height: int, bands: int, limit: int) -> list[Window]:
    """An even grid of windows with at most about ``limit`` values; it covers a raster that has no more than that."""
    pixels = max(1, limit // bands)
    side = max(SMALLEST_SAMPLE_SIDE, min(SAMPLE_SIDE, math.isqrt(pixels)))
    w, h = min(side, width), min(side, height)
    across, down = math.ceil(width / w), math.ceil(height / h)
    affordable = max(1, pixels // (w * h))
    if across * down > affordable:
        shrink = math.sqrt(affordable / (across * down))
        across = max(1, int(across * shrink))
        down = max(1, min(down, affordable // across))
    return [
        Window(int(x), int(y), w, h)
        for y in np.linspace(0, height - h, down).round()
        for x in np.linspace(0, width - w, across).round()
    ]
