"""Which bands a cube is shown in, and between which values."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.raster import composite, open_cube
from hyperrestore.raster.composite import composite_bands

VNIR = tuple(range(400, 1000, 20))


def bands_of(path):
    with open_cube(path) as source:
        return composite_bands(source)


@pytest.fixture
def with_bands(make_raster):
    """``with_bands(wavelengths, bad=(...), units=...)`` -> path of a small cube with one band for each."""

    def make(wavelengths, bad=(), units="Nanometers", further=lambda dataset: None):
        def describe(dataset):
            for number, wavelength in enumerate(wavelengths, start=1):
                fields = {"wavelength": str(wavelength), "wavelength_units": units, "bbl": str(int(number not in bad))}
                dataset.GetRasterBand(number).SetMetadata(fields)
            further(dataset)

        return make_raster(np.zeros((len(wavelengths), 4, 5), np.int16), describe=describe)

    return make


def test_true_colour_takes_the_nearest_bands(with_bands):
    assert [VNIR[band] for band in bands_of(with_bands(VNIR))] == [640, 540, 460]


def test_micrometres_are_understood(with_bands):
    path = with_bands([nm / 1000 for nm in VNIR], units="Micrometers")
    assert [VNIR[band] for band in bands_of(path)] == [640, 540, 460]


def test_bad_bands_are_passed_over(with_bands):
    """Bands 13 and 4 are those of 640 and 460 nm."""
    assert [VNIR[band] for band in bands_of(with_bands(VNIR, bad=(13, 4)))] == [620, 540, 440]


def test_a_colour_without_a_band_makes_it_false(with_bands):
    """Without 400 to 500 nm there is no blue within 30 nm of 460: three bands spread over what there is."""
    found = [VNIR[band] for band in bands_of(with_bands(VNIR, bad=range(1, 7)))]
    assert found == [920, 760, 600]


def test_short_wave_infrared_leaves_out_where_air_is_dark(with_bands):
    swir = tuple(range(1000, 2500, 50))
    found = [swir[band] for band in bands_of(with_bands(swir))]
    assert found == sorted(found, reverse=True)
    assert not any(1340 <= nm <= 1460 or 1790 <= nm <= 1970 for nm in found)


def test_bands_in_any_order(with_bands):
    shuffled = (900, 460, 700, 550, 1000, 640)
    assert bands_of(with_bands(shuffled)) == (5, 3, 1)


def test_default_bands_of_a_header_without_wavelengths(make_raster):
    describe = lambda dataset: dataset.SetMetadata({"default_bands": "{7, 2, 4}"}, "ENVI")  # noqa: E731
    assert bands_of(make_raster(np.zeros((8, 4, 5), np.int16), "source.dat", describe)) == (6, 1, 3)


def test_colours_that_a_format_states(make_raster):
    def colours(dataset):
        for number, colour in ((2, gdal.GCI_BlueBand), (3, gdal.GCI_RedBand), (5, gdal.GCI_GreenBand)):
            dataset.GetRasterBand(number).SetColorInterpretation(colour)

    assert bands_of(make_raster(np.zeros((6, 4, 5), np.int16), describe=colours)) == (2, 4, 1)


@pytest.mark.parametrize(("count", "expected"), [(1, (0,)), (2, (0,)), (3, (2, 1, 0)), (30, (25, 15, 5))])
def test_without_a_word_they_are_spread(make_raster, count, expected):
    assert bands_of(make_raster(np.zeros((count, 4, 5), np.int16), options=["PHOTOMETRIC=MINISBLACK"])) == expected


def test_only_bad_bands_are_shown_all_the_same(with_bands):
    assert bands_of(with_bands((450, 550, 650), bad=(1, 2, 3))) == (0,)


@pytest.mark.parametrize("size", [(50, 60), (900, 1300)])
def test_the_stretch_is_that_of_all_pixels(make_raster, size):
    rng = np.random.default_rng(4)
    values = rng.normal(1000, 200, (3, *size)).astype(np.float32) * np.array([1, 2, 3], np.float32)[:, None, None]
    values[:, :5] = -9999

    def nodata(dataset):
        for number in (1, 2, 3):
            dataset.GetRasterBand(number).SetNoDataValue(-9999)

    with open_cube(make_raster(values, describe=nodata)) as source:
        found = composite(source)
    exact = [np.quantile(values[band][values[band] != -9999], (0.02, 0.98)) for band in found.bands]
    np.testing.assert_allclose(found.ranges, exact, rtol=0.02)


def test_the_stretch_is_in_the_values_that_are_shown(make_raster):
    def scaled(dataset):
        dataset.GetRasterBand(1).SetScale(0.01)
        dataset.GetRasterBand(1).SetOffset(5)

    with open_cube(make_raster(np.arange(100, dtype=np.int16).reshape(1, 10, 10), describe=scaled)) as source:
        assert composite(source).ranges == (pytest.approx((5.02, 5.97)),)


@pytest.mark.parametrize("value", [7, 0, -3])
def test_a_constant_band_has_a_range(make_raster, value):
    with open_cube(make_raster(np.full((1, 10, 10), value, np.int16))) as source:
        ((low, high),) = composite(source).ranges
    assert low == value < high


def test_a_raster_without_data_has_one_too(make_raster):
    with open_cube(make_raster(np.full((1, 10, 10), np.nan, np.float32))) as source:
        assert composite(source).ranges == ((0.0, 1.0),)


def test_a_swath_across_a_wide_raster_is_found(make_raster):
    """30 columns of 2000 that move from left to right: the first look meets little of them."""
    values = np.full((1, 600, 2000), np.nan, np.float32)
    for row in range(600):
        values[0, row, 3 * row : 3 * row + 30] = row / 6
    with open_cube(make_raster(values)) as source:
        ((low, high),) = composite(source).ranges
    assert low == pytest.approx(2, abs=5) and high == pytest.approx(98, abs=5)
