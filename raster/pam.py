"""GDAL's sidecar NAME.aux.xml, for what the format of the data file cannot hold, or holds with too few digits.

A node is a list as GDAL's own parser gives it: ``[kind, name or text, child, ...]``.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping

from osgeo import gdal, osr

from . import texts

_WKT2 = "FORMAT=WKT2_2018"
_ELEMENT, _TEXT, _ATTRIBUTE = 0, 1, 2


def edit(path: str, change: Callable[[list], None]) -> None:
    """Applies ``change`` to the root of the sidecar of ``path``, which is made when there is none."""
    sidecar = path + ".aux.xml"
    root = _element("PAMDataset")
    if os.path.exists(sidecar):
        with open(sidecar, encoding="utf-8") as file:
            root = gdal.ParseXMLString(file.read())
        if root is None:
            raise OSError(errno.EIO, "its sidecar is not whole", sidecar)
        os.unlink(sidecar)
    change(root)
    with open(sidecar, "x", encoding="utf-8", newline="\n") as file:
        file.write(gdal.SerializeXMLTree(root))


def set_band_text(root: list, number: int, name: str, text: str | None) -> None:
    """Sets one element of a band, such as ``Description`` or ``NoDataValue``, or removes it where ``text`` is None.

    ``number`` counts from 1.
    """
    band = next((node for node in _elements(root, "PAMRasterBand") if _attribute(node, "band") == str(number)), None)
    if band is None:
        band = _element("PAMRasterBand", {"band": str(number)})
        root.append(band)
    _remove(band, name)
    if text is not None:
        band.append(_element(name, text=text))


def set_crs(root: list, crs: osr.SpatialReference) -> None:
    """The dataset's CRS in full (WKT2), with its axis mapping."""
    _remove(root, "SRS")
    mapping = {"dataAxisToSRSAxisMapping": _mapping(crs)}
    root.insert(2, _element("SRS", mapping, texts.wkt(crs, _WKT2)))


def set_gcps(root: list, gcps: list[gdal.GCP], crs: osr.SpatialReference | None) -> None:
    """Ground control points with all their digits (GDAL itself writes pixel and line with four decimals)."""
    _remove(root, "GCPList")
    of_crs = {}
    if crs is not None:
        of_crs = {"Projection": texts.wkt(crs, _WKT2), "dataAxisToSRSAxisMapping": _mapping(crs)}
    points = _element("GCPList", of_crs)
    for gcp in gcps:
        numbers = {"Pixel": gcp.GCPPixel, "Line": gcp.GCPLine, "X": gcp.GCPX, "Y": gcp.GCPY, "Z": gcp.GCPZ}
        attributes = {"Id": gcp.Id, "Info": gcp.Info, **{key: repr(value) for key, value in numbers.items()}}
        points.append(_element("GCP", attributes))
    root.append(points)


def remove_items(root: list, domain: str, keys: frozenset[str]) -> None:
    """Takes items out of a metadata domain of the dataset."""
    for metadata in _elements(root, "Metadata"):
        if _attribute(metadata, "domain") == domain:
            metadata[2:] = [node for node in metadata[2:] if _attribute(node, "key") not in keys]


def _element(name: str, attributes: Mapping[str, str] | None = None, text: str | None = None) -> list:
    nodes = [[_ATTRIBUTE, key, [_TEXT, value]] for key, value in (attributes or {}).items()]
    return [_ELEMENT, name, *nodes, *([] if text is None else [[_TEXT, text]])]


def _elements(parent: list, name: str) -> list[list]:
    return [node for node in parent[2:] if node[0] == _ELEMENT and node[1] == name]


def _attribute(element: list, name: str) -> str:
    return next((node[2][1] for node in element[2:] if node[0] == _ATTRIBUTE and node[1] == name), "")


def _remove(parent: list, name: str) -> None:
    parent[2:] = [node for node in parent[2:] if node[1] != name]


def _mapping(crs: osr.SpatialReference) -> str:
    return ",".join(str(axis) for axis in crs.GetDataAxisToSRSAxisMapping())
