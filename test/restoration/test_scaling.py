"""The one map of a raster: fitted to its range, reversible, never clipping."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.restoration.sampling import SampleWindow
from hyperrestore.restoration.scaling import Scaling, fit_scaling
from hyperrestore.restoration.statistics import BandStatistics
from hyperrestore.test.restoration.networks import smooth_scene


def survey(cube: np.ndarray) -> dict:
    return {n: BandStatistics(band.size, band.min(), band.max(), band.mean()) for n, band in enumerate(cube)}


def fit(kind: str, cube: np.ndarray) -> Scaling:
    return fit_scaling(kind, [SampleWindow(cube, np.ones(cube.shape, bool))], survey(cube))


def to_source(scaling: Scaling, cube: np.ndarray) -> np.ndarray:
    return np.stack([scaling.to_source(values, band) for band, values in enumerate(cube)])


def test_cube_scaling_is_one_map_for_all_bands():
    cube = smooth_scene() * 3000 + 200
    scaling = fit("cube", cube)
    assert len(set(scaling.low)) == len(set(scaling.width)) == 1
    scaled = scaling.to_model(cube)
    assert scaled.dtype == np.float32
    assert -0.1 < scaled.min() < 0.1 and 0.9 < scaled.max() < 1.1


def test_band_scaling_brings_every_band_to_the_range():
    cube = smooth_scene() * np.logspace(0, 3, 12).astype(np.float32)[:, None, None]
    scaled = fit("band", cube).to_model(cube)
    assert (np.abs(scaled.min(axis=(1, 2))) < 0.15).all()
    assert (np.abs(scaled.max(axis=(1, 2)) - 1) < 0.15).all()


def test_no_scaling_passes_values_as_they_are():
    cube = smooth_scene()
    scaling = fit("none", cube)
    assert (scaling.to_model(cube) == cube).all()
    assert (to_source(scaling, cube) == cube).all()


def test_the_map_is_reversible_and_nothing_is_clipped():
    scaling = Scaling("band", np.array([100.0, -5.0]), np.array([50.0, 2.0]))
    values = np.array([[[-1e6, 100, 150, 1e6]], [[-5, -3, 40, -7]]], np.float32)
    scaled = scaling.to_model(values)
    np.testing.assert_allclose(scaled, [[[-20002, 0, 1, 19998]], [[0, 1, 22.5, -1]]])
    np.testing.assert_allclose(to_source(scaling, scaled), values, rtol=1e-6)
    assert [float(scaling.correction_to_source(np.ones((1, 1)), band)) for band in range(2)] == [50, 2]


def test_large_numbers_keep_their_differences():
    low = 2.0**53
    scaling = Scaling("cube", np.array([low]), np.array([100.0]))
    values = (np.uint64(2**53) + np.arange(0, 100, 2, dtype=np.uint64)).reshape(1, 5, 10)
    np.testing.assert_allclose(scaling.to_model(values).ravel(), np.arange(0, 1, 0.02), atol=1e-6)


@pytest.mark.parametrize("kind", ["cube", "band"])
def test_a_raster_of_one_value_per_band_does_not_divide_by_zero(kind):
    cube = np.array([[[3.0]], [[8.0]]], np.float32)
    assert np.isfinite(fit(kind, cube).to_model(cube)).all()
    assert (fit(kind, cube).width > 0).all()


def test_scaling_says_what_it_does():
    assert str(fit("none", smooth_scene())).startswith("none")
    assert str(Scaling("cube", np.array([2.0, 2.0]), np.array([5.0, 5.0]))) == "cube: 2 to 7 maps to 0 to 1"
    assert "2 to 3 map to 0" in str(Scaling("band", np.array([2.0, 3.0]), np.array([5.0, 5.0])))


@pytest.mark.parametrize("kind", ["cube", "band"])
def test_a_band_missing_from_the_sample_does_not_spoil_the_others(kind):
    cube = smooth_scene(20, 96, 96)
    cube[3, 5, 5] = 50
    whole = fit(kind, cube)
    valid = np.ones(cube.shape, bool)
    valid[7] = False
    found = fit_scaling(kind, [SampleWindow(cube, valid)], survey(cube))
    others = [band for band in range(20) if band != 7]
    np.testing.assert_allclose(found.low[others], whole.low[others], atol=0.02)
    np.testing.assert_allclose(found.width[others], whole.width[others], atol=0.03)
    if kind == "band":
        assert (found.low[7], found.low[7] + found.width[7]) == pytest.approx((cube[7].min(), cube[7].max()))


@pytest.mark.parametrize("kind", ["cube", "band"])
def test_without_a_sample_the_extremes_are_the_range(kind):
    cube = smooth_scene()
    scaled = fit_scaling(kind, [], survey(cube)).to_model(cube)
    assert (scaled.min(), scaled.max()) == pytest.approx((0, 1), abs=1e-6)


@pytest.mark.parametrize("kind", ["cube", "band"])
@pytest.mark.parametrize(("factor", "offset"), [(1e300, 0.0), (1e-300, 0.0), (1.0, 1e8), (-1e305, 0.0)])
def test_the_range_of_values_that_float32_cannot_hold(kind, factor, offset):
    cube = smooth_scene().astype(np.float64)
    plain, found = fit(kind, np.sign(factor) * cube), fit(kind, cube * factor + offset)
    np.testing.assert_allclose((found.low - offset) / abs(factor), plain.low, atol=1e-3)
    np.testing.assert_allclose(found.width / abs(factor), plain.width, rtol=1e-3)


@pytest.mark.parametrize("kind", ["cube", "band"])
def test_the_widest_range_there_is_has_a_finite_map(kind):
    cube = np.random.default_rng(2).choice([-1.7e308, 1.7e308], (3, 30, 30))
    found = fit(kind, cube)
    assert np.isfinite(found.low).all() and np.isfinite(found.width).all() and (found.width > 0).all()


def test_one_wild_value_does_not_take_the_precision_of_the_estimate():
    cube = smooth_scene()
    wild = cube.copy()
    wild[5, 9, 9] = 1e30
    plain, found = fit("cube", cube), fit("cube", wild)
    assert found.low[0] == pytest.approx(plain.low[0], abs=0.02)
    assert found.width[0] == pytest.approx(plain.width[0], abs=0.03)
