"""Rasters made with GDAL itself, and read by others: rasterio, and a reader of TIFF tags that knows no GDAL."""
from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import rasterio
from osgeo import gdal, gdal_array, osr

SCALE_TAG, TIEPOINT_TAG, METADATA_TAG, NODATA_TAG = 33550, 33922, 42112, 42113
# What GDAL says of a file's form, not of what it holds.
FORMAT_DOMAINS = {"IMAGE_STRUCTURE", "DERIVED_SUBDATASETS"}
# Of an ENVI header, what GDAL also says in words common to all formats.
ENVI_LAYOUT = {
    "band_names", "bands", "byte_order", "coordinate_system_string", "data_ignore_value", "data_type", "description",
    "file_type", "header_offset", "interleave", "lines", "map_info", "samples",
}  # fmt: skip
_TYPES = {1: "B", 2: "s", 3: "H", 4: "I", 12: "d", 16: "Q"}


def write_cube(
    path: Path,
    values: np.ndarray,
    *,
    driver: str = "GTiff",
    options: Sequence[str] = (),
    describe: Callable[[gdal.Dataset], object] = lambda dataset: None,
) -> str:
    """Writes [B, h, w] with 30 m pixels in UTM 33N, in a folder that is made; ``describe(dataset)`` adds to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bands, height, width = values.shape
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    dataset = gdal.GetDriverByName(driver).Create(str(path), width, height, bands, kind, list(options))
    projection = osr.SpatialReference()
    projection.ImportFromEPSG(32633)
    dataset.SetProjection(projection.ExportToWkt())
    dataset.SetGeoTransform((500_000, 30, 0, 5_800_000, 0, -30))
    dataset.WriteArray(values)
    describe(dataset)
    dataset.FlushCache()
    return str(path)


def read(path: str | Path) -> np.ndarray:
    """[B, h, w] as stored, by rasterio."""
    with rasterio.open(path) as raster:
        return raster.read()


def names(folder: Path) -> list[str]:
    """What lies in a folder; nothing when there is none."""
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def tiff_tags(path: str | Path) -> dict[int, tuple]:
    """Tag number to values of the first directory of a little-endian classic TIFF; text without its closing zero."""
    data = Path(path).read_bytes()
    assert data[:4] == b"II*\0"
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    tags = {}
    for entry in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from("<HHI", data, entry)
        layout = f"<{number}{_TYPES[kind]}"
        place = entry + 8 if struct.calcsize(layout) <= 4 else struct.unpack_from("<I", data, entry + 8)[0]
        tags[tag] = struct.unpack_from(layout, data, place)
        if kind == 2:
            tags[tag] = (tags[tag][0].rstrip(b"\0").decode(),)
    return tags


def tiff_items(path: str | Path) -> dict[tuple[str, int | None, str], str]:
    """(domain, 1-based band or None, name) to text, out of a TIFF's GDAL_METADATA."""
    (text,) = tiff_tags(path)[METADATA_TAG]
    items = {}
    for item in ElementTree.fromstring(text):
        band = int(item.get("sample")) + 1 if item.get("sample") else None
        items[item.get("domain", ""), band, item.get("name")] = item.text
    return items


def listed(braces: str) -> list[str]:
    """The entries of an ENVI list ``{a, b}``."""
    return [entry.strip() for entry in braces.strip().strip("{}").split(",")]


def statements(path: str | Path) -> dict[str, object]:
    """All that rasterio reads of a raster beside its pixels, less its layout and QGIS's statistics."""
    with rasterio.open(path) as raster:
        plain = ("shape", "dtypes", "crs", "transform", "nodatavals", "scales", "offsets", "descriptions", "units",
                 "colorinterp", "mask_flag_enums")  # fmt: skip
        found = {name: getattr(raster, name) for name in plain}
        for band in (0, *raster.indexes):
            for domain in {"", *raster.tag_namespaces(band)} - FORMAT_DOMAINS:
                for key, text in raster.tags(band, ns=domain).items():
                    laid_out = domain == "ENVI" and key in ENVI_LAYOUT
                    if not laid_out and not key.startswith(("STATISTICS_", "HYPERRESTORE_")):
                        found[f"{domain}:{band}:{key}"] = text
    return found


def lost(source: str | Path, twin: str | Path) -> dict[str, tuple]:
    """Statements of ``source`` that ``twin`` makes otherwise or not at all: what was said, and what is."""
    before, after = statements(source), statements(twin)
    return {key: (value, after.get(key)) for key, value in before.items() if after.get(key) != value}
