"""Which pixels are data, told cheaply in the usual case: all of them."""

from __future__ import annotations

import numpy as np


def everywhere(shape: tuple[int, ...]) -> np.ndarray:
    """A read-only bool array that is True everywhere and takes one byte, whatever its shape."""
    return np.broadcast_to(np.True_, shape)


def is_everywhere(valid: np.ndarray) -> bool:
    """True for what ``everywhere`` gave, and for parts of it; an array of its own is not looked through."""
    return not any(valid.strides) and bool(valid.size) and bool(valid[(0,) * valid.ndim])
