"""Medians, minima and maxima over few neighbours: the numbers that scipy's filters give, many times as fast.

Written as minima and maxima of shifted copies, a band at a time, which the processor does eight values at once.
Borders repeat the outermost value. Values are floats without NaN.
"""

from __future__ import annotations

import numpy as np


def median_3x3(cube: np.ndarray) -> np.ndarray:
    """Of each band of [B, h, w], the median of every pixel and its eight neighbours."""
    result = np.empty_like(cube)
    for band, out in zip(cube, result):
        low, middle, high = _sorted(*_shifted(band, axis=0))
        lows, highs = _shifted(low, axis=1), _shifted(high, axis=1)
        largest_low = np.maximum(np.maximum(lows[0], lows[1]), lows[2])
        smallest_high = np.minimum(np.minimum(highs[0], highs[1]), highs[2])
        out[...] = _median_of_3(largest_low, _median_of_3(*_shifted(middle, axis=1)), smallest_high)
    return result


def median_of_5_bands(cube: np.ndarray) -> np.ndarray:
    """The median of every value of [B, h, w] and those of two bands before and after it."""
    padded = np.concatenate([cube[:1], cube[:1], cube, cube[-1:], cube[-1:]])
    result = np.empty_like(cube)
    for band, out in enumerate(result):
        one, two, three, four, five = padded[band : band + 5]
        # The smallest and the largest of four cannot be the median of five.
        low = np.maximum(np.minimum(one, two), np.minimum(three, four))
        high = np.minimum(np.maximum(one, two), np.maximum(three, four))
        out[...] = _median_of_3(low, five, high)
    return result


def extremes_around(cube: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(least, largest) of the eight neighbours of every value of [B, h, w] within its band and the two beside it."""
    least, largest = np.empty_like(cube), np.empty_like(cube)
    last = len(cube) - 1
    for band, values in enumerate(cube):
        rows = [_shifted(row, axis=1) for row in _shifted(values, axis=0)]
        around = [*rows[0], rows[1][0], rows[1][2], *rows[2], cube[max(0, band - 1)], cube[min(last, band + 1)]]
        least[band], largest[band] = around[0], around[0]
        for other in around[1:]:
            np.minimum(least[band], other, out=least[band])
            np.maximum(largest[band], other, out=largest[band])
    return least, largest


def _shifted(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """[h, w] moved by one along an axis, itself, and moved the other way."""
    padded = np.pad(values, [(1, 1) if axis == number else (0, 0) for number in range(2)], mode="edge")
    size = values.shape[axis]
    return tuple(padded[(slice(None),) * axis + (slice(start, start + size),)] for start in range(3))


def _sorted(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    low, high = np.minimum(one, two), np.maximum(one, two)
    middle, high = np.minimum(high, three), np.maximum(high, three)
    return np.minimum(low, middle), np.maximum(low, middle), high


def _median_of_3(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> np.ndarray:
    return np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
