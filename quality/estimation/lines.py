"""Which lines of a band are striped or dead, from what all windows along each line say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage, stats

from .examine import Examined

AROUND_LINES = 41
LEAST_PIXELS = 4
FALSE_SHARE = 0.03
SCALING_ROUNDS = 3
DEAD_SHARE = 0.5
EVEN_CHANCE, UNEVEN_SHARE = 0.999, 0.5


@dataclass(frozen=True)
class Lines:
    """Of one band, lines counted from 0: ``striped`` with their ``offsets`` (in units of the values), and ``dead``."""

    striped: tuple[int, ...] = ()
    offsets: tuple[float, ...] = ()
    dead: tuple[int, ...] = ()


class LineStatistics:
    """Sums per band and line of what `examine` finds, in memory that does not grow with the length of the lines."""

    def __init__(self, bands: int, lines: int) -> None:
        self._offset, self._square, self._weight, self._variance, self._pieces, self._dead, self._known = np.zeros(
            (7, bands, lines), np.float32
        )

    def add(self, found: Examined, first: int) -> None:
        """Enters a window, whose first line is ``first``."""
        part = slice(None), slice(first, first + found.dead.shape[1])
        for piece, stands_on in zip(found.offset, found.weight):
            known = stands_on >= LEAST_PIXELS
            weight = np.where(known, stands_on, 0)
            offset = np.where(known, _less_level(np.where(known, piece, np.nan)), 0)
            self._offset[part] += weight * offset
            self._square[part] += weight * offset**2
            self._weight[part] += weight
            self._variance[part] += weight * found.variance
            self._pieces[part] += known
        self._dead[part] += np.where(found.dead, found.known, 0)
        self._known[part] += found.known

    def judge(self, least: np.ndarray) -> list[Lines]:
        """The lines of every band; stripes of an offset below ``least`` [B] are left alone.

        A line is dead when most of it is, and most lines of the band are not: a scene of bars has no other lines. It is
        striped when its mean residual stands out from the lines around: by the rule of Benjamini and Hochberg (1995),
        of the lines of a band that are called striped 3 % are expected to be none. Where the model of the scene errs by
        lines, its usual errors widen the standard error. And it is striped throughout: an offset that some pieces of
        the line have, and others not, is of the scene.
        """
        dead = (self._dead > DEAD_SHARE * self._known) & (self._known > 0)
        dead &= dead.mean(axis=1, keepdims=True) <= DEAD_SHARE
        judged = (self._weight > 0) & ~dead
        weight = np.maximum(self._weight, 1)
        offset = self._offset / weight
        deviation = offset - _nanmedian(np.where(judged, offset, np.nan))[:, None]
        variance = np.maximum(self._variance / weight, np.finfo(np.float32).tiny)
        score = np.abs(deviation) * np.sqrt(weight / variance)
        candidates = judged & (np.abs(deviation) >= least[:, None]) & self._is_even(offset, variance)
        found = []
        for band in range(len(offset)):
            lines = np.flatnonzero(judged[band])
            hit = lines[_standing_out(score[band][lines], judged.sum())]
            hit = hit[candidates[band][hit]]
            offsets = deviation[band][hit].astype(float)
            found.append(Lines(*(tuple(part.tolist()) for part in (hit, offsets, np.flatnonzero(dead[band])))))
        return found

    def _is_even(self, offset: np.ndarray, variance: np.ndarray) -> np.ndarray:
        """bool: lines whose pieces agree, up to their noise or half of the offset (detectors may err by a factor)."""
        scatter = np.maximum(self._square - self._weight * offset**2, 0)
        freedom = np.maximum(self._pieces - 1, 1)
        by_noise = scatter / variance <= stats.chi2.ppf(EVEN_CHANCE, freedom)
        return by_noise | (scatter <= UNEVEN_SHARE**2 * self._weight * offset**2)


def _less_level(offset: np.ndarray) -> np.ndarray:
    """``offset`` [B, lines] less the median of the lines around; NaN stays, and does not count."""
    filled = np.where(np.isnan(offset), _nanmedian(offset)[:, None], offset)
    return offset - ndimage.median_filter(filled, (1, AROUND_LINES), mode="reflect")


def _standing_out(score: np.ndarray, all_lines: int) -> np.ndarray:
    """bool: which of a band's scores are too large, in units of what the others usually are where that exceeds 1.

    One alone must be too large among the lines of all bands: in 3 % of clean bands chance brings one forth.
    """
    found = np.zeros(len(score), bool)
    for _ in range(SCALING_ROUNDS):
        usual = 1.4826 * np.median(score[~found]) if not found.all() else 1.0
        scaled = score / max(1.0, usual)
        found = _discoveries(scaled)
    if np.count_nonzero(found) == 1:
        found &= scaled >= stats.norm.isf(FALSE_SHARE / 2 / all_lines)
    return found


def _discoveries(score: np.ndarray) -> np.ndarray:
    """bool: the absolute standard normal ``score`` of which are too large, at a share of ``FALSE_SHARE`` false ones."""
    chance = 2 * stats.norm.sf(score)
    order = np.argsort(chance)
    below = np.flatnonzero(chance[order] <= FALSE_SHARE * np.arange(1, len(order) + 1) / max(1, len(order)))
    found = np.zeros(len(score), bool)
    found[order[: below[-1] + 1 if below.size else 0]] = True
    return found


def _nanmedian(values: np.ndarray) -> np.ndarray:
    """The median of every row of what is not NaN; 0 where all is."""
    return np.array([np.median(row[~np.isnan(row)]) if not np.isnan(row).all() else 0.0 for row in values])
