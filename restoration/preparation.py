"""What must be known of the whole raster before its first tile: bands, scaling, direction of line noise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..raster import CubeSource
from .bands import describe, passed_by_request, split_bands
from .job import RestorationJob
from .lines import COLUMNS, LineDirection, estimate_line_direction
from .memory import Budget
from .monitor import Span
from .needs import Looking, describe_work, look_within
from .reading import Reader
from .run import BandWork
from .sampling import Coverage, SampleWindow, read_sample
from .scaling import fit_scaling
from .statistics import BandStatistics, survey_bands
from .undeclared import describe_fills, suspect_fills

LOOKED, SCALED = 0.8, 0.9
SURVEYED = 0.85


@dataclass(frozen=True)
class Preparation:
    """``reader`` and ``work`` for the tiles, ``passed`` bands with their reasons, ``lines`` with their evidence."""

    reader: Reader
    work: BandWork
    passed: dict[int, str]
    lines: LineDirection

    def leaving_out(self, leaves_out: bool) -> Preparation:
        """For an output that may, or may not, lack what the input lacks (`BandWork`)."""
        return replace(self, work=replace(self.work, leaves_out=leaves_out))


@dataclass(frozen=True)
class _Look:
    """What a pass over the raster found: statistics by band (0-based), and a sample of those bands in their order."""

    reader: Reader
    statistics: dict[int, BandStatistics]
    sample: list[SampleWindow]

    def of_bands(self, bands: tuple[int, ...]) -> list[SampleWindow]:
        """The sample of some of the bands, without the windows that hold none of their pixels."""
        if bands == tuple(self.statistics):
            return self.sample
        rows = [list(self.statistics).index(band) for band in bands]
        chosen = [SampleWindow(window.values[rows], window.valid[rows]) for window in self.sample]
        return [window for window in chosen if window.valid.any()]


def prepare(source: CubeSource, job: RestorationJob, descriptor, budget: Budget, span: Span) -> Preparation:
    """A pass over the raster and a bounded sample of it. Raises `UnsuitableRaster`, `Cancelled`."""
    reasons = passed_by_request(source, job.bands)
    candidates = [band for band in range(source.count) if band not in reasons]
    limits = look_within(describe_work(job, source, descriptor, len(candidates)), budget.host)
    look = _look_for_fills(source, candidates, limits, span.part(0.0, LOOKED))
    restored, passed = split_bands(source, reasons, look.statistics)
    found = {band: look.statistics[band] for band in restored}
    means = np.array([band.mean for band in found.values()])

    kind = descriptor.scaling if job.scaling == "auto" else job.scaling
    sample = look.of_bands(restored)
    scaling = fit_scaling(kind, sample, found, span.part(LOOKED, SCALED).tick)
    if descriptor.lines is None:
        lines = LineDirection(COLUMNS, "the model knows no direction")
    elif job.line_direction == "auto":
        lines = estimate_line_direction(sample, span.part(SCALED, 1.0).tick)
    else:
        lines = LineDirection(job.line_direction, "as asked")
    span.monitor.info(f"Bands: {len(restored)} restored" + (f"; unchanged: {describe(passed)}." if passed else "."))
    span.monitor.info(f"Scaling {scaling}.")
    if descriptor.lines is not None:
        span.monitor.info(f"Lines run along {lines.direction}: {lines.evidence}.")
    return Preparation(look.reader, BandWork(restored, tuple(passed), scaling, means), passed, lines)


def _look_for_fills(source: CubeSource, bands: list[int], limits: Looking, span: Span) -> _Look:
    """Looks at the raster; once more without its undeclared nodata when there seems to be some, and warns of it."""
    if not bands:
        return _Look(Reader(source), {}, [])
    first = _look(Reader(source), bands, limits, span.part(0.0, 0.5))
    fills = suspect_fills(first.statistics, first.sample)
    if not fills:
        return first
    second = _look(Reader(source, fills), bands, limits, span.part(0.5, 1.0))
    if second.statistics == first.statistics:
        return first
    span.warn(describe_fills(fills, first.statistics, second.statistics))
    return second


def _look(reader: Reader, bands: list[int], limits: Looking, span: Span) -> _Look:
    coverage = Coverage(reader.source.width, reader.source.height, len(bands), limits.sample)
    statistics = survey_bands(reader, bands, coverage, span.part(0.0, SURVEYED), limits.read)
    return _Look(reader, statistics, read_sample(reader, bands, coverage.windows(), span.part(SURVEYED, 1.0)))
