"""Medians, minima and maxima over few neighbours: the numbers that scipy's filters give, many times as fast.

Written as minima and maxima of shifted copies, of a few bands at a time: few enough for the processor's cache, and many
enough that the work is not lost among numpy's calls.
Borders repeat the outermost value. Values are floats without NaN.
"""

from __future__ import annotations

import numpy as np

BANDS_AT_ONCE = 4


def median_3x3(cube: np.ndarray) -> np.ndarray:
    """Of each band of [B, h, w], the median of every pixel and its eight neighbours."""
    result, framed = np.empty_like(cube), _framed(cube)
    for first in range(0, len(cube), BANDS_AT_ONCE):
        some = slice(first, first + BANDS_AT_ONCE)
        low, middle, high = _sorted(*_rows(framed[some]))
        lows, highs = _columns(low), _columns(high)
        largest_low = np.maximum(np.maximum(lows[0], lows[1]), lows[2])
        smallest_high = np.minimum(np.minimum(highs[0], highs[1]), highs[2])
        result[some] = _median_of_3(largest_low, _median_of_3(*_columns(middle)), smallest_high)
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
    framed, beyond = _framed(cube), np.concatenate([cube[:1], cube, cube[-1:]])
    least, largest = np.empty_like(cube), np.empty_like(cube)
    for first in range(0, len(cube), BANDS_AT_ONCE):
        last = min(first + BANDS_AT_ONCE, len(cube))
        rows = [_columns(row) for row in _rows(framed[first:last])]
        bands = beyond[first:last], beyond[first + 2 : last + 2]
        around = [*rows[0], rows[1][0], rows[1][2], *rows[2], *bands]
        for extreme, out in ((np.minimum, least[first:last]), (np.maximum, largest[first:last])):
            extreme(around[0], around[1], out=out)
            for other in around[2:]:
                extreme(out, other, out=out)
    return least, largest


def _framed(cube: np.ndarray) -> np.ndarray:
    """[B, h, w] with its outermost pixels once more around it."""
    return np.pad(cube, [(0, 0), (1, 1), (1, 1)], mode="edge")


def _rows(framed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every row of [B, h + 2, w] but the frame: the one above, itself, the one below; each [B, h, w]."""
    return framed[:, :-2], framed[:, 1:-1], framed[:, 2:]


def _columns(framed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every column of [B, h, w + 2] but the frame: the one on the left, itself, the one on the right."""
    return framed[:, :, :-2], framed[:, :, 1:-1], framed[:, :, 2:]


def _sorted(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    low, high = np.minimum(one, two), np.maximum(one, two)
    middle, high = np.minimum(high, three), np.maximum(high, three)
    return np.minimum(low, middle), np.maximum(low, middle), high


def _median_of_3(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> np.ndarray:
    return np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
