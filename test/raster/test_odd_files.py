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


LAYOUTS = {
    "strips": [],
    "strips of 7": ["BLOCKYSIZE=7", "INTERLEAVE=BAND"],
    "bands together": ["BLOCKYSIZE=7", "INTERLEAVE=PIXEL"],
    "tiles": ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "INTERLEAVE=BAND"],
    "tiles of all bands": ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "INTERLEAVE=PIXEL"],
    "big": ["BIGTIFF=YES", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"],
    "the other byte order": ["ENDIANNESS=BIG"],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_tiff_that_was_made_higher_than_it_is_has_no_places_for_the_rest(layout, make_raster, tmp_path):
    path = make_raster(CUBE, options=LAYOUTS[layout])
    with open_cube(path) as source:
        assert np.array_equal(source.read(ALL), CUBE)
    raw = bytearray((tmp_path / "source.tif").read_bytes())
    order = "little" if raw[:2] == b"II" else "big"
    tag = (257).to_bytes(2, order)
    place = next(
        at for at in range(8, len(raw)) if raw[at : at + 2] == tag and raw[at + 2 : at + 4] in (b"\3\0", b"\0\3")
    )
    value = place + (12 if "BIGTIFF=YES" in LAYOUTS[layout] else 8)
    assert int.from_bytes(raw[value : value + 2], order) == 20
    raw[value : value + 2] = (65000).to_bytes(2, order)
    (tmp_path / "source.tif").write_bytes(raw)
    with pytest.raises(UnsuitableRaster, match="30 x 65000 pixels in 3 bands take .* and the file has places for"):
        open_cube(path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_tiff_without_a_single_tile_has_places_for_all(layout, tmp_path):
    path = str(tmp_path / "sparse.tif")
    gdal.GetDriverByName("GTiff").Create(path, 3000, 2000, 5, options=["SPARSE_OK=TRUE", *LAYOUTS[layout]])
    with open_cube(path) as source:
        assert not source.read(ALL).any()
