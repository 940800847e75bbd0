"""The range that a raster would have without its noise, from a sample of it.

Networks are trained on scenes whose *clean* minimum and maximum lie at 0 and 1. A noisy scene's own extremes, and its
outer quantiles, lie far outside (by 0.5 to 1 at the noise of the papers), while the outer quantiles of a clean one lie
far inside, because single bright roofs make its maximum. So the extremes are looked for in a smoothed copy:

- the noise of every band is measured (up to 1.5 % of the contrast is none), and each value is averaged with those
  of neighbouring bands of the same pixel, weighted by how quiet those are and how fast the spectrum changes: a quiet
  band stays as it is, a loud one is replaced by its quiet neighbours, and small bright objects survive, as they would
  not under a spatial filter;
- a value counts only if a neighbour in space or spectrum supports it, so that single hot pixels do not;
- only bands that have become quiet vote, and what noise is left in them is subtracted;
- values that recur exactly in many bands (saturation, salt, dead detectors) near an end of the range are that end: the
  networks know salt as exactly 1 and dead lines as exactly 0.

Measured on 19 scenes under the papers' noise: see ``test/restoration/test_clean_range.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage, sparse

from .fill import fill_invalid
from .medians import extremes_around, median_3x3, median_of_5_bands
from .sampling import SampleWindow
from .stages import side_by_side

REACH_BANDS = 4
OUTLIER_SIGMAS = 4.0
LEFT_SIGMAS = 2.5
SMOOTHED_SIGMAS = 1.5
QUIET_SHARE = 0.02
NEGLIGIBLE_SHARE = 0.015
INWARD_SHARE, OUTWARD_SHARE = 0.15, 0.6
RECURRING_PIXELS, RECURRING_BANDS, RECURRING_EXCESS = 0.01, 0.03, 10
COUNTED_PIXELS = 20_000
LAPLACIAN_GAIN = np.sqrt(1.25)


def clean_ranges(
    sample: Sequence[SampleWindow], means: np.ndarray, tick: Callable[[float], None] = lambda fraction: None
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Estimates (low [B], high [B], low of the cube, high of the cube) in source units.

    ``means`` (float [B]) stand in for bands that a window has no valid pixel of. ``tick`` is called with the share of
    the work done, several times a window.
    """

    def wait() -> None:
        tick(0.0)

    cubes = list(side_by_side(lambda window: _filled(window, means), sample, wait))
    sigma = noise_sigmas(cubes, wait)
    change = _spectral_change(cubes, sigma, wait)
    disturbing = np.sqrt(np.maximum(sigma**2 - (NEGLIGIBLE_SHARE * _contrast(cubes, wait)) ** 2, 0))
    weights = _spectral_weights(disturbing, change)
    left = np.sqrt(weights.power(2) @ (disturbing**2))

    low, high, flat_low = (np.full(len(sigma), fill) for fill in (np.inf, -np.inf, np.inf))
    # One by one: numpy's many short calls get into each other's way in threads.
    for number, (window, cube) in enumerate(zip(sample, cubes), start=1):
        smoothed = _smooth(cube, sigma, change, weights)
        supported = np.clip(smoothed, *extremes_around(smoothed))
        flat = median_3x3(smoothed)
        low = np.minimum(low, _extreme(supported, window.valid, np.min, np.inf))
        high = np.maximum(high, _extreme(supported, window.valid, np.max, -np.inf))
        flat_low = np.minimum(flat_low, _extreme(flat, window.valid, np.min, np.inf))
        tick(0.2 + 0.7 * number / len(sample))
    high = high - LEFT_SIGMAS * left
    low = _low_ends(low + LEFT_SIGMAS * left, flat_low + SMOOTHED_SIGMAS * left, left, np.max(high))

    quiet = left <= max(1.5 * np.median(left), QUIET_SHARE * (np.max(high) - np.min(low)))
    cube_low, cube_high = float(np.min(low[quiet])), float(np.max(high[quiet]))
    return (low, high, *_snap(cube_low, cube_high, recurring_values(sample)))


def noise_sigmas(cubes: Sequence[np.ndarray], tick: Callable[[], None] = lambda: None) -> np.ndarray:
    """The standard deviation of the noise of each band (float [B]), by the median of a spatial Laplacian.

    ``cubes`` are float32 [B, h, w] without gaps, as in all functions below.
    """
    wide = [values for values in cubes if min(values.shape[1:]) >= 3]
    found = list(side_by_side(_noise_sigmas, wide, tick))
    return np.median(found, axis=0).astype(np.float64) if found else np.zeros(len(cubes[0]))


def _noise_sigmas(values: np.ndarray) -> np.ndarray:
    around = values[:, :-2, 1:-1] + values[:, 2:, 1:-1] + values[:, 1:-1, :-2] + values[:, 1:-1, 2:]
    laplacian = values[:, 1:-1, 1:-1] - around / 4
    return np.median(np.abs(laplacian), axis=(1, 2)) * 1.4826 / LAPLACIAN_GAIN


