"""Spectra as they are read: against rasterio, with scale and offset, nodata, wavelengths, and other CRS."""
from __future__ import annotations

import numpy as np
import pytest
import rasterio
from qgis.core import QgsPointXY, QgsRasterLayer

from hyperrestore.test.ui.compare.conftest import ORIGIN, PIXEL_M
from hyperrestore.ui.compare.csv_text import csv_text
from hyperrestore.ui.compare.profile import Bands, LayerReader, Place, Reading, Spectrum, difference, matching
from hyperrestore.ui.compare.words import bad_runs, band_text, in_nm, legend_text, value_title

RNG = np.random.default_rng(7)


def _point(column: float, row: float) -> QgsPointXY:
    return QgsPointXY(ORIGIN[0] + column * PIXEL_M, ORIGIN[1] - row * PIXEL_M)


def _read(layer: QgsRasterLayer, point: QgsPointXY | None) -> Spectrum:
    return LayerReader(layer).read(point, lambda: False)


def _bands(count: int, wavelengths_nm=None, **known) -> Bands:
    described = {"names": tuple(f"b{n}" for n in range(count)), "bad": np.zeros(count, dtype=bool), "unit": ""}
    wavelengths = None if wavelengths_nm is None else np.array(wavelengths_nm, dtype=np.float64)
    return Bands(**{**described, "wavelengths_nm": wavelengths, "scaled": False, **known})


def _spectrum(bands: Bands, values, layer: str = "layer") -> Spectrum:
    return Spectrum(layer, bands, np.array(values, dtype=np.float64), True)


@pytest.mark.parametrize(
    "dtype", [np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.float32, np.float64], ids=lambda t: t.__name__
)
def test_values_are_those_that_rasterio_reads(make_layer, dtype) -> None:
    top = 1e9 if np.dtype(dtype).itemsize > 2 else 250
    values = (RNG.random((5, 8, 9)) * top).astype(dtype)
    layer = make_layer("cube", values)
    for column, row in ((0, 0), (8, 7), (3, 5)):
        found = _read(layer, _point(column + 0.5, row + 0.5)).values
        with rasterio.open(layer.source()) as raster:
            (expected,) = raster.sample([(ORIGIN[0] + (column + 0.5) * PIXEL_M, ORIGIN[1] - (row + 0.5) * PIXEL_M)])
        np.testing.assert_array_equal(found, expected.astype(np.float64))


def test_scale_and_offset_are_applied_as_qgis_shows_them(make_layer) -> None:
    values = RNG.integers(0, 10000, (4, 6, 6)).astype(np.int16)
    layer = make_layer("scaled", values, scale=1e-4, offset=-0.1, unit="reflectance")
    found = _read(layer, _point(2.5, 3.5))
    with rasterio.open(layer.source()) as raster:
        expected = raster.read()[:, 3, 2] * np.array(raster.scales) + np.array(raster.offsets)
    np.testing.assert_allclose(found.values, expected, rtol=1e-14)
    assert found.bands.scaled and found.bands.unit == "reflectance"
    assert value_title([Reading(Place(0, 0, ""), found, None)]) == "Value (reflectance, scaled)"


def test_nodata_is_a_gap(make_layer) -> None:
    values = RNG.random((4, 6, 6)).astype(np.float32)
    values[1, 3, 2] = -99
    values[2, 3, 2] = np.nan
    found = _read(make_layer("gaps", values, nodata=-99), _point(2.5, 3.5)).values
    assert np.isnan(found).tolist() == [False, True, True, False]


@pytest.mark.parametrize("place", [(-1.0, 2.0), (2.0, -0.01), (6.01, 2.0), (2.0, 7.0)])
def test_outside_there_is_nothing(make_layer, place) -> None:
    found = _read(make_layer("small", np.ones((3, 6, 6), np.uint8)), _point(*place))
    assert not found.inside
    assert np.isnan(found.values).all()


@pytest.mark.parametrize("count", [1, 400])
def test_one_band_and_four_hundred(make_layer, count: int) -> None:
    values = RNG.random((count, 4, 4)).astype(np.float32)
    found = _read(make_layer("cube", values), _point(1.5, 2.5)).values
    np.testing.assert_array_equal(found, values[:, 2, 1])


def test_raster_without_georeference(make_layer) -> None:
    values = RNG.random((3, 6, 8)).astype(np.float32)
    layer = make_layer("bare", values, geotransform=None)
    extent = layer.extent()
    found = _read(layer, QgsPointXY(extent.xMinimum() + 2.5, extent.yMaximum() - 4.5)).values
    np.testing.assert_array_equal(found, values[:, 4, 2])


