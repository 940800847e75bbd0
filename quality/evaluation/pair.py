"""Two rasters read side by side, as numbers that can be compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...raster import CubeSource, Window
from ...restoration.reading import Reader


@dataclass(frozen=True)
class Linear:
    """``value * gain + offset``, for each band."""

    gains: tuple[float, ...]
    offsets: tuple[float, ...]

    def apply(self, values: np.ndarray, band: int) -> np.ndarray:
        """float64."""
        values = values.astype(np.float64)
        if (self.gains[band], self.offsets[band]) != (1, 0):
            values = values * self.gains[band] + self.offsets[band]
        return values


@dataclass(frozen=True)
class Layer:
    """A window of one band: ``given`` and ``reference`` (float64 [h, w]), and where both are valid (bool [h, w]).

    Pixels that are not valid hold 0.
    """

    given: np.ndarray
    reference: np.ndarray
    valid: np.ndarray


@dataclass(frozen=True)
class Pair:
    """``given`` and ``reference``, brought to the same unit by ``units``; ``low`` becomes 0, and ``low + width`` 1."""

    given: Reader
    reference: Reader
    units: tuple[Linear, Linear]
    low: float = 0.0
    width: float = 1.0

    def layers(self, window: Window, bands: Sequence[int]) -> Iterator[Layer]:
        """The bands (0-based) of a window, scaled."""
        given, given_valid = self.given.read(window, bands)
        reference, reference_valid = self.reference.read(window, bands)
        for place, band in enumerate(bands):
            valid = given_valid[place] & reference_valid[place]
            pictures = (given[place], reference[place])
            scaled = [self._scaled(values, units, band) for values, units in zip(pictures, self.units)]
            yield Layer(*(np.where(valid, values, 0.0) for values in scaled), valid)

    def unscaled(self, values: np.ndarray) -> np.ndarray:
        """Scaled values in the rasters' own unit."""
        return values * self.width + self.low

    def _scaled(self, values: np.ndarray, units: Linear, band: int) -> np.ndarray:
        # Nodata is often the largest number that a type holds.
        with np.errstate(over="ignore", invalid="ignore"):
            return (units.apply(values, band) - self.low) / self.width


def common_units(given: CubeSource, reference: CubeSource) -> tuple[Linear, Linear]:
    """What brings both to one unit: nothing where scale and offset of all bands agree, else each its own."""
    stated = _stated(given), _stated(reference)
    pairs = zip(*(linear.gains + linear.offsets for linear in stated))
    if all(math.isclose(one, other, rel_tol=1e-9) for one, other in pairs):
        alike = Linear((1.0,) * given.count, (0.0,) * given.count)
        return alike, alike
    return stated


def _stated(source: CubeSource) -> Linear:
    bands = [source.dataset.GetRasterBand(number) for number in range(1, source.count + 1)]
    gains, offsets = ([band.GetScale() for band in bands], [band.GetOffset() for band in bands])
    return Linear(
        tuple(1.0 if gain is None else gain for gain in gains),
        tuple(0.0 if offset is None else offset for offset in offsets),
    )
