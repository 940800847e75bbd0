"""The upper and the lower half of a file, each with a handle of its own, so that two threads can decode it.

GDAL decodes a file in one thread, and of most files that is what reading them takes. A handle must not be used by two
threads at once, but two handles on one file may; every block belongs to one of them, whoever reads it, so that none is
decoded, or kept in GDAL's cache, twice.
"""

from __future__ import annotations

import os

from osgeo import gdal

from ..errors import UnsuitableRaster
from .gdal_calls import open_raster
from .window import Window

LEAST_BYTES = 1 << 25
"""Of decoded values, below which a second thread is not worth a second handle."""


class Halves:
    """Of the ``window`` of a file that lies open as ``dataset``. ``border`` is the row of the file at which the lower
    half begins; None where the whole is one (`find_border`)."""

    def __init__(self, path: str, dataset: gdal.Dataset, window: Window, border: int | None) -> None:
        self.border = border
        self._path, self._upper, self._window = path, dataset, window
        self._lower: gdal.Dataset | None = None

    def rows(self) -> tuple[range, ...]:
        """The rows of each half, counted from the window's corner; from now on each may be read by another thread.

        Raises UnsuitableRaster when the file can no longer be opened.
        """
        top, height = self._window.y, self._window.height
        if self.border is None:
            return (range(height),)
        if self._lower is None:
            self._lower, reason = open_raster(self._path)
            if self._lower is None:
                raise UnsuitableRaster(f"Raster {self._path} cannot be opened any more: {reason}. Was it moved?")
        return range(self.border - top), range(self.border - top, height)

    def of(self, place: Window) -> list[tuple[gdal.Dataset, Window]]:
        """Whom to ask for what of a ``place`` in the file, from top to bottom."""
        border, end = self.border, place.y + place.height
        if self._lower is None or end <= border:
            return [(self._upper, place)]
        if place.y >= border:
            return [(self._lower, place)]
        return [
            (self._upper, Window(place.x, place.y, place.width, border - place.y)),
            (self._lower, Window(place.x, border, place.width, end - border)),
        ]

    def close(self) -> None:
        self._upper = self._lower = None


def find_border(path: str, dataset: gdal.Dataset, window: Window, value_bytes: int) -> int | None:
    """A row between two rows of blocks near the middle of the window; ``value_bytes`` is the size of one value.

    None for a file that is not worth it, and for all but compressed TIFFs, whose reader is known to bear two handles in
    two threads.
    """
    compressed = dataset.GetDriver().ShortName == "GTiff" and dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE")
    decoded = window.width * window.height * dataset.RasterCount * value_bytes
    if not compressed or decoded < LEAST_BYTES or not os.path.isfile(path):
        return None
    block = dataset.GetRasterBand(1).GetBlockSize()[1]
    border = round((window.y + window.height / 2) / block) * block
    return border if window.y < border < window.y + window.height else None
