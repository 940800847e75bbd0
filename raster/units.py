"""Units of wavelength, as headers spell them."""

from __future__ import annotations

_NANOMETRES = {
    "nanometers": 1.0, "nanometres": 1.0, "nanometer": 1.0, "nanometre": 1.0, "nm": 1.0,
    "micrometers": 1e3, "micrometres": 1e3, "micrometer": 1e3, "micrometre": 1e3, "microns": 1e3, "micron": 1e3,
    "um": 1e3, "\u00b5m": 1e3, "\u03bcm": 1e3,
    "millimeters": 1e6, "millimetres": 1e6, "mm": 1e6,
    "centimeters": 1e7, "centimetres": 1e7, "cm": 1e7,
    "meters": 1e9, "metres": 1e9, "m": 1e9,
    "angstroms": 0.1, "angstrom": 0.1,
}  # fmt: skip
MICROMETRES = "Micrometers"


def nanometres_per(units: str | None) -> float | None:
    """How many nanometres one unit is; None for a unit that is not a length, or not known."""
    return None if units is None else _NANOMETRES.get(units.strip().lower())


def known_units(units: str | None) -> str | None:
    """The text itself, or None for what says nothing: empty, or ENVI's own word ``Unknown``."""
    return None if units is None or units.strip().lower() in ("", "unknown") else units.strip()


def convert(values, units: str | None, target: str | None):
    """Lengths (or None) in other units; None as a whole when the two units cannot be related."""
    if units == target:
        return values
    per_unit, per_target = nanometres_per(units), nanometres_per(target)
    if values is None or per_unit is None or per_target is None:
        return None
    # 12 digits: more than any header states, and free of the noise of the division.
    return tuple(None if value is None else float(f"{value * per_unit / per_target:.12g}") for value in values)
