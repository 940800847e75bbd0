"""The twin with pixels s times smaller lies where the source lies."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.raster.compare import same_geotransform
from hyperrestore.raster.georeference import scaled_rpc

PIXELS = np.arange(2 * 4 * 5, dtype=np.int16).reshape(2, 4, 5)


@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("terms", [(364095, 30, 0, 5809965, 0, -30), (100.1, 2, 0.5, 200.3, 0.3, -2)])
def test_corners_stay_and_pixels_shrink(terms, scale, make_raster, copy_through, tmp_path):
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetGeoTransform(terms))
    copy_through(path, tmp_path / "fine.tif", scale=scale)
    with rasterio.open(path) as coarse, rasterio.open(tmp_path / "fine.tif") as fine:
        assert (fine.width, fine.height) == (5 * scale, 4 * scale)
        x, x_column, x_row, y, y_column, y_row = terms
        assert fine.transform.to_gdal() == (x, x_column / scale, x_row / scale, y, y_column / scale, y_row / scale)
        for corner in ((0, 0), (5, 0), (0, 4), (5, 4)):
            place = coarse.transform * corner
            assert fine.transform * (corner[0] * scale, corner[1] * scale) == pytest.approx(place, rel=1e-14)
        assert np.array_equal(fine.read()[:, ::scale, ::scale], PIXELS)


def test_gcps_are_multiplied(make_raster, copy_through, tmp_path, utm33):
    points = [gdal.GCP(100, 200, 1, 0.5, 0.25), gdal.GCP(110, 200, 2, 4, 1), gdal.GCP(100, 210, 3, 1, 3)]
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetGCPs(points, utm33))
    copy_through(path, tmp_path / "fine.tif", scale=3)
    with rasterio.open(tmp_path / "fine.tif") as fine:
        assert [(gcp.col, gcp.row, gcp.x) for gcp in fine.gcps[0]] == [(1.5, 0.75, 100), (12, 3, 110), (3, 9, 100)]


def test_rpc_place_the_centre_of_a_pixel_where_its_parts_have_theirs():
    """GDAL's own transformer is the judge: fine pixel and line are those of the coarse raster, multiplied."""
    coefficients = {f"{axis}_DEN_COEFF": " ".join(["1"] + ["0"] * 19) for axis in ("LINE", "SAMP")}
    coefficients["SAMP_NUM_COEFF"] = " ".join(["0", "1"] + ["0"] * 18)
    coefficients["LINE_NUM_COEFF"] = " ".join(["0", "0", "-1"] + ["0"] * 17)
    rpc = {
        "LINE_OFF": "20", "SAMP_OFF": "25", "LAT_OFF": "52", "LONG_OFF": "13", "HEIGHT_OFF": "0", "LINE_SCALE": "20",
        "SAMP_SCALE": "25", "LAT_SCALE": "0.2", "LONG_SCALE": "0.25", "HEIGHT_SCALE": "500", **coefficients,
    }  # fmt: skip

    def place(fields, size):
        dataset = gdal.GetDriverByName("MEM").Create("", 50 * size, 40 * size, 1)
        dataset.SetMetadata(fields, "RPC")
        return gdal.Transformer(dataset, None, ["METHOD=RPC"]).TransformPoint(1, 13.07, 52.03)[1][:2]

    column, row = place(rpc, 1)
    assert place(scaled_rpc(rpc, 3), 3) == pytest.approx((column * 3, row * 3), abs=1e-6)
    assert scaled_rpc(rpc, 1) == rpc


def test_geolocation_arrays_are_dropped_with_a_warning(make_raster, copy_through, tmp_path):
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetMetadata({"X_BAND": "1"}, "GEOLOCATION"))
    assert copy_through(path, tmp_path / "same.tif") == []
    assert gdal.Open(str(tmp_path / "same.tif")).GetMetadata("GEOLOCATION") == {"X_BAND": "1"}
    assert "geolocation arrays" in copy_through(path, tmp_path / "fine.tif", scale=2)[0]
    assert gdal.Open(str(tmp_path / "fine.tif")).GetMetadata("GEOLOCATION") == {}


def test_envi_pixel_size_is_divided(make_raster, copy_through, tmp_path):
    path = make_raster(
        PIXELS, describe=lambda dataset: dataset.SetMetadata({"pixel_size": "{0.5, 1, units=Meters}"}, "ENVI")
    )
    copy_through(path, tmp_path / "fine.dat", scale=2)
    assert "pixel size = {0.25,0.5, units=Meters}" in (tmp_path / "fine.hdr").read_text()


def test_geotransforms_differ_from_a_billionth_of_a_pixel_on():
    terms = (364095.0, 30.0, 0.0, 5809965.0, 0.0, -30.0)
    off = (364095.0, 30.0 + 30e-9, 0.0, 5809965.0, 0.0, -30.0)
    assert same_geotransform(terms, terms, 10, 10)
    assert not same_geotransform(off, terms, 10, 10)
    assert not same_geotransform(None, terms, 10, 10)
