"""The one reversible map from a raster's units to a model's range, fitted once for the whole raster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .clean_range import clean_ranges
from .sampling import SampleWindow, quantiles, some_values
from .statistics import BandStatistics

FARTHEST = 1e15
PIXELS_AT_ONCE = 1 << 16
"""Of small tiles several bands go to the model's range by one call: many short ones keep other threads waiting."""


@dataclass(frozen=True)
class Scaling:
    """``low`` and ``width`` (float64 [B]): what maps to 0 in each band, and how far above it 1 is; no clipping."""

    kind: str
    low: np.ndarray
    width: np.ndarray

    def to_model(self, values: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Source units (any type, [B, h, w]) to the model's range, float32, into ``out`` if given."""
        scaled = np.empty(values.shape, np.float32) if out is None else out
        at_once = max(1, PIXELS_AT_ONCE // max(1, values.shape[1] * values.shape[2]))
        # Nodata may lie far beyond what float32 holds; it is filled afterwards.
        with np.errstate(over="ignore", invalid="ignore"):
            for first in range(0, len(values), at_once):
                some = slice(first, first + at_once)
                away = values[some].astype(np.float64)
                away -= self.low[some, None, None]
                away /= self.width[some, None, None]
                scaled[some] = away
        return scaled

    def to_source(self, values: np.ndarray, band: int) -> np.ndarray:
        """The model's range ([h, w] of one band) to source units, float64."""
        return self.correction_to_source(values, band) + self.low[band]

    def correction_to_source(self, correction: np.ndarray, band: int) -> np.ndarray:
        """A difference in the model's range ([h, w] of one band) to source units, float64."""
        # At once, with a conversion in between, would take twice as long.
        wide = correction.astype(np.float64)
        wide *= self.width[band]
        return wide

    def __str__(self) -> str:
        if self.kind == "none":
            return "none: values go to the model as they are"
        if self.kind == "cube":
            return f"cube: {self.low[0]:.6g} to {self.low[0] + self.width[0]:.6g} maps to 0 to 1"
        if self.kind == "centred":
            return (
                f"centred: band means {self.low.min():.6g} to {self.low.max():.6g} map to 0, "
                f"{self.width[0]:.6g} to a width of 1"
            )
        high = self.low + self.width
        return (
            f"band: lower ends {self.low.min():.6g} to {self.low.max():.6g} map to 0, "
            f"upper ends {high.min():.6g} to {high.max():.6g} to 1"
        )


def fit_scaling(
    kind: str,
    sample: Sequence[SampleWindow],
    bands: Mapping[int, BandStatistics],
    tick: Callable[[float], None] = lambda fraction: None,
) -> Scaling:
    """The map of ``kind`` (cube, band, centred or none) for ``bands``, from a sample of those bands in their order.

    ``centred`` is for networks that are shown the deviation from each band's mean over the whole raster (SSRNet): one
    width for all bands, the cube's, so that the shape of spectra is kept.
    """
    count = len(bands)
    if kind == "none":
        return Scaling(kind, np.zeros(count), np.ones(count))
    if kind == "centred":
        cube = fit_scaling("cube", sample, bands, tick)
        return Scaling(kind, np.array([band.mean for band in bands.values()]), cube.width)
    raw_low = np.array([float(band.low) for band in bands.values()])
    raw_high = np.array([float(band.high) for band in bands.values()])
    if kind == "cube":
        raw_low, raw_high = np.full(count, raw_low.min()), np.full(count, raw_high.max())
    low, high = _estimate(kind, sample, count, tick)
    with np.errstate(over="ignore", invalid="ignore"):
        usable = np.isfinite(high - low) & (high > low)
        low, high = np.where(usable, low, raw_low), np.where(usable, high, raw_high)
        width = high - low
    return Scaling(kind, low, np.where(np.isfinite(width) & (width > 0), width, 1.0))


def _estimate(
    kind: str, sample: Sequence[SampleWindow], count: int, tick: Callable[[float], None]
) -> tuple[np.ndarray, np.ndarray]:
    """The clean range of each band; NaN for bands that the sample has no valid pixel of.

    The estimate computes in float32, so values are first brought near 0: by band if the bands have units of their
    own, else by one map for all.
    """
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    seen = np.zeros(count, bool)
    for window in sample:
        seen |= window.valid.any(axis=(1, 2))
    if not seen.any():
        return low, high
    values = [some_values(sample, band) for band in np.flatnonzero(seen)]
    if kind == "cube":
        values = [np.concatenate(values)]
    places = np.array([quantiles(found, (0.01, 0.5, 0.99)) for found in values])
    bottom, middle, top = np.broadcast_to(places, (np.count_nonzero(seen), 3)).T
    spread = np.where(top > bottom, top / 2 - bottom / 2, 1.0)
    alike = [_brought_near(window, seen, middle, spread) for window in sample]
    band_low, band_high, cube_low, cube_high = clean_ranges(alike, np.zeros(len(middle)), tick)
    with np.errstate(over="ignore"):
        if kind == "cube":
            low[:], high[:] = cube_low * spread[0] + middle[0], cube_high * spread[0] + middle[0]
        else:
            low[seen], high[seen] = band_low * spread + middle, band_high * spread + middle
    return low, high


def _brought_near(window: SampleWindow, seen: np.ndarray, middle: np.ndarray, spread: np.ndarray) -> SampleWindow:
    """Bands ``seen`` of a window, with ``middle`` at 0 and ``spread`` as unit; unused where invalid."""
    values = np.empty((len(middle), *window.values.shape[1:]), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for row, band in enumerate(np.flatnonzero(seen)):
            near = window.values[band].astype(np.float64) / spread[row] - middle[row] / spread[row]
            values[row] = np.clip(near, -FARTHEST, FARTHEST)
    return SampleWindow(values, window.valid[seen])
