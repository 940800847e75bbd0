"""The direction of line noise is found, and none is invented in clean scenes."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.restoration.lines import estimate_line_direction
from hyperrestore.restoration.sampling import SampleWindow
from hyperrestore.test.restoration.networks import smooth_scene, striped_scene
from hyperrestore.test.restoration.test_clean_range import load_degrade

SCENES = ("val/sandiego", "val/jasper-ridge", "val/cave-toy", "train/abu-urban-3", "train/abu-beach-1", "train/reno")


def direction(cube: np.ndarray):
    window = SampleWindow(cube, np.ones(cube.shape, bool))
    return estimate_line_direction([window])


def crossed_by(spectrum: np.ndarray, rows: slice) -> np.ndarray:
    """A smooth scene of 30 bands with something of the given spectrum (float [30]) all across it."""
    scene = smooth_scene(30, 96, 96, noise=0.01)
    crossing = scene[:, rows].shape
    scene[:, rows] = spectrum[:, None, None] + np.random.default_rng(1).normal(0, 0.01, crossing)
    return scene


def turned(cube: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(cube.transpose(0, 2, 1))


@pytest.mark.parametrize("scene", SCENES)
def test_scenes_with_line_noise_either_way(shared, scene):
    degrade = load_degrade(shared)
    clean = degrade.load_scaled(shared / "data" / f"{scene}.tif").astype(np.float32)[:, :100, :100]
    for case in ("stripe", "mixture"):
        noisy = degrade.degrade(clean, case)
        assert direction(noisy).direction == "columns", case
        assert direction(turned(noisy)).direction == "rows", case


@pytest.mark.parametrize("scene", SCENES)
def test_scenes_without_line_noise_stay_as_they_are(shared, scene):
    degrade = load_degrade(shared)
    clean = degrade.load_scaled(shared / "data" / f"{scene}.tif").astype(np.float32)[:, :100, :100]
    for cube in (clean, degrade.degrade(clean, "noniid"), degrade.degrade(clean, "impulse")):
        assert direction(cube).direction == "columns"


def test_stripes_of_a_made_up_scene():
    scene = striped_scene()
    assert direction(scene).direction == "columns"
    assert direction(turned(scene)).direction == "rows"
    assert "rows stand out" in direction(turned(scene)).evidence


def test_dead_rows_are_found():
    rng = np.random.default_rng(8)
    scene = turned(striped_scene(bands=20)) + rng.normal(0, 0.3, (20, 72, 80)).astype(np.float32)
    plain = rng.normal(0.5, 0.3, scene.shape).astype(np.float32)
    assert direction(plain).evidence.startswith("no line noise found")
    for band in range(20):
        plain[band, rng.permutation(72)[:5]] = 0
    assert direction(plain).direction == "rows"
    assert direction(turned(plain)).direction == "columns"


def test_rows_of_nodata_are_not_dead_lines():
    plain = np.random.default_rng(8).normal(0.5, 0.3, (6, 60, 60)).astype(np.float32)
    valid = np.ones(plain.shape, bool)
    plain[:2, 20:40] = -9999
    valid[:2, 20:40] = False
    found = estimate_line_direction([SampleWindow(plain, valid)])
    assert found.direction == "columns"


def test_a_road_across_the_scene_is_no_line_noise():
    road = crossed_by(np.random.default_rng(9).normal(0.5, 0.15, 30), slice(40, 42))
    assert direction(road).direction == "columns"


def test_a_canal_across_the_scene_is_no_line_noise():
    spectrum = np.abs(np.cumsum(np.random.default_rng(5).normal(0, 0.1, 30))) + 0.3
    assert direction(crossed_by(0.2 * spectrum, slice(30, 32))).direction == "columns"


@pytest.mark.parametrize("share", [0.5, 0.75, 0.9])
def test_the_edge_of_nodata_makes_no_lines(share):
    scene = smooth_scene(30, 96, 96, noise=0.01)
    scene += np.random.default_rng(2).laplace(0, 0.05, scene.shape).astype(np.float32)
    valid = np.ones(scene.shape, bool)
    valid[:, :, : int(share * 96)] = False
    found = estimate_line_direction([SampleWindow(scene, valid)])
    assert found.evidence.startswith("no line noise found")


@pytest.mark.parametrize("part", [np.s_[:, :, 25:], np.s_[:, :, :50], np.s_[:, 25:, :], np.s_[:, :50, :]])
def test_stripes_are_found_in_what_is_left_beside_nodata(part):
    scene = striped_scene(30)
    for cube, expected in ((scene, "columns"), (turned(scene), "rows")):
        cube, valid = cube.copy(), np.ones(cube.shape, bool)
        cube[part], valid[part] = 1e30, False
        assert estimate_line_direction([SampleWindow(cube, valid)]).direction == expected


def test_stripes_are_found_between_scattered_gaps():
    scene = turned(striped_scene(30)).copy()
    valid = np.random.default_rng(4).random(scene.shape) > 0.2
    scene[~valid] = np.nan
    assert estimate_line_direction([SampleWindow(scene, valid)]).direction == "rows"


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 7, 100), (1, 40, 40), (2, 40, 40)])
def test_small_rasters_have_an_answer(shape):
    assert direction(np.random.default_rng(1).normal(size=shape).astype(np.float32)).direction == "columns"
