"""What every part of the engine reads: the numbers of a window, and which of them are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..raster import CubeSource, Window

MOST_BANDS = 0.5


@dataclass(frozen=True)
class Reader:
    """A raster with the ``fills`` that it should have declared as nodata, of its own type (`restoration.undeclared`).

    A pixel is filled where it holds one of them in most of the bands read: the same number in a single band may well
    be salt, or a dead detector.
    """

    source: CubeSource
    fills: tuple[np.generic, ...] = ()

    def read(self, window: Window, bands: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Values [B, h, w] in the source's type and valid (bool [B, h, w]) of the bands (0-based)."""
        values = self.source.read(window, bands)
        valid = self.source.read_valid(window, bands, values)
        for fill in self.fills:
            filled = (values == fill) & valid
            valid = valid & ~(filled & (filled.mean(axis=0) >= MOST_BANDS))
        return values, valid
