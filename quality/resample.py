"""Coarser cubes for super-resolution studies: the field's bicubic down-sampling, with antialiasing.

That is what MATLAB's ``imresize`` does and the papers take for granted: Keys' cubic kernel (a = -0.5) widened by the
factor, with symmetric borders.
"""

from __future__ import annotations

import numpy as np

KERNEL_REACH = 2
"""Coarse pixels on each side of a block of fine ones that its coarse pixel depends on, at most."""

_KEYS = -0.5


def downsample(cube: np.ndarray, factor: int) -> np.ndarray:
    """``[B, H, W]`` to float64 ``[B, H // factor, W // factor]``; rows and columns that fill no block are left out.

    The pixels of a window are those of the whole cube when the window begins at a multiple of ``factor`` and is read
    with ``factor * KERNEL_REACH`` pixels around it, which are cut off afterwards.
    """
    height, width = (size // factor for size in cube.shape[1:])
    cropped = cube[:, : height * factor, : width * factor].astype(np.float64)
    rows, columns = (_weights(size * factor, factor) for size in (height, width))
    return np.einsum("ih,bhw,jw->bij", rows, cropped, columns, optimize=True)


def _weights(length: int, factor: int) -> np.ndarray:
    """``[length // factor, length]``: each row gives one coarse pixel from the fine ones."""
    reach = KERNEL_REACH * factor
    weights = np.zeros((length // factor, length))
    for place in range(length // factor):
        centre = (place + 0.5) * factor - 0.5
        taps = np.arange(int(np.floor(centre)) - reach, int(np.floor(centre)) + reach + 2)
        values = _cubic((taps - centre) / factor)
        np.add.at(weights[place], _mirrored(taps, length), values / values.sum())
    return weights


def _cubic(distance: np.ndarray) -> np.ndarray:
    """Keys' kernel, zero from 2 on."""
    x = np.abs(distance)
    near = (_KEYS + 2) * x**3 - (_KEYS + 3) * x**2 + 1
    far = _KEYS * (x**3 - 5 * x**2 + 8 * x - 4)
    return np.where(x <= 1, near, np.where(x < 2, far, 0.0))


def _mirrored(taps: np.ndarray, length: int) -> np.ndarray:
    """Indices reflected at the borders, border pixel included, as often as it takes."""
    folded = taps % (2 * length)
    return np.where(folded < length, folded, 2 * length - 1 - folded)
