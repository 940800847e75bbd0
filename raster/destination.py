"""Whether an output may be written where it was asked for, and which files around it are its own."""

from __future__ import annotations

import os
from pathlib import Path

from osgeo import gdal

from ..errors import OutputRefused
from .gdal_calls import open_raster
from .source import CubeSource

# GDAL's companions of a file NAME.EXT: NAME.EXT + these ...
_APPENDED = (".aux.xml", ".msk", ".msk.aux.xml", ".msk.ovr", ".ovr", ".ovr.aux.xml")
# ... and NAME + these.
_WORLD_FILES = (".tfw", ".tifw", ".wld", ".aux", ".rrd")
_DATA = ("", ".bil", ".bip", ".bsq", ".dat", ".hyspex", ".img", ".raw", ".tif", ".tiff")


def check_destination(path: str, source: CubeSource, *, driver: str) -> Path:
    """The absolute path to write to; its folder is made when missing.

    Raises OutputRefused when writing is impossible there, or would destroy the input or another raster's header.
    """
    if path.startswith("/vsi"):
        raise OutputRefused(f"Output {path} is not a plain file, which it must be to appear only when complete.")
    final = Path(os.path.abspath(path))
    if final.is_dir():
        raise OutputRefused(f"Output {final} is a folder. Give a file name in it, such as restored.tif.")
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(f"Output {final}: its folder cannot be made: {error.strerror}. Choose another.") from error
    if not os.access(final.parent, os.W_OK):
        raise OutputRefused(f"Output {final}: its folder may not be written to. Choose another folder.")
    _refuse_input(final, source, driver)
    if driver == "ENVI" and header_of(final).exists() and _others_with_stem(final):
        raise OutputRefused(
            f"Output {final} needs the header {header_of(final).name}, which belongs to "
            f"{_others_with_stem(final)[0].name} beside it. Choose another name."
        )
    return final


def header_of(path: Path) -> Path:
    """The ENVI header that GDAL writes and reads for a data file."""
    return path.with_suffix(".hdr")


def companions(final: Path, *, driver: str) -> list[Path]:
    """Every file, there or not, that GDAL would take for a part of a raster named ``final``.

    A header is one of them unless it is another raster's.
    """
    appended = [final.with_name(final.name + ending) for ending in _APPENDED]
    others = _others_with_stem(final)
    beside = [] if others else [final.with_suffix(ending) for ending in _WORLD_FILES]
    owns_header = driver == "ENVI" or (final.exists() and not others)
    return appended + beside + ([header_of(final)] if owns_header else [])


def input_files(source: CubeSource) -> list[str]:
    """The files that an input is read from: those of the rasters in a VRT, and of a subdataset, included."""
    files: list[str] = []
    waiting = [source.path, *(source.dataset.GetFileList() or [])]
    while waiting:
        name = waiting.pop()
        if name in files or not os.path.exists(name):
            continue
        files.append(name)
        if name.lower().endswith(".vrt"):
            dataset, _ = open_raster(name)
            waiting.extend(dataset.GetFileList() or [] if isinstance(dataset, gdal.Dataset) else [])
    return files


def _refuse_input(final: Path, source: CubeSource, driver: str) -> None:
    existing = [file for file in (final, *companions(final, driver=driver)) if file.exists()]
    for name in input_files(source):
        for file in existing:
            if os.path.samefile(name, file):
                raise OutputRefused(
                    f"Output {final} would overwrite {file.name}, which the input {source.path} is read from. "
                    f"Choose another name."
                )


def _others_with_stem(final: Path) -> list[Path]:
    """Rasters beside ``final`` that differ from it in the extension only."""
    beside = [final.with_suffix(extension) for extension in _DATA]
    return [file for file in beside if file != final and file.is_file()]
