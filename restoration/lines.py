"""Do stripes and dead lines run along columns or along rows?

Networks know line noise along columns; along rows the same noise costs up to 4.5 dB, so such rasters are turned before
and after. A band's difference from the mean of its two neighbour bands is almost free of the scene. In it, a stripe is
a line whose median stands out in both halves of its length with the same sign; scene structure and single bright
objects rarely do that. A dead line is one that is constant in a band but not in most others.
Measured on the 19 scenes under the papers' noise: true direction 0.2 to 5 % of the lines, the other below 0.3 %.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .fill import fill_invalid
from .statistics import SampleWindow

LINE_SIGMAS = 3.0
NEIGHBOUR_LINES = 9
LEAST_SHARE = 0.005
LEAST_RATIO = 3.0
SMALLEST_SIDE = 8
COLUMNS, ROWS = "columns", "rows"


@dataclass(frozen=True)
class LineDirection:
    """``direction`` is "columns" or "rows"; ``evidence`` says in words what was found."""

    direction: str
    evidence: str


def estimate_line_direction(
    sample: Sequence[SampleWindow], means: np.ndarray, tick: Callable[[float], None] = lambda fraction: None
) -> LineDirection:
    """The direction of the line noise in a sample of a raster; columns, as networks know it, when there is none.

    ``means`` (float [B]) stand in for bands that a window has no valid pixel of. ``tick`` is called for each window,
    with the share of them done.
    """
    shares = []
    for number, window in enumerate(sample, start=1):
        if min(window.values.shape[1:]) >= SMALLEST_SIDE:
            shares.append(_line_shares(window, means))
        tick(number / len(sample))
    if not shares:
        return LineDirection(COLUMNS, "the raster is too small to tell")
    columns, rows = np.mean(shares, axis=0)
    found = f"{100 * columns:.2f} % of the columns and {100 * rows:.2f} % of the rows stand out"
    if max(columns, rows) < LEAST_SHARE:
        return LineDirection(COLUMNS, f"no line noise found: {found}")
    if rows >= LEAST_SHARE and rows >= LEAST_RATIO * columns:
        return LineDirection(ROWS, found)
    return LineDirection(COLUMNS, found)


def _line_shares(window: SampleWindow, means: np.ndarray) -> tuple:
    """The shares of columns and of rows, over all bands, that look like line noise."""
    values = window.values.astype(np.float32)
    fill_invalid(values, window.valid, means.astype(np.float32))
    differences = _spectral_differences(values)
    return tuple(
        np.mean(_stripes(turn(differences)) | _dead_lines(turn(values), turn(window.valid)))
        for turn in (np.asarray, lambda cube: cube.transpose(0, 2, 1))
    )


def _spectral_differences(values: np.ndarray) -> np.ndarray:
    """Each band less its neighbours' mean times the gain that fits best. A lone band has no neighbours: itself."""
    centred = values - values.mean(axis=(1, 2), keepdims=True)
    if len(values) == 1:
        return centred
    padded = np.concatenate([centred[1:2], centred, centred[-2:-1]])
    around = (padded[:-2] + padded[2:]) / 2
    power = np.maximum(np.sum(around**2, axis=(1, 2)), np.finfo(np.float32).tiny)
    gain = np.sum(centred * around, axis=(1, 2)) / power
    return centred - gain[:, None, None] * around


def _stripes(differences: np.ndarray) -> np.ndarray:
    """bool [B, w]: columns of ``differences`` [B, h, w] whose two halves stand out alike from the columns around."""
    half = differences.shape[1] // 2
    middle = np.median(differences, axis=(1, 2), keepdims=True)
    pixel_sigma = 1.4826 * np.median(np.abs(differences - middle), axis=(1, 2))
    halves = [np.median(part, axis=1) for part in (differences[:, :half], differences[:, half:])]
    upper, lower = (m - ndimage.median_filter(m, (1, NEIGHBOUR_LINES)) for m in halves)
    expected = 1.2533 * pixel_sigma / np.sqrt(half)
    usual = 1.4826 * np.maximum(np.median(np.abs(upper), axis=1), np.median(np.abs(lower), axis=1))
    sigma = np.maximum(expected, usual)[:, None]
    return (upper * lower > 0) & (np.minimum(np.abs(upper), np.abs(lower)) > LINE_SIGMAS * sigma)


def _dead_lines(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """bool [B, w]: columns of ``values`` [B, h, w] without nodata that are constant, in less than half of the bands."""
    constant = (np.ptp(values, axis=1) == 0) & valid.all(axis=1)
    return constant & (constant.mean(axis=0) < 0.5)
