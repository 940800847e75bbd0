"""What a raster holds: statistics of its bands, why some cannot be judged, and a bounded sample of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...errors import UnsuitableRaster
from ...raster import CubeSource
from ...restoration.bands import describe, passed_by_request
from ...restoration.monitor import Span
from ...restoration.reading import Reader
from ...restoration.sampling import Coverage, SampleWindow, read_sample
from ...restoration.statistics import BandStatistics, survey_bands
from ...restoration.undeclared import describe_fills, suspect_fills

SAMPLE_VALUES = 4_000_000
LEAST_PIXELS = 64


@dataclass(frozen=True)
class Look:
    """``statistics`` are of all bands (0-based) but alpha bands, ``sample`` of the ``bands`` that can be judged.

    ``reasons`` say of the others why not.
    """

    reader: Reader
    statistics: Mapping[int, BandStatistics]
    bands: tuple[int, ...]
    reasons: Mapping[int, str]
    sample: Sequence[SampleWindow]


def look_at(source: CubeSource, span: Span) -> Look:
    """A pass over the raster, and another one when values turn up that look like undeclared nodata."""
    first = _look_with(Reader(source), span.part(0.0, 0.5))
    fills = suspect_fills({band: first.statistics[band] for band in first.bands}, first.sample)
    if not fills:
        return first
    second = _look_with(Reader(source, fills), span.part(0.5, 1.0))
    if second.statistics != first.statistics:
        span.warn(describe_fills(fills, first.statistics, second.statistics))
    return second


def _look_with(reader: Reader, span: Span) -> Look:
    source = reader.source
    flagged = passed_by_request(source, None)
    held = [band for band in range(source.count) if band not in source.alpha_bands]
    coverage = Coverage(source.width, source.height, max(1, len(held)), SAMPLE_VALUES)
    found = survey_bands(reader, held, coverage, span.part(0.0, 0.8)) if held else {}
    empty = {band: _why_empty(statistics) for band, statistics in found.items()}
    reasons = {
        band: ", ".join(filter(None, (flagged.get(band), empty.get(band))))
        for band in range(source.count)
        if band in flagged or empty.get(band)
    }
    bands = tuple(band for band in held if band not in reasons)
    if not bands:
        raise UnsuitableRaster(
            f"The noise of {source.path} cannot be estimated in any of its bands: {describe(reasons)}. Choose a raster "
            f"that holds data."
        )
    return Look(reader, found, bands, reasons, read_sample(reader, bands, coverage.windows(), span.part(0.8, 1.0)))


def _why_empty(statistics: BandStatistics) -> str:
    if not statistics.count:
        return "no valid pixel"
    if statistics.low == statistics.high:
        return f"constant ({statistics.low})"
    return f"fewer than {LEAST_PIXELS} valid pixels" if statistics.count < LEAST_PIXELS else ""
