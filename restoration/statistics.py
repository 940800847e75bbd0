"""One streamed pass over a raster before it is restored: what each band holds, and where the data lie."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from ..raster import Window, is_everywhere
from .monitor import Span
from .reading import Reader
from .sampling import Coverage
from .stages import Halt, ReadAhead

READ_VALUES = 4_000_000
"""Values that a pass over the raster reads at a time."""


@dataclass(frozen=True)
class BandStatistics:
    """Of one band's valid pixels, in source units. ``low`` and ``high`` keep the source's type; None when empty.

    ``at_low`` and ``at_high`` are the numbers of pixels that hold exactly ``low`` and ``high``.
    """

    count: int = 0
    low: np.generic | None = None
    high: np.generic | None = None
    mean: float = 0.0
    at_low: int = 0
    at_high: int = 0


def survey_bands(
    reader: Reader, bands: Sequence[int], coverage: Coverage, span: Span, at_once: int | None = None
) -> dict[int, BandStatistics]:
    """Statistics of the given bands (0-based) over the whole raster, in memory that does not grow with it.

    Enters into ``coverage`` where the valid values lie. ``at_once`` values are read, ``READ_VALUES`` if not given, in
    threads of their own while those read before are looked at: one for each strip of the source, if it lets them.
    """
    source, seen, halt = reader.source, 0, Halt()
    strips = source.strips()
    found = [[BandStatistics()] * len(bands) for _ in strips]

    def tick() -> None:
        span.tick(seen / (source.width * source.height))

    def look(items: Iterator[tuple[int, Window, tuple[np.ndarray, np.ndarray] | None]]) -> bool:
        """At the next of ``items``, of which nothing is kept; False when there was none."""
        nonlocal seen
        item = next(items, None)
        if item is None:
            return False
        strip, window, read = item
        if read is not None:
            values, valid = read
            for i in range(len(bands)):
                data = values[i] if is_everywhere(valid[i]) else values[i][valid[i]]
                found[strip][i] = _merged(found[strip][i], _statistics(data))
            coverage.add(window, _counts(valid))
        seen += window.width * window.height
        tick()
        return True

    numbers = range(len(strips))
    groups = [(number,) for number in numbers] if source.reads_side_by_side() else [numbers]
    with ExitStack() as stack:
        readers = deque(
            stack.enter_context(ReadAhead(_read_strips(reader, bands, strips, group, at_once), halt, tick))
            for group in groups
        )
        # However they take turns, each strip has its own sums: the last digits of the means do not depend on it.
        while readers:
            if look(readers[0]):
                readers.rotate(-1)
            else:
                readers.popleft()
    return {band: reduce(_merged, parts) for band, parts in zip(bands, zip(*found))}


def _read_strips(
    reader: Reader, bands: Sequence[int], strips: Sequence[range], numbers: Iterable[int], at_once: int | None
) -> Iterator[tuple[int, Window, tuple[np.ndarray, np.ndarray] | None]]:
    """Each window of the strips of these numbers, with the number, and what is in it: None if the file has nothing."""
    source = reader.source
    for strip in numbers:
        top = strips[strip].start
        for within in reading_windows(source.width, len(strips[strip]), len(bands), source.block, at_once):
            window = replace(within, y=top + within.y)
            yield strip, window, None if source.is_absent(window) else reader.read(window, bands)


def _counts(valid: np.ndarray) -> np.ndarray:
    """int [h, w]: in how many bands each pixel is valid."""
    if is_everywhere(valid):
        return np.full(valid.shape[1:], len(valid))
    return np.count_nonzero(valid, axis=0)


def _statistics(values: np.ndarray) -> BandStatistics:
    if not values.size:
        return BandStatistics()
    low, high = values.min(), values.max()
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(values.mean(dtype=np.float64))
    if not np.isfinite(mean):
        mean = float(low) / 2 + float(high) / 2
    at_low, at_high = (int(np.count_nonzero(values == end)) for end in (low, high))
    return BandStatistics(values.size, low, high, mean, at_low, at_high)


def _merged(one: BandStatistics, other: BandStatistics) -> BandStatistics:
    """The statistics of the values of both."""
    if not (one.count and other.count):
        return one if one.count else other
    count = one.count + other.count
    low, high = min(one.low, other.low), max(one.high, other.high)
    return BandStatistics(
        count=count,
        low=low,
        high=high,
        mean=one.mean * (one.count / count) + other.mean * (other.count / count),
        at_low=sum(part.at_low for part in (one, other) if part.low == low),
        at_high=sum(part.at_high for part in (one, other) if part.high == high),
    )


def reading_windows(
    width: int, height: int, bands: int, block: tuple[int, int], at_once: int | None = None
) -> Iterator[Window]:
    """Windows that cover the raster once, made of whole blocks of the file where those are small enough; ``at_once``
    values or fewer, ``READ_VALUES`` if not given."""
    pixels = max(1, (READ_VALUES if at_once is None else at_once) // bands)
    block_height, block_width = min(block[0], height), min(block[1], width)
    across = min(width, max(1, pixels // (block_height * block_width)) * block_width)
    rows = min(height, max(1, pixels // (across * block_height)) * block_height)
    if rows * across > pixels:
        rows = max(1, pixels // across)
    # Block row by block row, and within one all of a block before the next: none is decoded twice.
    tall = max(rows, block_height)
    for top in range(0, height, tall):
        for x in range(0, width, across):
            for y in range(top, min(top + tall, height), rows):
                yield Window(x, y, min(across, width - x), min(rows, height - y, top + tall - y))
