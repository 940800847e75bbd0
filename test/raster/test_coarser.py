"""The twin with pixels s times larger lies where the source lies, and no invalid pixel is hidden in it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.errors import InvalidParameter
from hyperrestore.quality.resample import downsample
from hyperrestore.raster import Window, create_sink, open_cube
from hyperrestore.raster.georeference import scaled_rpc
from hyperrestore.raster.grid import lowest_reached, output_size, reached_window

HEIGHT, WIDTH = 26, 31
PIXELS = np.arange(2 * HEIGHT * WIDTH, dtype=np.int16).reshape(2, HEIGHT, WIDTH)


@pytest.fixture
def thin_out(tmp_path):
    """``thin_out(path, factor)`` -> the coarse twin, zero everywhere, and its warnings."""

    def call(path, factor, name="coarse.tif"):
        output, scale = tmp_path / name, Fraction(1, factor)
        with open_cube(path) as source, create_sink(str(output), source, dtype=source.dtype, scale=scale) as sink:
            whole = Window(0, 0, sink.width, sink.height)
            sink.write(whole, np.zeros((sink.count, sink.height, sink.width), source.dtype))
            warnings = sink.commit()
        return output, warnings

    return call


NORTH_UP, ROTATED = (364095, 30, 0, 5809965, 0, -30), (100.1, 2, 0.5, 200.3, 0.3, -2)


@pytest.mark.parametrize("factor", [2, 3, 4, 7, 8])
@pytest.mark.parametrize(
    ("terms", "name"), [(NORTH_UP, "coarse.tif"), (ROTATED, "coarse.tif"), (NORTH_UP, "coarse.dat")]
)
def test_origin_stays_and_pixels_grow(terms, name, factor, make_raster, thin_out, utm33):
    def describe(dataset):
        dataset.SetSpatialRef(utm33)
        dataset.SetGeoTransform(terms)

    output, warnings = thin_out(make_raster(PIXELS, describe=describe), factor, name)
    x, x_column, x_row, y, y_column, y_row = terms
    with rasterio.open(output) as coarse:
        assert (coarse.width, coarse.height) == (WIDTH // factor, HEIGHT // factor)
        wanted = (x, x_column * factor, x_row * factor, y, y_column * factor, y_row * factor)
        assert coarse.transform.to_gdal() == wanted
        assert coarse.crs.to_epsg() == 32633
    assert warnings == []


@pytest.mark.parametrize("name", ["coarse.tif", "coarse.dat"])
def test_gcps_are_divided(name, make_raster, thin_out, utm33):
    points = [gdal.GCP(100, 200, 1, 0.5, 0.25), gdal.GCP(110, 200, 2, 4, 1), gdal.GCP(100, 210, 3, 1, 3)]
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetGCPs(points, utm33))
    output, _ = thin_out(path, 3, name)
    with rasterio.open(output) as coarse:
        found = [(gcp.col, gcp.row, gcp.x, gcp.z) for gcp in coarse.gcps[0]]
    assert found == [(0.5 / 3, 0.25 / 3, 100, 1), (4 / 3, 1 / 3, 110, 2), (1 / 3, 1, 100, 3)]


def test_rpc_place_a_coarse_centre_where_its_parts_have_theirs():
    """A coarse pixel's centre lies (s - 1) / 2 fine pixels after the centre of its first part, for odd and even s."""
    rpc = {"LINE_OFF": "20", "SAMP_OFF": "25.5", "LINE_SCALE": "20", "SAMP_SCALE": "25", "LAT_OFF": "52.125"}
    for factor in (2, 3, 8):
        coarse = scaled_rpc(rpc, Fraction(1, factor))
        for offset, scale in (("LINE_OFF", "LINE_SCALE"), ("SAMP_OFF", "SAMP_SCALE")):
            for normalised in (-0.8, 0.0, 0.3):
                fine_place = float(rpc[offset]) + normalised * float(rpc[scale])
                place = float(coarse[offset]) + normalised * float(coarse[scale])
                assert place * factor + (factor - 1) / 2 == pytest.approx(fine_place, abs=1e-9)
        assert coarse["LAT_OFF"] == "52.125"


def test_rpc_reach_the_file(make_raster, thin_out):
    fields = {f"{axis}_{part}_COEFF": " ".join(["1"] * 20) for axis in ("LINE", "SAMP") for part in ("NUM", "DEN")}
    for name, value in (("OFF", "20"), ("SCALE", "25")):
        fields |= {f"{axis}_{name}": value for axis in ("LINE", "SAMP", "LAT", "LONG", "HEIGHT")}
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetMetadata(fields, "RPC"))
    output, _ = thin_out(path, 4)
    found = gdal.Open(str(output)).GetMetadata("RPC")
    assert float(found["LINE_OFF"]) == pytest.approx(20.5 / 4 - 0.5)
    assert float(found["SAMP_SCALE"]) == pytest.approx(25 / 4)
    assert float(found["LAT_OFF"]) == 20


