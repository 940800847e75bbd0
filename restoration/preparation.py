"""What must be known of the whole raster before its first tile: bands, scaling, direction of line noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster import CubeSource
from .bands import describe, passed_by_request, split_bands
from .job import RestorationJob
from .lines import COLUMNS, LineDirection, estimate_line_direction
from .memory import Budget
from .monitor import Span
from .run import BandWork
from .scaling import fit_scaling
from .statistics import SAMPLE_VALUES, read_sample, survey_bands

SURVEYED, SAMPLED = 0.7, 0.8
WORKING_BYTES = 64


@dataclass(frozen=True)
class Preparation:
    """``work`` for the tiles, ``passed`` bands with their reasons, ``lines`` with their evidence."""

    work: BandWork
    passed: dict[int, str]
    lines: LineDirection


def prepare(source: CubeSource, job: RestorationJob, descriptor, budget: Budget, span: Span) -> Preparation:
    """Two passes over the raster, one of them over a bounded sample. Raises `UnsuitableRaster`, `Cancelled`."""
    reasons = passed_by_request(source, job.bands)
    candidates = [band for band in range(source.count) if band not in reasons]
    statistics = survey_bands(source, candidates, span.part(0.0, SURVEYED)) if candidates else {}
    restored, passed = split_bands(source, reasons, statistics)
    found = {band: statistics[band] for band in restored}
    means = np.array([band.mean for band in found.values()])

    kind = descriptor.scaling if job.scaling == "auto" else job.scaling
    ask_lines = descriptor.lines is not None and job.line_direction == "auto"
    sample = []
    if kind != "none" or ask_lines:
        limit = min(SAMPLE_VALUES, budget.host // WORKING_BYTES)
        sample = read_sample(source, restored, span.part(SURVEYED, SAMPLED), limit)
    scaling = fit_scaling(kind, sample, found, span.part(SAMPLED, 1.0).tick)
    if ask_lines:
        lines = estimate_line_direction(sample, means, span.part(SAMPLED, 1.0).tick)
    elif descriptor.lines is None:
        lines = LineDirection(COLUMNS, "the model knows no direction")
    else:
        lines = LineDirection(job.line_direction, "as asked")
    span.monitor.info(f"Bands: {len(restored)} restored" + (f"; unchanged: {describe(passed)}." if passed else "."))
    span.monitor.info(f"Scaling {scaling}.")
    span.monitor.info(f"Line noise along {lines.direction}: {lines.evidence}.")
    return Preparation(BandWork(restored, tuple(passed), scaling, means), passed, lines)
