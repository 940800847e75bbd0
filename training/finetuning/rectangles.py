"""The largest rectangles without a gap: where patches can be cut from a scene that has nodata in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...raster import Window

GRAIN = 4
"""Around gaps, rectangles begin and end at multiples of this: a sixteenth of the work, for a rim of 3 px at most."""


def full_rectangles(full: np.ndarray, least: int) -> Iterator[Window]:
    """Rectangles that do not overlap and hold nothing but True, of ``full`` bool ``[h, w]``, the largest first.

    Each is ``least`` pixels wide and high or more.
    """
    height, width = full.shape
    if full.all():
        if min(height, width) >= least:
            yield Window(0, 0, width, height)
        return
    rows, columns = height // GRAIN, width // GRAIN
    blocks = full[: rows * GRAIN, : columns * GRAIN].reshape(rows, GRAIN, columns, GRAIN).all(axis=(1, 3))
    while (found := _largest(blocks, -(-least // GRAIN))) is not None:
        blocks[found.slices] = False
        yield Window(*(GRAIN * number for number in (found.x, found.y, found.width, found.height)))


def _largest(full: np.ndarray, least: int) -> Window | None:
    """The largest rectangle of True whose sides are ``least`` or more; None when there is none.

    Row by row, each column is a bar as high as the True above it; a bar that is higher than the next one is as wide as
    it will get, and is measured.
    """
    best, area = None, 0
    heights = np.zeros(full.shape[1], int)
    for bottom, row in enumerate(full, start=1):
        heights = np.where(row, heights + 1, 0)
        bars: list[tuple[int, int]] = []
        for column, height in enumerate([*heights.tolist(), 0]):
            start = column
            while bars and bars[-1][1] >= height:
                start, tall = bars.pop()
                wide = column - start
                if min(tall, wide) >= least and tall * wide > area:
                    best, area = Window(start, bottom - tall, wide, tall), tall * wide
            bars.append((start, height))
    return best
