"""What an ENVI header alone cannot hold is written beside it instead of being refused."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import OutputRefused

CUBE = np.arange(3 * 4 * 5, dtype=np.int16).reshape(3, 4, 5)
GEOTRANSFORM = (500.0, 2.0, 0.0, 900.0, 0.0, -2.0)


@pytest.mark.parametrize("scale, offset", [(1e-4 / 3, 0.0), (1.0, -0.1 / 3), (2 / 3, 1e-17)])
def test_scale_and_offset_keep_all_their_digits(scale, offset, make_raster, copy_through, tmp_path):
    def describe(dataset):
        for number in (1, 3):
            dataset.GetRasterBand(number).SetScale(scale)
            dataset.GetRasterBand(number).SetOffset(offset)

    copy_through(make_raster(CUBE, describe=describe), tmp_path / "twin.dat")
    twin = gdal.Open(str(tmp_path / "twin.dat"))
    stated = [(twin.GetRasterBand(number).GetScale(), twin.GetRasterBand(number).GetOffset()) for number in (1, 3)]
    assert stated == [(scale, offset)] * 2
    assert twin.GetRasterBand(2).GetScale() in (None, 1.0)
    assert twin.GetRasterBand(2).GetOffset() in (None, 0.0)


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
def test_pixels_that_are_points_of_no_known_place(output, make_raster, copy_through, tmp_path):
    path = make_raster(CUBE, describe=lambda dataset: dataset.SetMetadata({"AREA_OR_POINT": "Point"}))
    copy_through(path, tmp_path / output)
    twin = gdal.Open(str(tmp_path / output))
    assert twin.GetMetadataItem("AREA_OR_POINT") == "Point"
    assert twin.GetGeoTransform(can_return_null=True) is None


def test_a_band_without_nodata_among_others_with_one(make_raster, copy_through, tmp_path):
    base = make_raster(CUBE)
    stated = gdal.GetDriverByName("VRT").CreateCopy(str(tmp_path / "stated.vrt"), gdal.Open(base))
    stated.GetRasterBand(1).SetNoDataValue(5)
    stated.GetRasterBand(2).SetScale(0.5)
    stated.GetRasterBand(3).SetNoDataValue(7)
    del stated
    copy_through(tmp_path / "stated.vrt", tmp_path / "twin.dat")
    twin = gdal.Open(str(tmp_path / "twin.dat"))
    assert [twin.GetRasterBand(number).GetNoDataValue() for number in (1, 2, 3)] == [5, None, 7]
    assert [twin.GetRasterBand(number).GetScale() or 1 for number in (1, 2, 3)] == [1, 0.5, 1]


def test_a_place_on_the_ground_without_a_crs(make_raster, copy_through, tmp_path):
    path = make_raster(CUBE, describe=lambda dataset: dataset.SetGeoTransform(GEOTRANSFORM))
    copy_through(path, tmp_path / "twin.dat")
    assert gdal.Open(str(tmp_path / "twin.dat")).GetGeoTransform() == GEOTRANSFORM
    assert "map info = {Arbitrary" in (tmp_path / "twin.hdr").read_text()
    copy_through(tmp_path / "twin.dat", tmp_path / "again.dat")
    assert gdal.Open(str(tmp_path / "again.dat")).GetGeoTransform() == GEOTRANSFORM


def test_control_points_beside_a_geotransform(make_raster, copy_through, tmp_path, utm33):
    def describe(dataset):
        dataset.SetSpatialRef(utm33)
        dataset.SetGeoTransform(GEOTRANSFORM)

    path = make_raster(CUBE, describe=describe)
    both = gdal.GetDriverByName("VRT").CreateCopy(str(tmp_path / "both.vrt"), gdal.Open(path))
    both.SetGCPs([gdal.GCP(x, y, 0, x / 2, y / 4) for x, y in ((1, 2), (3, 2), (1, 9))], utm33)
    both.FlushCache()
    with pytest.raises(OutputRefused, match="cannot be kept in the format GTiff. Choose another format"):
        copy_through(tmp_path / "both.vrt", tmp_path / "twin.tif")
    copy_through(tmp_path / "both.vrt", tmp_path / "twin.dat", scale=2)
    twin = gdal.Open(str(tmp_path / "twin.dat"))
    assert twin.GetGeoTransform() == (500.0, 1.0, 0.0, 900.0, 0.0, -1.0)
    places = [(gcp.GCPX, gcp.GCPY, gcp.GCPPixel, gcp.GCPLine) for gcp in twin.GetGCPs()]
    assert places == [(1, 2, 1, 1), (3, 2, 3, 1), (1, 9, 1, 4.5)]
