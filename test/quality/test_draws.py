"""The same pixel has the same number in whatever window it is asked for, and no two pixels share theirs."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hyperrestore.quality.draws import CELL, PixelDraws
from hyperrestore.raster import Window

SIDE = 3 * CELL - 20


def drawn(window: Window, kind: str = "normal", seed: int = 7, band: int = 3) -> np.ndarray:
    return getattr(PixelDraws(seed, band, window), kind)((window.height, window.width))


@pytest.mark.parametrize("kind", ["normal", "uniform"])
@pytest.mark.parametrize(
    "window",
    [
        Window(0, 0, 1, 1),
        Window(CELL - 1, CELL - 1, 2, 2),
        Window(5, 130, 300, 7),
        Window(200, 3, 1, 250),
        Window(CELL, CELL, CELL, CELL),
        Window(100, 90, 200, 180),
    ],
)
def test_a_window_is_part_of_the_whole(kind: str, window: Window) -> None:
    whole = drawn(Window(0, 0, SIDE, SIDE), kind)
    assert np.array_equal(drawn(window, kind), whole[window.slices])


def test_distributions() -> None:
    window = Window(40, 60, 500, 500)
    assert stats.kstest(drawn(window).ravel(), "norm").pvalue > 0.001
    assert stats.kstest(drawn(window, "uniform").ravel(), "uniform").pvalue > 0.001


def test_cells_bands_seeds_and_kinds_are_independent() -> None:
    cells = [drawn(Window(x * CELL, y * CELL, CELL, CELL)) for x in range(3) for y in range(3)]
    others = [drawn(Window(0, 0, CELL, CELL), band=4), drawn(Window(0, 0, CELL, CELL), seed=8)]
    uniform = stats.norm.ppf(drawn(Window(0, 0, CELL, CELL), "uniform"))
    correlations = np.corrcoef([field.ravel() for field in (*cells, *others, uniform)])
    assert np.abs(correlations - np.eye(len(correlations))).max() < 5 / CELL


def test_neighbouring_pixels_are_independent_across_cells() -> None:
    field = drawn(Window(0, 0, SIDE, SIDE)).astype(np.float64)
    for later, sooner in ((field[1:], field[:-1]), (field[:, 1:], field[:, :-1]), (field[CELL:], field[:-CELL])):
        assert abs(np.corrcoef(later.ravel(), sooner.ravel())[0, 1]) < 5 / SIDE
