"""What an evaluation found, with the words that go with it in tables and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...raster import CubeSource
from ...raster.texts import description
from .job import EvaluationJob
from .scores import Scores


@dataclass(frozen=True)
class Labels:
    """Names (``""`` for none) and wavelengths (None for unknown) of all bands."""

    names: tuple[str, ...]
    wavelengths_nm: tuple[float | None, ...]

    def know_wavelengths(self, bands: Sequence[int]) -> bool:
        """True when every one of the bands (0-based) has a wavelength."""
        return all(self.wavelengths_nm[band] is not None for band in bands)

    def places(self, bands: Sequence[int], along_wavelengths: bool) -> np.ndarray:
        """Where bands lie on the axis of a plot: wavelengths (NaN for unknown), or numbers from 1 on."""
        found = [self.wavelengths_nm[band] if along_wavelengths else band + 1 for band in bands]
        return np.array(found, float)

    def title(self, band: int) -> str:
        """``Band 12 (548.3 nm)``."""
        wavelength = self.wavelengths_nm[band]
        return f"Band {band + 1}" + ("" if wavelength is None else f" ({wavelength:.5g} nm)")


@dataclass(frozen=True)
class Evaluation:
    """The scores of ``job``, and what they rest on.

    ``left_out`` are bands (0-based) that were asked for, with reasons. ``low`` and ``high`` are the reference's least
    and greatest value in own units; ``peak`` is that of PSNR and SSIM, after scaling. ``units_applied``: scale and
    offset of the two rasters differ, so own units are those after applying them.
    """

    job: EvaluationJob
    labels: Labels
    scores: Scores
    left_out: Mapping[int, str]
    size: tuple[int, int]
    low: float
    high: float
    peak: float
    units_applied: bool
    warnings: tuple[str, ...]


def read_labels(given: CubeSource, reference: CubeSource) -> Labels:
    """The reference's labels, and the given raster's where the reference has none."""
    spectral = [source.spectral.wavelengths_nm for source in (reference, given)]
    names = [_names(source) for source in (reference, given)]
    wavelengths = next((found for found in spectral if found), (None,) * reference.count)
    return Labels(tuple(first or second for first, second in zip(*names)), tuple(wavelengths))


def _names(source: CubeSource) -> list[str]:
    return [description(source.dataset.GetRasterBand(number)) for number in range(1, source.count + 1)]
