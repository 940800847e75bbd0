"""Files that no algorithm can work on, made in a folder that is made with them; each function returns the path."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

from hyperrestore.test.processing.conftest import make_cube
from hyperrestore.test.processing.rasters import write_cube

CUBE = make_cube(3, 12, 10)


def complex_numbers(folder: Path) -> str:
    return write_cube(folder / "x.tif", CUBE.astype(np.complex64))


def paletted(folder: Path) -> str:
    def colour(dataset: gdal.Dataset) -> None:
        table = gdal.ColorTable()
        table.SetColorEntry(0, (255, 0, 0))
        dataset.GetRasterBand(1).SetColorTable(table)

    return write_cube(folder / "x.tif", CUBE[:1].astype(np.uint8), describe=colour)


def no_raster(folder: Path) -> str:
    folder.mkdir()
    (folder / "x.tif").write_text("no raster")
    return str(folder / "x.tif")


def truncated(folder: Path) -> str:
    path = Path(write_cube(folder / "x.tif", make_cube(6, 120, 100)))
    path.write_bytes(path.read_bytes()[:60_000])
    return str(path)
