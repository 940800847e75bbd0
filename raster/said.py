"""What a raster says of itself, as one text that changes when that does.

GDAL writes a sidecar whenever somebody has looked at a layer's statistics, and repeats in it what the raster itself
says, such as the names of its bands. So what counts is what is read, wherever it stands.
"""

from __future__ import annotations

import errno

from osgeo import gdal

from . import texts
from .domains import kept_fields, other_domains
from .gdal_calls import open_raster
from .verify import scaling

DOMAINS = ("", "ENVI", "RPC", "IMAGE_STRUCTURE", "GEOLOCATION", "IMAGERY")
"""Besides those that are copied whole."""


def said(path: str) -> str:
    """Of the raster ``path`` as it is on the disk now; statistics of its pixels do not count. Raises OSError."""
    dataset, reason = open_raster(path)
    if dataset is None:
        raise OSError(errno.EIO, reason, path)
    gcps = [_gcp(gcp) for gcp in dataset.GetGCPs()]
    crs = [texts.wkt(each) if each else "" for each in (dataset.GetSpatialRef(), dataset.GetGCPSpatialRef())]
    bands = [_band(dataset.GetRasterBand(number + 1)) for number in range(dataset.RasterCount)]
    size = (dataset.RasterXSize, dataset.RasterYSize)
    place = _plain(*(dataset.GetGeoTransform(can_return_null=True) or ()))
    return repr((size, place, crs, gcps, _words(dataset), bands))


def _gcp(gcp: gdal.GCP) -> tuple:
    return (gcp.Id, gcp.Info, *_plain(gcp.GCPPixel, gcp.GCPLine, gcp.GCPX, gcp.GCPY, gcp.GCPZ))


def _band(band: gdal.Band) -> tuple:
    numbers = _plain(band.GetNoDataValue(), *scaling(band))
    names = (texts.description(band).strip(), texts.unit(band).strip())
    return (band.DataType, *numbers, *names, band.GetColorInterpretation(), band.GetMaskFlags(), *_words(band))


def _words(holder: gdal.MajorObject) -> tuple:
    """All domains of metadata, whatever their order; a sidecar loses white space around a text."""
    plain = {domain: kept_fields(texts.metadata(holder, domain)) for domain in DOMAINS}
    domains = [(name, _stripped(fields)) for name, fields in {**plain, **other_domains(holder)}.items()]
    return tuple(sorted(domains, key=str))


def _stripped(fields: dict[str, str] | str) -> object:
    if isinstance(fields, str):
        return fields.strip()
    return sorted((key.strip(), value.strip()) for key, value in fields.items())


def _plain(*numbers: float | None) -> tuple[str, ...]:
    """With as many digits as a sidecar keeps."""
    return tuple("" if number is None else f"{number:.15g}" for number in numbers)
