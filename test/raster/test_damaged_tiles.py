"""Damage within the tiles of a TIFF: an error that names the window, or exactly the numbers that GDAL reads.

LZW, PACKBITS and plain tiles have no checksum, and of DEFLATE's libtiff takes no notice: damage that still unpacks to
the right number of bytes is not found by GDAL, nor by any program that reads through it.
"""

from __future__ import annotations

import os
import re

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal

from hyperrestore.errors import RestorationError, UnsuitableRaster
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.networks import Network, Recorder

ASKED = os.environ.get("HYPERRESTORE_EXAMPLES")
WIDTH, HEIGHT, BANDS, BLOCK = 60, 50, 3, 16
CUBE = np.random.default_rng(4).integers(0, 300, (BANDS, HEIGHT, WIDTH)).astype(np.uint16)
OPTIONS = [f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "TILED=YES", "INTERLEAVE=BAND"]
PLACED = re.compile(r"cannot be read at column (\d+), row (\d+) \((\d+) x (\d+) pixels\)")


def write(path, compression: str) -> list[tuple[int, int, int, int]]:
    """The raster; (column, row, first byte, bytes) of all tiles of its first band."""
    options = [*OPTIONS, f"COMPRESS={compression}"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, HEIGHT, BANDS, gdal.GDT_UInt16, options)
    dataset.WriteRaster(0, 0, WIDTH, HEIGHT, CUBE.tobytes())
    del dataset
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    tiles = []
    for y in range(-(-HEIGHT // BLOCK)):
        for x in range(-(-WIDTH // BLOCK)):
            place, size = (int(band.GetMetadataItem(f"BLOCK_{what}_{x}_{y}", "TIFF")) for what in ("OFFSET", "SIZE"))
            tiles.append((x * BLOCK, y * BLOCK, place, size))
    return tiles


def restored(folder) -> np.ndarray:
    job = RestorationJob(
        source=str(folder / "in.tif"), output=str(folder / "out.tif"), device="cpu", line_direction="columns",
        scaling="none", tile_size=32, overlap=8,
    )  # fmt: skip
    restore_raster(job, Network(), Recorder())
    with rasterio.open(folder / "out.tif") as twin:
        return twin.read()


@pytest.mark.parametrize("compression", ["DEFLATE", "LZW", "PACKBITS", "NONE"])
@settings(
    max_examples=int(ASKED or 12), derandomize=ASKED is None, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def test_a_damaged_tile(compression, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("tile")
    column, row, place, size = data.draw(st.sampled_from(write(folder / "in.tif", compression)))
    raw = bytearray((folder / "in.tif").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[place + data.draw(st.integers(0, size - 1))] ^= data.draw(st.integers(1, 255))
    (folder / "in.tif").write_bytes(raw)
    try:
        found = restored(folder)
    except RestorationError as error:
        assert isinstance(error, UnsuitableRaster)
        x, y, width, height = map(int, PLACED.search(str(error)).groups())
        assert x <= column < x + width and y <= row < y + height
        assert [file.name for file in folder.iterdir()] == ["in.tif"]
        return
    with rasterio.open(folder / "in.tif") as source:
        wanted = source.read()
    if compression == "DEFLATE":
        # libtiff does not look at the checksum: a stream that ends early without an error leaves the rest of its tile
        # to whatever memory held, differently for us and for the witness.
        for cube in (found, wanted):
            cube[:, row : row + BLOCK, column : column + BLOCK] = 0
    assert np.array_equal(found, wanted)


@pytest.mark.parametrize("compression", ["DEFLATE", "LZW", "PACKBITS", "NONE"])
def test_a_file_that_ends_within_a_tile_is_refused(compression, tmp_path):
    tiles = write(tmp_path / "in.tif", compression)
    column, row, place, size = tiles[-1]
    os.truncate(tmp_path / "in.tif", place + size // 2)
    with pytest.raises(UnsuitableRaster, match="cannot be read at column|cannot be opened"):
        restored(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["in.tif"]
