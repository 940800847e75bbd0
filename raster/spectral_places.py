"""The places in which files state wavelengths, one function each: dataset -> Finding, or None when there is nothing."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

from osgeo import gdal

from . import envi_header, texts
from .units import MICROMETRES, known_units

_NO_LIST_DOMAINS = ("IMAGERY", "IMAGE_STRUCTURE", "DERIVED_SUBDATASETS", "SUBDATASETS")


@dataclass(frozen=True)
class Finding:
    """What one place states; None for what it does not."""

    wavelengths: tuple[float | None, ...] | None = None
    units: str | None = None
    fwhm: tuple[float | None, ...] | None = None
    bad_bands: tuple[bool, ...] | None = None


def in_imagery_domain(dataset: gdal.Dataset) -> Finding | None:
    """``IMAGERY`` of each band (GDAL's own convention, always micrometres)."""
    bands = [texts.metadata(band, "IMAGERY") for band in _bands(dataset)]
    wavelengths = _numbers([band.get("CENTRAL_WAVELENGTH_UM") for band in bands])
    fwhm = _numbers([band.get("FWHM_UM") for band in bands])
    if wavelengths is None and fwhm is None:
        return None
    return Finding(wavelengths, MICROMETRES, fwhm)


def in_bands(dataset: gdal.Dataset) -> Finding | None:
    """``wavelength``, ``wavelength_units``, ``fwhm`` and ``bbl`` in any domain of each band."""
    bands = [_fields_of_band(band) for band in _bands(dataset)]
    wavelengths = _numbers([_first(band, "wavelength", "wavelengths") for band in bands])
    fwhm = _numbers([band.get("fwhm") for band in bands])
    flags = [band.get("bbl") for band in bands]
    bad_bands = tuple(_is_zero(flag) for flag in flags) if any(flag is not None for flag in flags) else None
    if wavelengths is None and fwhm is None and bad_bands is None:
        return None
    of_bands = (known_units(_first(band, "wavelength_units", "wavelength_unit")) for band in bands)
    units = next((unit for unit in of_bands if unit), None) or _units_of_dataset(dataset)
    return Finding(wavelengths, units, fwhm, bad_bands)


def in_dataset_lists(dataset: gdal.Dataset) -> Finding | None:
    """Lists in the ``ENVI`` domain, else in any other domain of the dataset; only lists as long as there are bands."""
    for domain in _list_domains(dataset):
        finding = _from_lists(_lower_keys(texts.metadata(dataset, domain)), dataset.RasterCount)
        if finding is not None:
            return finding
    return None


def in_header_beside(dataset: gdal.Dataset) -> Finding | None:
    """An ENVI header beside a GeoTIFF, of the same size (GDAL reads it by itself only from 3.11)."""
    path = texts.description(dataset)
    if dataset.GetDriver().ShortName != "GTiff":
        return None
    for header in (os.path.splitext(path)[0] + ".hdr", path + ".hdr"):
        fields = envi_header.parse(_text(header))
        if _describes(fields, dataset):
            return _from_lists({key.replace(" ", "_"): value for key, value in fields.items()}, dataset.RasterCount)
    return None


def _text(path: str) -> str:
    """Empty for a file that is not there or may not be read: the raster is usable without it."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (OSError, ValueError):
        return ""


def _describes(fields: dict[str, str], dataset: gdal.Dataset) -> bool:
    """True when the header is of a raster of this size: a neighbour's header would give foreign wavelengths."""
    stated = [fields.get(key, "") for key in ("samples", "lines", "bands")]
    return stated == [str(size) for size in (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount)]


def _from_lists(fields: dict[str, str], count: int) -> Finding | None:
    wavelengths = _numbers(_list(fields, count, "wavelength", "wavelengths"))
    fwhm = _numbers(_list(fields, count, "fwhm"))
    flags = _list(fields, count, "bbl")
    if wavelengths is None and fwhm is None and flags is None:
        return None
    units = known_units(_first(fields, "wavelength_units", "wavelength_unit"))
    return Finding(wavelengths, units, fwhm, None if flags is None else tuple(_is_zero(flag) for flag in flags))


def _list(fields: dict[str, str], count: int, *keys: str) -> list[str] | None:
    text = _first(fields, *keys)
    items = [] if text is None else envi_header.split_list(text)
    return items if len(items) == count else None


def _list_domains(dataset: gdal.Dataset) -> list[str]:
    domains = [
        domain
        for domain in texts.domains(dataset)
        if domain not in _NO_LIST_DOMAINS and not domain.startswith(("xml:", "json:"))
    ]
    return sorted(domains, key=lambda domain: (domain != "ENVI", domain))


def _units_of_dataset(dataset: gdal.Dataset) -> str | None:
    for domain in _list_domains(dataset):
        units = known_units(_first(_lower_keys(texts.metadata(dataset, domain)), "wavelength_units", "wavelength_unit"))
        if units:
            return units
    return None


def _fields_of_band(band: gdal.Band) -> dict[str, str]:
    """All the band's keys in lower case; the default domain wins over the others."""
    fields: dict[str, str] = {}
    for domain in sorted(texts.domains(band)):
        if domain not in _NO_LIST_DOMAINS and not domain.startswith(("xml:", "json:")):
            fields = {**_lower_keys(texts.metadata(band, domain)), **fields}
    return fields


def _bands(dataset: gdal.Dataset) -> list[gdal.Band]:
    return [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]


def _lower_keys(fields: dict[str, str]) -> dict[str, str]:
    return {key.lower().replace(" ", "_"): value for key, value in fields.items()}


def _first(fields: dict[str, str], *keys: str) -> str | None:
    return next((fields[key] for key in keys if key in fields), None)


def _numbers(texts: list[str | None] | None) -> tuple[float | None, ...] | None:
    """Finite numbers, None for what is none; None as a whole when nothing is a number."""
    numbers = tuple(_number(text) for text in texts or ())
    return numbers if any(number is not None for number in numbers) else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _is_zero(flag: str | None) -> bool:
    return _number(flag) == 0
