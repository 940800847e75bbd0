"""The one map of a raster: fitted to its range, reversible, never clipping."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.restoration.scaling import Scaling, fit_scaling
from hyperrestore.restoration.statistics import BandStatistics, SampleWindow
from hyperrestore.test.restoration.networks import smooth_scene


def fit(kind: str, cube: np.ndarray) -> Scaling:
    statistics = {n: BandStatistics(band.size, band.min(), band.max(), band.mean()) for n, band in enumerate(cube)}
    return fit_scaling(kind, [SampleWindow(cube, np.ones(cube.shape, bool))], statistics)


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
    assert (scaling.to_source(cube) == cube).all()


def test_the_map_is_reversible_and_nothing_is_clipped():
    scaling = Scaling("band", np.array([100.0, -5.0]), np.array([50.0, 2.0]))
    values = np.array([[[-1e6, 100, 150, 1e6]], [[-5, -3, 40, -7]]], np.float32)
    scaled = scaling.to_model(values)
    np.testing.assert_allclose(scaled, [[[-20002, 0, 1, 19998]], [[0, 1, 22.5, -1]]])
    np.testing.assert_allclose(scaling.to_source(scaled), values, rtol=1e-6)
    np.testing.assert_allclose(scaling.correction_to_source(np.ones((2, 1, 1))), [[[50]], [[2]]])


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
