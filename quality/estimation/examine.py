"""One window against the spectral model: what is noise, what an outlier, which lines are shifted or dead.

Lines are columns here; a raster with lines along rows is turned before. A striped column is not made of outliers, so
each column's offset is found first, and taken off where it is beyond doubt, lest it pull the other bands' fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...models.recurring import LEAST_LINE
from .factors import Deviations, SpectralModel, core_probability, deviations, noise_gain, solve_scores

SETTLING, OFFSET_ROUNDS, OFFSET_STEPS = 3, 5, 3
SURE_SIGMAS, CLEAREST_SHARE = 4.0, 0.5
CLEARLY_MORE = 1.2
MOST_PIECES = 4
DEAD_SPREAD, TENTHS_OF_GAUSSIAN, LEAST_CALM_LINE = 0.2, 2.563, 16
MISFIT_STEPS, STEPS_OF_NOISE = 0.75, 2.0


@dataclass(frozen=True)
class Examined:
    """Of a window [B, h, w], in the units of its values.

    ``residual`` [B, h, w] from the model, with its noise ``gain`` (variance in units of the band's noise variance), and
    ``core`` the probability that a value is no outlier (0 where there is none). ``predicted`` is what the other bands
    say. ``offset`` [P, B, w] of each of P pieces of each column, ``weight`` [P, B, w] the pixels that it stands on,
    ``variance`` [B, w] of one of them. ``dead`` [B, w]; ``known`` [B, w] is the number of the column's valid pixels.
    """

    residual: np.ndarray
    gain: np.ndarray
    core: np.ndarray
    predicted: np.ndarray
    offset: np.ndarray
    weight: np.ndarray
    variance: np.ndarray
    dead: np.ndarray
    known: np.ndarray


def examine(
    model: SpectralModel,
    values: np.ndarray,
    valid: np.ndarray,
    usable: np.ndarray,
    step: np.ndarray,
    expected: np.ndarray | float = 0.0,
) -> Examined:
    """Examines ``values`` float32 [B, h, w]; ``usable`` are the ``valid`` ones outside dead columns that do not recur.

    ``step`` [B] is the smallest difference of two values (1 for integers). The model describes ``values - expected``.
    """
    bands, height, width = values.shape
    flat, flat_usable = (part.reshape(bands, -1).T for part in (values - expected, usable))
    lines = (height, width, bands)
    offset = np.zeros((width, bands), np.float32)
    weight = flat_usable * (model.core > 0.5).astype(np.float32)
    shifted = flat
    for _ in range(OFFSET_ROUNDS):
        for _ in range(SETTLING):
            found = deviations(model, shifted, weight, solve_scores(model, shifted, weight))
            weight = core_probability(model, found, flat_usable)
        more, stands_on = _line_offsets(model, found, flat_usable, lines)
        variance = found.variance.reshape(lines).mean(axis=0)
        power = more**2 * stands_on / variance
        # A stripe shows in what it predicts of other bands too: the clearest of a column go first.
        sure = power > np.maximum(SURE_SIGMAS**2, CLEAREST_SHARE * power.max(axis=1, keepdims=True))
        if not sure.any():
            break
        offset += np.where(sure, more, 0)
        shifted = (flat.reshape(lines) - offset).reshape(flat.shape)
    weight = (weight > 0.5).astype(np.float32)
    scores = solve_scores(model, shifted, weight)
    found = deviations(model, shifted, weight, scores)
    core = core_probability(model, found, flat_usable)
    left_out = found.left_out.reshape(lines) + offset

    def planes(array: np.ndarray) -> np.ndarray:
        return np.moveaxis(array.reshape(lines), -1, 0)

    pieces, stands_on = _by_pieces(left_out, core.reshape(lines))
    dead = _dead_lines(model.sigma, values, valid, planes(left_out), step)
    return Examined(
        residual=planes(found.residual),
        gain=planes(noise_gain(model, weight, scores)),
        core=planes(core),
        predicted=values - planes(left_out),
        offset=pieces.transpose(0, 2, 1),
        weight=np.where(dead, 0, stands_on.transpose(0, 2, 1)),
        variance=variance.T,
        dead=dead,
        known=valid.sum(axis=1),
    )


def _line_offsets(model: SpectralModel, found: Deviations, usable: np.ndarray, lines: tuple) -> tuple:
    """(offset [w, B], number of pixels [w, B] that it stands on): where the core of each column is densest.

    Sought from 0 and from the column's median: half of a column may be impulses, and a stripe may be beyond the core.
    """
    left = found.left_out.reshape(lines)
    median = np.nan_to_num(_median_of(left, usable.reshape(lines)))
    best, most = np.zeros(lines[1:], np.float32), np.zeros(lines[1:], np.float32)
    for start in (np.zeros_like(median), median):
        place = start
        for _ in range(OFFSET_STEPS):
            core = core_probability(
                model, Deviations((left - place).reshape(usable.shape), 1.0, found.variance), usable
            ).reshape(lines)
            mass = core.sum(axis=0)
            place = place + np.einsum("hwb,hwb->wb", core, left - place) / np.maximum(mass, 1)
        better = mass > CLEARLY_MORE * most
        best, most = np.where(better, place, best), np.where(better, mass, most)
    return best, most


def _by_pieces(left_out: np.ndarray, core: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(mean of the core of ``left_out``, number of its pixels), [P, w, B] each, in P pieces of columns [h, w, B]."""
    height = len(core)
    pieces = min(MOST_PIECES, max(1, height // LEAST_LINE))
    starts = [height * number // pieces for number in range(pieces)]
    mass = np.add.reduceat(core, starts, axis=0)
    return np.add.reduceat(core * left_out, starts, axis=0) / np.maximum(mass, 1), mass


def _median_of(values: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """The (upper) median along the first axis of what is usable; NaN where nothing is."""
    ordered, count = _ordered(np.moveaxis(values, 0, -1), np.moveaxis(usable, 0, -1))
    return _taken(ordered, count // 2)


def _dead_lines(sigma: np.ndarray, values, valid, left_out, step: np.ndarray) -> np.ndarray:
    """bool [B, w]: columns that hardly vary, whatever the other bands do there.

    Where noise is near the step of the numbers, columns of a dark, even scene are constant by nature; they are as
    predicted, though.
    """
    ordered, count = _ordered(values.transpose(0, 2, 1), valid.transpose(0, 2, 1))
    low, high = (_taken(ordered, np.rint(share * np.maximum(count - 1, 0)).astype(int)) for share in (0.1, 0.9))
    misfit = np.sqrt(np.sum(np.where(valid, left_out, 0) ** 2, axis=1) / np.maximum(count, 1))
    calm = np.nan_to_num(high - low, nan=np.inf) <= DEAD_SPREAD * TENTHS_OF_GAUSSIAN * sigma[:, None]
    constant = _taken(ordered, np.maximum(count - 1, 0)) == ordered[..., 0]
    flat = constant | (calm & (count >= LEAST_CALM_LINE))
    unnatural = (misfit >= MISFIT_STEPS * step[:, None]) | (sigma >= STEPS_OF_NOISE * step)[:, None]
    return flat & unnatural & (count >= LEAST_LINE)


def _ordered(values: np.ndarray, usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is usable in ascending order along the last axis, NaN behind it; and how many those are."""
    picked = np.where(usable, values, np.float32(np.nan))
    # Sorting along a strided axis takes several times longer.
    return np.sort(np.ascontiguousarray(picked), axis=-1), usable.sum(axis=-1)


def _taken(ordered: np.ndarray, places: np.ndarray) -> np.ndarray:
    places = np.minimum(places, ordered.shape[-1] - 1)
    return np.take_along_axis(ordered, places[..., None], axis=-1)[..., 0]
