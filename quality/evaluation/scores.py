"""From the sums of a comparison to the metrics, per band and as means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import UnsuitableRaster
from ...restoration.bands import ranges
from ..metrics import ergas, mean_of_known, psnr
from .comparison import Comparison
from .job import EvaluationJob
from .survey import Survey


@dataclass(frozen=True)
class BandScore:
    """Of one band (0-based): ``psnr`` in dB; ``rmse``, ``bias`` (given - reference) and ``max_error`` in own units.

    ``ssim`` is NaN where no 11 x 11 window is valid; everything but the pixel count is where no pixel is.
    """

    band: int
    psnr: float
    ssim: float
    rmse: float
    bias: float
    max_error: float
    pixels: int


@dataclass(frozen=True)
class Scores:
    """Of the cube. ``mpsnr`` and ``cube_psnr`` in dB, ``sam`` in radians, ``rmse`` in own units; NaN: not defined.

    ``mpsnr`` is the mean of the bands' PSNR, ``cube_psnr`` that of the one error of all values (as papers on
    super-resolution state it).
    """

    bands: tuple[BandScore, ...]
    mpsnr: float
    mssim: float
    sam: float
    ergas: float
    rmse: float
    cube_psnr: float
    warnings: tuple[str, ...]

    @property
    def sam_degrees(self) -> float:
        return math.degrees(self.sam)

    def band_means(self) -> dict[str, float]:
        """Means over bands of everything that a band has."""
        names = ("psnr", "ssim", "rmse", "bias", "max_error", "pixels")
        return {name: mean_of_known(np.array([getattr(band, name) for band in self.bands], float)) for name in names}


def score(comparison: Comparison, survey: Survey, job: EvaluationJob) -> Scores:
    """The metrics. Raises `UnsuitableRaster` when no pixel was valid in both rasters."""
    sums, angles, unit = comparison.sums, comparison.angles, survey.pair.width
    if not sums.count.any():
        raise UnsuitableRaster(
            f"No pixel is valid in both {survey.pair.given.source.path} and {survey.pair.reference.source.path}. "
            f"Choose rasters whose data overlap."
        )
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        errors, means = sums.squared_error / sums.count, sums.reference / sums.count
        columns = (
            psnr(errors, survey.peak),
            sums.similarity / sums.windows,
            np.sqrt(errors) * unit,
            sums.error / sums.count * unit,
            np.where(sums.count > 0, sums.largest_error * unit, np.nan),
        )
    bands = tuple(
        BandScore(band, *map(float, values), int(count))
        for band, count, *values in zip(comparison.bands, sums.count, *columns)
    )
    overlapping = sums.count > 0
    whole = float(sums.squared_error.sum() / sums.count.sum())
    return Scores(
        bands=bands,
        mpsnr=mean_of_known(columns[0]),
        mssim=mean_of_known(columns[1]),
        sam=angles.total / angles.count if angles.count else math.nan,
        ergas=ergas(errors[overlapping], means[overlapping], job.ergas_ratio),
        rmse=math.sqrt(whole) * unit,
        cube_psnr=float(psnr(np.array(whole), survey.peak)),
        warnings=tuple(_warnings(comparison, means)),
    )


def _warnings(comparison: Comparison, means: np.ndarray) -> list[str]:
    """What the user must know of how the metrics came about."""
    sums, angles, found = comparison.sums, comparison.angles, []
    apart = sums.count == 0
    if apart.any():
        found.append(f"No pixel is valid in both rasters in {_named(comparison, apart)}: left out of all means.")
    if (sums.windows == 0).any():
        found.append(
            "SSIM needs 11 x 11 valid pixels around a pixel, which are nowhere in "
            f"{_named(comparison, sums.windows == 0)}: not a number there."
        )
    if not angles.count:
        found.append("No pixel is valid in all compared bands and not zero throughout: SAM is not a number.")
    elif angles.undefined:
        found.append(f"Pixels left out of SAM, because the reference is zero there in all bands: {angles.undefined}.")
    flat = (means == 0) & ~apart
    if flat.any():
        found.append(f"The mean of the reference is zero in {_named(comparison, flat)}: left out of ERGAS.")
    return found


def _named(comparison: Comparison, which: Sequence[bool]) -> str:
    numbers = [band + 1 for band, hit in zip(comparison.bands, which) if hit]
    if len(numbers) == len(comparison.bands):
        return "any band"
    return f"{'band' if len(numbers) == 1 else 'bands'} {ranges(numbers)}"
