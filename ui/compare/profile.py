"""The spectrum of a raster layer at a point: what its bands are, and their values as QGIS shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsPointXY, QgsRasterLayer

_SAME_NM = 0.05
"""Bands whose wavelengths differ by no more are the same band, in rasters of different precision."""


@dataclass(frozen=True, eq=False)
class Bands:
    """What is known of the bands of a layer, one entry each; equal only to itself.

    ``wavelengths_nm`` is None when the file states none; a single band without is NaN. ``bad`` True = flagged bad.
    ``unit`` is that of the values, empty when not stated. ``scaled`` tells that values have been multiplied by the
    file's scale, and its offset added.
    """

    names: tuple[str, ...]
    wavelengths_nm: np.ndarray | None
    bad: np.ndarray
    unit: str
    scaled: bool


@dataclass(frozen=True)
class Spectrum:
    """Values float64 [bands] of one layer; NaN where there are no data. ``inside`` is False off the raster."""

    layer: str
    bands: Bands
    values: np.ndarray
    inside: bool


@dataclass(frozen=True)
class Place:
    """A point on the map and the name of the CRS that its coordinates are in (empty: none)."""

    x: float
    y: float
    crs: str


@dataclass(frozen=True)
class Reading:
    """What both layers hold at a place; None for a layer that was not chosen."""

    place: Place
    before: Spectrum | None
    after: Spectrum | None

    def spectra(self) -> tuple[Spectrum, ...]:
        return tuple(spectrum for spectrum in (self.before, self.after) if spectrum is not None)


class LayerReader:
    """Reads a layer in another thread than the main one, through a provider of its own.

    Made in the main thread; ``read`` belongs to one other thread.
    """

    def __init__(self, layer: QgsRasterLayer) -> None:
        self._provider = layer.dataProvider().clone()
        self._path = layer.source().partition("|option:")[0]
        self._name = layer.name()
        self._bands: Bands | None = None

    def read(self, point: QgsPointXY | None, is_cancelled: Callable[[], bool]) -> Spectrum | None:
        """The spectrum at ``point``, in the layer's CRS (None: it has no place there); None when cancelled."""
        if self._bands is None:
            self._bands = self._describe()
        count = len(self._bands.names)
        values = np.full(count, np.nan)
        inside = point is not None and self._provider.extent().contains(point)
        for band in range(1, count + 1 if inside else 1):
            if is_cancelled():
                return None
            value, is_data = self._provider.sample(point, band)
            if is_data:
                values[band - 1] = value
        return Spectrum(self._name, self._bands, values, inside)

    def _describe(self) -> Bands:
        # osgeo is for raster/ to import, and not needed before somebody asks for a spectrum.
        from ...raster import read_spectral
        from ...raster.gdal_calls import open_raster
        from ...raster.texts import unit

        provider = self._provider
        numbers = range(1, provider.bandCount() + 1)
        wavelengths, bad, units = None, np.zeros(len(numbers), dtype=bool), ""
        dataset, _ = open_raster(self._path)
        # Not as many where QGIS shows a mask as one more band.
        if dataset is not None and dataset.RasterCount == len(numbers):
            spectral = read_spectral(dataset)
            bad, units = np.array(spectral.bad_bands, dtype=bool), unit(dataset.GetRasterBand(1))
            if spectral.wavelengths_nm is not None:
                wavelengths = np.array(spectral.wavelengths_nm, dtype=np.float64)
        return Bands(
            names=tuple(provider.generateBandName(number) for number in numbers),
            wavelengths_nm=wavelengths,
            bad=bad,
            unit=units,
            scaled=any(provider.bandScale(number) != 1 or provider.bandOffset(number) != 0 for number in numbers),
        )


def matching(before: Bands, after: Bands) -> list[tuple[int, int]]:
    """Which bands (0-based) are the same in both: those of equal wavelength, or of equal number.

    The number counts where one of them has no wavelengths and both have as many bands.
    """
    one, other = before.wavelengths_nm, after.wavelengths_nm
    if one is None or other is None:
        same = len(before.names) == len(after.names)
        return [(index, index) for index in range(len(before.names))] if same else []
    if one.size == other.size and np.allclose(one, other, rtol=0, atol=_SAME_NM, equal_nan=True):
        return [(index, index) for index in range(one.size)]
    distance = np.where(np.isnan(other), np.inf, np.abs(other[None, :] - one[:, None]))
    distance[np.isnan(distance)] = np.inf
    nearest = distance.argmin(axis=1)
    return [(index, int(to)) for index, to in enumerate(nearest) if distance[index, to] <= _SAME_NM]


def difference(reading: Reading) -> np.ndarray:
    """After minus before, float64 [bands of before]; NaN where a band has no twin, or no data."""
    values = np.full(len(reading.before.bands.names) if reading.before else 0, np.nan)
    if reading.before is not None and reading.after is not None:
        for index, to in matching(reading.before.bands, reading.after.bands):
            values[index] = reading.after.values[to] - reading.before.values[index]
    return values
