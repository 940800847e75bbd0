"""Rectangles without gaps, against a search through all there are."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.training.finetuning.rectangles import GRAIN, full_rectangles


def largest_area(full: np.ndarray, least: int) -> int:
    """Of all rectangles of True on the grid of ``GRAIN`` with sides of ``least`` or more, found one by one."""
    rows, columns = (range(0, size + 1, GRAIN) for size in full.shape)
    return max(
        (
            (bottom - top) * (right - left)
            for top in rows for bottom in rows for left in columns for right in columns
            if min(bottom - top, right - left) >= least and full[top:bottom, left:right].all()
        ),
        default=0,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_gaps_are_never_inside_and_the_largest_comes_first(seed: int) -> None:
    rng = np.random.default_rng(seed)
    full = np.ones((44, 37), bool)
    full[tuple(rng.integers(0, size, 6) for size in full.shape)] = False
    found = list(full_rectangles(full, 8))
    assert found[0].width * found[0].height == largest_area(full, 8)
    taken = np.zeros_like(full)
    for window in found:
        assert min(window.width, window.height) >= 8
        assert full[window.slices].all() and not taken[window.slices].any()
        taken[window.slices] = True
    assert largest_area(full & ~taken, 8) == 0


def test_without_gaps_every_pixel_counts() -> None:
    (window,) = full_rectangles(np.ones((9, 11), bool), 9)
    assert (window.x, window.y, window.width, window.height) == (0, 0, 11, 9)
    assert list(full_rectangles(np.ones((9, 11), bool), 10)) == []


def test_where_nothing_holds_data_there_is_none() -> None:
    assert list(full_rectangles(np.zeros((20, 20), bool), 4)) == []


def test_a_long_thin_one_does_not_hide_a_square_one() -> None:
    full = np.zeros((64, 64), bool)
    full[:8] = True
    full[32:48, 20:36] = True
    (window,) = full_rectangles(full, 16)
    assert (window.x, window.y, window.width, window.height) == (20, 32, 16, 16)
