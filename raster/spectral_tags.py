"""Spectral metadata as tags: what the source states is kept to the letter, what it states elsewhere is added.

The layout is the one that EnMAP-Box, QGIS and GDAL read alike. Nothing is invented: no unit, no FWHM that no place
of the source states.
"""

from __future__ import annotations

from .envi_header import join_list, split_list
from .spectral import SpectralInfo
from .units import MICROMETRES, convert, known_units

_LISTS = ("wavelength", "fwhm", "bbl")


def band_tags(existing: dict[str, str], spectral: SpectralInfo, index: int) -> dict[str, str]:
    """The default domain of a band, completed with ``wavelength``, ``wavelength_units``, ``fwhm`` and ``bbl``."""
    tags = dict(existing)
    units = _complete_wavelength(tags, spectral, _text(spectral.wavelengths, index), existing.get("wavelength"))
    fwhm = _text(convert(spectral.fwhm, spectral.units, units), index)
    if fwhm is not None:
        tags.setdefault("fwhm", fwhm)
    if spectral.states_bad_bands:
        tags.setdefault("bbl", "0" if spectral.bad_bands[index] else "1")
    return tags


def imagery_tags(existing: dict[str, str], spectral: SpectralInfo, index: int) -> dict[str, str]:
    """The ``IMAGERY`` domain of a band: wavelength and FWHM are added together or not at all.

    A wavelength here with an FWHM in nanometres elsewhere is read as a thousand times too wide by EnMAP-Box.
    """
    wavelength = _text(convert(spectral.wavelengths, spectral.units, MICROMETRES), index)
    fwhm = _text(convert(spectral.fwhm, spectral.units, MICROMETRES), index)
    if wavelength is None or fwhm is None:
        return dict(existing)
    return {"CENTRAL_WAVELENGTH_UM": wavelength, "FWHM_UM": fwhm, **existing}


def envi_tags(existing: dict[str, str], spectral: SpectralInfo, bands: list[dict[str, str]]) -> dict[str, str]:
    """The ``ENVI`` domain of the dataset, completed with the spectral lists where every band has a value.

    ``bands`` are the bands' own tags: where they state the same number, its digits are written as they write it.
    """
    count = len(spectral.bad_bands)
    tags = {
        key: value for key, value in existing.items() if key.lower() not in _LISTS or len(split_list(value)) == count
    }
    units = _complete_wavelength(
        tags, spectral, _list(spectral.wavelengths, bands, "wavelength"), tags.get("wavelength")
    )
    fwhm = _list(convert(spectral.fwhm, spectral.units, units), bands, "fwhm")
    if fwhm is not None:
        tags.setdefault("fwhm", fwhm)
    if spectral.states_bad_bands:
        tags.setdefault("bbl", join_list("0" if bad else "1" for bad in spectral.bad_bands))
    return tags


def _complete_wavelength(
    tags: dict[str, str], spectral: SpectralInfo, wavelength: str | None, existing: str | None
) -> str | None:
    """Adds wavelength and unit where missing; returns the unit that holds in these tags."""
    if existing is None and wavelength is not None:
        tags["wavelength"] = wavelength
        if spectral.units is not None:
            tags["wavelength_units"] = spectral.units
        return spectral.units
    same = existing is not None and wavelength is not None and _numbers(existing) == _numbers(wavelength)
    if same and spectral.units is not None and known_units(tags.get("wavelength_units")) is None:
        tags["wavelength_units"] = spectral.units
    if existing is None:
        return spectral.units
    return known_units(tags.get("wavelength_units"))


def _numbers(text: str) -> list[str]:
    """Digits without their trailing zeros, to compare what was written in different ways."""
    return [item.rstrip("0").rstrip(".") if "." in item else item for item in split_list(text)]


def _text(values, index: int) -> str | None:
    value = None if values is None else values[index]
    return None if value is None else f"{value:.12g}"


def _list(values, bands: list[dict[str, str]], key: str) -> str | None:
    if values is None or any(value is None for value in values):
        return None
    texts = [f"{value:.12g}" for value in values]
    own = [band.get(key, "") for band in bands]
    return join_list(own if [_numbers(text) for text in own] == [_numbers(text) for text in texts] else texts)
