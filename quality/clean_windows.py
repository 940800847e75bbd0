"""The clean raster that noise is added to: the source itself, or the source down-sampled, window by window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..raster import CubeSource, Window
from ..raster.grid import REACH, lowest_reached, reached_window
from ..raster.nodata import filler
from .draws import CELL
from .resample import downsample

VALUES_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class CleanWindow:
    """``values`` (float64), ``valid`` (bool), and what the pixels hold that are not: ``native``, all [B, h, w]."""

    values: np.ndarray
    native: np.ndarray
    valid: np.ndarray


def work_windows(width: int, height: int, bands: int, factor: int) -> Iterator[tuple[Window, list[range]]]:
    """Windows that cover a raster once, of whole cells of `draws`, each with the runs of bands to read it in.

    ``width`` and ``height`` are those of the raster down-sampled by ``factor``. What is read at once is about
    ``VALUES_AT_ONCE`` values, or one band of one cell's column where that is more.
    """
    rows = factor * (CELL + 2 * REACH)
    across = max(1, VALUES_AT_ONCE // (rows * factor * CELL)) * CELL
    at_once = max(1, VALUES_AT_ONCE // (rows * factor * min(across, width)))
    runs = [range(first, min(first + at_once, bands)) for first in range(0, bands, at_once)]
    for y in range(0, height, CELL):
        for x in range(0, width, across):
            yield Window(x, y, min(across, width - x), min(CELL, height - y)), runs


def read_clean(source: CubeSource, window: Window, bands: Sequence[int], factor: int) -> CleanWindow:
    """A window of the raster down-sampled by ``factor`` (1: as it is), for some bands (0-based).

    A coarse pixel that an invalid pixel enters is invalid. Alpha bands are not valid: they stay, or where coarser take
    the lowest of what enters.
    """
    alpha = np.isin(bands, source.alpha_bands)
    if factor == 1:
        native = source.read(window, bands)
        valid = source.read_valid(window, bands, native) & ~alpha[:, None, None]
        return CleanWindow(native.astype(np.float64), native, valid)
    reached, inside = reached_window(window, factor, source.width, source.height)
    fine = source.read(reached, bands)
    fine_valid = source.read_valid(reached, bands, fine)
    inside = (slice(None), *inside)
    values = downsample(np.where(fine_valid, fine, 0), factor)[inside]
    native = np.empty(values.shape, source.dtype)
    for layer, band in enumerate(bands):
        native[layer] = filler(source.nodata[band], source.dtype)
    native[alpha] = lowest_reached(fine[alpha], factor)[inside]
    return CleanWindow(values, native, lowest_reached(fine_valid, factor)[inside] & ~alpha[:, None, None])
