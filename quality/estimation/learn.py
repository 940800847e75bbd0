"""What must be known before single windows can be examined, learnt from a bounded sample of the raster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ...models.recurring import Recurring, constant_lines, find_recurring
from ...restoration.fill import fill_invalid
from ...restoration.sampling import SampleWindow
from .examine import Examined, examine
from .factors import SpectralModel
from .fit import fit_model, loudness_of
from .spatial import LEAST_BANDS, spatial_level

FIT_PIXELS = 9_000
STEP_QUANTILE, STEP_VALUES = 0.1, 20_000


@dataclass(frozen=True)
class Knowledge:
    """The ``model`` of the bands, their ``recurring`` values, the ``step`` [B] of their numbers, their ``means`` [B].

    ``spatial``: there are too few bands for a spectral model; it then describes what the pixels around leave.
    """

    model: SpectralModel
    recurring: tuple[Recurring, ...]
    step: np.ndarray
    means: np.ndarray
    spatial: bool

    def usable(self, values: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """bool [B, h, w]: valid values outside constant columns that do not recur."""
        hits = np.stack([recurring.hits(plane) for recurring, plane in zip(self.recurring, values)])
        return valid & ~constant_lines(values, valid)[:, None] & ~hits

    def examine(self, values: np.ndarray, valid: np.ndarray, usable: np.ndarray) -> Examined:
        """`examine` for float32 [B, h, w]."""
        expected = spatial_level(values, usable, self.means) if self.spatial else 0.0
        return examine(self.model, values, valid, usable, self.step, expected)


def learn(sample: Sequence[SampleWindow], means: np.ndarray, tick: Callable[[float], None]) -> Knowledge:
    """Fits to the sample (float32, lines along columns); ``means`` [B] fill what has no value.

    ``tick`` gets the share done.
    """
    recurring, step = _numbers(sample)
    tick(0.1)
    spatial = len(means) < LEAST_BANDS
    blank = Knowledge(None, recurring, step, means.astype(np.float32), spatial)
    values, usable, smooth, cubes = [], [], [], []
    for number, window in enumerate(sample, start=1):
        numbers = window.values
        fit_for = blank.usable(numbers, window.valid)
        filled = numbers.copy()
        fill_invalid(filled, fit_for, blank.means)
        calm = ndimage.median_filter(filled, (1, 3, 3), mode="nearest")
        if spatial:
            numbers = numbers - spatial_level(numbers, fit_for, blank.means)
            calm = np.zeros_like(calm)
        seen = window.valid.any(axis=0)
        for parts, array in ((values, numbers), (usable, fit_for), (smooth, calm)):
            parts.append(array[:, seen])
        cubes.append(filled)
        tick(0.1 + 0.3 * number / len(sample))
    contrast = float(np.median([np.ptp(np.quantile(cube, (0.01, 0.99))) for cube in cubes])) or 1.0
    values, usable, smooth = (np.concatenate(parts, axis=1).T for parts in (values, usable, smooth))
    some = np.random.default_rng(0).permutation(len(values))[:FIT_PIXELS]
    model = fit_model(
        np.ascontiguousarray(values[some]), usable[some], smooth[some], loudness_of(cubes, contrast),
        lambda share: tick(0.4 + 0.6 * share), factors=not spatial,
    )  # fmt: skip
    return Knowledge(model, recurring, step, blank.means, spatial)


def _numbers(sample: Sequence[SampleWindow]) -> tuple[tuple[Recurring, ...], np.ndarray]:
    """The recurring values of every band, and the smallest step between its numbers."""
    recurring, steps = [], []
    alive = [window.valid & ~constant_lines(window.values, window.valid)[:, None] for window in sample]
    for band in range(len(sample[0].values)):
        parts = [window.values[band][keep[band]] for window, keep in zip(sample, alive)]
        recurring.append(find_recurring(parts))
        distinct = np.unique(np.concatenate(parts)[:STEP_VALUES])
        steps.append(np.quantile(np.diff(distinct), STEP_QUANTILE) if distinct.size > 1 else 0.0)
    return tuple(recurring), np.array(steps, np.float32)
