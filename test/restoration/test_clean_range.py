"""The range of the clean scene is found under the papers' noise, and the range of a clean scene is its own."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from hyperrestore.restoration.clean_range import clean_ranges, noise_sigmas, recurring_values
from hyperrestore.restoration.sampling import SampleWindow
from hyperrestore.test.restoration.networks import smooth_scene

CASES = ("noniid", "stripe", "deadline", "impulse", "mixture")
SCENES = ("sandiego", "jasper-ridge", "cave-toy")


def sample_of(cube: np.ndarray) -> list:
    return [SampleWindow(cube, np.ones(cube.shape, bool))]


def cube_range(cube: np.ndarray) -> tuple:
    return clean_ranges(sample_of(cube), cube.mean(axis=(1, 2)))[2:]


def load_degrade(shared):
    spec = importlib.util.spec_from_file_location("degrade", shared / "tools" / "degrade.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("scene", SCENES)
def test_the_clean_range_is_found_under_noise(shared, scene):
    degrade = load_degrade(shared)
    clean = degrade.load_scaled(shared / "data" / "val" / f"{scene}.tif").astype(np.float32)
    assert cube_range(clean) == pytest.approx((0, 1), abs=0.08)
    for case in CASES:
        low, high = cube_range(4000 * degrade.degrade(clean, case) + 300)
        assert (low - 300) / 4000 == pytest.approx(0, abs=0.08), case
        assert (high - 300) / 4000 == pytest.approx(1, abs=0.10), case
        if case in ("impulse", "mixture"):
            assert (high - 300) / 4000 == pytest.approx(1, abs=1e-3), f"{case}: salt must lie at 1"


def test_the_raw_range_would_be_far_off():
    scene = smooth_scene(bands=30)
    noisy = scene + np.random.default_rng(1).normal(0, 0.25, scene.shape).astype(np.float32)
    clean_low, clean_high = scene.min(), scene.max()
    low, high = cube_range(noisy)
    width = clean_high - clean_low
    assert noisy.max() - clean_high > 0.25 * width
    assert abs(high - clean_high) < 0.15 * width
    assert abs(low - clean_low) < 0.15 * width


def test_the_range_moves_and_stretches_with_the_units():
    scene = smooth_scene()
    low, high = cube_range(scene)
    other_low, other_high = cube_range(scene * 2000 + 500)
    assert (other_low - 500) / 2000 == pytest.approx(low, abs=1e-3)
    assert (other_high - 500) / 2000 == pytest.approx(high, abs=1e-3)


def test_a_single_hot_pixel_does_not_make_the_range():
    scene = smooth_scene()
    low, high = cube_range(scene)
    hot = scene.copy()
    hot[4, 40, 40], hot[7, 12, 9] = 1000, -1000
    assert cube_range(hot) == pytest.approx((low, high), abs=0.02 * (high - low))


def test_one_bright_pixel_in_all_bands_is_a_roof_and_does():
    scene = smooth_scene() * 0.5
    scene[:, 40, 40] = 3.0 + np.linspace(0, 0.1, len(scene))
    assert cube_range(scene)[1] == pytest.approx(3.1, abs=0.2)


def test_noise_is_measured_per_band():
    rng = np.random.default_rng(6)
    sigmas = np.array([0.01, 0.1, 0.5, 0.02])
    cube = (rng.normal(size=(4, 90, 90)) * sigmas[:, None, None]).astype(np.float32)
    np.testing.assert_allclose(noise_sigmas([cube]), sigmas, rtol=0.05)


def test_recurring_values_are_those_of_several_bands():
    rng = np.random.default_rng(6)
    cube = rng.normal(size=(40, 50, 50)).astype(np.float32)
    cube[3:6, :10] = 5.0
    cube[20:23, ::7] = -4.0
    cube[30, :20] = 2.5
    assert recurring_values(sample_of(cube)) == [-4.0, 5.0]


def test_bytes_are_not_taken_for_recurring_values():
    cube = np.random.default_rng(6).integers(0, 60, (40, 50, 50)).astype(np.uint8)
    assert recurring_values(sample_of(cube)) == []


def test_invalid_pixels_have_no_say():
    scene = smooth_scene()
    window = SampleWindow(scene.copy(), np.ones(scene.shape, bool))
    window.values[:, 30:40, 30:40] = 1e30
    window.valid[:, 30:40, 30:40] = False
    expected = cube_range(scene)
    found = clean_ranges([window], scene.mean(axis=(1, 2)))[2:]
    assert found == pytest.approx(expected, abs=0.05 * (expected[1] - expected[0]))


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 9, 9), (2, 1, 30), (5, 2, 2)])
def test_tiny_rasters_have_a_range_within_their_own(shape):
    cube = np.random.default_rng(6).uniform(10, 20, shape).astype(np.float32)
    low, high = cube_range(cube)
    assert 9 <= low <= 21 and 9 <= high <= 21


def test_hot_pixels_in_a_strip_on_empty_ground_do_not_make_the_range():
    """A flight line within a raster of zeros that nobody has declared: most of its windows hold nothing else."""
    rng = np.random.default_rng(2)
    data = (1500 + 3000 * smooth_scene(bands=8, height=40, width=40)).astype(np.float32)
    data[rng.integers(0, 8, 6), rng.integers(0, 40, 6), rng.integers(0, 40, 6)] = 60000
    empty = np.zeros_like(data)
    sample = [SampleWindow(cube, np.ones(cube.shape, bool)) for cube in (empty, empty, data, empty, empty)]
    low, high = clean_ranges(sample, data.mean(axis=(1, 2)) / 5)[2:]
    assert low == pytest.approx(0, abs=200)
    assert 3000 < high < 20000
