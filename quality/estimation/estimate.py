"""The noise of a raster, band by band, without a reference: the whole way from a path to a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InvalidParameter, UnsuitableRaster
from ...raster import CubeSource, Window, open_cube
from ...raster.inputs import input_files
from ...restoration.bands import describe
from ...restoration.clean_range import clean_ranges
from ...restoration.lines import LineDirection, estimate_line_direction
from ...restoration.monitor import Monitor, Progress, Span
from ...restoration.sampling import SampleWindow
from ..outputs import check_outputs
from .learn import Knowledge, learn
from .levels import Levels, LevelStatistics
from .lines import Lines, LineStatistics
from .look import Look, look_at
from .verdict import BandEstimate, Suggestion, suggest
from .windows import examination_windows

SURVEYED, RANGED, LEARNT = 0.15, 0.25, 0.5
LEAST_OFFSET_SIGMAS, LEAST_OFFSET_255 = 0.1, 0.5
LEAST_SPATIAL_SIGMAS = 1.0
"""Without other bands to tell them apart, edges of the scene along a line look like faint stripes."""

LEAST_IMPULSE_255 = 8.0
DIRECTIONS = ("auto", "columns", "rows")
SPECTRAL, SPATIAL = "the other bands of each pixel", "the pixels around, as there are too few bands"


@dataclass(frozen=True)
class NoiseReport:
    """``bands`` of the raster in their order; ``clean_range`` in source units; ``direction`` of the lines with its
    ``evidence``; ``lines`` their number; ``method`` says what the noise was told from the scene by."""

    bands: tuple[BandEstimate, ...]
    clean_range: tuple[float, float]
    direction: str
    evidence: str
    lines: int
    method: str
    suggestion: Suggestion

    @property
    def judged(self) -> tuple[BandEstimate, ...]:
        """The bands that could be judged; at least one."""
        return tuple(band for band in self.bands if not band.reason)

    @property
    def noisy(self) -> tuple[int, ...]:
        """Numbers (from 1) of the bands that need restoration."""
        return tuple(band.band + 1 for band in self.judged if band.faults)

    def median(self, name: str) -> float:
        """The median over the judged bands of one of their numbers."""
        return float(np.median([getattr(band, name) for band in self.judged]))


def estimate_noise(path: str, line_direction: str, outputs: Sequence[str], monitor: Monitor) -> NoiseReport:
    """Estimates the noise of the raster at ``path``; ``line_direction`` is one of ``DIRECTIONS``.

    ``outputs`` are the files that the caller is going to write: refused now if they cannot be. Raises the errors of
    `errors`, among them `Cancelled`.
    """
    if line_direction not in DIRECTIONS:
        raise InvalidParameter(f"The line direction '{line_direction}' is not one of {', '.join(DIRECTIONS)}.")
    span = Span(Progress(monitor))
    span.tick(0.0)
    with open_cube(path) as source:
        check_outputs(outputs, input_files(source))
        monitor.info(f"Raster: {source.width} x {source.height} px, {source.count} bands, {source.dtype}.")
        look = look_at(source, span.part(0.0, SURVEYED))
        monitor.info(
            f"Bands: {len(look.bands)} judged" + (f"; not judged: {describe(look.reasons)}." if look.reasons else ".")
        )
        means = np.array([look.statistics[band].mean for band in look.bands])
        low, high = _clean_range(look, means, span.part(SURVEYED, RANGED))
        lines = _direction(line_direction, look.sample)
        monitor.info(f"Lines run along {lines.direction}: {lines.evidence}.")
        view = _View(low, high - low, lines.direction == "rows")
        seen = [view.of(window) for window in look.sample]
        known = learn(seen, (means - low) / view.width, span.part(RANGED, LEARNT).tick)
        levels, found = _examine_raster(look, known, view, span.part(LEARNT, 1.0))
        estimates = _estimates(source, look, levels, found, view.width)
        return NoiseReport(
            bands=estimates,
            clean_range=(low, high),
            direction=lines.direction,
            evidence=lines.evidence,
            lines=source.height if view.turned else source.width,
            method=SPATIAL if known.spatial else SPECTRAL,
            suggestion=suggest(estimates),
        )


def _clean_range(look: Look, means: np.ndarray, span: Span) -> tuple[float, float]:
    low, high = clean_ranges(look.sample, means, span.tick)[2:]
    if not (np.isfinite(low) and np.isfinite(high) and high > low):
        low = min(float(look.statistics[band].low) for band in look.bands)
        high = max(float(look.statistics[band].high) for band in look.bands)
    if not np.isfinite(high - low):
        raise UnsuitableRaster(
            f"The values of {look.reader.source.path} lie between {low:g} and {high:g}, too far apart to be measured. "
            f"Declare its nodata value, or rescale it."
        )
    return low, high


def _direction(asked: str, sample: Sequence[SampleWindow]) -> LineDirection:
    return estimate_line_direction(sample) if asked == "auto" else LineDirection(asked, "as asked")


@dataclass(frozen=True)
class _View:
    """The raster as it is examined: from ``low`` to ``low + width`` (source units) is 0 to 1, lines are columns."""

    low: float
    width: float
    turned: bool

    def of(self, window: SampleWindow) -> SampleWindow:
        """The window in float32; what is not valid is 0."""
        values = (np.where(window.valid, window.values, self.low).astype(np.float64) - self.low) / self.width
        values, valid = values.astype(np.float32), window.valid
        return SampleWindow(*(part.transpose(0, 2, 1) for part in (values, valid)) if self.turned else (values, valid))


def _examine_raster(look: Look, known: Knowledge, view: _View, span: Span) -> tuple[Levels, list[Lines]]:
    """Noise levels and lines of the bands looked at, as seen in ``view``."""
    source = look.reader.source
    lines, length = (source.height, source.width) if view.turned else (source.width, source.height)
    statistics = LineStatistics(len(look.bands), lines)
    levels = LevelStatistics(
        known.model.sigma, known.recurring, -view.low / view.width, LEAST_IMPULSE_255 / 255, spatial=known.spatial
    )
    windows = list(examination_windows(lines, length, len(look.bands)))
    for number, window in enumerate(windows, start=1):
        place = Window(window.y, window.x, window.height, window.width) if view.turned else window
        seen = view.of(SampleWindow(*look.reader.read(place, look.bands)))
        if seen.valid.any():
            usable = known.usable(seen.values, seen.valid)
            found = known.examine(seen.values, seen.valid, usable)
            statistics.add(found, window.x)
            levels.add(found, seen.values, seen.valid, usable)
        span.tick(number / len(windows))
    result = levels.result()
    sigmas = LEAST_SPATIAL_SIGMAS if known.spatial else LEAST_OFFSET_SIGMAS
    return result, statistics.judge(np.maximum(sigmas * result.sigma, LEAST_OFFSET_255 / 255))


def _estimates(
    source: CubeSource, look: Look, levels: Levels, lines: Sequence[Lines], width: float
) -> tuple[BandEstimate, ...]:
    """The bands in source units; ``levels`` and ``lines`` are in units of ``width``."""
    wavelengths = source.spectral.wavelengths_nm or (None,) * source.count
    estimates = [
        BandEstimate(band, wavelengths[band], reason=look.reasons.get(band, "")) for band in range(source.count)
    ]
    for layer, band in enumerate(look.bands):
        sigma = float(levels.sigma[layer])
        estimates[band] = replace(
            estimates[band],
            sigma=sigma * width,
            sigma_255=255 * sigma,
            snr_db=float(10 * np.log10(max(levels.signal[layer], 1e-30) / max(sigma**2, 1e-30))),
            impulses=float(levels.impulses[layer]),
            lines=replace(lines[layer], offsets=tuple(offset * width for offset in lines[layer].offsets)),
            largest_offset_255=255 * max(map(abs, lines[layer].offsets), default=0.0),
        )
    return tuple(estimates)
