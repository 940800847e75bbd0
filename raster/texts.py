"""What a raster says in words: always text, though GDAL hands over bytes, or surrogates, for what is not UTF-8.

Headers of older programs are in the encoding of their country, mostly Latin-1 or the like (the byte B5 is the letter of
micrometres), and so are they read here: every byte is a letter of it, and nothing gets lost.
"""

from __future__ import annotations

from osgeo import gdal, osr

from .gdal_calls import attempt


def metadata(holder: gdal.MajorObject, domain: str = "") -> dict[str, str]:
    """The items of a domain of a dataset or band."""
    return {_text(key): _text(value) for key, value in holder.GetMetadata(domain).items()}


def document(holder: gdal.MajorObject, domain: str) -> str:
    """A domain that is one text, such as those called ``xml:...``; empty when there is none."""
    return "".join(_text(part) for part in holder.GetMetadata_List(domain) or [])


def item(holder: gdal.MajorObject, key: str, domain: str = "") -> str | None:
    """One item, None when it is not there."""
    found = holder.GetMetadataItem(key, domain)
    return None if found is None else _text(found)


def domains(holder: gdal.MajorObject) -> list[str]:
    """The names of the domains; without those that GDAL could not be asked for by the name it gives them."""
    return [name for name in holder.GetMetadataDomainList() or [] if _text(name) == name]


def description(holder: gdal.MajorObject) -> str:
    """A band's name, or a dataset's."""
    return _text(holder.GetDescription())


def unit(band: gdal.Band) -> str:
    """A band's unit; empty for none."""
    return _text(band.GetUnitType() or "")


def wkt(crs: osr.SpatialReference, *options: str) -> str:
    """A CRS as WKT; empty for one that WKT cannot express."""
    found, _ = attempt(crs.ExportToWkt, list(options))
    return _text(found or "")


def plain_gcp(gcp: gdal.GCP, pixel: float, line: float) -> gdal.GCP:
    """The point at another place in the raster."""
    return gdal.GCP(gcp.GCPX, gcp.GCPY, gcp.GCPZ, pixel, line, _text(gcp.Info), _text(gcp.Id))


def _text(found: str | bytes) -> str:
    raw = found if isinstance(found, bytes) else found.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
