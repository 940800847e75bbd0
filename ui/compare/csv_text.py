"""Spectra as text for a spreadsheet: commas between, full precision, whatever the language."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence

from .profile import Reading, Spectrum, matching

COLUMNS = ("band", "name", "wavelength_nm", "before", "after", "difference")


def csv_text(readings: Sequence[Reading]) -> str:
    """One table for each reading, with lines above it, marked with ``#``, that say where it is and what it is of."""
    return "\n".join(_table(reading) for reading in readings)


def _table(reading: Reading) -> str:
    text = io.StringIO()
    place = reading.place
    text.write(f"# point: x={place.x!r}, y={place.y!r}, CRS={place.crs or 'none'}\n")
    for role, spectrum in (("before", reading.before), ("after", reading.after)):
        if spectrum is not None:
            text.write(f"# {role}: {' '.join(spectrum.layer.split())}{_notes(spectrum)}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(reading))
    return text.getvalue()


def _notes(spectrum: Spectrum) -> str:
    notes = [f"in {spectrum.bands.unit}"] if spectrum.bands.unit else []
    notes += ["scale and offset applied"] if spectrum.bands.scaled else []
    return f" ({', '.join(notes)})" if notes else ""


def _rows(reading: Reading) -> Iterator[tuple]:
    """Bands of before with their twins; then the bands that only after has."""
    before, after = reading.before, reading.after
    twins = dict(matching(before.bands, after.bands)) if before and after else {}
    for index in range(len(before.bands.names) if before else 0):
        to = twins.get(index)
        one = before.values[index]
        other = after.values[to] if to is not None else math.nan
        yield (*_band(before, index), _number(one), _number(other), _number(other - one))
    for index in range(len(after.bands.names) if after else 0):
        if index not in twins.values():
            yield (*_band(after, index), "", _number(after.values[index]), "")


def _band(spectrum: Spectrum, index: int) -> tuple:
    wavelengths = spectrum.bands.wavelengths_nm
    wavelength = "" if wavelengths is None else _number(wavelengths[index])
    return index + 1, spectrum.bands.names[index], wavelength


def _number(value: float) -> str:
    return repr(float(value)) if math.isfinite(value) else ""
