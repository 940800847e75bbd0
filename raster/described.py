"""A cube that is only described: what a sink needs to know of a source whose pixels come from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, osr

from ..errors import InvalidParameter
from .dtypes import gdal_type
from .gdal_calls import attempt
from .source import CubeSource


@dataclass(frozen=True)
class Description:
    """What a raster says of itself. ``crs`` is whatever PROJ takes (``EPSG:32633``, WKT), ``geotransform`` six terms.

    ``wavelengths`` and ``fwhm`` have one number per band, in ``units`` as headers spell them.
    """

    width: int
    height: int
    count: int
    dtype: np.dtype
    crs: str = ""
    geotransform: tuple[float, ...] | None = None
    nodata: float | None = None
    wavelengths: Sequence[float] | None = None
    fwhm: Sequence[float] | None = None
    units: str | None = None


def described_cube(path: str, description: Description) -> CubeSource:
    """A source for ``create_sink``, read from ``path`` by other means; its pixels here are empty, and take no memory.

    Raises InvalidParameter for a CRS that cannot be understood.
    """
    dataset = gdal.GetDriverByName("VRT").Create(
        "", description.width, description.height, description.count, gdal_type(description.dtype)
    )
    if description.crs:
        dataset.SetSpatialRef(_crs(description.crs))
    if description.geotransform is not None:
        dataset.SetGeoTransform(description.geotransform)
    for index in range(description.count):
        band = dataset.GetRasterBand(index + 1)
        band.SetMetadata(_tags(description, index))
        if description.nodata is not None:
            band.SetNoDataValue(description.nodata)
    return CubeSource(path, dataset, np.dtype(description.dtype))


def _tags(description: Description, index: int) -> dict[str, str]:
    if description.wavelengths is None:
        return {}
    tags = {"wavelength": f"{description.wavelengths[index]:.12g}"}
    if description.units:
        tags["wavelength_units"] = description.units
    if description.fwhm is not None:
        tags["fwhm"] = f"{description.fwhm[index]:.12g}"
    return tags


def _crs(text: str) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    _, reason = attempt(crs.SetFromUserInput, text)
    if reason:
        raise InvalidParameter(f"CRS '{text}' cannot be understood: {reason}. Give one such as EPSG:32633.")
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs
