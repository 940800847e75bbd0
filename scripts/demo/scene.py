"""The demo's hyperspectral scene: a sensor, its linear mixtures, and the GeoTIFF that a provider would deliver."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .landscape import abundances, relief
from .spectra import MATERIALS

SIZE_PX = 128
PIXEL_M = 30.0
EPSG = 32633
UPPER_LEFT_M = (365_010.0, 5_810_010.0)
NODATA = -32768
# Stored integers mean reflectance = DN * SCALE + OFFSET.
SCALE, OFFSET = 1e-4, -0.1


@dataclass(frozen=True)
class Sensor:
    """Band centres and widths in nanometres, and which bands the provider flags as bad."""

    wavelength_nm: np.ndarray
    fwhm_nm: np.ndarray
    bad: np.ndarray


@dataclass(frozen=True)
class Scene:
    """Reflectance float64 [band, y, x], and where there is data, bool [y, x]."""

    sensor: Sensor
    reflectance: np.ndarray
    valid: np.ndarray


def make_sensor() -> Sensor:
    """108 bands, 420 to 2450 nm, finer below 1000 nm; water vapour blinds those around 1400 and 1880 nm."""
    vnir, swir = np.arange(420.0, 1000.0, 12.0), np.linspace(1010.0, 2450.0, 59)
    wavelength = np.concatenate([vnir, swir])
    fwhm = np.concatenate([np.full(vnir.size, 13.0), np.full(swir.size, 27.0)])
    bad = (np.abs(wavelength - 1400) < 50) | (np.abs(wavelength - 1880) < 75)
    return Sensor(wavelength_nm=wavelength, fwhm_nm=fwhm, bad=bad)


def make_scene(seed: int = 2026, size: int = SIZE_PX) -> Scene:
    """Mixes the materials' spectra by their abundances; the orbit's edge cuts off a corner."""
    rng = np.random.default_rng(seed)
    sensor = make_sensor()
    spectra = np.stack([material(sensor.wavelength_nm) for material in MATERIALS], axis=1)
    reflectance = np.einsum("bm,myx->byx", spectra, abundances(size, rng)) * relief(size, rng)
    # What little light comes through the water vapour.
    reflectance[sensor.bad] *= 0.02
    y, x = np.mgrid[:size, :size]
    return Scene(sensor=sensor, reflectance=reflectance, valid=x + 0.35 * y > 0.2 * size)


def write_scene(path: Path, scene: Scene) -> None:
    """Writes int16 with scale and offset, georeference, nodata, wavelengths, widths and bad-band flags."""
    bands, height, width = scene.reflectance.shape
    options = ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE", "PREDICTOR=2", "INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_Int16, options)
    projection = osr.SpatialReference()
    projection.ImportFromEPSG(EPSG)
    dataset.SetProjection(projection.ExportToWkt())
    dataset.SetGeoTransform((UPPER_LEFT_M[0], PIXEL_M, 0, UPPER_LEFT_M[1], 0, -PIXEL_M))
    stored = np.rint((scene.reflectance - OFFSET) / SCALE).clip(NODATA + 1, 32767)
    dataset.WriteArray(np.where(scene.valid, stored, NODATA).astype(np.int16))
    _describe(dataset, scene.sensor)
    dataset.FlushCache()


def read_reflectance(path: Path) -> np.ndarray:
    """Reflectance float64 [band, y, x]; NaN where the raster holds nodata."""
    dataset = gdal.Open(str(path))
    stored = dataset.ReadAsArray()
    return np.where(stored == NODATA, np.nan, stored * SCALE + OFFSET)


def _describe(dataset: gdal.Dataset, sensor: Sensor) -> None:
    good = (~sensor.bad).astype(int)
    dataset.SetMetadata(
        {
            "wavelength": _braces(f"{value:.1f}" for value in sensor.wavelength_nm),
            "wavelength_units": "Nanometers",
            "fwhm": _braces(f"{value:.1f}" for value in sensor.fwhm_nm),
            "bbl": _braces(str(flag) for flag in good),
        },
        "ENVI",
    )
    for index, (centre, width, flag) in enumerate(zip(sensor.wavelength_nm, sensor.fwhm_nm, good), start=1):
        band = dataset.GetRasterBand(index)
        band.SetDescription(f"{'VNIR' if centre < 1000 else 'SWIR'} {centre:.0f} nm")
        band.SetMetadata(
            {"wavelength": f"{centre:.1f}", "wavelength_units": "Nanometers", "fwhm": f"{width:.1f}", "bbl": str(flag)}
        )
        band.SetMetadata(
            {"CENTRAL_WAVELENGTH_UM": f"{centre / 1000:.4f}", "FWHM_UM": f"{width / 1000:.4f}"}, "IMAGERY"
        )
        band.SetNoDataValue(NODATA)
        band.SetScale(SCALE)
        band.SetOffset(OFFSET)


def _braces(values: Iterable[str]) -> str:
    return "{" + ", ".join(values) + "}"
