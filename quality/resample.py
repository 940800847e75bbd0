"""Coarser cubes for super-resolution studies: the field's bicubic down-sampling, with antialiasing.

That is what MATLAB's ``imresize`` does and the papers take for granted: Keys' cubic kernel (a = -0.5) widened by the
factor, with symmetric borders.
"""

from __future__ import annotations

import numpy as np

from ..raster.grid import REACH

KERNEL_REACH = REACH
"""Coarse pixels on each side of a block of fine ones that its coarse pixel depends on, at most."""

_KEYS = -0.5


def downsample(cube: np.ndarray, factor: int) -> np.ndarray:
    """``[B, H, W]`` to float64 ``[B, H // factor, W // factor]``; rows and columns that fill no block are left out.

    The pixels of a window are those of the whole cube when the window begins at a multiple of ``factor`` and is read
    with ``factor * KERNEL_REACH`` pixels around it, which are cut off afterwards.
    """
    height, width = (size // factor for size in cube.shape[1:])
    cropped = cube[:, : height * factor, : width * factor].astype(np.float64)
    # Rows first: whole lines are added up faster than columns, of which few are left then.
    return _fewer_rows(_fewer_rows(cropped, factor).swapaxes(1, 2), factor).swapaxes(1, 2)


def _fewer_rows(values: np.ndarray, factor: int) -> np.ndarray:
    """``[B, h, w]`` to ``[B, h // factor, w]``: every coarse row weighs its neighbours alike."""
    before = REACH * factor - factor // 2
    weights = _weights(factor, before)
    count = values.shape[1] // factor
    padded = np.pad(values, ((0, 0), (before, len(weights) - before), (0, 0)), mode="symmetric")
    coarse = np.zeros((values.shape[0], count, values.shape[2]))
    for tap, weight in enumerate(weights):
        coarse += weight * padded[:, tap : tap + count * factor : factor]
    return coarse


def _weights(factor: int, before: int) -> np.ndarray:
    """What the pixels from ``before`` the first of a block on give to its coarse pixel; their sum is 1."""
    taps = np.arange(2 * REACH * factor + 1) - before
    values = _cubic((taps - (factor - 1) / 2) / factor)
    return values / values.sum()


def _cubic(distance: np.ndarray) -> np.ndarray:
    """Keys' kernel, zero from 2 on."""
    x = np.abs(distance)
    near = (_KEYS + 2) * x**3 - (_KEYS + 3) * x**2 + 1
    far = _KEYS * (x**3 - 5 * x**2 + 8 * x - 4)
    return np.where(x <= 1, near, np.where(x < 2, far, 0.0))
