"""Pairs of rasters that can be compared, and a comparison of them in one call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from hyperrestore.quality.evaluation.comparison import Comparison, compare
from hyperrestore.quality.evaluation.job import EvaluationJob
from hyperrestore.quality.evaluation.scores import Scores, score
from hyperrestore.quality.evaluation.survey import Survey, survey_pair
from hyperrestore.raster import open_cube
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.restoration.networks import Recorder


def clean_cube(bands: int = 5, height: int = 40, width: int = 36, seed: int = 4) -> np.ndarray:
    """float32: smooth spectra from about 200 to 900."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    maps = [500 + 300 * np.sin(x / 7 + band) * np.cos(y / 9 - band / 2) for band in range(bands)]
    return (np.stack(maps) + rng.normal(0, 20, (bands, height, width))).astype(np.float32)


def noisy_cube(clean: np.ndarray, seed: int = 5) -> np.ndarray:
    """float32: more noise in each band than in the one before, and a bias of 3."""
    rng = np.random.default_rng(seed)
    strength = np.linspace(5, 60, len(clean))[:, None, None]
    return (clean + 3 + rng.normal(0, 1, clean.shape) * strength).astype(np.float32)


def unit_scaled(clean: np.ndarray, *cubes: np.ndarray) -> list[np.ndarray]:
    """float64 by the range of ``clean``, itself first."""
    low, width = float(clean.min()), float(clean.max()) - float(clean.min())
    return [(cube.astype(np.float64) - low) / width for cube in (clean, *cubes)]


def job_for(
    folder: Path,
    given: np.ndarray,
    reference: np.ndarray,
    describe: Callable[[gdal.Dataset], object] = lambda dataset: None,
    describe_reference: Callable[[gdal.Dataset], object] | None = None,
    **settings,
) -> EvaluationJob:
    """A job on the two cubes as GeoTIFF; the reference is described as the other unless told otherwise."""
    return EvaluationJob(
        write_cube(folder / "in" / "given.tif", given, describe=describe),
        write_cube(folder / "in" / "reference.tif", reference, describe=describe_reference or describe),
        **settings,
    )


def measured(job: EvaluationJob, monitor: Recorder | None = None, **window) -> tuple[Survey, Comparison, Scores]:
    """All steps of an evaluation but its outputs."""
    span = Span(Progress(monitor or Recorder()))
    with open_cube(job.source) as given, open_cube(job.reference) as reference:
        survey = survey_pair(given, reference, job, span.part(0, 0.3))
        comparison = compare(survey.pair, survey.bands, survey.peak, span.part(0.3, 1), **window)
        return survey, comparison, score(comparison, survey, job)
