"""The one reversible map from a raster's units to a model's range, fitted once for the whole raster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .clean_range import clean_ranges
from .statistics import BandStatistics, SampleWindow


@dataclass(frozen=True)
class Scaling:
    """``low`` and ``width`` (float64 [B]) of the range of each band that maps to [0, 1]; nothing is ever clipped."""

    kind: str
    low: np.ndarray
    width: np.ndarray

    def to_model(self, values: np.ndarray) -> np.ndarray:
        """Source units (any type, [B, h, w]) to the model's range, float32."""
        scaled = np.empty(values.shape, np.float32)
        for band, (low, width) in enumerate(zip(self.low, self.width)):
            scaled[band] = (values[band].astype(np.float64) - low) / width
        return scaled

    def to_source(self, values: np.ndarray) -> np.ndarray:
        """The model's range ([B, h, w]) to source units, float64."""
        return values * self.width[:, None, None] + self.low[:, None, None]

    def correction_to_source(self, correction: np.ndarray) -> np.ndarray:
        """A difference in the model's range ([B, h, w]) to source units, float64."""
        return correction * self.width[:, None, None]

    def __str__(self) -> str:
        if self.kind == "none":
            return "none: values go to the model as they are"
        if self.kind == "cube":
            return f"cube: {self.low[0]:.6g} to {self.low[0] + self.width[0]:.6g} maps to 0 to 1"
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
    """The map of ``kind`` (cube, band or none) for ``bands``, from a sample of exactly those bands in their order."""
    count = len(bands)
    if kind == "none":
        return Scaling(kind, np.zeros(count), np.ones(count))
    raw_low = np.array([float(band.low) for band in bands.values()])
    raw_high = np.array([float(band.high) for band in bands.values()])
    means = np.array([band.mean for band in bands.values()])
    if kind == "cube":
        _, _, cube_low, cube_high = clean_ranges(sample, means, tick)
        low, high = np.full(count, cube_low), np.full(count, cube_high)
        raw_low, raw_high = np.full(count, raw_low.min()), np.full(count, raw_high.max())
    else:
        low, high = _ranges_of_unlike_bands(sample, means, raw_high - raw_low, tick)
    usable = high > low
    low, high = np.where(usable, low, raw_low), np.where(usable, high, raw_high)
    return Scaling(kind, low, np.where(high > low, high - low, 1.0))


def _ranges_of_unlike_bands(
    sample: Sequence[SampleWindow], means: np.ndarray, spread: np.ndarray, tick: Callable[[float], None]
) -> tuple[np.ndarray, np.ndarray]:
    """The clean range of each band, for bands with units of their own: brought near each other for the estimate."""
    spread = np.where(spread > 0, spread, 1.0)
    alike = [
        SampleWindow(((window.values - means[:, None, None]) / spread[:, None, None]).astype(np.float32), window.valid)
        for window in sample
    ]
    low, high, _, _ = clean_ranges(alike, np.zeros(len(means)), tick)
    return low * spread + means, high * spread + means
