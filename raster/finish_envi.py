"""An ENVI header and sidecar as GDAL leaves them, put right.

GDAL writes the (temporary) path as description, Esri's WKT (which does not always read back as the CRS it was made
from), names that it decorates again when it reads them, and the nodata of the first band for all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from numbers import Rational

from . import envi_header, pam, texts
from .compare import same_crs
from .domains import ENVI_OF_THE_FILE
from .gdal_calls import open_raster
from .georeference import output_gcps
from .nodata import same_nodata
from .source import CubeSource

_UNSAFE = str.maketrans({",": ";", "{": "(", "}": ")", "\n": " ", "\r": " "})


def finish_envi(
    source: CubeSource, path: str, *, nodata: Sequence[float | int | None], scale: Rational, name: str
) -> None:
    """Rewrites some fields of the header and gives the sidecar all digits; ``name`` is the final file name."""
    header = os.path.splitext(path)[0] + ".hdr"
    # Python's own line ends would change on Windows what the header's parsers elsewhere expect to be one newline.
    with open(header, encoding="utf-8", errors="surrogateescape", newline="") as file:
        text = file.read()
    fields = {**_left_out(path), "description": _description(source, name), "band names": _plain_names(source)}
    if not all(same_nodata(value, nodata[0]) for value in nodata):
        fields["data ignore value"] = None
    if not _reads_back_crs(source, path):
        fields["coordinate system string"] = "{" + texts.wkt(source.dataset.GetSpatialRef()) + "}"
        # GDAL writes US survey feet as "units=Feet", and takes that for international ones against the CRS's own word.
        map_info = envi_header.parse(text).get("map info")
        fields["map info"] = None if map_info is None else map_info.replace(", units=Feet", "")
    with open(header, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(envi_header.replace(text, fields))
    pam.edit(path, lambda root: _complete_sidecar(root, source, nodata, scale))


def plain_name(description: str, wavelength: str | None, units: str | None) -> str:
    """A band's name without the wavelength that GDAL adds when it reads an ENVI header: "name (450.5 Nanometers)"."""
    for decoration in (f" ({wavelength} {units})", f" ({wavelength})"):
        if wavelength is not None and description.endswith(decoration):
            return description[: -len(decoration)]
    return description


def _description(source: CubeSource, name: str) -> str:
    stated = texts.item(source.dataset, "description", "ENVI")
    return stated if stated else "{" + name.translate(_UNSAFE) + "}"


def _plain_names(source: CubeSource) -> str:
    names = []
    for number in range(1, source.count + 1):
        band = source.dataset.GetRasterBand(number)
        wavelength, units = texts.item(band, "wavelength"), texts.item(band, "wavelength_units")
        name = plain_name(texts.description(band), wavelength, units) or f"Band {number}"
        names.append(name.translate(_UNSAFE))
    return "{\n" + ",\n".join(names) + "}"


def _left_out(path: str) -> dict[str, str]:
    """Items that GDAL left out of the header, for they have an equals sign in them ("units=Meters")."""
    dataset, _ = open_raster(path)
    items = {} if dataset is None else texts.metadata(dataset, "ENVI")
    return {
        key.replace("_", " "): value for key, value in items.items() if "=" in value and key not in ENVI_OF_THE_FILE
    }


def _reads_back_crs(source: CubeSource, path: str) -> bool:
    crs = source.dataset.GetSpatialRef()
    dataset, _ = open_raster(path)
    return crs is None or (dataset is not None and same_crs(dataset.GetSpatialRef(), crs))


def _complete_sidecar(root, source: CubeSource, nodata: Sequence[float | int | None], scale: Rational) -> None:
    pam.remove_items(root, "ENVI", ENVI_OF_THE_FILE | {"description"})
    for number, value in enumerate(nodata, start=1):
        band = source.dataset.GetRasterBand(number)
        pam.set_band_text(root, number, "Description", texts.description(band))
        for name, stated in (("NoDataValue", value), ("Offset", band.GetOffset()), ("Scale", band.GetScale())):
            # GDAL gives a band without nodata that of the first band, once anything else is written of it.
            pam.set_band_text(root, number, name, None if stated is None else repr(stated))
    if source.dataset.GetGCPCount():
        pam.set_gcps(root, output_gcps(source, scale), source.dataset.GetGCPSpatialRef())
