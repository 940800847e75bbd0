"""A clean raster degraded as the papers do it: down-sampled, then noisy, in memory that does not grow with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import UnsuitableRaster
from ..raster import CubeSink, CubeSource, Window, create_sink, encode, open_cube
from ..raster.inputs import input_files
from ..restoration.bands import describe, passed_by_request
from ..restoration.monitor import Monitor, Progress, Span
from ..restoration.reading import Reader
from ..restoration.sampling import Coverage
from ..restoration.statistics import survey_bands
from .clean_windows import read_clean, work_windows
from .draws import CELL, PixelDraws
from .noise import BAND_SIGMAS, BandNoise, add_noise, draw_plan, structures_missing
from .outputs import check_outputs, staged_outputs
from .simulation_job import NONE, SimulationJob, SimulationReport
from .truth import truth_text

SURVEYED, WRITTEN = 0.2, 0.97


@dataclass(frozen=True)
class _Noise:
    """What is added: ``plan`` by 0-based band, in the unit of a clean cube from ``low`` to ``low + width``."""

    plan: Mapping[int, BandNoise]
    low: float
    width: float
    seed: int
    turned: bool

    def add(self, values: np.ndarray, band: int, window: Window) -> None:
        """Adds the noise of a band to a window of it (float64 [h, w], source units), in place."""
        scaled = (values - self.low) / self.width
        if self.turned:
            turned = Window(window.y, window.x, window.height, window.width)
            add_noise(scaled.T, self.plan[band], PixelDraws(self.seed, band, turned), turned.x)
        else:
            add_noise(scaled, self.plan[band], PixelDraws(self.seed, band, window), window.x)
        values[:] = scaled * self.width + self.low


def simulate_noise(job: SimulationJob, monitor: Monitor) -> SimulationReport:
    """Degrades ``job.source`` into ``job.output``. The same pixel of the same job always gets the same noise.

    Clean values span 0 to 1 by the least and greatest valid value of all bands that get noise. Nothing is clipped, but
    for what an integer output cannot hold. Outputs appear when they are complete, or not at all. Raises the errors of
    `errors`, among them `Cancelled`.
    """
    progress = Progress(monitor)
    span = Span(progress)
    span.tick(0.0)
    with open_cube(job.source) as source:
        monitor.info(f"Raster: {source.width} x {source.height} px, {source.count} bands, {source.dtype}.")
        columns, rows = (size - size % job.downsample for size in (source.width, source.height))
        if (columns, rows) != (source.width, source.height):
            monitor.info(f"What fills no coarse pixel is left out: the first {columns} x {rows} px remain.")
        with _new_sink(job, source, {}):
            pass
        if job.truth:
            check_outputs([job.truth, job.output], input_files(source))
        noise, passed = _prepare(source, job, span.part(0.0, SURVEYED))
        with _new_sink(job, source, _tags(job, noise)) as sink:
            clamped = _degrade_windows(source, sink, noise, job.downsample, span.part(SURVEYED, WRITTEN))
            truth = truth_text(source, _settings(job, noise), noise.plan, passed, noise.width)
            with staged_outputs({job.truth: truth}) if job.truth else nullcontext():
                warnings = sink.commit()
    for warning in warnings:
        span.warn(warning)
    progress.finish()
    if clamped:
        monitor.info(f"{clamped} values were beyond what the output's type can hold, and were clamped to it.")
    return SimulationReport(
        clamped=clamped,
        clean_range=(noise.low, noise.low + noise.width),
        noisy_bands=tuple(noise.plan),
        passed_bands=passed,
        warnings=tuple(progress.warnings),
    )


def _new_sink(job: SimulationJob, source: CubeSource, tags: Mapping[str, str]) -> CubeSink:
    dtype = np.dtype(np.float32) if job.data_type == "Float32" else source.dtype
    scale = Fraction(1, job.downsample)
    return create_sink(job.output, source, dtype=dtype, scale=scale, block=CELL, tags={**job.tags, **tags})


def _prepare(source: CubeSource, job: SimulationJob, span: Span) -> tuple[_Noise, dict[int, str]]:
    """A pass over the raster: its range, the noise that goes with it, and the bands that get none, with reasons."""
    passed = passed_by_request(source, job.bands)
    bands = [band for band in range(source.count) if band not in passed]
    coverage = Coverage(source.width, source.height, max(1, len(bands)))
    found = survey_bands(Reader(source), bands, coverage, span) if bands else {}
    passed.update({band: "no valid pixel" for band, statistics in found.items() if not statistics.count})
    bands = [band for band in bands if band not in passed]
    if not bands:
        raise UnsuitableRaster(
            f"None of the bands of {source.path} can be used: {describe(passed)}. Choose other bands or a raster that "
            f"holds data."
        )
    low = min(float(found[band].low) for band in bands)
    width = max(float(found[band].high) for band in bands) - low
    turned = job.line_direction == "rows"
    if job.case == NONE:
        return _Noise({}, low, width, job.seed, turned), passed
    if not (width > 0 and math.isfinite(width)):
        raise UnsuitableRaster(
            f"All valid values of {source.path} in the bands to degrade lie between {low:g} and {low + width:g}, which "
            f"is no range that noise could be measured by. Choose other bands or another raster."
        )
    lines = (source.height if turned else source.width) // job.downsample
    rng = np.random.default_rng(job.seed)
    plan = draw_plan(job.case, len(bands), lines, rng, job.sigma / 255, job.peak_photons)
    for structure in structures_missing(job.case, plan):
        span.warn(
            f"The noise '{job.case}' names {structure}, but none came about: they strike a third of the bands and 5 to "
            f"15 % of the lines, rounded down, and {len(bands)} bands with {lines} lines are too few for that."
        )
    span.monitor.info(f"Clean values from {low:g} to {low + width:g} span 0 to 1 (0 to 255 for sigma).")
    span.monitor.info(f"Bands: {len(bands)} get noise" + (f"; unchanged: {describe(passed)}." if passed else "."))
    return _Noise(dict(zip(bands, plan)), low, width, job.seed, turned), dict(sorted(passed.items()))


def _degrade_windows(source: CubeSource, sink: CubeSink, noise: _Noise, factor: int, span: Span) -> int:
    """Writes every window of the output; returns how many values were clamped."""
    clamped, pieces = 0, list(work_windows(sink.width, sink.height, sink.count, factor))
    for number, (window, runs) in enumerate(pieces):
        piece = span.part(number / len(pieces), (number + 1) / len(pieces))
        for run, bands in enumerate(runs, start=1):
            clean = read_clean(source, window, bands, factor)
            noisy = [band in noise.plan for band in bands]
            for layer in np.flatnonzero(noisy):
                noise.add(clean.values[layer], bands[layer], window)
            # What neither noise nor a coarser grid changes keeps its very numbers, which float64 may not hold.
            valid = clean.valid if factor > 1 else clean.valid & np.array(noisy)[:, None, None]
            nodata = [sink.nodata[band] for band in bands]
            values, beyond = encode(clean.values, clean.native, valid, dtype=sink.dtype, nodata=nodata)
            sink.write(window, values, bands)
            clamped += beyond
            piece.tick(run / len(runs))
        sink.flush()
    return clamped


def _settings(job: SimulationJob, noise: _Noise) -> dict[str, Any]:
    """What a result depends on, beside its input."""
    used = {"case": job.case, "seed": job.seed, "downsample": job.downsample}
    if job.case in ("gaussian", "speckle"):
        used["sigma"] = job.sigma
    elif job.case == "poisson":
        used["peak_photons"] = job.peak_photons
    elif job.case != NONE:
        used["sigma"] = "one of " + ", ".join(f"{255 * sigma:g}" for sigma in BAND_SIGMAS) + " per band"
    return {
        "input": Path(job.source).name,
        **used,
        "line_direction": job.line_direction,
        "clean_range": [noise.low, noise.low + noise.width],
    }


def _tags(job: SimulationJob, noise: _Noise) -> dict[str, str]:
    settings = _settings(job, noise)
    low, high = (f"{end:.9g}" for end in settings.pop("clean_range"))
    texts = {key: f"{value:.9g}" if isinstance(value, float) else str(value) for key, value in settings.items()}
    return {**texts, "clean_range": f"{low} to {high}"}
