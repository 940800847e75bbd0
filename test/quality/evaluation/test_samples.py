"""Small pictures: which pixels they show, and that windows put them where they belong."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hyperrestore.quality.evaluation.pair import Pair, common_units
from hyperrestore.quality.evaluation.samples import LONGEST_SIDE, read_spectra, sample_bands, sample_grid
from hyperrestore.raster import Window, open_cube
from hyperrestore.restoration.reading import Reader
from hyperrestore.test.quality.evaluation.scenes import clean_cube, job_for, noisy_cube


@pytest.mark.parametrize("size", [(1, 1), (10, 7), (512, 512), (513, 20), (10_000, 10_000), (10_000, 1), (3, 99_999)])
def test_grids_are_small_even_and_inside(size: tuple[int, int]) -> None:
    grid = sample_grid(*size)
    for places, length in ((grid.columns, size[0]), (grid.rows, size[1])):
        assert 1 <= places.size <= LONGEST_SIDE
        assert places[0] >= 0 and places[-1] < length and length - places[-1] <= grid.step
        assert set(np.diff(places)) <= {grid.step}
    assert (grid.step == 1) == (max(size) <= LONGEST_SIDE)


@pytest.mark.parametrize("side", [1, 5, 64, 700])
def test_windows_fill_the_picture(side: int) -> None:
    whole = np.random.default_rng(0).random((1100, 600))
    grid = sample_grid(600, 1100)
    picture = grid.new_map()
    for y in range(0, 1100, side if side > 1 else 1100):
        for x in range(0, 600, side):
            window = Window(x, y, min(side, 600 - x), min(side if side > 1 else 1100, 1100 - y))
            grid.enter(picture, window, whole[window.slices])
    assert grid.step == 3
    assert np.array_equal(picture, whole[1::3, 1::3].astype(np.float32))


def test_the_median_pixel() -> None:
    grid = sample_grid(1100, 600)
    picture = np.random.default_rng(1).random((grid.rows.size, grid.columns.size)).astype(np.float32)
    picture[:, :30] = np.nan
    (row, column), value = grid.median_pixel(picture)
    assert value == np.sort(picture[~np.isnan(picture)])[(np.count_nonzero(~np.isnan(picture)) - 1) // 2]
    assert picture[(row - 1) // 3, (column - 1) // 3] == value
    assert grid.median_pixel(grid.new_map()) is None


def test_bands_and_spectra_are_read_again(tmp_path: Path) -> None:
    clean = clean_cube(4, 30, 560)
    noisy = noisy_cube(clean)
    noisy[2, 15, 21] = np.nan
    job = job_for(tmp_path, noisy, clean)
    grid = sample_grid(560, 30)
    with open_cube(job.source) as given, open_cube(job.reference) as reference:
        pair = Pair(Reader(given), Reader(reference), common_units(given, reference), 200, 500)
        maps = sample_bands(pair, [3, 2], grid)
        spectra = read_spectra(pair, [0, 2, 3], (15, 21))
    assert list(maps) == [3, 2]
    expected = (noisy[2, 1::2, 1::2].astype(float) - 200) / 500
    assert np.isnan(maps[2][0][7, 10]) and np.isnan(maps[2][1][7, 10])
    expected[7, 10] = np.nan
    assert maps[2][0] == pytest.approx(expected, rel=1e-5, nan_ok=True)
    assert maps[3][1] == pytest.approx((clean[3, 1::2, 1::2].astype(float) - 200) / 500, rel=1e-5)
    assert spectra[0] == pytest.approx(np.array([noisy[0, 15, 21], np.nan, noisy[3, 15, 21]]), nan_ok=True)
    assert spectra[1] == pytest.approx(np.array([clean[0, 15, 21], np.nan, clean[3, 15, 21]]), nan_ok=True)
