"""What one simulation is asked to do, and what it reports when it is done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import InvalidParameter
from ..restoration.job import check_choices
from .noise import CASES, PEAK_PHOTONS
from .outputs import check_ending

NONE = "none"
CHOICES = {
    "case": (*CASES, NONE),
    "line_direction": ("columns", "rows"),
    "data_type": ("source", "Float32"),
}
MOST_PHOTONS = 1e9
"""The noise is 3e-5 of the range then; far beyond, counts are no longer exact in floating point."""

LARGEST_FACTOR = 8


@dataclass(frozen=True)
class SimulationJob:
    """One simulation.

    ``case`` is one of ``CHOICES["case"]``; ``none`` only down-samples. ``sigma`` (``gaussian``, ``speckle``) is on the
    scale on which the clean cube spans 0 to 255. ``bands`` (0-based, None for all) get noise, the others pass. Noise is
    added to the raster down-sampled by ``downsample``, 1 to 8. ``truth`` is a path for the truth as JSON, or empty.
    Raises `InvalidParameter` for what cannot be honoured.
    """

    source: str
    output: str
    case: str
    sigma: float = 25.0
    seed: int = 2018
    bands: tuple[int, ...] | None = None
    downsample: int = 1
    line_direction: str = "columns"
    data_type: str = "Float32"
    peak_photons: float = PEAK_PHOTONS
    truth: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_choices(self, CHOICES)
        if not 1 <= self.downsample <= LARGEST_FACTOR:
            raise InvalidParameter(
                f"Down-sampling was asked for by {self.downsample}; use a whole number from 1 to {LARGEST_FACTOR}."
            )
        if self.case == NONE and self.downsample == 1:
            raise InvalidParameter(
                "The noise 'none' without down-sampling only copies the raster. Choose a noise, or a factor from 2 on."
            )
        if not (math.isfinite(self.sigma) and self.sigma >= 0):
            raise InvalidParameter(f"The sigma was given as {self.sigma}; use a number from 0 on.")
        if not 0 < self.peak_photons <= MOST_PHOTONS:
            raise InvalidParameter(
                f"The peak photons were given as {self.peak_photons}; use a number above 0, up to {MOST_PHOTONS:g}."
            )
        if self.truth:
            check_ending(self.truth, "json")
        if self.seed < 0:
            raise InvalidParameter(f"The seed was given as {self.seed}; use a whole number from 0 on.")


@dataclass(frozen=True)
class SimulationReport:
    """``clamped`` values were beyond the output's type; ``clean_range`` (source units) spans 0 to 1 for the noise."""

    clamped: int
    clean_range: tuple[float, float]
    noisy_bands: tuple[int, ...]
    passed_bands: Mapping[int, str]
    warnings: tuple[str, ...]
