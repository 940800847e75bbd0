"""Where the random numbers of noise come from: one stream for a whole cube, or fixed numbers for each pixel.

The second kind makes noise independent of tiles. The raster is cut into cells of 128 x 128 px; the numbers of a cell
come from a counter-based generator (Philox) that is keyed by the seed and the band and starts at the cell, so that a
pixel has the same number in whatever window it is asked for, and in whatever order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Protocol

import numpy as np

from ..raster import Window

CELL = 128
_CELL_SHAPE = (CELL, CELL)
_NORMAL, _UNIFORM = 0, 1


class Draws(Protocol):
    """Random numbers for the pixels of one band [h, w]."""

    def normal(self, shape: tuple[int, int]) -> np.ndarray: ...

    def uniform(self, shape: tuple[int, int]) -> np.ndarray: ...


@dataclass(frozen=True)
class StreamDraws:
    """The next numbers of a generator."""

    rng: np.random.Generator

    def normal(self, shape: tuple[int, int]) -> np.ndarray:
        """float32, mean 0, standard deviation 1."""
        return self.rng.standard_normal(shape, dtype=np.float32)

    def uniform(self, shape: tuple[int, int]) -> np.ndarray:
        """float64, 0 to 1, 1 excluded."""
        return self.rng.random(shape)


@dataclass(frozen=True)
class PixelDraws:
    """The numbers of the pixels in ``window`` of a raster's ``band`` (0-based); ``seed`` from 0 on."""

    seed: int
    band: int
    window: Window

    def normal(self, shape: tuple[int, int]) -> np.ndarray:
        """float32, mean 0, standard deviation 1; ``shape`` is the window's."""
        field = np.empty(shape, np.float32)
        return self._filled(field, _NORMAL, lambda rng: rng.standard_normal(_CELL_SHAPE, dtype=field.dtype))

    def uniform(self, shape: tuple[int, int]) -> np.ndarray:
        """float64, 0 to 1, 1 excluded; ``shape`` is the window's."""
        return self._filled(np.empty(shape), _UNIFORM, lambda rng: rng.random(_CELL_SHAPE))

    def _filled(
        self, field: np.ndarray, kind: int, draw: Callable[[np.random.Generator], np.ndarray]
    ) -> np.ndarray:
        """``field`` [h, w] with what ``draw`` gives for the cells that the window lies on."""
        top, left = self.window.y, self.window.x
        for row in range(top // CELL * CELL, top + field.shape[0], CELL):
            for column in range(left // CELL * CELL, left + field.shape[1], CELL):
                cell = draw(self._generator(kind, row // CELL, column // CELL))
                into = field[max(0, row - top) : row + CELL - top, max(0, column - left) : column + CELL - left]
                skipped_rows, skipped_columns = max(0, top - row), max(0, left - column)
                into[:] = cell[skipped_rows:, skipped_columns:][: into.shape[0], : into.shape[1]]
        return field

    def _generator(self, kind: int, row: int, column: int) -> np.random.Generator:
        # The lowest of the counter's four words is the generator's own: it runs through the numbers of one cell.
        key, counter = (np.array(words, np.uint64) for words in ((self.seed, self.band), (0, kind, column, row)))
        return np.random.Generator(np.random.Philox(key=key, counter=counter))
