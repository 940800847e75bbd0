"""What stands in for other bands where there are none: the pixels around.

With fewer than four bands no spectrum can be predicted. The scene is then a wide spatial median, and the noise is
measured by a mask that lets planes, columns and rows through without a trace (Immerkaer 1996). Texture counts as noise
here, so the estimate is an upper bound.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage, signal

from ...restoration.fill import fill_invalid

LEAST_BANDS = 4
MEDIAN_SIDE = 5
MASK = np.outer((1, -2, 1), (1, -2, 1)) / 6
"""Its response to noise has the noise's own standard deviation."""


def spatial_level(values: np.ndarray, usable: np.ndarray, means: np.ndarray) -> np.ndarray:
    """float32 [B, h, w]: the median of the usable pixels around; ``means`` [B] for a band without any."""
    filled = values.copy()
    fill_invalid(filled, usable, means)
    return ndimage.median_filter(filled, (1, MEDIAN_SIDE, MEDIAN_SIDE), mode="nearest")


def mask_noise(values: np.ndarray, core: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(noise variance [B], number of places [B] it was measured at) where all pixels under the mask are ``core``."""
    variances, counts = np.zeros(len(values)), np.zeros(len(values))
    if min(values.shape[1:]) < len(MASK):
        return variances, counts
    whole = ndimage.minimum_filter(core.astype(np.uint8), (1, *MASK.shape))[:, 1:-1, 1:-1].astype(bool)
    for band, plane in enumerate(values):
        response = np.abs(signal.convolve2d(plane, MASK, mode="valid")[whole[band]])
        counts[band] = response.size
        variances[band] = (1.4826 * np.median(response)) ** 2 if response.size else 0.0
    return variances, counts
