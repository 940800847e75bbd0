"""A part of a raster is a raster of its own: GDAL's own cut is the judge of pixels, places and metadata."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.raster import Window, create_sink, open_cube, window_around
from hyperrestore.test.raster.test_metadata_matrix import GCPS, GEOTRANSFORMS, RPC, describe

PIXELS = np.arange(3 * 9 * 11, dtype=np.float32).reshape(3, 9, 11)
PART = Window(3, 2, 4, 5)


@pytest.fixture
def cut(tmp_path):
    """``cut(path, name)`` -> (our twin of PART, GDAL's cut of it)."""

    def both(path, name, scale=1):
        with open_cube(path, PART) as source, create_sink(
            str(tmp_path / "out" / name), source, dtype=source.dtype, scale=scale
        ) as sink:
            values = source.read(Window(0, 0, source.width, source.height))
            sink.write(Window(0, 0, sink.width, sink.height), values.repeat(scale, axis=1).repeat(scale, axis=2))
            sink.commit()
        witness = str(tmp_path / "witness.tif")
        gdal.Translate(witness, path, srcWin=[PART.x, PART.y, PART.width, PART.height]).FlushCache()
        return str(tmp_path / "out" / name), witness

    return both


@pytest.mark.parametrize("georeference", ["north-up", "rotated", "GCP", "RPC"])
@pytest.mark.parametrize("output", ["part.tif", "part.dat"])
@pytest.mark.parametrize("source", ["source.tif", "source.dat"])
def test_the_part_lies_where_gdal_has_it(source, output, georeference, make_raster, cut, utm33):
    path = make_raster(PIXELS, source, describe(georeference, "nm", "nodata", "scaled", utm33))
    ours, theirs = cut(path, output)
    with rasterio.open(ours) as part, rasterio.open(theirs) as witness, rasterio.open(path) as original:
        assert np.array_equal(part.read(), PIXELS[:, 2:7, 3:7])
        assert part.crs == witness.crs
        if georeference in GEOTRANSFORMS:
            assert part.transform.to_gdal() == pytest.approx(witness.transform.to_gdal(), rel=1e-14)
            assert part.transform * (0, 0) == pytest.approx(original.transform * (3, 2), rel=1e-14)
        expected = [(gcp.col, gcp.row, gcp.x, gcp.y) for gcp in witness.gcps[0]]
        found = [(gcp.col, gcp.row, gcp.x, gcp.y) for gcp in part.gcps[0]]
        np.testing.assert_allclose(np.ravel(found), np.ravel(expected), atol=1e-12)
        assert len(expected) == (len(GCPS) if georeference == "GCP" else 0)
        if georeference == "RPC":
            assert (part.rpcs.samp_off, part.rpcs.line_off) == (2.5 - 3, 1.25 - 2)
            assert part.rpcs.samp_den_coeff == original.rpcs.samp_den_coeff
        assert part.nodatavals == original.nodatavals
        assert (part.scales, part.offsets) == (original.scales, original.offsets)
        assert part.descriptions == original.descriptions
        assert [part.tags(band)["wavelength"] for band in (1, 2, 3)] == ["418.24", "650.5", "999"]


def test_a_finer_part_has_the_parts_corner(make_raster, cut, utm33):
    path = make_raster(PIXELS, describe=describe("rotated", "none", "none", "unscaled", utm33))
    ours, _ = cut(path, "fine.tif", scale=3)
    with rasterio.open(ours) as fine, rasterio.open(path) as original:
        assert (fine.width, fine.height) == (12, 15)
        assert fine.transform * (0, 0) == pytest.approx(original.transform * (3, 2), rel=1e-14)
        assert fine.transform * (12, 15) == pytest.approx(original.transform * (7, 7), rel=1e-14)


def test_rpc_of_a_finer_part_are_moved_then_scaled(make_raster, cut, utm33):
    path = make_raster(PIXELS, describe=describe("RPC", "none", "none", "unscaled", utm33))
    ours, _ = cut(path, "fine.tif", scale=2)
    with rasterio.open(ours) as fine:
        assert (fine.rpcs.samp_off, fine.rpcs.line_off) == ((2.5 - 3 + 0.5) * 2 - 0.5, (1.25 - 2 + 0.5) * 2 - 0.5)
        assert fine.rpcs.samp_scale == 2 * float(RPC["SAMP_SCALE"])


def test_geolocation_arrays_count_from_the_parts_corner(make_raster, cut):
    fields = {"X_DATASET": "lon.tif", "Y_DATASET": "lat.tif", "PIXEL_OFFSET": "0", "LINE_OFFSET": "0.5"}
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetMetadata(fields, "GEOLOCATION"))
    found = gdal.Open(cut(path, "part.tif")[0]).GetMetadata("GEOLOCATION")
    assert found == {**fields, "PIXEL_OFFSET": "-3.0", "LINE_OFFSET": "-1.5"}


def test_the_number_of_the_first_pixel_moves(make_raster, cut):
    stated = {"x_start": "10", "y_start": "1", "sensor_type": "EnMAP"}
    path = make_raster(PIXELS, "source.dat", lambda dataset: dataset.SetMetadata(stated, "ENVI"))
    found = gdal.Open(cut(path, "part.dat")[0]).GetMetadata("ENVI")
    assert (found["x_start"], found["y_start"], found["sensor_type"]) == ("13", "3", "EnMAP")


