"""Pictures as the eye would see the scene, or as near to it as the bands allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .result import Labels

RED_GREEN_BLUE_NM = (640, 550, 460)
NEAR_NM = 40
_STRETCH = (2, 98)
_WITHOUT_DATA = 0.88


@dataclass(frozen=True)
class ColourBands:
    """Three bands (0-based) for red, green and blue, and what the picture is called."""

    bands: tuple[int, int, int]
    title: str


def choose_colours(bands: Sequence[int], labels: Labels) -> ColourBands:
    """True colour when there are bands within 40 nm of 640, 550 and 460 nm, false colour otherwise."""
    nearest = [_nearest(bands, labels, wavelength) for wavelength in RED_GREEN_BLUE_NM]
    if None not in nearest:
        return ColourBands(tuple(nearest), f"True colour: {_named(nearest, labels)}")
    if len(bands) < 3:
        return ColourBands((bands[0],) * 3, f"Grey: {labels.title(bands[0])}")
    spread = tuple(bands[(len(bands) - 1) * quarter // 4] for quarter in (3, 2, 1))
    why = "no band at 640, 550 and 460 nm" if labels.know_wavelengths(bands) else "no wavelengths are known"
    return ColourBands(spread, f"False colour ({why}): {_named(spread, labels)}")


def colour_pictures(
    given: Sequence[np.ndarray], reference: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Two pictures [h, w, 3] of three bands [h, w] each, 0 to 1, stretched alike: 2 to 98 % of the reference's values.

    Pixels without data (NaN) are light grey.
    """
    limits = [np.nanpercentile(band, _STRETCH) if np.isfinite(band).any() else (0, 1) for band in reference]
    return _stretched(given, limits), _stretched(reference, limits)


def _stretched(bands: Sequence[np.ndarray], limits: Sequence[Sequence[float]]) -> np.ndarray:
    picture = np.stack([(band - low) / max(high - low, 1e-30) for band, (low, high) in zip(bands, limits)], axis=-1)
    return np.where(np.isfinite(picture).all(axis=-1, keepdims=True), np.clip(picture, 0, 1), _WITHOUT_DATA)


def _nearest(bands: Sequence[int], labels: Labels, wavelength: float) -> int | None:
    known = [band for band in bands if labels.wavelengths_nm[band] is not None]
    best = min(known, key=lambda band: abs(labels.wavelengths_nm[band] - wavelength), default=None)
    if best is None or abs(labels.wavelengths_nm[best] - wavelength) > NEAR_NM:
        return None
    return best


def _named(bands: Sequence[int], labels: Labels) -> str:
    red, green, blue = (labels.title(band).lower() for band in bands)
    return f"red is {red}, green {green}, blue {blue}"
