"""The sample lies where the data are, and evenly over them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hyperrestore.raster import Window, open_cube
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.restoration.reading import Reader
from hyperrestore.restoration.sampling import Coverage, SampleWindow, quantiles, read_sample, some_values
from hyperrestore.restoration.statistics import reading_windows
from hyperrestore.test.restoration.networks import Recorder, noise_cube, write_raster


def windows_of(valid: np.ndarray, bands: int, limit: int = 12_000_000, block: tuple = (64, 64)) -> list:
    """The windows for ``bands`` bands with the one mask ``valid`` (bool [H, W]), surveyed as the engine does it."""
    height, width = valid.shape
    coverage = Coverage(width, height, bands, limit)
    for window in reading_windows(width, height, bands, block):
        coverage.add(window, valid[window.slices] * bands)
    return coverage.windows()


def diamond(width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return (np.abs(x - width / 2) / (width / 2) + np.abs(y - height / 2) / (height / 2)) < 0.8


@pytest.mark.parametrize(("width", "height", "bands"), [(1, 1, 3), (100, 90, 200), (97, 500, 10), (5000, 300, 3)])
def test_a_small_raster_is_sampled_whole(width, height, bands):
    covered = np.zeros((height, width), bool)
    for window in windows_of(np.ones((height, width), bool), bands):
        covered[window.slices] = True
    assert covered.all()


@pytest.mark.parametrize(
    ("width", "height", "bands"), [(3000, 4000, 200), (50, 100_000, 100), (3000, 2000, 2000), (2000, 300, 40)]
)
def test_a_large_raster_is_sampled_evenly_within_the_limit(width, height, bands):
    windows = windows_of(np.ones((height, width), bool), bands)
    assert 0.5 * 12_000_000 <= sum(window.width * window.height for window in windows) * bands <= 12_000_000
    assert all(window.x + window.width <= width and window.y + window.height <= height for window in windows)
    centres = np.array([(window.x + window.width / 2, window.y + window.height / 2) for window in windows])
    np.testing.assert_allclose(centres.mean(axis=0), (width / 2, height / 2), rtol=0.06)
    places = np.stack(np.meshgrid(np.linspace(0, width, 15), np.linspace(0, height, 99)), axis=-1).reshape(-1, 1, 2)
    farthest = np.sqrt(np.sum((places - centres) ** 2, axis=-1)).min(axis=1).max()
    assert farthest <= max(1.25 * math.sqrt(width * height / len(windows)), max(width, height) / len(windows))


@pytest.mark.parametrize(("width", "height", "bands"), [(620, 700, 224), (1000, 1200, 224), (900, 3000, 425)])
def test_the_corners_of_a_rotated_swath_get_no_window(width, height, bands):
    valid = diamond(width, height)
    windows = windows_of(valid, bands)
    assert len(windows) == 12_000_000 // bands // 96**2
    shares = [valid[window.slices].mean() for window in windows]
    assert min(shares) >= 0.4 and np.mean(shares) > 0.8
    upper = sum(window.y + window.height / 2 < height / 2 for window in windows)
    assert 1 <= upper < len(windows)


def test_a_lone_island_of_data_is_found():
    valid = np.zeros((2000, 2000), bool)
    valid[1503:1510, 301:306] = True
    (window,) = windows_of(valid, 200)
    assert valid[window.slices].sum() == 35


def test_without_data_there_is_no_window():
    assert windows_of(np.zeros((300, 300), bool), 5) == []


@pytest.mark.parametrize("block", [(1, 500), (64, 64), (333, 77), (700, 500)])
def test_the_windows_do_not_depend_on_how_the_raster_is_read(block):
    valid = diamond(500, 700)
    assert windows_of(valid, 224, block=block) == windows_of(valid, 224, block=(700, 500))


def test_the_sample_holds_what_the_raster_holds(tmp_path):
    cube = noise_cube(3, 50, 60, "int16").copy()
    cube[:, :, :20] = -1
    with open_cube(write_raster(tmp_path / "in.tif", cube, nodata=-1)) as source:
        windows = [Window(0, 0, 20, 50), Window(10, 5, 50, 40)]
        sample = read_sample(Reader(source), [0, 2], windows, Span(Progress(Recorder())))
    assert len(sample) == 1
    assert (sample[0].values == cube[[0, 2], 5:45, 10:]).all()
    assert (sample[0].valid == (cube[[0, 2], 5:45, 10:] != -1)).all()


def test_quantiles_are_values_that_occur():
    values = np.array([5.0, -1.7e308, 1.7e308, 2.0, 3.0])
    assert quantiles(values, (0, 0.3, 0.5, 1)).tolist() == [-1.7e308, 2, 3, 1.7e308]


def test_some_values_are_the_valid_ones():
    values = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
    valid = values % 2 == 0
    found = some_values([SampleWindow(values, valid)] * 2, 1, without=(np.int16(14), np.int16(22)))
    assert found.tolist() == [12, 16, 18, 20] * 2
