"""Sums over windows of what `examine` finds: noise variance, share of outliers, power of the signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...models.recurring import Recurring
from .examine import Examined
from .spatial import mask_noise

CORE = 0.5
LEAST_PAIRS = 100
CLIPPED_PER_NEAR = 4.5
"""How many values of a Gaussian may lie beyond a value, for each of those within half a sigma before it: 2.6 where
the value is the mean, and 4.2 when the sigma is that of the half which clipping has left."""


def pair_noise(found: Examined) -> tuple[np.ndarray, np.ndarray]:
    """(noise variance [B], number of pairs [B]) from differences of neighbouring residuals along the lines.

    What the model cannot say of the scene is smooth and cancels, and so does the offset of a stripe.
    """
    sure = found.core > CORE
    both = sure[:, 1:] & sure[:, :-1]
    scaled = np.abs(found.residual[:, 1:] - found.residual[:, :-1]) / np.sqrt(found.gain[:, 1:] + found.gain[:, :-1])
    variances = [(1.4826 * np.median(band[some])) ** 2 if some.any() else 0.0 for band, some in zip(scaled, both)]
    return np.array(variances), both.sum(axis=(1, 2))


@dataclass(frozen=True)
class Levels:
    """Of each band, float [B]: noise ``sigma``, power of the ``signal`` (mean square), ``impulses`` (0 to 1)."""

    sigma: np.ndarray
    signal: np.ndarray
    impulses: np.ndarray


class LevelStatistics:
    """Gathers windows; ``fallback`` [B] is the noise of bands of which too few neighbouring pixels are left, and
    ``origin`` the value that stands for no signal.

    Impulses hit pixels singly, while odd materials, which the model does not know either, come in patches. So the share
    of impulses is that of outliers among the pixels whose two neighbours along the line are none: the same for
    impulses, and next to nothing for patches. An outlier deviates by ``visible`` at least: where noise
    is low, many a mixed pixel lies far outside it.
    """

    def __init__(
        self, fallback: np.ndarray, recurring: Sequence[Recurring], origin: float, visible: float, *, spatial: bool
    ) -> None:
        self._origin = origin
        self._fallback = fallback
        self._recurring = recurring
        self._visible = visible
        self._spatial = spatial
        self._variance, self._places, self._power, self._core, self._outliers, self._between = np.zeros(
            (6, len(fallback))
        )
        self._spikes, self._clipped, self._between_spikes = (
            [np.zeros(len(band.values)) for band in recurring] for _ in range(3)
        )

    def add(self, found: Examined, values: np.ndarray, valid: np.ndarray, usable: np.ndarray) -> None:
        """Enters a window; the arrays [B, h, w] are those that `examine` was given."""
        variance, places = mask_noise(values, found.core > CORE) if self._spatial else pair_noise(found)
        self._variance += variance * places
        self._places += places
        self._power += np.einsum("bhw,bhw->b", found.core, (found.predicted - self._origin) ** 2)
        self._core += found.core.sum(axis=(1, 2))
        live = valid & ~found.dead[:, None]
        odd = usable & live & (found.core <= CORE) & (np.abs(values - found.predicted) >= self._visible)
        calm = live & ~odd
        for band, recurring in enumerate(self._recurring):
            if recurring.values:
                calm[band] &= ~recurring.hits(values[band])
        between = live[:, 1:-1] & calm[:, :-2] & calm[:, 2:]
        self._between += between.sum(axis=(1, 2))
        self._outliers += (odd[:, 1:-1] & between).sum(axis=(1, 2))
        for band, recurring in enumerate(self._recurring):
            if recurring.values:
                self._add_spikes(band, values[band], live[band], between[band])

    def _add_spikes(self, band: int, values, live, between) -> None:
        recurring = self._recurring[band]
        for place, (value, end) in enumerate(zip(recurring.values, recurring.ends)):
            spikes = live & (values == np.float32(value))
            self._spikes[band][place] += spikes.sum()
            self._between_spikes[band][place] += (spikes[1:-1] & between).sum()
            if end:
                inside = end * (value - values)
                near = live & ~spikes & (inside <= self._fallback[band] / 2)
                self._clipped[band][place] += CLIPPED_PER_NEAR * near.sum()

    def result(self) -> Levels:
        """The levels of all windows entered. Values that recur at an end of the range count as impulses only as far as
        clipping of signal and noise cannot explain them."""
        measured = np.sqrt(self._variance / np.maximum(self._places, 1))
        sigma = np.where((self._places >= LEAST_PAIRS) & (measured > 0), measured, self._fallback)
        spikes = [
            np.sum(between * np.maximum(1 - clipped / np.maximum(spikes, 1), 0))
            for between, clipped, spikes in zip(self._between_spikes, self._clipped, self._spikes)
        ]
        return Levels(
            sigma=sigma.astype(np.float64),
            signal=self._power / np.maximum(self._core, 1),
            impulses=(self._outliers + np.array(spikes)) / np.maximum(self._between, 1),
        )
