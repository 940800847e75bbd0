"""Where each band lies in the spectrum, as the file itself says it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from osgeo import gdal

from .spectral_places import Finding, in_bands, in_dataset_lists, in_header_beside, in_imagery_domain
from .units import convert, nanometres_per


@dataclass(frozen=True)
class SpectralInfo:
    """Wavelengths and FWHM in ``units``, one per band (None for a band without); ``bad_bands`` True = flagged bad.

    ``wavelengths`` and ``fwhm`` are None when the file has none. ``units`` is the file's own spelling, None when it
    states none (ENVI's ``Unknown`` included). ``bad_bands`` is all False when the file has no list of bad bands, which
    ``states_bad_bands`` tells apart from a list without a bad band.
    """

    wavelengths: tuple[float | None, ...] | None
    units: str | None
    fwhm: tuple[float | None, ...] | None
    bad_bands: tuple[bool, ...]
    states_bad_bands: bool = False

    @property
    def wavelengths_nm(self) -> tuple[float | None, ...] | None:
        """Wavelengths in nanometres, for reports and plots only.

        When the file states no unit it is guessed as QGIS's own plugins do: 100 and more are nanometres, less are
        micrometres. None when there are no wavelengths, or the unit is no length (wavenumbers, say).
        """
        known = [value for value in self.wavelengths or () if value is not None]
        if not known:
            return None
        factor = nanometres_per(self.units) if self.units else (1.0 if max(known) >= 100 else 1000.0)
        if factor is None:
            return None
        return tuple(None if value is None else float(f"{value * factor:.12g}") for value in self.wavelengths)


def read_spectral(dataset: gdal.Dataset) -> SpectralInfo:
    """Spectral metadata of an open dataset.

    Places are asked in the order of EnMAP-Box and QGIS: the bands' ``IMAGERY`` domain, ``wavelength`` and its like in
    any other domain of the bands, lists in the dataset's domains, and last an ENVI header beside a GeoTIFF. The first
    place with wavelengths gives them; what it does not state (unit, FWHM, bad bands) is taken from the next that does.
    Where ``IMAGERY``, which knows micrometres only, repeats what another place states, that place's spelling counts.
    """
    imagery = in_imagery_domain(dataset)
    others = [place(dataset) for place in (in_bands, in_dataset_lists, in_header_beside)]
    found = [finding for finding in (imagery, *others) if finding is not None]
    spectral = next((finding for finding in found if finding.wavelengths is not None), Finding())
    if spectral is imagery:
        spectral = next((other for other in found[1:] if other.units and _same_lengths(other, imagery)), imagery)
    units = spectral.units or _units_of_same(spectral, found)
    flags = next((finding.bad_bands for finding in found if finding.bad_bands is not None), None)
    return SpectralInfo(
        wavelengths=spectral.wavelengths,
        units=units,
        fwhm=_fwhm(found, units),
        bad_bands=flags if flags is not None else (False,) * dataset.RasterCount,
        states_bad_bands=flags is not None,
    )


def _same_lengths(one: Finding, other: Finding) -> bool:
    """True when both state the same wavelengths, in whatever units."""
    converted = convert(one.wavelengths, one.units, other.units)
    if converted is None or other.wavelengths is None or one.units == other.units:
        return False
    pairs = zip(converted, other.wavelengths)
    return all(a == b or (None not in (a, b) and math.isclose(a, b, rel_tol=1e-9)) for a, b in pairs)


def _units_of_same(spectral: Finding, found: list[Finding]) -> str | None:
    """The unit that another place gives to the very same numbers."""
    if spectral.wavelengths is None:
        return None
    return next((other.units for other in found if other.units and other.wavelengths == spectral.wavelengths), None)


def _fwhm(found: list[Finding], units: str | None):
    """FWHM in the unit of the wavelengths; one whose unit cannot be related to it is no use, and is left."""
    for finding in found:
        converted = convert(finding.fwhm, finding.units or _units_of_same(finding, found), units)
        if converted is not None:
            return converted
    return None
