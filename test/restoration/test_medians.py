"""The quick filters give what scipy's give, bit for bit, borders included."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from hyperrestore.restoration.medians import extremes_around, median_3x3, median_of_5_bands

SHAPES = [(1, 1, 1), (2, 1, 5), (3, 2, 2), (5, 7, 1), (9, 12, 17)]


def cube(shape: tuple[int, int, int]) -> np.ndarray:
    """Few different numbers, so that ties are common."""
    return np.random.default_rng(sum(shape)).integers(-9, 9, shape).astype(np.float32)


@pytest.mark.parametrize("shape", SHAPES)
def test_medians_are_scipys(shape):
    values = cube(shape)
    assert np.array_equal(median_3x3(values), ndimage.median_filter(values, (1, 3, 3), mode="nearest"))
    assert np.array_equal(median_of_5_bands(values), ndimage.median_filter(values, (5, 1, 1), mode="nearest"))


@pytest.mark.parametrize("shape", SHAPES)
def test_extremes_are_scipys(shape):
    values = cube(shape)
    around = np.zeros((3, 3, 3), bool)
    around[1] = True
    around[(0, 2), 1, 1] = True
    around[1, 1, 1] = False
    least, largest = extremes_around(values)
    assert np.array_equal(least, ndimage.minimum_filter(values, footprint=around, mode="nearest"))
    assert np.array_equal(largest, ndimage.maximum_filter(values, footprint=around, mode="nearest"))
