"""From restored numbers to the numbers of a file."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.raster import encode
from hyperrestore.raster.nodata import keep_off_nodata


def one_band(values, dtype=np.float64):
    return np.asarray(values, dtype=dtype).reshape(1, 1, -1)


def run(restored, native, valid, dtype, nodata):
    native = one_band(native, np.asarray(native).dtype)
    values, clamped = encode(one_band(restored), native, one_band(valid, bool), dtype=dtype, nodata=(nodata,))
    assert values.dtype == dtype
    return values.ravel().tolist(), clamped


def test_integers_round_half_to_even():
    native = np.zeros(6, np.int16)
    assert run([0.5, 1.5, 2.5, -0.5, -1.5, 2.51], native, [True] * 6, np.int16, None) == ([0, 2, 2, 0, -2, 3], 0)


def test_beyond_the_limits_is_clamped_and_counted():
    native = np.zeros(4, np.uint8)
    assert run([-3.0, 255.4, 255.6, 1e9], native, [True] * 4, np.uint8, None) == ([0, 255, 255, 255], 3)


def test_invalid_pixels_come_back_unchanged_and_uncounted():
    native = np.array([7, 15000, -32768], np.int16)
    assert run([1e9, 3.0, np.nan], native, [False, True, False], np.int16, 15000) == ([7, 3, -32768], 0)


@pytest.mark.parametrize("restored, expected", [(99.8, 99), (100.2, 101), (100.0, 99)])
def test_a_valid_integer_never_becomes_nodata(restored, expected):
    assert run([restored], np.array([1], np.int16), [True], np.int16, 100)[0] == [expected]


@pytest.mark.parametrize(
    "nodata, restored, expected", [(0, -0.2, 1), (0, -7.0, 1), (255, 255.3, 254), (255, 900.0, 254)]
)
def test_at_a_limit_it_is_put_on_the_other_side(nodata, restored, expected):
    assert run([restored], np.array([1], np.uint8), [True], np.uint8, nodata)[0] == [expected]


@pytest.mark.parametrize("dtype, code", [(np.float32, gdal.GDT_Float32), (np.float64, gdal.GDT_Float64)])
@pytest.mark.parametrize("nodata", [-9999.0, 0.0, 3.4028234663852886e38, -3.4028234663852886e38])
def test_a_valid_float_is_no_nodata_to_gdal_either(nodata, dtype, code, tmp_path):
    value, _ = encode(one_band([nodata]), one_band([1], dtype), one_band([1], bool), dtype=dtype, nodata=(nodata,))
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "a.tif"), 1, 1, 1, code)
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteRaster(0, 0, 1, 1, value.tobytes())
    assert dataset.GetRasterBand(1).GetMaskBand().ReadRaster(0, 0, 1, 1) == b"\xff"
    # GDAL takes all that is huge for nodata when nodata is the limit of the type.
    assert value.ravel()[0] == pytest.approx(nodata, rel=1e-5, abs=1e-30) or abs(nodata) > 1e38


def test_int64_limits_do_not_wrap_round():
    limits = np.iinfo(np.int64)
    values, clamped = run([1e30, -1e30], np.array([0, 0]), [True, True], np.int64, None)
    assert values == [2**63 - 1024, limits.min]
    assert clamped == 2


def test_invalid_int64_keeps_all_its_digits():
    assert run([0.0], np.array([2**62 + 1]), [False], np.int64, 2**62 + 1)[0] == [2**62 + 1]


def test_nodata_that_float32_cannot_hold_becomes_the_output_nodata():
    lowest = float(np.finfo(np.float32).min)
    native = np.array([-1.7976931348623157e308, 2.0])
    assert run([5.0, 5.0], native, [False, True], np.float32, lowest)[0] == [lowest, 5.0]


def test_nan_stays_nan_for_float_nodata():
    values, clamped = run([1.0, 2.25], np.array([np.nan, 1], np.float32), [False, True], np.float32, np.nan)
    assert np.isnan(values[0])
    assert (values[1], clamped) == (2.25, 0)


def test_a_restored_value_that_is_not_finite_leaves_the_native_one_and_counts():
    assert run([np.nan, np.inf, 3.0], np.array([7, 8, 9], np.int16), [True] * 3, np.int16, None) == ([7, 8, 3], 2)


def test_each_band_has_its_own_nodata():
    restored = np.array([[[10.0]], [[10.0]]])
    values, _ = encode(restored, restored.astype(np.int16), np.ones((2, 1, 1), bool), dtype=np.int16, nodata=(10, None))
    assert values.ravel().tolist() == [9, 10]


def test_float_values_come_through_bit_for_bit():
    values = np.random.default_rng(1).normal(size=(2, 3, 4)).astype(np.float32)
    found, clamped = encode(values, values * 0, np.ones(values.shape, bool), dtype=np.float32, nodata=(None, -1.0))
    assert np.array_equal(found, values)
    assert clamped == 0


def test_large_integers_are_kept_off_nodata_too():
    values = np.array([2**63, 2**63, 5], np.uint64)
    found = keep_off_nodata(values, np.array([2.0**63 + 4096, 2.0**63 - 4096, 5]), 2**63)
    assert found.tolist() == [2**63 + 1, 2**63 - 1, 5]