def recurring_values(sample: Sequence[SampleWindow]) -> list[float]:
    """Values that many pixels of several bands share exactly, in ascending order, in source units."""
    bands = len(sample[0].values)
    pixels = sum(window.values[0].size for window in sample)
    step = max(1, pixels // COUNTED_PIXELS)
    votes: Counter = Counter()
    for band in range(bands):
        parts = [window.values[band][window.valid[band]][::step] for window in sample]
        values, counts = np.unique(np.concatenate(parts), return_counts=True)
        if len(values) > 1:
            least = max(3, RECURRING_PIXELS * counts.sum(), RECURRING_EXCESS * counts.mean())
            votes.update(values[counts >= least].astype(np.float64).tolist())
    return sorted(value for value, count in votes.items() if count >= RECURRING_BANDS * bands)


def _filled(window: SampleWindow, means: np.ndarray) -> np.ndarray:
    values = window.values.astype(np.float32)
    fill_invalid(values, window.valid, means.astype(np.float32))
    return values


def _contrast(cubes: Sequence[np.ndarray], tick: Callable[[], None]) -> float:
    """The width of the range of nearly all values of the cube, noise included."""
    widths = side_by_side(lambda values: np.ptp(np.quantile(values, (0.01, 0.99))), cubes, tick)
    return float(np.median(list(widths)))


def _spectral_change(cubes: Sequence[np.ndarray], sigma: np.ndarray, tick: Callable[[], None]) -> float:
    """The variance by which clean neighbouring bands differ, beyond their mean difference and the noise."""
    if len(sigma) < 2:
        return 0.0
    spread, contrast = zip(*side_by_side(_steps, cubes, tick))
    excess = np.median(spread, axis=0) ** 2 - sigma[1:] ** 2 - sigma[:-1] ** 2
    return float(max(np.median(np.maximum(excess, 0)), (1e-3 * np.median(contrast)) ** 2))


def _steps(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(spread [B - 1] of the differences between neighbouring bands, contrast [B] of the bands)."""
    step = np.diff(values, axis=0)
    step -= np.median(step, axis=(1, 2), keepdims=True)
    spread = np.median(np.abs(step), axis=(1, 2)) * 1.4826
    return spread, np.ptp(np.quantile(values, (0.05, 0.95), axis=(1, 2)), axis=0)


def _spectral_weights(sigma: np.ndarray, change: float) -> sparse.csr_matrix:
    """Row ``b``: the weights (sum 1) of the bands within reach in the smoothed band ``b``."""
    count = len(sigma)
    rows, distance = np.meshgrid(np.arange(count), np.arange(-REACH_BANDS, REACH_BANDS + 1), indexing="ij")
    there = (rows + distance >= 0) & (rows + distance < count)
    rows, distance = rows[there], distance[there]
    variance = sigma[rows + distance] ** 2 + change * distance**2
    smallest = 1e-12 * np.max(variance) or 1.0
    weights = 1 / np.maximum(variance, smallest)
    weights /= np.bincount(rows, weights)[rows]
    return sparse.csr_matrix((weights, (rows, rows + distance)), (count, count))


def _smooth(values: np.ndarray, sigma: np.ndarray, change: float, weights: sparse.csr_matrix) -> np.ndarray:
    """``values`` [B, h, w] averaged by ``weights``, without what neighbouring bands and pixels contradict."""
    median = median_of_5_bands(values)
    median_sigma = np.sqrt(ndimage.median_filter(sigma**2, 5, mode="nearest") / 3)
    limit = (OUTLIER_SIGMAS * np.sqrt(sigma**2 + median_sigma**2 + 4 * change))[:, None, None]
    around = median_3x3(values)
    contradicted = (np.abs(values - median) > limit) & (np.abs(values - around) > limit)
    trusted = np.where(contradicted, median, values)
    return (weights.astype(np.float32) @ trusted.reshape(len(trusted), -1)).reshape(trusted.shape)


def _extreme(values: np.ndarray, valid: np.ndarray, extreme, empty: float) -> np.ndarray:
    return extreme(values, axis=(1, 2), where=valid, initial=empty).astype(np.float64)


def _low_ends(sharp: np.ndarray, flat: np.ndarray, left: np.ndarray, top: float) -> np.ndarray:
    """Dark ends by the smoothed values or, under noise, by their spatial medians: dark areas are wide, roofs not."""
    negligible = QUIET_SHARE * max(top - np.median(flat), 0.0)
    flatness = np.clip((2 * np.mean(left) - negligible) / negligible, 0, 1) if negligible else 0.0
    return flat * flatness + sharp * (1 - flatness)


def _snap(low: float, high: float, recurring: Sequence[float]) -> tuple[float, float]:
    """The ends, moved to values that recur exactly when those are near."""
    width = high - low
    tops = [v for v in recurring if high - INWARD_SHARE * width <= v <= high + OUTWARD_SHARE * width]
    bottoms = [v for v in recurring if low - OUTWARD_SHARE * width <= v <= low + INWARD_SHARE * width]
    return (min(bottoms) if bottoms else low), (max(tops) if tops else high)
