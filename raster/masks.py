"""The mask that all bands of a raster share, from input to output."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Rational

import numpy as np
from osgeo import gdal

from .gdal_calls import attempt, attempt_write, open_raster, thread_option
from .grid import lowest_reached, output_size, reached_window
from .source import CubeSource
from .window import Window, rows_of_blocks

_ROWS = 256


def needs_mask(source: CubeSource, twin: str) -> bool:
    """True when an output such as the file ``twin`` must have a mask for its invalid pixels to stay invalid.

    GDAL heeds an alpha band in some formats and number types only (not in ENVI, nor among floats): elsewhere its zeros
    are written as a mask besides.
    """
    if source.mask_band() is not None or source.has_band_masks():
        return True
    if not source.alpha_bands:
        return False
    dataset, _ = open_raster(twin)
    flags = [dataset.GetRasterBand(number).GetMaskFlags() for number in range(1, source.count + 1)]
    return not any(flag & gdal.GMF_ALPHA for flag in flags)


def write_mask(source: CubeSource, target: gdal.Dataset, *, scale: Rational) -> str:
    """Writes the source's mask for the output's grid; the reason when GDAL fails, else empty.

    A finer pixel has its source pixel's value, a coarser one the lowest of all source pixels that enter it.
    In a GeoTIFF the mask lies inside the file, for ENVI in NAME.EXT.msk.
    """
    with thread_option("GDAL_TIFF_INTERNAL_MASK", "YES"):
        _, reason = attempt(target.CreateMaskBand, gdal.GMF_PER_DATASET)
    if reason:
        return reason
    mask = target.GetRasterBand(1).GetMaskBand()
    for window, values in _output_mask(source, scale):
        place = (window.x, window.y, window.width, window.height)
        reason = attempt_write(mask.WriteRaster, *place, values.tobytes(), buf_type=gdal.GDT_Byte)
        if reason:
            return reason
    return ""


def find_mask_fault(source: CubeSource, path: str, *, scale: Rational) -> str:
    """How the mask of the closed file at ``path`` differs from the one written; empty when it does not."""
    dataset, reason = open_raster(path)
    if dataset is None:
        return f"it cannot be read back: {reason}"
    mask = dataset.GetRasterBand(1).GetMaskBand()
    for window, values in _output_mask(source, scale):
        place = (window.x, window.y, window.width, window.height)
        raw, reason = attempt(mask.ReadRaster, *place, buf_type=gdal.GDT_Byte)
        if raw is None:
            return f"its mask cannot be read back: {reason}"
        # A mask inside a TIFF has one bit: of a graded one only zero or not remains.
        found = np.frombuffer(raw, dtype=np.uint8) != 0
        if not np.array_equal(found, (values != 0).ravel()):
            return f"its mask reads back differently from what was written in {window}"
    return ""


def _output_mask(source: CubeSource, scale: Rational) -> Iterator[tuple[Window, np.ndarray]]:
    """Windows that cover the output from top to bottom, with the mask (uint8 [h, w]) of each."""
    finer, coarser = scale.numerator, scale.denominator
    for window in rows_of_blocks(*output_size(source.width, source.height, scale), _ROWS * finer):
        if coarser > 1:
            reached, inside = reached_window(window, coarser, source.width, source.height)
            yield window, lowest_reached(source.read_mask(reached), coarser)[inside]
        else:
            of_source = Window(0, window.y // finer, source.width, window.height // finer)
            yield window, source.read_mask(of_source).repeat(finer, axis=0).repeat(finer, axis=1)
