"""Rasters of any size and layout for `bench_memory`, made in memory that does not grow with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

TILED = ("TILED=YES", "INTERLEAVE=BAND", "BLOCKXSIZE=128", "BLOCKYSIZE=128")
LAYOUTS = {
    "tiles": ("GTiff", "tif", TILED),
    "deflated": ("GTiff", "tif", (*TILED, "COMPRESS=DEFLATE")),
    "pixels": ("GTiff", "tif", ("TILED=YES", "INTERLEAVE=PIXEL", "COMPRESS=DEFLATE")),
    "one block": ("GTiff", "tif", ("TILED=NO", "INTERLEAVE=PIXEL", "COMPRESS=DEFLATE", "BLOCKYSIZE=100000")),
    "sparse": ("GTiff", "tif", ("TILED=YES", "INTERLEAVE=BAND", "SPARSE_OK=TRUE", "BIGTIFF=YES")),
    "bil": ("ENVI", "bil", ("INTERLEAVE=BIL",)),
    "bip": ("ENVI", "bip", ("INTERLEAVE=BIP",)),
}
"""GDAL's driver, the ending, and the creation options."""

ROWS_AT_ONCE = 128
DATA_PX = 512
"""Side of the squares with data in a sparse raster: in its corners and its middle."""


@dataclass(frozen=True)
class Raster:
    """Noise over gradients; ``holes`` says how pixels without data are told: ``nodata``, ``mask`` or not at all."""

    width: int
    height: int
    bands: int
    dtype: str = "int16"
    layout: str = "tiles"
    holes: str = ""


def make_raster(raster: Raster, folder: Path) -> str:
    """The path of the raster in ``folder``; made if it is not there."""
    driver, ending, options = LAYOUTS[raster.layout]
    name = f"{raster.width}x{raster.height}x{raster.bands}-{raster.dtype}-{raster.layout}-{raster.holes}"
    path = folder / f"{name.replace(' ', '-')}.{ending}"
    if path.exists():
        return str(path)
    kind = gdal.GetDataTypeByName(raster.dtype.capitalize().replace("Uint", "UInt"))
    dataset = gdal.GetDriverByName(driver).Create(
        str(path), raster.width, raster.height, raster.bands, kind, list(options)
    )
    if raster.holes == "nodata":
        for number in range(1, raster.bands + 1):
            dataset.GetRasterBand(number).SetNoDataValue(0)
    draw = np.random.default_rng(2018)
    for x, y, width, height in _windows(raster):
        slope = 1000 + np.arange(x, x + width) % 997 + np.arange(y, y + height)[:, None] % 512
        for band in range(1, raster.bands + 1):
            values = slope + 3.0 * band + draw.normal(0, 50, slope.shape)
            if raster.holes == "nodata":
                values[: height // 3, : width // 4] = 0
            dataset.GetRasterBand(band).WriteRaster(
                x, y, width, height, values.astype(raster.dtype).tobytes(), buf_type=kind
            )
    if raster.holes == "mask":
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        mask = np.full((raster.height, raster.width), 255, np.uint8)
        mask[: raster.height // 2, : raster.width // 3] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, raster.width, raster.height, mask.tobytes())
    dataset = None
    return str(path)


def _windows(raster: Raster) -> list[tuple[int, int, int, int]]:
    """What is written: all of it, row by row of blocks; of a sparse raster some squares."""
    if raster.layout != "sparse":
        tops = range(0, raster.height, ROWS_AT_ONCE)
        return [(0, y, raster.width, min(ROWS_AT_ONCE, raster.height - y)) for y in tops]
    side = min(DATA_PX, raster.width, raster.height)
    right, bottom = raster.width - side, raster.height - side
    return [(x, y, side, side) for x, y in ((0, 0), (right // 2, bottom // 2), (right, bottom))]
