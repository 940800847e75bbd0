"""A bounded sample of a raster: windows where data are, spread evenly over them.

The raster is cut into cells of the size of a window. A survey of the raster counts the valid values of each cell
(`Coverage`); the cells with data are halved again and again, across their longer side, into as many parts of equal
numbers as there may be windows; and each part is seen by the cell in its middle. A rotated swath with empty corners
thus has as many windows as a full rectangle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..raster import Window
from .monitor import Span
from .reading import Reader

SAMPLE_VALUES = 12_000_000
SAMPLE_SIDE = 96
SMALLEST_SAMPLE_SIDE = 16
WELL_FILLED = 0.5
COUNTED_VALUES = 20_000


@dataclass(frozen=True)
class SampleWindow:
    """A window of the raster: ``values`` [B, h, w] in the source's type, ``valid`` bool [B, h, w]."""

    values: np.ndarray
    valid: np.ndarray


class Coverage:
    """How many valid values each cell of a raster holds, and the windows of a sample of about ``limit`` values."""

    def __init__(self, width: int, height: int, bands: int, limit: int = SAMPLE_VALUES) -> None:
        pixels = max(1, limit // bands)
        side = max(SMALLEST_SAMPLE_SIDE, min(SAMPLE_SIDE, math.isqrt(pixels)))
        self._raster = (height, width)
        self._cell = (min(side, height), min(side, width))
        self._affordable = max(1, pixels // math.prod(self._cell))
        self._counts = np.zeros([math.ceil(n / side) for n, side in zip(self._raster, self._cell)], np.int64)

    def add(self, window: Window, counts: np.ndarray) -> None:
        """Enters ``counts`` (int [h, w]), the number of valid values of each pixel of ``window``."""
        height, width = self._cell
        rows, columns = _cells_of(window.y, window.height, height), _cells_of(window.x, window.width, width)
        sums = np.add.reduceat(counts, [max(0, row * height - window.y) for row in rows], axis=0)
        sums = np.add.reduceat(sums, [max(0, column * width - window.x) for column in columns], axis=1)
        self._counts[rows.start : rows.stop, columns.start : columns.stop] += sums

    def windows(self) -> list[Window]:
        """The windows to sample, row by row; all of the raster where that is affordable, and none without data."""
        cells = np.argwhere(self._counts)
        filled = self._counts[tuple(cells.T)]
        chosen = [_middle(*part) for part in _parts(cells, filled, self._affordable)]
        return [self._window(row, column) for row, column in sorted(chosen)]

    def _window(self, row: int, column: int) -> Window:
        """The window of a cell; those that would stick out are shifted inwards."""
        (height, width), (rows, columns) = self._cell, self._raster
        return Window(min(column * width, columns - width), min(row * height, rows - height), width, height)


def read_sample(reader: Reader, bands: Sequence[int], windows: Sequence[Window], span: Span) -> list[SampleWindow]:
    """The windows that hold a valid pixel of the given bands (0-based)."""
    sample = []
    for number, window in enumerate(windows, start=1):
        values, valid = reader.read(window, bands)
        if valid.any():
            sample.append(SampleWindow(values, valid))
        span.tick(number / len(windows))
    return sample


def some_values(sample: Sequence[SampleWindow], band: int, without: Sequence[np.generic] = ()) -> np.ndarray:
    """About 20 000 of a band's valid values (float64), from all windows; not those in ``without``."""
    values = np.concatenate([window.values[band][window.valid[band]] for window in sample])
    if len(without):
        values = values[~np.isin(values, without)]
    return values[:: max(1, values.size // COUNTED_VALUES)].astype(np.float64)


def quantiles(values: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """The values below which the given shares of ``values`` lie: values that occur, so nothing can overflow."""
    ordered = np.sort(values)
    return ordered[[round(share * (len(ordered) - 1)) for share in shares]]


def _cells_of(start: int, length: int, side: int) -> range:
    return range(start // side, (start + length - 1) // side + 1)


def _parts(cells: np.ndarray, filled: np.ndarray, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """``cells`` [N, 2] with what they hold [N], in at most ``count`` compact parts of about equal numbers of cells."""
    count = min(count, len(cells))
    if count <= 1:
        return [(cells, filled)] if count else []
    order = np.argsort(cells[:, np.argmax(np.ptp(cells, axis=0))], kind="stable")
    half = count // 2
    cut = len(cells) * half // count
    return [
        part
        for chosen, share in ((order[:cut], half), (order[cut:], count - half))
        for part in _parts(cells[chosen], filled[chosen], share)
    ]


def _middle(cells: np.ndarray, filled: np.ndarray) -> tuple[int, int]:
    """The cell nearest to the middle of all, among those that hold at least half of what the fullest one holds."""
    well = cells[filled >= WELL_FILLED * filled.max()]
    row, column = well[np.argmin(np.sum((well - cells.mean(axis=0)) ** 2, axis=1))]
    return int(row), int(column)