def test_wavelengths_and_bad_bands(make_layer) -> None:
    layer = make_layer("known", np.ones((3, 4, 4), np.uint8), wavelengths_nm=(450.5, 550, 1400), bad=[2])
    bands = _read(layer, _point(1, 1)).bands
    assert bands.wavelengths_nm.tolist() == [450.5, 550, 1400]
    assert bands.bad.tolist() == [False, False, True]
    assert _read(make_layer("unknown", np.ones((3, 4, 4), np.uint8)), _point(1, 1)).bands.wavelengths_nm is None


def test_cancelled_reading_gives_nothing(make_layer) -> None:
    assert LayerReader(make_layer("cube", np.ones((3, 4, 4), np.uint8))).read(_point(1, 1), lambda: True) is None


def test_bands_are_matched_by_wavelength_else_by_number() -> None:
    four = _bands(4, [400, 500, 600, 700])
    assert matching(four, _bands(4, [400, 500, 600, 700.01])) == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert matching(four, _bands(2, [700, 500])) == [(1, 1), (3, 0)]
    assert matching(four, _bands(4, [405, 505, 605, 705])) == []
    assert matching(four, _bands(4)) == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert matching(_bands(4), _bands(3)) == []
    assert matching(_bands(2, [400, np.nan]), _bands(3, [np.nan, 400, 500])) == [(0, 1)]


def test_difference_is_after_minus_before_where_both_have_the_band() -> None:
    before, after = _spectrum(_bands(3, [1e3, 2e3, 3e3]), [1, 2, np.nan]), _spectrum(_bands(2, [2e3, 3e3]), [5, 6])
    found = difference(Reading(Place(0, 0, ""), before, after))
    np.testing.assert_array_equal(found, [np.nan, 3, np.nan])


def test_axis_is_wavelength_only_if_all_layers_have_it() -> None:
    known, unknown = _spectrum(_bands(2, [400, 500]), [1, 2]), _spectrum(_bands(2), [1, 2])
    assert in_nm([Reading(Place(0, 0, ""), known, known)])
    assert not in_nm([Reading(Place(0, 0, ""), known, unknown)])


def test_bad_bands_take_the_axis_half_way_to_their_neighbours() -> None:
    bands = _bands(5, [400, 410, 420, 440, 460], bad=np.array([False, True, True, False, True]))
    assert bad_runs([_spectrum(bands, [0] * 5)], True) == [(405.0, 430.0), (450.0, 460.5)]
    assert bad_runs([_spectrum(bands, [0] * 5)], False) == [(1.5, 3.5), (4.5, 5.5)]


def test_words_of_a_band() -> None:
    bands = _bands(2, [640.25, 900], bad=np.array([False, True]))
    reading = Reading(Place(0, 0, ""), _spectrum(bands, [0.25, 1]), _spectrum(bands, [0.125, np.nan]))
    assert band_text(reading, 0) == "Band 1 · 640.25 nm · before 0.25 · after 0.125 · difference -0.125"
    assert band_text(reading, 1) == "Band 2 · 900 nm · flagged bad · before 1 · after no data"
    assert band_text(Reading(Place(0, 0, ""), None, reading.after), 0) == "Band 1 · 640.25 nm · after 0.125"


def test_long_and_odd_names_in_the_legend() -> None:
    text = legend_text("Before", "2", _spectrum(_bands(1), [1], "$" + "x" * 100), 26)
    assert len(text) < 45 and text.startswith("2 Before: \\$xx") and "…" in text
    assert legend_text("After", "", Spectrum("a", _bands(1), np.array([np.nan]), False), 9) == "After: a (outside)"
    assert legend_text("After", "", Spectrum("a", _bands(1), np.array([np.nan]), True), 9) == "After: a (no data)"


def test_csv_has_full_precision_and_every_band_of_both() -> None:
    third, float32 = 1 / 3, float(np.float32(0.1))
    before = _spectrum(_bands(3, [400.5, 500, 600]), [third, np.nan, 2], 'a "b", c')
    after = _spectrum(_bands(3, [400.5, 600, 700], unit="W", scaled=True), [float32, 1.5, 9], "after")
    reading = Reading(Place(365010.123456789, 5810010.0, "EPSG:32633"), before, after)
    assert csv_text([reading, reading]).split("\n\n")[0].splitlines() == [
        "# point: x=365010.123456789, y=5810010.0, CRS=EPSG:32633",
        '# before: a "b", c',
        "# after: after (in W, scale and offset applied)",
        "band,name,wavelength_nm,before,after,difference",
        f"1,b0,400.5,{third!r},{float32!r},{float32 - third!r}",
        "2,b1,500.0,,,",
        "3,b2,600.0,2.0,1.5,-0.5",
        "3,b2,700.0,,9.0,",
    ]
    assert csv_text([reading, reading]).count("# point") == 2
    assert "CRS=none" in csv_text([Reading(Place(1, 2, ""), None, after)])
