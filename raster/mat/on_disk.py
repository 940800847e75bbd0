"""Arrays that lie in a file as they lie in memory, read in parts."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ...errors import UnsuitableRaster


def reader_on_disk(path: str, offset: int, stored: tuple[int, ...], dtype: np.dtype) -> Callable:
    """``read(start, stop)`` -> [stop - start, ...] along the first of the axes ``stored``, from byte ``offset`` on."""
    plane = math.prod(stored[1:])

    def read(start: int, stop: int) -> np.ndarray:
        count = (stop - start) * plane
        try:
            with open(path, "rb") as file:
                file.seek(offset + start * plane * dtype.itemsize)
                values = np.fromfile(file, dtype, count)
        except OSError as error:
            raise damaged_file(path, error.strerror or str(error)) from error
        if values.size < count:
            raise damaged_file(path, "it ends within a variable")
        return values.reshape(stop - start, *stored[1:])

    return read


def damaged_file(path: str, reason: str) -> UnsuitableRaster:
    """The error for a file that is not what it should be; ``reason`` ends a sentence."""
    return UnsuitableRaster(
        f"{path} cannot be read as a MAT file: {reason.rstrip('.')}. It is no MAT file, or an incomplete or damaged "
        f"one; copy or download it again."
    )