def test_masks_are_those_of_the_part(make_raster, cut):
    def mask(dataset):
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        valid = np.full((9, 11), 255, np.uint8)
        valid[3, 4] = valid[0, 0] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, 11, 9, valid.tobytes())

    path = make_raster(PIXELS, describe=mask)
    with open_cube(path, PART) as source:
        valid = source.read_valid(Window(0, 0, 4, 5))
        assert np.argwhere(~valid).tolist() == [[band, 1, 1] for band in range(3)]
    with rasterio.open(cut(path, "part.tif")[0]) as part:
        assert np.argwhere(part.read_masks(1) == 0).tolist() == [[1, 1]]


def test_what_the_part_lacks_is_told(tmp_path):
    path = str(tmp_path / "sparse.tif")
    options = ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, 64, 32, 1, gdal.GDT_Int16, options)
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.GetRasterBand(1).WriteRaster(32, 0, 16, 16, np.ones((16, 16), np.int16).tobytes())
    del dataset
    with open_cube(path, Window(24, 0, 40, 32)) as source:
        assert not source.is_absent(Window(0, 0, 20, 16))
        assert source.is_absent(Window(0, 0, 8, 16)) and source.is_absent(Window(24, 0, 16, 16))
        assert source.places == 8


@pytest.mark.parametrize("window", [Window(8, 0, 4, 4), Window(-1, 0, 4, 4), Window(0, 0, 0, 3)])
def test_a_part_beside_the_raster_is_refused(make_raster, window):
    with pytest.raises(UnsuitableRaster, match="has 11 x 9 pixels; the part"):
        open_cube(make_raster(PIXELS), window)


def test_windows_of_the_part_end_with_it(make_raster):
    with open_cube(make_raster(PIXELS), PART) as source, pytest.raises(UnsuitableRaster, match="has 4 x 5 pixels"):
        source.read(Window(0, 0, 5, 5))


def box(left, bottom, right, top):
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


NORTH_UP = (500.0, 10.0, 0.0, 900.0, 0.0, -10.0)


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        (box(530, 830, 570, 880), PART),
        (box(531, 831, 569, 879), PART),
        (box(529.9999, 829.9999, 570.0001, 880.0001), PART),
        (box(529.9, 830, 570, 880), Window(2, 2, 5, 5)),
        (box(533, 873, 533, 873), Window(3, 2, 1, 1)),
        (box(530, 880, 530, 880), Window(3, 2, 1, 1)),
        (box(0, 0, 10_000, 10_000), Window(0, 0, 11, 9)),
        (box(605, 0, 10_000, 815), Window(10, 8, 1, 1)),
        (box(610, 830, 700, 880), None),
        (box(400, 830, 500, 880), None),
        (box(530, 900, 570, 1000), None),
    ],
)
def test_an_outline_becomes_whole_pixels(outline, expected, make_raster):
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetGeoTransform(NORTH_UP))
    with open_cube(path) as source:
        assert window_around(source, outline) == expected


def test_in_a_rotated_raster_it_is_the_window_around(make_raster, utm33):
    """The corners of the window's ground, in its own turned frame, and a point."""
    path = make_raster(PIXELS, describe=describe("rotated", "none", "none", "unscaled", utm33))
    with open_cube(path) as source, rasterio.open(path) as witness:
        corners = [witness.transform * corner for corner in ((3, 2), (7, 2), (7, 7), (3, 7))]
        assert window_around(source, corners) == PART
        x, y = witness.transform * (5.5, 4.5)
        assert window_around(source, [(x, y)]) == Window(5, 4, 1, 1)
        around = box(x - 30, y - 30, x + 30, y + 30)
        columns, rows = zip(*(~witness.transform * corner for corner in around))
        left, top = int(min(columns)), int(min(rows))
        expected = Window(left, top, int(max(columns)) + 1 - left, int(max(rows)) + 1 - top)
        assert window_around(source, around) == expected


@pytest.mark.parametrize("georeference", ["GCP", "RPC"])
def test_points_and_rpc_are_asked_of_gdal(georeference, make_raster, utm33):
    if georeference == "GCP":
        points = [gdal.GCP(13 + 0.01 * x, 52 - 0.02 * y, 0, x, y) for x, y in ((0, 0), (11, 0), (0, 9), (11, 9))]
        path = make_raster(PIXELS, describe=lambda dataset: dataset.SetGCPs(points, utm33))
        outline = box(13.03 + 1e-9, 51.86 + 1e-9, 13.07 - 1e-9, 51.96 - 1e-9)
    else:
        plain = {f"{axis}_DEN_COEFF": " ".join(["1"] + ["0"] * 19) for axis in ("LINE", "SAMP")}
        plain["SAMP_NUM_COEFF"] = " ".join(["0", "1"] + ["0"] * 18)
        plain["LINE_NUM_COEFF"] = " ".join(["0", "0", "-1"] + ["0"] * 17)
        rpc = {**RPC, **plain, "LINE_OFF": "4", "LINE_SCALE": "4", "SAMP_OFF": "5", "SAMP_SCALE": "5"}
        path = make_raster(PIXELS, describe=lambda dataset: dataset.SetMetadata(rpc, "RPC"))
        # RPC count from pixel centres: column = 5 + 5 * (longitude - 13.125) / 0.2 + 0.5.
        outline = box(13.125 - 0.1 + 1e-6, 52.5 - 0.0625 + 1e-6, 13.125 + 0.06 - 1e-6, 52.5 + 0.0625 - 1e-6)
    with open_cube(path) as source:
        assert window_around(source, outline) == PART


def test_without_a_place_on_the_ground_it_counts_pixels_as_qgis_does(make_raster):
    with open_cube(make_raster(PIXELS)) as source:
        assert window_around(source, box(3, -7, 7, -2)) == PART
        assert window_around(source, box(3, 2, 7, 7)) is None
