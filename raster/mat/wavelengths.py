"""Wavelengths and FWHM of an imported cube: given as numbers, by a variable's name, or found in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ...errors import InvalidParameter
from ..units import MICROMETRES
from .variable import MatFile, Variable, find_variable, vector

NANOMETRES = "Nanometers"
UNITS = ("auto", NANOMETRES, MICROMETRES)
"""Units of wavelength; ``auto`` takes numbers from 100 on for nanometres."""

# Lower-case, without underscores and without a unit at the end.
_NAMES = {
    "WAVELENGTHS": ("wavelength", "wavelengths", "wave", "waves", "wl", "wls", "wlen", "wvl", "lambda", "lambdas",
                    "centerwavelength", "centerwavelengths", "bandcenters", "bandcentres", "bands"),
    "FWHM": ("fwhm", "fwhms", "bandwidth", "bandwidths"),
}  # fmt: skip
_UNIT = re.compile(r"(nm|um|nanomet(er|re)s?|micromet(er|re)s?|microns?)$")
_NUMBERS = re.compile(r"[\s,;\[\]{}]+")


@dataclass(frozen=True)
class Spectrum:
    """Of each band, in ``units``; None for what is not known. ``notes`` are for the log."""

    wavelengths: tuple[float, ...] | None
    fwhm: tuple[float, ...] | None
    units: str | None
    notes: tuple[str, ...]


def find_spectrum(file: MatFile, count: int, *, wavelengths: str, fwhm: str, units: str) -> Spectrum:
    """The spectrum of a cube of ``count`` bands.

    ``wavelengths`` and ``fwhm`` are numbers, the name of a variable, or empty for what the file has; ``units`` is one
    of `UNITS`. Raises InvalidParameter for numbers that are not positive, or not as many as there are bands, and
    UnsuitableRaster for a variable that is not there.
    """
    of_bands, notes = _find("WAVELENGTHS", file, count, wavelengths)
    if of_bands is None:
        if fwhm.strip():
            raise InvalidParameter("FWHM was given, but no wavelengths are known. Give WAVELENGTHS, too.")
        return Spectrum(None, None, None, (*notes, "No wavelengths are known: the output has none."))
    widths, more = _find("FWHM", file, count, fwhm)
    if units == UNITS[0]:
        units = NANOMETRES if max(of_bands) >= 100 else MICROMETRES
        more = (*more, f"The wavelengths, {min(of_bands):g} to {max(of_bands):g}, are taken for {units.lower()}.")
    return Spectrum(of_bands, widths, units, (*notes, *more))


def band_count_hints(file: MatFile) -> list[tuple[Variable, int]]:
    """Variables that are called like wavelengths, and how many bands they are of."""
    return [(item, item.size) for item in file.variables if _is_named(item, "WAVELENGTHS") and item.size > 1]


def _find(what: str, file: MatFile, count: int, given: str):
    """``(numbers or None, notes)``."""
    if given.strip():
        return _given(what, file, count, given), ()
    notes = []
    for variable in file.variables:
        if _is_named(variable, what) and variable.size == count and count > 1:
            numbers = vector(file, variable)
            if _plausible(what, numbers):
                return tuple(numbers.tolist()), (*notes, f"{what} are taken from the variable {variable}.")
            notes.append(f"The variable {variable} is not taken for {what}: its numbers are none.")
    return None, tuple(notes)


def _given(what: str, file: MatFile, count: int, text: str) -> tuple[float, ...]:
    try:
        numbers = np.array([float(part) for part in _NUMBERS.split(text) if part])
        source = what
    except ValueError:
        variable = find_variable(file, text.strip())
        if not variable.is_vector:
            raise InvalidParameter(f"{what} was given as the variable {variable}, no list of numbers.") from None
        numbers, source = vector(file, variable), f"{what}, the variable {variable},"
    if what == "FWHM" and numbers.size == 1:
        numbers = np.repeat(numbers, count)
    if numbers.size != count:
        raise InvalidParameter(f"{source} has {numbers.size} numbers, but the cube has {count} bands. Give one each.")
    if not (np.isfinite(numbers).all() and (numbers > 0).all()):
        raise InvalidParameter(f"{source} has numbers that are not above 0. Correct them.")
    return tuple(numbers.tolist())


def _plausible(what: str, numbers: np.ndarray) -> bool:
    """Lengths of light in nanometres or micrometres; not band numbers, which are often called ``bands``."""
    if not (np.isfinite(numbers).all() and (numbers > 0).all()):
        return False
    if what == "FWHM":
        return True
    steps = np.diff(numbers)
    monotonous = (steps > 0).all() or (steps < 0).all()
    in_range = any(low <= numbers.min() and numbers.max() <= high for low, high in ((0.2, 20), (200, 20_000)))
    counted = (numbers == np.rint(numbers)).all() and numbers.max() < 100
    return bool(monotonous and in_range and not counted)


def _is_named(variable: Variable, what: str) -> bool:
    name = variable.name.lower().replace("_", "")
    return variable.is_vector and (name in _NAMES[what] or _UNIT.sub("", name) in _NAMES[what])
