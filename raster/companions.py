"""Which files around a raster are its own: what replacing it takes along, and what must stay."""

from __future__ import annotations

import os
from pathlib import Path

from .gdal_calls import open_raster

MARK = ".hyperrestore-"
"""Part of every temporary name beside an output."""

# NAME.EXT + these can only be of NAME.EXT ...
_APPENDED = (".aux.xml", ".msk", ".msk.aux.xml", ".msk.ovr", ".ovr", ".ovr.aux.xml")
# ... while NAME + these may be of any file NAME.*, and an .aux may be LaTeX's.
_BESIDE = (".hdr", ".wld", ".aux", ".rrd")
_TIFF_WORLD = (".tfw", ".tifw", ".tiffw")
# What lies beside a raster of the same stem without being one that could own a header.
_NO_RASTERS = (*_BESIDE, *_TIFF_WORLD, ".msk", ".ovr", ".xml", ".prj", ".sta", ".enp", ".qml", ".qmd", ".txt", ".md")


def headers(final: Path) -> tuple[Path, Path]:
    """The names under which GDAL looks for the ENVI header of a data file; it writes the first."""
    return final.with_suffix(".hdr"), final.with_name(final.name + ".hdr")


def companions(final: Path, *, driver: str) -> list[Path]:
    """The existing files that belong to the raster ``final`` that is there now, and would describe a new one wrongly.

    Of the names that another file could own, too, only those that GDAL reads with ``final`` and that no other raster
    shares; for ENVI its headers without asking GDAL.
    """
    own = [final.with_name(final.name + ending) for ending in _APPENDED]
    if final.is_file():
        named = [final.with_name(final.name + ".hdr")]
        named += headers(final) if driver == "ENVI" else [final.with_suffix(ending) for ending in _TIFF_WORLD]
        named += [file for file in _read_with(final) if file.suffix.lower() in _BESIDE]
        own += [file for file in dict.fromkeys(named) if not other_owners(file, final)]
    return [file for file in own if os.path.isfile(file)]


def other_owners(sidecar: Path, final: Path) -> list[Path]:
    """Files other than ``final`` that may be what ``sidecar`` describes: NAME, or NAME.* of any case, for NAME.hdr."""
    stem = sidecar.stem.casefold()
    return sorted(
        file
        for file in sidecar.parent.iterdir()
        if stem in (file.stem.casefold(), file.name.casefold())
        and file.suffix.lower() not in _NO_RASTERS
        and not file.suffix.startswith(MARK)
        and file != final
        and file.is_file()
    )


def foreign_header(final: Path) -> Path | None:
    """A header, in any case, that GDAL would read with an ENVI raster ``final``, but that is not of a file there."""
    own = companions(final, driver="ENVI")
    names = [header.name.casefold() for header in headers(final)]
    beside = sorted(final.parent.iterdir()) if final.parent.is_dir() else []
    return next((file for file in beside if file.name.casefold() in names and file not in own), None)


def foreign_world_file(final: Path) -> Path | None:
    """A world file that GDAL would place a GeoTIFF ``final`` with, but that is not of a file there."""
    own = companions(final, driver="GTiff")
    beside = [final.with_suffix(ending) for ending in (".wld", *_TIFF_WORLD)]
    return next((file for file in beside if file.is_file() and file not in own), None)


def _read_with(final: Path) -> list[Path]:
    dataset, _ = open_raster(str(final))
    files = [] if dataset is None else dataset.GetFileList() or []
    return [Path(os.path.abspath(file)) for file in files]
