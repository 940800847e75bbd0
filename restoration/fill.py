"""Gives pixels without data the values of their nearest valid neighbours, so that a network never meets nodata."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage


def fill_invalid(
    values: np.ndarray, valid: np.ndarray, means: np.ndarray, tick: Callable[[], None] = lambda: None
) -> None:
    """Fills ``values`` (float [B, h, w]) in place wherever ``valid`` (bool [B, h, w]) is False.

    A band takes its nearest valid pixel's value; a band without any takes its entry in ``means`` (float [B]). Bands
    with the same mask share one distance transform, so the usual raster, with one mask for all bands, needs just one.
    ``tick`` is called before each of them.
    """
    if valid.all():
        return
    flat = valid.reshape(len(valid), -1)
    masks, members = np.unique(np.packbits(flat, axis=1), axis=0, return_inverse=True)
    for number in range(len(masks)):
        bands = np.flatnonzero(members.ravel() == number)
        mask = valid[bands[0]]
        if mask.all():
            continue
        if not mask.any():
            values[bands] = means[bands, None, None]
            continue
        tick()
        holes = ~mask
        nearest = ndimage.distance_transform_edt(holes, return_distances=False, return_indices=True)
        rows, columns = nearest[0][holes], nearest[1][holes]
        for band in bands:
            values[band][holes] = values[band][rows, columns]
