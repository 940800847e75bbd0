"""The streamed pass and the sample."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.raster import open_cube
from hyperrestore.restoration import statistics
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.restoration.statistics import read_sample, reading_windows, sample_windows, survey_bands
from hyperrestore.test.restoration.networks import Recorder, noise_cube, write_raster


@pytest.mark.parametrize("read_values", [50, 1000, 4_000_000])
def test_statistics_are_those_of_the_valid_pixels(tmp_path, monkeypatch, read_values):
    monkeypatch.setattr(statistics, "READ_VALUES", read_values)
    cube = noise_cube(4, 61, 47, "int16").copy()
    cube[:, :9, :9] = -32768
    cube[2] = -32768
    monitor = Recorder()
    with open_cube(write_raster(tmp_path / "in.tif", cube, nodata=-32768, block=16)) as source:
        found = survey_bands(source, [0, 2, 3], Span(Progress(monitor)))
    for band in (0, 3):
        valid = cube[band][cube[band] != -32768]
        assert (found[band].count, found[band].low, found[band].high) == (valid.size, valid.min(), valid.max())
        assert found[band].mean == pytest.approx(valid.mean())
    assert found[2].count == 0 and found[2].low is None
    assert monitor.fractions[-1] == 1


@pytest.mark.parametrize("block", [(1, 1000), (64, 64), (256, 256), (700, 1000)])
@pytest.mark.parametrize("bands", [1, 60, 5000])
def test_reading_windows_cover_the_raster_once_and_stay_small(block, bands):
    covered = np.zeros((700, 1000), int)
    for window in reading_windows(1000, 700, bands, block):
        covered[window.slices] += 1
        pixels = window.width * window.height
        assert pixels * bands <= statistics.READ_VALUES or window.height == 1 or pixels <= block[1]
    assert (covered == 1).all()


@pytest.mark.parametrize(("width", "height", "bands"), [(1, 1, 3), (100, 90, 200), (97, 500, 10), (5000, 300, 3)])
def test_a_small_raster_is_sampled_whole(width, height, bands):
    covered = np.zeros((height, width), bool)
    for window in sample_windows(width, height, bands, 12_000_000):
        covered[window.slices] = True
    assert covered.all()


@pytest.mark.parametrize(
    ("width", "height", "bands"), [(10_000, 20_000, 200), (50, 1_000_000, 100), (3000, 3000, 3000)]
)
def test_a_large_raster_is_sampled_evenly_within_the_limit(width, height, bands):
    windows = sample_windows(width, height, bands, 12_000_000)
    assert sum(window.width * window.height for window in windows) * bands <= 1.2 * 12_000_000
    assert windows[0].y == 0
    if len(windows) > 1:
        assert windows[-1].y + windows[-1].height == height
    assert all(window.x + window.width <= width and window.y + window.height <= height for window in windows)


def test_the_sample_holds_what_the_raster_holds(tmp_path):
    cube = noise_cube(3, 50, 60, "int16").copy()
    with open_cube(write_raster(tmp_path / "in.tif", cube)) as source:
        sample = read_sample(source, [0, 2], Span(Progress(Recorder())))
    assert len(sample) == 1
    assert (sample[0].values == cube[[0, 2]]).all() and sample[0].valid.all()
