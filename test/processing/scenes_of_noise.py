"""Rasters of a scene of few spectra, as the methods without training want it."""
from __future__ import annotations

import numpy as np
from osgeo import gdal

from hyperrestore.test.models.subspace.scenes import gaussian, low_rank, mixed

LOW, RANGE = 1000, 4000
NODATA = -32768


def digital(cube) -> np.ndarray:
    """int16 of a cube from about 0 to 1."""
    return np.rint(LOW + RANGE * cube.numpy()).astype(np.int16)


def scene(bands: int = 18, height: int = 30, width: int = 32, kind: str = "mixture") -> tuple[np.ndarray, np.ndarray]:
    """Clean and noisy int16 [bands, height, width]."""
    clean = low_rank(bands, height, width)
    return digital(clean), digital(mixed(clean) if kind == "mixture" else gaussian(clean)[0])


def gain_db(clean: np.ndarray, noisy: np.ndarray, restored: np.ndarray) -> float:
    """How much nearer to the clean cube the restored is, in the mean of the bands."""
    before, after = (np.log10(np.mean((cube - clean.astype(float)) ** 2, axis=(1, 2))) for cube in (noisy, restored))
    return float(10 * np.mean(before - after))


def describe(dataset: gdal.Dataset) -> None:
    """Declares ``NODATA``, and wavelengths as headers of ENVI and as bands of GeoTIFF have them."""
    wavelengths = [str(400 + 10 * number) for number in range(dataset.RasterCount)]
    dataset.SetMetadataItem("wavelength", f"{{{', '.join(wavelengths)}}}", "ENVI")
    for number, wavelength in enumerate(wavelengths, start=1):
        band = dataset.GetRasterBand(number)
        band.SetNoDataValue(NODATA)
        band.SetMetadataItem("wavelength", wavelength)
