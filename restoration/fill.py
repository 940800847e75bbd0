"""Gives pixels without data the values of their nearest valid neighbours, so that a network never meets nodata."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from ..raster import is_everywhere

LOCAL_REACH = 4
"""Pixels to which fills for local models reach: what lies farther from data is its band's mean, in whatever tile."""


def fill_invalid(
    values: np.ndarray,
    valid: np.ndarray,
    means: np.ndarray,
    tick: Callable[[], None] = lambda: None,
    reach: float = np.inf,
) -> None:
    """Fills ``values`` (float [B, h, w]) in place wherever ``valid`` (bool [B, h, w]) is False.

    A band takes its nearest valid pixel's value; where there is none within ``reach`` pixels, its entry in ``means``
    (float [B]). Bands with the same mask share one distance transform, so the usual raster, with one mask for all
    bands, needs just one. ``tick`` is called before each of them.
    """
    if is_everywhere(valid) or valid.all():
        return
    # By hashing: np.unique compares whole masks byte by byte, for a minute with large tiles, and lets nobody else run.
    alike: dict[bytes, list[int]] = {}
    for band, packed in enumerate(np.packbits(valid.reshape(len(valid), -1), axis=1)):
        alike.setdefault(packed.tobytes(), []).append(band)
    for bands in alike.values():
        mask = valid[bands[0]]
        if mask.all():
            continue
        if not mask.any():
            values[bands] = means[bands, None, None]
            continue
        tick()
        holes = ~mask
        distance, nearest = ndimage.distance_transform_edt(holes, return_indices=True)
        rows, columns, far = nearest[0][holes], nearest[1][holes], distance[holes] > reach
        for band in bands:
            values[band][holes] = np.where(far, means[band], values[band][rows, columns])
