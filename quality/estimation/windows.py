"""The windows in which a raster is examined: long pieces of lines, as many lines at once as memory allows."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...raster import Window

VALUES_AT_ONCE = 1_500_000
LENGTH = 128
MOST_ALONG = 2048
"""Pixels of each line that are looked at: in longer ones, pieces spread evenly, which find offsets of a twentieth of
the noise."""


def examination_windows(lines: int, length: int, bands: int) -> Iterator[Window]:
    """Windows over a raster of so many ``lines`` (its width) of that ``length`` (its height); pieces of equal size."""
    pieces = math.ceil(length / LENGTH)
    cuts = [length * number // pieces for number in range(pieces + 1)]
    most = max(1, MOST_ALONG // LENGTH)
    chosen = sorted({pieces * number // min(most, pieces) for number in range(min(most, pieces))})
    across = max(1, VALUES_AT_ONCE // (bands * max(cuts[piece + 1] - cuts[piece] for piece in chosen)))
    parts = math.ceil(lines / across)
    sides = [lines * number // parts for number in range(parts + 1)]
    for piece in chosen:
        for left, right in zip(sides, sides[1:]):
            yield Window(left, cuts[piece], right - left, cuts[piece + 1] - cuts[piece])
