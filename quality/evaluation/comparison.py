"""The pass over both rasters that adds up what every metric is made of, window by window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter

from ...raster import Window
from ...restoration.monitor import Span
from ...restoration.statistics import reading_windows
from ..metrics import REACH, spectral_angles, ssim_map
from .pair import Layer, Pair
from .samples import SampleGrid, sample_grid

SIDE = 64
"""Windows are made of squares of this side: tall enough for what is read around them not to be most of the work."""


@dataclass
class BandSums:
    """Over the pixels that are valid in both rasters, scaled; each [B]. ``windows`` counts the similarities."""

    count: np.ndarray
    squared_error: np.ndarray
    error: np.ndarray
    largest_error: np.ndarray
    reference: np.ndarray
    similarity: np.ndarray
    windows: np.ndarray


@dataclass
class Angles:
    """Spectral angles (radians) over the pixels valid in all bands.

    ``picture`` holds those of the sampled pixels, ``worst`` is the (row, column) of the ``largest``. ``undefined``
    counts pixels where the reference is zero throughout.
    """

    picture: np.ndarray
    total: float = 0.0
    count: int = 0
    undefined: int = 0
    largest: float = -math.inf
    worst: tuple[int, int] | None = None

    def add(self, window: Window, angles: np.ndarray, valid: np.ndarray) -> None:
        """The angles of a window [h, w], NaN where undefined."""
        known = valid & ~np.isnan(angles)
        self.total += float(angles[known].sum())
        self.count += int(np.count_nonzero(known))
        self.undefined += int(np.count_nonzero(valid & ~known))
        if known.any():
            angles = np.where(known, angles, -math.inf)
            row, column = np.unravel_index(np.argmax(angles), angles.shape)
            if angles[row, column] > self.largest:
                self.largest = float(angles[row, column])
                self.worst = (window.y + int(row), window.x + int(column))


@dataclass(frozen=True)
class Comparison:
    """All that the comparison of ``bands`` (0-based) found; ``grid`` says which pixels were sampled."""

    bands: tuple[int, ...]
    sums: BandSums
    angles: Angles
    grid: SampleGrid


def compare(pair: Pair, bands: Sequence[int], peak: float, span: Span, side: int = SIDE) -> Comparison:
    """Compares the bands (0-based), in memory that does not grow with the rasters. Raises `Cancelled`.

    The similarity of a pixel counts where all 11 x 11 pixels around it lie in the raster and are valid.
    """
    source = pair.reference.source
    grid = sample_grid(source.width, source.height)
    sums = BandSums(*(np.zeros(len(bands), kind) for kind in (int, float, float, float, float, float, int)))
    angles = Angles(grid.new_map())
    windows = list(reading_windows(source.width, source.height, len(bands), (side, side)))
    with np.errstate(over="ignore", invalid="ignore"):
        for number, window in enumerate(windows, start=1):
            _compare_window(pair, bands, peak, window, sums, angles, grid)
            span.tick(number / len(windows))
    return Comparison(tuple(bands), sums, angles, grid)


def _compare_window(
    pair: Pair, bands: Sequence[int], peak: float, window: Window, sums: BandSums, angles: Angles, grid: SampleGrid
) -> None:
    outer = _widened(window, pair.reference.source.width, pair.reference.source.height)
    inside = Window(window.x - outer.x, window.y - outer.y, window.width, window.height).slices
    products, given_squares, reference_squares = np.zeros((3, window.height, window.width))
    valid = np.ones((window.height, window.width), bool)
    for place, layer in enumerate(pair.layers(outer, bands)):
        _add_similarity(sums, place, layer, peak)
        inner = Layer(layer.given[inside], layer.reference[inside], layer.valid[inside])
        _add_errors(sums, place, inner)
        products += inner.given * inner.reference
        given_squares += inner.given**2
        reference_squares += inner.reference**2
        valid &= inner.valid
    found = np.where(valid, spectral_angles(products, given_squares, reference_squares), np.nan)
    angles.add(window, found, valid)
    grid.enter(angles.picture, window, found)


def _add_errors(sums: BandSums, place: int, layer: Layer) -> None:
    errors = layer.given - layer.reference
    sums.count[place] += np.count_nonzero(layer.valid)
    sums.squared_error[place] += np.sum(errors**2)
    sums.error[place] += np.sum(errors)
    sums.largest_error[place] = max(sums.largest_error[place], np.max(np.abs(errors)))
    sums.reference[place] += np.sum(layer.reference)


def _add_similarity(sums: BandSums, place: int, layer: Layer, peak: float) -> None:
    # What is read around a window ends where the raster does, so what the map leaves out at its border is right.
    similarity = ssim_map(layer.given, layer.reference, peak)
    if not layer.valid.all():
        whole = minimum_filter(layer.valid, 2 * REACH + 1)[REACH:-REACH, REACH:-REACH]
        similarity = similarity[whole]
    sums.similarity[place] += np.sum(similarity)
    sums.windows[place] += similarity.size


def _widened(window: Window, width: int, height: int) -> Window:
    """The window with 5 px on each side, as far as the raster goes."""
    left, top = max(0, window.x - REACH), max(0, window.y - REACH)
    right = min(width, window.x + window.width + REACH)
    bottom = min(height, window.y + window.height + REACH)
    return Window(left, top, right - left, bottom - top)
