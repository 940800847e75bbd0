"""The streamed pass over a raster."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from hyperrestore.raster import CubeSource, open_cube
from hyperrestore.restoration import statistics
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.restoration.reading import Reader
from hyperrestore.restoration.sampling import Coverage
from hyperrestore.restoration.statistics import reading_windows, survey_bands
from hyperrestore.test.restoration.networks import Recorder, noise_cube, write_raster


@pytest.mark.parametrize("read_values", [50, 1000, 4_000_000])
def test_statistics_are_those_of_the_valid_pixels(tmp_path, monkeypatch, read_values):
    monkeypatch.setattr(statistics, "READ_VALUES", read_values)
    cube = noise_cube(4, 61, 47, "int16").copy()
    cube[:, :9, :9] = -32768
    cube[0, 20:40, 30] = -32767
    cube[3, 5:50:9, 7:40:5] = 32767
    cube[2] = -32768
    monitor = Recorder()
    with open_cube(write_raster(tmp_path / "in.tif", cube, nodata=-32768, block=16)) as source:
        found = survey_bands(Reader(source), [0, 2, 3], Coverage(47, 61, 3), Span(Progress(monitor)))
    for band in (0, 3):
        valid = cube[band][cube[band] != -32768]
        assert (found[band].count, found[band].low, found[band].high) == (valid.size, valid.min(), valid.max())
        assert found[band].mean == pytest.approx(valid.mean())
        assert found[band].at_low == np.count_nonzero(valid == valid.min())
        assert found[band].at_high == np.count_nonzero(valid == valid.max())
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


def test_all_of_a_block_is_read_before_the_next_one():
    """Else it would be decoded again for each of its windows."""
    windows = list(reading_windows(1000, 700, 5000, (64, 64)))
    blocks = [(window.y // 64, window.x // 64) for window in windows]
    assert [((w.y + w.height - 1) // 64, (w.x + w.width - 1) // 64) for w in windows] == blocks
    assert len(windows) > 5 * len(set(blocks))
    assert [block for block, _ in groupby(blocks)] == list(dict.fromkeys(blocks))


def test_the_mean_of_huge_values_is_finite(tmp_path):
    cube = np.full((1, 30, 40), 1.7e308)
    cube[0, 0, 0] = 1.6e308
    with open_cube(write_raster(tmp_path / "in.tif", cube)) as source:
        found = survey_bands(Reader(source), [0], Coverage(40, 30, 1), Span(Progress(Recorder())))
    assert found[0].low <= found[0].mean <= found[0].high


def test_every_window_is_read_once(tmp_path, monkeypatch):
    windows = []
    read = CubeSource.read

    def counting(self, window, bands=None):
        windows.append(window)
        return read(self, window, bands)

    monkeypatch.setattr(CubeSource, "read", counting)
    with open_cube(write_raster(tmp_path / "in.tif", noise_cube(2, 30, 40))) as source:
        survey_bands(Reader(source), [0, 1], Coverage(40, 30, 2), Span(Progress(Recorder())))
    assert len(windows) == 1
