"""The mask that all bands of a raster share, from input to output."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from .gdal_calls import attempt, thread_option
from .source import CubeSource
from .window import rows_of_blocks

_ROWS = 256


def needs_mask(source: CubeSource, driver: str) -> bool:
    """True when the output must have a mask for its invalid pixels to stay invalid.

    ENVI knows no alpha, so its alpha bands are written as a mask besides.
    """
    return source.mask_band() is not None or source.has_band_masks() or (driver == "ENVI" and bool(source.alpha_bands))


def write_mask(source: CubeSource, target: gdal.Dataset, *, scale: int) -> str:
    """Writes the source's mask, each pixel repeated ``scale`` times both ways; the reason when GDAL fails, else empty.

    In a GeoTIFF the mask lies inside the file, for ENVI in NAME.EXT.msk.
    """
    with thread_option("GDAL_TIFF_INTERNAL_MASK", "YES"):
        _, reason = attempt(target.CreateMaskBand, gdal.GMF_PER_DATASET)
    if reason:
        return reason
    mask = target.GetRasterBand(1).GetMaskBand()
    for window in rows_of_blocks(source.width, source.height, _ROWS):
        values = source.read_mask(window).repeat(scale, axis=0).repeat(scale, axis=1)
        _, reason = attempt(
            mask.WriteRaster,
            window.x * scale,
            window.y * scale,
            window.width * scale,
            window.height * scale,
            np.ascontiguousarray(values).tobytes(),
            buf_type=gdal.GDT_Byte,
        )
        if reason:
            return reason
    return ""
