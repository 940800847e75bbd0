"""Which bands go through the model, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import InvalidParameter, UnsuitableRaster
from ..raster import CubeSource
from .statistics import BandStatistics


def passed_by_request(source: CubeSource, asked: Sequence[int] | None) -> dict[int, str]:
    """Bands (0-based) that pass unchanged whatever they hold, with the reason. ``asked`` is None for all bands.

    Raises `InvalidParameter` for bands that the raster does not have.
    """
    wrong = [band for band in asked or () if not 0 <= band < source.count]
    if wrong:
        raise InvalidParameter(f"Band {wrong[0] + 1} was asked for, but {source.path} has {source.count} bands.")
    reasons = {}
    for band in range(source.count):
        if band in source.alpha_bands:
            reasons[band] = "alpha band"
        elif asked is not None and band not in asked:
            reasons[band] = "not asked for"
        elif source.spectral.bad_bands[band]:
            reasons[band] = "flagged bad in the file"
    return reasons


def split_bands(
    source: CubeSource, reasons: Mapping[int, str], statistics: Mapping[int, BandStatistics]
) -> tuple[tuple[int, ...], dict[int, str]]:
    """(bands to restore, reasons of all others), now that what the remaining bands hold is known.

    Raises `UnsuitableRaster` when no band is left to restore.
    """
    passed = dict(reasons)
    for band, found in statistics.items():
        if not found.count:
            passed[band] = "no valid pixel"
        elif found.low == found.high and found.count > 1:
            passed[band] = f"constant ({found.low})"
    restored = tuple(band for band in range(source.count) if band not in passed)
    if not restored:
        raise UnsuitableRaster(
            f"None of the bands of {source.path} can be restored: {describe(passed)}. Choose other bands or a raster "
            "that holds data."
        )
    return restored, dict(sorted(passed.items()))


def describe(passed: Mapping[int, str]) -> str:
    """Reasons with the 1-based bands they hold for: ``constant (0): 3, 7-9; alpha band: 12``."""
    groups: dict[str, list] = {}
    for band, reason in passed.items():
        groups.setdefault(reason, []).append(band + 1)
    return "; ".join(f"{reason}: {ranges(numbers)}" for reason, numbers in groups.items())


def ranges(numbers: Sequence[int]) -> str:
    """Band numbers as a person would write them: ``3, 7-9``."""
    runs = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
