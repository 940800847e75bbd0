"""Puts tiles together so that every finished block can be written at once, and kept memory stays small.

Tiles arrive row by row. Where two tiles overlap the later one ramps in linearly while the earlier ones ramp out, as
``old + w (new - old)``: the weights are known beforehand and sum to one, so no weights are accumulated, and tiles that
agree are reproduced exactly. After a tile its core is final. What later tiles still need of it is kept as two seams:
the margin right of its core, until the next tile; and the margin below a whole row of cores, until the next row.
The seams grow with the width of the raster, not with its height.
"""

from __future__ import annotations

import numpy as np

from .tiles import Tile, TilePlan


class Stitcher:
    """Blends the tiles of one plan. ``bands`` and ``scale`` (output pixels per source pixel) are the tiles'."""

    def __init__(self, plan: TilePlan, bands: int, scale: int = 1) -> None:
        self._scale = scale
        self._blend = plan.blend * scale
        self._last_row = len(plan.rows) - 1
        self._last_column = len(plan.columns) - 1
        strip = self._blend if self._last_row else 0
        beside = self._blend if self._last_column else 0
        self._right = np.zeros((bands, plan.height * scale, beside), np.float32)
        self._below = np.zeros((bands, strip, plan.raster_width * scale), np.float32)

    @property
    def seams(self) -> tuple[np.ndarray, np.ndarray]:
        """What later tiles still need of those before them, float32: (right of the last core, below all cores)."""
        return self._right, self._below

    @seams.setter
    def seams(self, seams: tuple[np.ndarray, np.ndarray]) -> None:
        self._right[...], self._below[...] = seams

    def add(self, tile: Tile, values: np.ndarray, first: int = 0) -> np.ndarray:
        """Takes the next tile's ``values`` and returns its finished core, a part of the same array.

        Both are float32 [B, rows, columns] of output pixels: all bands of the tile, or those from number ``first`` on.
        Of one tile several threads may add bands of their own. ``values`` are blended in place.
        """
        bands = slice(first, first + len(values))
        return self._join_rows(tile, self._join_columns(tile, values, bands), bands)

    def skip(self, tile: Tile) -> None:
        """Takes an empty tile: what its neighbours share with it are pixels that hold no data."""
        self._right[...] = 0
        if tile.row < self._last_row:
            self._below[:, :, tile.core.x * self._scale : (tile.core.x + tile.core.width) * self._scale] = 0

    def _join_columns(self, tile: Tile, values: np.ndarray, bands: slice) -> np.ndarray:
        """The columns of the core over all rows of the window, blended with the tile on the left."""
        left = (tile.core.x - tile.window.x) * self._scale
        right = left + tile.core.width * self._scale
        joined = values[:, :, left:right]
        if tile.column and self._blend:
            _ramp(joined[:, :, : self._blend], self._right[bands], axis=2)
        if tile.column < self._last_column:
            self._right[bands] = values[:, :, right : right + self._blend]
        return joined

    def _join_rows(self, tile: Tile, joined: np.ndarray, bands: slice) -> np.ndarray:
        """The core, blended with the row of tiles above; what lies below it is kept for the row to come."""
        top = (tile.core.y - tile.window.y) * self._scale
        bottom = top + tile.core.height * self._scale
        core = joined[:, top:bottom]
        strip = slice(tile.core.x * self._scale, (tile.core.x + tile.core.width) * self._scale)
        if tile.row and self._blend:
            _ramp(core[:, : self._blend], self._below[bands, :, strip], axis=1)
        if tile.row < self._last_row:
            self._below[bands, :, strip] = joined[:, bottom : bottom + self._blend]
        return core


def ramp(length: int) -> np.ndarray:
    """The weights (float32, strictly between 0 and 1, rising) of the tile that comes in over ``length`` pixels."""
    return ((np.arange(length, dtype=np.float32) + 0.5) / np.float32(length)).astype(np.float32)


def _ramp(new: np.ndarray, old: np.ndarray, axis: int) -> None:
    """Blends ``old`` into ``new`` [B, rows, columns] in place, so that the new values gain weight along ``axis``."""
    shape = [1, 1]
    shape[axis - 1] = new.shape[axis]
    # A weight for each pixel, and one array without gaps: numpy is slow where it meets only a few values at a time.
    weight = np.empty(new.shape[1:], np.float32)
    weight[...] = ramp(new.shape[axis]).reshape(shape)
    blended = np.subtract(new, old)
    blended *= weight
    blended += old
    new[...] = blended
