"""Files that programs read in spite of what is wrong with them: what they say is kept, what is damaged is refused."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.raster import Window, open_cube

CUBE = np.arange(3 * 20 * 30, dtype=np.int16).reshape(3, 20, 30)
ALL = Window(0, 0, 30, 20)


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
def test_a_header_in_latin_1(output, make_raster, copy_through, tmp_path, gdal_exceptions):
    path = make_raster(CUBE, "source.dat")
    header = tmp_path / "source.hdr"
    text = header.read_text() + "band names = {a, Wärme, c}\n"
    text += "sensor type = Universität\nwavelength = {0.4, 0.55, 0.7}\nwavelength units = µm\n"
    header.write_text(text, encoding="latin-1")
    copy_through(path, tmp_path / output)
    with open_cube(path) as source, open_cube(str(tmp_path / output)) as twin:
        assert source.spectral == twin.spectral
        assert twin.spectral.wavelengths_nm == (400, 550, 700)
    with rasterio.open(tmp_path / output) as twin:
        assert twin.descriptions[1] == "Wärme (0.55 µm)"
        assert twin.tags(ns="ENVI")["sensor_type"] == "Universität"


def make_gzipped(folder) -> str:
    path = folder / "packed.dat"
    path.write_bytes(gzip.compress(CUBE.tobytes()))
    path.with_suffix(".hdr").write_text(
        "ENVI\nsamples = 30\nlines = 20\nbands = 3\nheader offset = 0\nfile type = ENVI Standard\ndata type = 2\n"
        "interleave = bsq\nbyte order = 0\nfile compression = 1\n"
    )
    return str(path)


def test_gzipped_data_are_read(tmp_path):
    with open_cube(make_gzipped(tmp_path)) as source:
        assert np.array_equal(source.read(ALL), CUBE)


@pytest.mark.parametrize("damage", ["cut", "changed", "another checksum", "shorter"])
def test_damaged_gzipped_data_are_refused(damage, tmp_path):
    path = make_gzipped(tmp_path)
    packed = bytearray((tmp_path / "packed.dat").read_bytes())
    if damage == "cut":
        del packed[-200:]
    elif damage == "changed":
        packed[len(packed) // 2] ^= 4
    elif damage == "another checksum":
        packed[-8] ^= 1
    else:
        packed = gzip.compress(CUBE.tobytes()[:-10])
    (tmp_path / "packed.dat").write_bytes(packed)
    with pytest.raises(UnsuitableRaster, match="damaged|10 are missing"):
        open_cube(path)


def test_a_mask_that_some_bands_share_is_not_every_bands(make_raster, copy_through, tmp_path):
    path = make_raster(CUBE)
    dataset = gdal.Open(path, gdal.GA_ReadOnly)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.full((20, 30), 255, np.uint8)
    mask[:5] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, 30, 20, mask.tobytes())
    del dataset
    beside = gdal.Open(path + ".msk", gdal.GA_Update)
    beside.SetMetadata({"INTERNAL_MASK_FLAGS_2": "2", "INTERNAL_MASK_FLAGS_3": "2"})
    del beside
    with open_cube(path) as source:
        valid = source.read_valid(ALL)
    assert valid[0].all()
    assert np.array_equal(valid[1:], np.stack([mask != 0] * 2))
    assert any("masks of their own" in text for text in copy_through(path, tmp_path / "twin.tif"))
