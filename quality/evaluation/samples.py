"""Small pictures of large rasters: every n-th pixel of every n-th row, as it is, so that noise looks like noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...raster import Window
from .pair import Pair

LONGEST_SIDE = 512


@dataclass(frozen=True)
class SampleGrid:
    """The sampled pixels of a raster: ``rows`` and ``columns`` (int, ascending), ``step`` pixels apart."""

    width: int
    height: int
    step: int
    rows: np.ndarray
    columns: np.ndarray

    def new_map(self) -> np.ndarray:
        """float32 of NaN, one for each sampled pixel."""
        return np.full((self.rows.size, self.columns.size), np.nan, np.float32)

    def enter(self, picture: np.ndarray, window: Window, values: np.ndarray) -> None:
        """Puts what ``values`` [h, w] hold at the sampled pixels of ``window`` into ``picture``."""
        (top, bottom), (left, right) = (
            np.searchsorted(places, (start, start + length))
            for places, start, length in (
                (self.rows, window.y, window.height), (self.columns, window.x, window.width),
            )
        )  # fmt: skip
        chosen = np.ix_(self.rows[top:bottom] - window.y, self.columns[left:right] - window.x)
        picture[top:bottom, left:right] = values[chosen]

    def median_pixel(self, picture: np.ndarray) -> tuple[tuple[int, int], float] | None:
        """(row, column) of the sampled pixel that holds the (lower) median, and that; None when all are NaN."""
        known = np.flatnonzero(~np.isnan(picture))
        if not known.size:
            return None
        order = known[np.argsort(picture.ravel()[known], kind="stable")]
        row, column = np.unravel_index(order[(order.size - 1) // 2], picture.shape)
        return (int(self.rows[row]), int(self.columns[column])), float(picture[row, column])


def sample_grid(width: int, height: int) -> SampleGrid:
    """At most 512 x 512 pixels, spread evenly."""
    step = math.ceil(max(width, height) / LONGEST_SIDE)
    rows, columns = (np.arange(min(step // 2, (size - 1) // 2), size, step) for size in (height, width))
    return SampleGrid(width, height, step, rows, columns)


def sample_bands(pair: Pair, bands: Sequence[int], grid: SampleGrid) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """By band (0-based), the given and the reference raster at the sampled pixels, scaled; NaN where not valid."""
    maps = {band: (grid.new_map(), grid.new_map()) for band in bands}
    for row in grid.rows:
        window = Window(0, int(row), grid.width, 1)
        for (given, reference), layer in zip(maps.values(), pair.layers(window, list(maps))):
            grid.enter(given, window, np.where(layer.valid, layer.given, np.nan))
            grid.enter(reference, window, np.where(layer.valid, layer.reference, np.nan))
    return maps


def read_spectra(pair: Pair, bands: Sequence[int], pixel: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Given and reference spectrum [B] of a pixel (row, column), in the rasters' own unit; NaN where not valid."""
    layers = list(pair.layers(Window(pixel[1], pixel[0], 1, 1), bands))
    spectra = np.array([[layer.given[0, 0], layer.reference[0, 0]] for layer in layers])
    spectra[[not layer.valid[0, 0] for layer in layers]] = np.nan
    return tuple(pair.unscaled(spectra).T)
