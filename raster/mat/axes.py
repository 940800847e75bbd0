"""Orders of the axes of an array, and the layout of a cube in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..window import Window
from .variable import MatArray

ROWS, COLUMNS, BANDS, PIXELS = "rows", "columns", "bands", "pixels"
# Images come rows first in MATLAB; so these do among those that nothing tells apart.
CUBES = (
    (ROWS, COLUMNS, BANDS),
    (BANDS, ROWS, COLUMNS),
    (ROWS, BANDS, COLUMNS),
    (COLUMNS, ROWS, BANDS),
    (BANDS, COLUMNS, ROWS),
    (COLUMNS, BANDS, ROWS),
)
FLATTENED = ((BANDS, PIXELS), (PIXELS, BANDS))
MAPS = ((ROWS, COLUMNS), (COLUMNS, ROWS))
AUTO = "auto"
AXES = (AUTO, *("-".join(axes) for axes in (*CUBES, *FLATTENED, *MAPS)))
"""What a user can say of an array's axes, in the order of MATLAB's ``size()``."""


@dataclass(frozen=True)
class Layout:
    """Where rows, columns and bands lie in an array: three axes, the slowest in memory first, and their sizes.

    A flattened cube has three axes, too: its pixels are rows and columns, one of them within the other. Of a map the
    bands are an axis of size 1.
    """

    axes: tuple[str, ...]
    sizes: tuple[int, ...]

    def size(self, axis: str) -> int:
        """How many rows, columns or bands there are."""
        return self.sizes[self.axes.index(axis)]

    def window(self, start: int, stop: int) -> tuple[Window, list[int]]:
        """The pixels and the bands (0-based) that a part of the slowest axis covers."""
        covered = {axis: range(size) for axis, size in zip(self.axes, self.sizes)}
        covered[self.axes[0]] = range(start, stop)
        rows, columns = covered[ROWS], covered[COLUMNS]
        return Window(columns.start, rows.start, len(columns), len(rows)), list(covered[BANDS])

    def read(self, array: MatArray, start: int, stop: int) -> np.ndarray:
        """[bands, rows, columns] of that part."""
        # A flattened cube's slowest axis may be the pixels, of which each row (or column) has many.
        step = array.stored[0] // self.sizes[0]
        values = array.read(start * step, stop * step).reshape((stop - start, *self.sizes[1:]))
        return values.transpose([self.axes.index(axis) for axis in (BANDS, ROWS, COLUMNS)])


def cube_layout(array: MatArray, axes: tuple[str, ...]) -> Layout:
    """The layout of a 3-D array whose axes are ``axes`` in the order that its file's writer has."""
    return Layout(_stored(array, axes), array.stored)


def map_layout(array: MatArray, axes: tuple[str, ...]) -> Layout:
    """The layout of a 2-D array as a raster of one band."""
    # The band last: were it the slowest axis, the whole map would be one part.
    return Layout((*_stored(array, axes), BANDS), (*array.stored, 1))


def flattened_layout(array: MatArray, axes: tuple[str, ...], height: int, width: int, *, fortran: bool) -> Layout:
    """The layout of a 2-D array of bands and pixels; in ``fortran`` order the pixels run down the columns."""
    outer, inner = ((COLUMNS, width), (ROWS, height)) if fortran else ((ROWS, height), (COLUMNS, width))
    stored = _stored(array, axes)
    bands = (BANDS, array.stored[stored.index(BANDS)])
    pairs = (bands, outer, inner) if stored[0] == BANDS else (outer, inner, bands)
    return Layout(tuple(axis for axis, _ in pairs), tuple(size for _, size in pairs))


def shown(array: MatArray) -> tuple[int, ...]:
    """The array's sizes as its writer sees them."""
    return _stored(array, array.stored)


def _stored(array: MatArray, sizes: tuple) -> tuple:
    return sizes[::-1] if array.from_last else sizes
