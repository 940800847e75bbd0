"""Photon counts: the quantiles of Poisson's distribution, so that one uniform number per pixel gives one count."""

from __future__ import annotations

import numpy as np


def photon_counts(uniform: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The least count k with P(count <= k) >= ``uniform``, float64, for each of the ``expected`` counts (0 and more).

    The Cornish-Fisher expansion gives a first guess, from which few elements have far to go.
    """
    from scipy.special import ndtri, pdtr

    level, mean = (np.asarray(values, np.float64).ravel() for values in np.broadcast_arrays(uniform, expected))
    deviate = ndtri(np.maximum(level, np.finfo(float).tiny))
    count = np.floor(np.maximum(mean + np.sqrt(mean) * deviate + (deviate**2 - 1) / 6, 0))
    for step in (1, -1):
        moving = np.arange(level.size)
        while moving.size:
            # Up while the count is too likely to be exceeded, then down while the one below would do as well.
            reached = count[moving] - (step < 0)
            likely = np.where(reached < 0, 0.0, pdtr(np.maximum(reached, 0), mean[moving]))
            moves = likely < level[moving] if step > 0 else (likely >= level[moving]) & (reached >= 0)
            moving = moving[moves]
            count[moving] += step
    return count.reshape(np.shape(expected))
