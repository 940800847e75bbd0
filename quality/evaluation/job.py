"""What one evaluation is asked to do."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...errors import InvalidParameter
from ...restoration.job import check_choices
from ..outputs import ENDINGS, check_ending

CUBE, NONE = "cube", "none"
SCALINGS = (CUBE, NONE)


@dataclass(frozen=True)
class EvaluationJob:
    """The raster ``source`` measured against ``reference``, both names that GDAL opens.

    ``bands`` are 0-based, None for all. ``scaling`` is ``cube`` (both rasters mapped by the reference's least and
    greatest value to 0 to 1, peak 1) or ``none`` (values as they are, with ``peak``; 0 for the reference's range).
    ``ergas_ratio`` as in `metrics.ergas`. ``html``, ``csv`` and ``json`` are paths, empty for those not wanted;
    ``producer`` names the program in them. Raises `InvalidParameter` or `OutputRefused` for what cannot be honoured.
    """

    source: str
    reference: str
    bands: tuple[int, ...] | None = None
    scaling: str = CUBE
    peak: float = 0.0
    ergas_ratio: float = 1.0
    html: str = ""
    csv: str = ""
    json: str = ""
    producer: str = "HyperRestore"

    def __post_init__(self) -> None:
        check_choices(self, {"scaling": SCALINGS})
        if not (math.isfinite(self.peak) and self.peak >= 0):
            raise InvalidParameter(f"The peak was given as {self.peak}; use a number from 0 on.")
        if not (math.isfinite(self.ergas_ratio) and self.ergas_ratio > 0):
            raise InvalidParameter(f"The ratio of ERGAS was given as {self.ergas_ratio}; use a number above 0.")
        for kind in ENDINGS:
            if getattr(self, kind):
                check_ending(getattr(self, kind), kind)

    @property
    def outputs(self) -> list[str]:
        """The files that are wanted."""
        return [path for path in (self.html, self.csv, self.json) if path]
