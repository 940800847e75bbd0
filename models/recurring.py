"""Values and lines that no noisy measurement gives: the very same number again and again.

Salt, pepper, saturation and clipping put many pixels of a band on exactly the same value; a dead line holds one value
throughout. Found on a sample before anything is fitted, they stay out of the fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_SHARE, LEAST_COUNT = 0.01, 10
EXCESS, NEIGHBOUR_VALUES = 5, 3
LEAST_LINE = 8


@dataclass(frozen=True)
class Recurring:
    """Values of one band that recur; ``end`` is -1 where no other value lies below, 1 where none lies above, else 0."""

    values: tuple[float, ...] = ()
    ends: tuple[int, ...] = ()

    def hits(self, values: np.ndarray) -> np.ndarray:
        """bool, where ``values`` recur."""
        return np.isin(values, self.values) if self.values else np.zeros(values.shape, bool)


def constant_lines(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """bool [B, w]: columns of float [B, h, w] with one value in all of their valid pixels, if those are enough."""
    low = np.min(values, axis=1, where=valid, initial=np.inf)
    high = np.max(values, axis=1, where=valid, initial=-np.inf)
    return (low == high) & (valid.sum(axis=1) >= LEAST_LINE)


def find_recurring(parts: Sequence[np.ndarray]) -> Recurring:
    """The values that recur in a band, given its valid pixels outside constant lines in some arrays.

    A value recurs when it is far more frequent than the values next to it that occur: numbers of few digits, and the
    peak of a histogram, have neighbours that are frequent as well.
    """
    found, counts = np.unique(np.concatenate([part.ravel() for part in parts]), return_counts=True)
    if len(found) <= 2 * NEIGHBOUR_VALUES:
        return Recurring()
    padded = np.pad(counts, NEIGHBOUR_VALUES)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOUR_VALUES + 1).copy()
    around[:, NEIGHBOUR_VALUES] = 0
    least = max(LEAST_COUNT, LEAST_SHARE * counts.sum())
    places = np.flatnonzero((counts >= least) & (counts >= EXCESS * around.max(axis=1)))
    last = len(found) - 1
    ends = tuple(-1 if place == 0 else int(place == last) for place in places.tolist())
    return Recurring(tuple(found[places].tolist()), ends)
