"""How to look at a cube: three of its bands as red, green and blue, and the values to stretch between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from . import texts
from .source import CubeSource
from .window import Window

TRUE_COLOUR_NM = (640.0, 550.0, 460.0)
REACH_NM = 30.0
"""How far a band may lie from a colour and still stand for it."""
WATER_NM = ((1340.0, 1460.0), (1790.0, 1970.0))
"""Where air lets no light through: bands there are noise, flagged bad or not."""
SHARES = (0.02, 0.98)
GRIDS = ((8, 48), (40, 12))
"""(windows along each axis, their side in pixels): a second, finer look where the first one meets no data."""
ENOUGH_VALUES = 1000


@dataclass(frozen=True)
class Composite:
    """``bands`` (0-based): three as red, green, blue, or one as grey. ``ranges`` has (low, high) for each: between them
    lie 96 % of its values, as QGIS shows them (scale and offset applied)."""

    bands: tuple[int, ...]
    ranges: tuple[tuple[float, float], ...]


def composite(source: CubeSource) -> Composite:
    """True colour where the wavelengths allow it; else the bands that the file itself names; else three bands spread
    over the spectrum, the longest waves red; one band of fewer than three. Reads a small sample."""
    bands = composite_bands(source)
    return Composite(bands, _ranges(source, bands))


def composite_bands(source: CubeSource) -> tuple[int, ...]:
    """The bands of `composite`, by what the file says of itself alone; bad ones only where there are no others."""
    data = [index for index in range(source.count) if index not in source.alpha_bands]
    good = [index for index in data if not source.spectral.bad_bands[index]]
    if len(good) < 3:
        return tuple((good or data)[:1])
    nm = source.spectral.wavelengths_nm
    return _true_colour(good, nm) or _stated(source.dataset, good) or _spread(good, nm)


def _true_colour(good: Sequence[int], nm: Sequence[float | None] | None) -> tuple[int, ...]:
    """Empty where some colour has no band."""
    known = [index for index in good if nm is not None and nm[index] is not None]
    if not known:
        return ()
    nearest = [min(known, key=lambda index: abs(nm[index] - colour)) for colour in TRUE_COLOUR_NM]
    if any(abs(nm[index] - colour) > REACH_NM for index, colour in zip(nearest, TRUE_COLOUR_NM)):
        return ()
    return tuple(nearest)


def _stated(dataset: gdal.Dataset, good: Sequence[int]) -> tuple[int, ...]:
    """What an ENVI header calls default bands, or a format the colours of its bands; empty where it does not."""
    numbers = [int(found) - 1 for found in re.findall(r"\d+", texts.item(dataset, "default_bands", "ENVI") or "")]
    colours = [dataset.GetRasterBand(number).GetColorInterpretation() for number in range(1, dataset.RasterCount + 1)]
    wanted = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
    if not numbers and all(colour in colours for colour in wanted):
        numbers = [colours.index(colour) for colour in wanted]
    return tuple(numbers) if len(numbers) == 3 and all(number in good for number in numbers) else ()


def _spread(good: Sequence[int], nm: Sequence[float | None] | None) -> tuple[int, ...]:
    ordered = list(good)
    if nm is not None and all(nm[index] is not None for index in good):
        clear = [index for index in good if not any(low <= nm[index] <= high for low, high in WATER_NM)]
        ordered = sorted(clear if len(clear) >= 3 else good, key=lambda index: nm[index])
    return tuple(ordered[len(ordered) * share // 6] for share in (5, 3, 1))


def _ranges(source: CubeSource, bands: Sequence[int]) -> tuple[tuple[float, float], ...]:
    found: list[np.ndarray] = []
    for count, side in GRIDS:
        found = _sample(source, bands, count, side)
        if min(len(values) for values in found) >= ENOUGH_VALUES:
            break
    return tuple(_range(source.dataset.GetRasterBand(band + 1), values) for band, values in zip(bands, found))


def _sample(source: CubeSource, bands: Sequence[int], count: int, side: int) -> list[np.ndarray]:
    """The valid values of each band, of ``count`` windows along each axis."""
    parts: list[list[np.ndarray]] = [[] for _ in bands]
    for y, height in _places(source.height, count, side):
        for x, width in _places(source.width, count, side):
            window = Window(x, y, width, height)
            values = source.read(window, bands)
            valid = source.read_valid(window, bands, values)
            for part, band, good in zip(parts, values, valid):
                part.append(band[good])
    return [np.concatenate(part) for part in parts]


def _places(size: int, count: int, side: int) -> list[tuple[int, int]]:
    """(start, length) of windows spread evenly along an axis; the whole of it where that is no more."""
    if size <= count * side:
        return [(0, size)]
    return [(round(number * (size - side) / (count - 1)), side) for number in range(count)]


def _range(band: gdal.Band, values: np.ndarray) -> tuple[float, float]:
    if not values.size:
        return 0.0, 1.0
    ordered = np.sort(values)
    scale, offset = band.GetScale(), band.GetOffset()
    ends = [float(ordered[round(share * (ordered.size - 1))]) for share in SHARES]
    low, high = sorted((1.0 if scale is None else scale) * end + (offset or 0.0) for end in ends)
    return low, high if high > low else low + (abs(low) or 1.0)
