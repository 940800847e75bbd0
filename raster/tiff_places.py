"""Whether a TIFF says where all its tiles or strips are: GDAL takes those it has no word of for empty ones.

A file whose height was damaged, say, would become gigabytes of zeros. Tiles that are empty on purpose have a place,
too: the place 0.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from osgeo import gdal

from ..errors import UnsuitableRaster
from . import texts

_WIDTH, _HEIGHT, _SAMPLES, _ROWS_PER_STRIP, _PLANAR = 256, 257, 277, 278, 284
_STRIPS, _TILE_WIDTH, _TILE_HEIGHT, _TILES = 273, 322, 323, 324
_APART = 2
_ENTRIES_BYTES = 20 * 65536
# By the version: the struct codes of the directory's place, of its number of entries, and of an entry.
_FORMS = {42: ("I", "H", "HHI4s"), 43: ("4xQ", "Q", "HHQ8s")}
_INTEGERS = {1: "B", 3: "H", 4: "I", 16: "Q"}


@dataclass(frozen=True)
class _Entry:
    """``count`` numbers, and the first of them where it lies within the entry."""

    count: int
    first: int


def check_places(path: str, dataset: gdal.Dataset) -> None:
    """Raises UnsuitableRaster for a TIFF whose directory has fewer places than its size needs."""
    file = texts.description(dataset)
    if dataset.GetDriver().ShortName != "GTiff" or file.startswith("GTIFF_"):
        return
    entries = _directory(file)
    key = _TILES if _TILES in entries else _STRIPS
    if key not in entries:
        return
    needed = _needed(entries, tiled=key == _TILES)
    found = entries[key].count
    if found < needed:
        what = "tiles" if key == _TILES else "strips"
        raise UnsuitableRaster(
            f"Raster {path} is damaged: {dataset.RasterXSize} x {dataset.RasterYSize} pixels in {dataset.RasterCount} "
            f"bands take {needed} {what}, and the file has places for {found} only. Copy or download it again."
        )


def _needed(entries: dict[int, _Entry], *, tiled: bool) -> int:
    def number(tag: int, default: int) -> int:
        return entries[tag].first if tag in entries else default

    width, height = number(_WIDTH, 0), number(_HEIGHT, 0)
    if tiled:
        across, down = max(1, number(_TILE_WIDTH, width)), max(1, number(_TILE_HEIGHT, height))
    else:
        across, down = max(1, width), max(1, min(number(_ROWS_PER_STRIP, height), height))
    planes = number(_SAMPLES, 1) if number(_PLANAR, 1) == _APART else 1
    return -(-width // across) * -(-height // down) * planes


def _directory(name: str) -> dict[int, _Entry]:
    """The entries of the first directory by tag; empty for what is no TIFF that can be read here."""
    file = gdal.VSIFOpenL(name, "rb")
    if file is None:
        return {}
    try:
        head = bytes(gdal.VSIFReadL(1, 16, file) or b"")
        order = {b"II": "<", b"MM": ">"}.get(head[:2])
        if order is None or len(head) < 16:
            return {}
        form = _FORMS.get(struct.unpack(f"{order}H", head[2:4])[0])
        return {} if form is None else _entries(file, order, head, *form)
    finally:
        gdal.VSIFCloseL(file)


def _entries(file, order: str, head: bytes, place: str, count: str, entry: str) -> dict[int, _Entry]:
    gdal.VSIFSeekL(file, struct.unpack_from(order + place, head, 4)[0], 0)
    raw = bytes(gdal.VSIFReadL(1, _ENTRIES_BYTES, file) or b"")
    size, start = struct.calcsize(order + entry), struct.calcsize(order + count)
    if len(raw) < start:
        return {}
    total = min(struct.unpack_from(order + count, raw)[0], (len(raw) - start) // size)
    found: dict[int, _Entry] = {}
    for index in range(total):
        tag, kind, length, value = struct.unpack_from(order + entry, raw, start + index * size)
        fits = kind in _INTEGERS and struct.calcsize(order + _INTEGERS[kind]) <= len(value)
        first = struct.unpack_from(order + _INTEGERS[kind], value)[0] if fits else 0
        found.setdefault(tag, _Entry(length, first))
    return found