def test_every_spectral_item_stays_and_envi_pixel_size_is_multiplied(make_raster, thin_out):
    def describe(dataset):
        dataset.SetMetadata({"pixel_size": "{0.5, 1, units=Meters}", "wavelength": "{450.5, 550}"}, "ENVI")
        for number in (1, 2):
            items = {"wavelength": str(350 + 100 * number), "wavelength_units": "Nanometers", "fwhm": "9.5"}
            dataset.GetRasterBand(number).SetMetadata(items)
            dataset.GetRasterBand(number).SetDescription(f"band {number}")

    path = make_raster(PIXELS, describe=describe)
    output, _ = thin_out(path, 2, "coarse.dat")
    header = output.with_suffix(".hdr").read_text()
    assert "pixel size = {1,2, units=Meters}" in header
    with open_cube(path) as source, open_cube(str(output)) as coarse:
        assert coarse.spectral == source.spectral
        names = [coarse.dataset.GetRasterBand(number).GetDescription().partition(" (")[0] for number in (1, 2)]
        assert names == ["band 1", "band 2"]


def test_geolocation_arrays_are_dropped_with_a_warning(make_raster, thin_out):
    path = make_raster(PIXELS, describe=lambda dataset: dataset.SetMetadata({"X_BAND": "1"}, "GEOLOCATION"))
    output, warnings = thin_out(path, 2)
    assert "geolocation arrays" in warnings[0]
    assert gdal.Open(str(output)).GetMetadata("GEOLOCATION") == {}


@pytest.mark.parametrize("factor", [2, 3])
@pytest.mark.parametrize("name", ["coarse.tif", "coarse.dat"])
def test_mask_covers_every_coarse_pixel_that_a_masked_one_enters(factor, name, make_raster, thin_out, monkeypatch):
    mask = np.full((HEIGHT, WIDTH), 255, np.uint8)
    mask[13, 20] = mask[0, 0] = 0

    def describe(dataset):
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)

    path = make_raster(PIXELS, describe=describe)
    monkeypatch.setattr("hyperrestore.raster.masks._ROWS", 3)
    output, _ = thin_out(path, factor, name)
    with rasterio.open(output) as coarse:
        found = coarse.read_masks(1) != 0
    assert np.array_equal(found, ~entered((mask == 0), factor))


def entered(fine: np.ndarray, factor: int) -> np.ndarray:
    """Where a coarse pixel's kernel, two coarse pixels wide on each side, covers one of ``fine`` (bool [h, w])."""
    rows, columns = (np.arange(size // factor) for size in fine.shape)
    found = np.zeros((len(rows), len(columns)), bool)
    for row, column in np.argwhere(fine[: len(rows) * factor, : len(columns) * factor]):
        near_rows, near_columns = (
            np.abs((places + 0.5) * factor - 0.5 - place) < 2 * factor
            for places, place in ((rows, row), (columns, column))
        )
        found |= near_rows[:, None] & near_columns
    return found


@pytest.mark.parametrize("factor", range(1, 9))
def test_lowest_reached_takes_all_that_the_kernel_covers_and_no_more(factor):
    invalid = np.random.default_rng(factor).random((40, 45)) < 0.002
    assert np.array_equal(lowest_reached(~invalid, factor), ~entered(invalid, factor))


@pytest.mark.parametrize("factor", range(1, 9))
def test_no_pixel_of_any_weight_is_missed(factor):
    """Down-sampling itself is the judge: what an invalid pixel changes is invalid."""
    invalid = np.random.default_rng(factor).random((40, 45)) < 0.001
    change = downsample(invalid[None] * 1.0, factor)[0]
    assert not lowest_reached(~invalid, factor)[change != 0].any()
    assert lowest_reached(~invalid, factor).any()


def test_lowest_of_a_mask_is_its_lowest():
    values = np.full((2, 24, 30), 255, np.uint8)
    values[1, 8, 11], values[1, 9, 12] = 7, 3
    lowest = lowest_reached(values, 2)
    assert lowest[0].min() == 255
    assert set(np.unique(lowest[1])) == {3, 7, 255}
    assert (lowest[1, 2, 4], lowest[1, 4, 5]) == (7, 3)


@pytest.mark.parametrize("factor", [2, 3, 8])
def test_a_coarse_window_needs_no_more_than_what_it_reaches(factor):
    cube = np.random.default_rng(2).random((1, 67, 90))
    whole = downsample(cube, factor)[0]
    width, height = output_size(90, 67, Fraction(1, factor))
    for window in (Window(0, 0, 3, 2), Window(2, 3, 4, 3), Window(width - 3, height - 2, 3, 2)):
        reached, inside = reached_window(window, factor, 90, 67)
        part = downsample(cube[(slice(None), *reached.slices)], factor)[0][inside]
        assert np.array_equal(part, whole[window.slices])


@pytest.mark.parametrize(("scale", "sentence"), [
    (Fraction(1, 27), "27 times as coarse as its input, which has only 31 x 26 pixels"),
    (Fraction(2, 3), "2/3 times as fine"), (0, "0 times as fine"), (-2, "-2 times as fine"),
])  # fmt: skip
def test_scales_that_cannot_be(scale, sentence, make_raster, tmp_path):
    with open_cube(make_raster(PIXELS)) as source, pytest.raises(InvalidParameter, match=sentence):
        create_sink(str(tmp_path / "coarse.tif"), source, dtype=source.dtype, scale=scale)
    assert not (tmp_path / "coarse.tif").exists()
