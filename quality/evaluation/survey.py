"""What is known before the comparison: which bands are compared, and the reference's range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...errors import UnsuitableRaster
from ...raster import CubeSource
from ...restoration.bands import describe, passed_by_request
from ...restoration.monitor import Span
from ...restoration.reading import Reader
from ...restoration.sampling import Coverage, read_sample
from ...restoration.statistics import BandStatistics, survey_bands
from ...restoration.undeclared import suspect_fills
from .job import CUBE, EvaluationJob
from .pair import Pair, common_units

_SAMPLE_VALUES = 2_000_000


@dataclass(frozen=True)
class Survey:
    """``pair`` scaled as asked, ``bands`` to compare, ``left_out`` others that were asked for (0-based), with reasons.

    ``low`` and ``high`` bound the reference in those bands, in the common unit; ``peak`` is that of PSNR, scaled.
    """

    pair: Pair
    bands: tuple[int, ...]
    left_out: Mapping[int, str]
    low: float
    high: float
    peak: float


def survey_pair(given: CubeSource, reference: CubeSource, job: EvaluationJob, span: Span) -> Survey:
    """A pass over each raster. Raises `InvalidParameter` for unknown bands, `UnsuitableRaster`, `Cancelled`.

    Of the bands asked for those are left out that are alpha or flagged bad in either raster, hold no valid
    pixel in either, or are constant in the reference: a band without a signal says nothing of a restoration, and would
    raise the means if it passed unchanged.
    """
    passed = {**passed_by_request(given, job.bands), **passed_by_request(reference, job.bands)}
    asked = range(reference.count) if job.bands is None else job.bands
    left_out = {band: passed[band] for band in asked if band in passed}
    candidates = [band for band in asked if band not in passed]
    truth, of_reference = _without_fills(reference, candidates, span.part(0.0, 0.6))
    coverage = Coverage(given.width, given.height, max(1, len(candidates)))
    of_given = survey_bands(Reader(given), candidates, coverage, span.part(0.6, 1.0)) if candidates else {}
    for band in candidates:
        found = of_reference[band]
        if not found.count:
            left_out[band] = "no valid pixel in the reference"
        elif not of_given[band].count:
            left_out[band] = "no valid pixel in the raster to evaluate"
        elif found.low == found.high and found.count > 1:
            left_out[band] = f"constant in the reference ({found.low})"
    bands = tuple(band for band in candidates if band not in left_out)
    if not bands:
        raise UnsuitableRaster(
            f"No band of {given.path} can be compared with {reference.path}: {describe(left_out)}. Choose other bands "
            f"or rasters that hold data."
        )
    pair = Pair(Reader(given), truth, common_units(given, reference))
    low, high = _range(pair, bands, of_reference)
    if job.scaling == CUBE:
        pair, peak = replace(pair, low=low, width=high - low), 1.0
    else:
        peak = job.peak or high - low
    return Survey(pair, bands, dict(sorted(left_out.items())), low, high, peak)


def _without_fills(source: CubeSource, bands: list[int], span: Span) -> tuple[Reader, dict[int, BandStatistics]]:
    """The reference without its undeclared nodata, which would make its range, and so every figure, meaningless."""
    reader = Reader(source)
    if not bands:
        return reader, {}
    coverage = Coverage(source.width, source.height, len(bands), _SAMPLE_VALUES)
    found = survey_bands(reader, bands, coverage, span.part(0.0, 0.5))
    fills = suspect_fills(found, read_sample(reader, bands, coverage.windows(), span.part(0.5, 0.6)))
    if not fills:
        return reader, found
    reader = replace(reader, fills=fills)
    filled = survey_bands(reader, bands, coverage, span.part(0.6, 1.0))
    pixels = max(found[band].count - filled[band].count for band in bands)
    if pixels:
        span.warn(
            f"The value {' and '.join(map(str, fills))} lies far outside the reference's data and fills {pixels} "
            f"pixels: it looks like undeclared nodata, so these pixels are left out; declare it as the raster's "
            f"nodata value to say so for good."
        )
    return reader, filled


def _range(pair: Pair, bands: tuple[int, ...], statistics: Mapping[int, BandStatistics]) -> tuple[float, float]:
    """Least and greatest value of the reference, in the common unit."""
    ends = [pair.units[1].apply(np.array([statistics[band].low, statistics[band].high]), band) for band in bands]
    low, high = float(np.min(ends)), float(np.max(ends))
    if not (high > low and math.isfinite(high - low)):
        raise UnsuitableRaster(
            f"All valid values of the reference {pair.reference.source.path} in the bands to compare lie between "
            f"{low:g} and {high:g}, which is no range that errors could be measured by. Choose other bands or another "
            f"raster."
        )
    return low, high
