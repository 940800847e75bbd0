"""What the plot says of readings, and where their bands lie on its axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...processing.base import tr
from .profile import Bands, Reading, Spectrum, difference, matching


def in_nm(readings: Iterable[Reading]) -> bool:
    """True when every layer's bands have wavelengths: then these are the axis, and band numbers otherwise."""
    return all(spectrum.bands.wavelengths_nm is not None for reading in readings for spectrum in reading.spectra())


def positions(bands: Bands, nm: bool) -> np.ndarray:
    """Where the bands lie on the axis, float64; NaN for one that has no place there."""
    return bands.wavelengths_nm if nm else np.arange(1.0, len(bands.names) + 1)


def good_values(values: np.ndarray, bands: Bands) -> np.ndarray:
    """Data of bands that are not flagged bad; of all bands where all are."""
    there = np.isfinite(values)
    return values[there & ~bands.bad] if (there & ~bands.bad).any() else values[there]


def bad_runs(spectra: Sequence[Spectrum], nm: bool) -> list[tuple[float, float]]:
    """Pieces of the axis that are held by bad bands, each from half-way to its neighbours."""
    runs: list[tuple[float, float]] = []
    for bands in (spectrum.bands for spectrum in spectra):
        x = positions(bands, nm)
        known = np.flatnonzero(np.isfinite(x))
        order = known[np.argsort(x[known], kind="stable")]
        if order.size == 0:
            continue
        x, bad = x[order], bands.bad[order]
        middle = (x[1:] + x[:-1]) / 2
        edges = np.concatenate([x[:1] - 0.5, middle, x[-1:] + 0.5])
        change = np.flatnonzero(np.diff(np.concatenate([[False], bad, [False]]).astype(int)))
        runs += [(float(edges[start]), float(edges[end])) for start, end in zip(change[::2], change[1::2])]
    return sorted(set(runs))


def has_difference(reading: Reading) -> bool:
    """True when there is a band that both layers have."""
    return bool(reading.before and reading.after and matching(reading.before.bands, reading.after.bands))


def value_title(readings: Iterable[Reading]) -> str:
    """What the values are: their unit where it is known, and whether the file's scale and offset were applied."""
    bands = [spectrum.bands for reading in readings for spectrum in reading.spectra()]
    units = {one.unit for one in bands}
    unit = units.pop() if len(units) == 1 else ""
    scaled = any(one.scaled for one in bands)
    if unit:
        title = tr("Value ({unit}, scaled)") if scaled else tr("Value ({unit})")
        return _plain(title.format(unit=unit))
    return tr("Value (scaled)") if scaled else tr("Value")


def legend_text(role: str, label: str, spectrum: Spectrum, longest: int) -> str:
    """The line of one layer in the legend: which pin, before or after, the layer's name, what is missing.

    Of a name with more than ``longest`` letters the middle is left out.
    """
    name = spectrum.layer
    if len(name) > longest:
        half = (longest - 1) // 2
        name = f"{name[:half]}…{name[-half:]}"
    text = f"{label} {role}: {name}" if label else f"{role}: {name}"
    if not spectrum.inside:
        text += " " + tr("(outside)")
    elif np.isnan(spectrum.values).all():
        text += " " + tr("(no data)")
    return _plain(text)


def band_text(reading: Reading, index: int) -> str:
    """One band in words: its number, wavelength, and values; ``index`` is of the first layer there is."""
    first = reading.before or reading.after
    parts = [tr("Band {number}").format(number=index + 1)]
    wavelengths = first.bands.wavelengths_nm
    if wavelengths is not None and np.isfinite(wavelengths[index]):
        parts.append(f"{wavelengths[index]:.6g} nm")
    if first.bands.bad[index]:
        parts.append(tr("flagged bad"))
    after, change = None, np.nan
    if reading.before is not None:
        parts.append(tr("before {value}").format(value=_number(reading.before.values[index])))
        twin = dict(matching(first.bands, reading.after.bands)).get(index) if reading.after else None
        after = None if twin is None else reading.after.values[twin]
        change = difference(reading)[index]
    else:
        after = first.values[index]
    if after is not None:
        parts.append(tr("after {value}").format(value=_number(after)))
    if np.isfinite(change):
        parts.append(tr("difference {value}").format(value=_number(change)))
    return " · ".join(parts)


def _number(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else tr("no data")


def _plain(text: str) -> str:
    """Dollars would begin a formula for matplotlib."""
    return text.replace("$", r"\$")
