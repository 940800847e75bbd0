"""Which metadata of a dataset still hold for its restored twin."""

from __future__ import annotations

import re
from numbers import Rational

from . import texts
from .grid import per_output_pixel
from .window import Window

# What a header says of its own file's layout, or what is kept by other means (georeferencing, nodata, scale, names).
ENVI_OF_THE_FILE = frozenset(
    ("samples", "lines", "bands", "header_offset", "file_type", "data_type", "interleave", "byte_order")
    + ("coordinate_system_string", "map_info", "projection_info", "geo_points", "rpc_info")
    + ("data_ignore_value", "data_gain_values", "data_offset_values", "band_names")
)
_DOMAINS_OF_THE_FILE = frozenset(
    ("", "ENVI", "RPC", "GEOLOCATION", "IMAGERY", "IMAGE_STRUCTURE", "SUBDATASETS", "DERIVED_SUBDATASETS")
)
_STATES_A_SIZE = re.compile(r"(size|width|height|length|lines|samples|rows|columns)\b\W{0,4}\d", re.IGNORECASE)


def kept_fields(fields: dict[str, str]) -> dict[str, str]:
    """A default domain without statistics of pixels that are no longer there."""
    return {key: value for key, value in fields.items() if not key.startswith("STATISTICS_")}


def kept_envi(fields: dict[str, str], *, window: Window, scale: Rational) -> dict[str, str]:
    """The ``ENVI`` domain without what describes the file; where it states the number of its first pixel, that of
    ``window``; pixel sizes for pixels ``scale`` times smaller."""
    kept = {key: value for key, value in fields.items() if key.lower() not in ENVI_OF_THE_FILE}
    for key, step in (("x_start", window.x), ("y_start", window.y)):
        if step and kept.get(key, "").isdigit():
            kept[key] = str(int(kept[key]) + step)
    if scale != 1 and "pixel_size" in kept:
        kept["pixel_size"] = _divided(kept["pixel_size"], scale)
    return kept


def other_domains(dataset_or_band) -> dict[str, dict[str, str] | str]:
    """Further domains to copy whole; an ``xml:`` or ``json:`` document is one text, left out when it states a size."""
    domains: dict[str, dict[str, str] | str] = {}
    for name in texts.domains(dataset_or_band):
        if name in _DOMAINS_OF_THE_FILE:
            continue
        if not name.startswith(("xml:", "json:")):
            domains[name] = texts.metadata(dataset_or_band, name)
            continue
        document = texts.document(dataset_or_band, name)
        if document and name != "xml:VRT" and not _STATES_A_SIZE.search(document):
            domains[name] = document
    return domains


def _divided(sizes: str, scale: Rational) -> str:
    """The numbers of ``{0.7, 0.7, units=Meters}`` divided; the words stay."""
    parts = sizes.strip().strip("{}").split(",")
    return "{" + ",".join(_divided_number(part, scale) for part in parts) + "}"


def _divided_number(text: str, scale: Rational) -> str:
    try:
        return f"{per_output_pixel(float(text), scale):.15g}"
    except ValueError:
        return text
