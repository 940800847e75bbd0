"""Output formats: from a file name's extension to a GDAL driver and its creation options."""

from __future__ import annotations

import os
from dataclasses import dataclass
from numbers import Rational

import numpy as np

from ..errors import OutputRefused
from .dtypes import creation_options, gdal_type
from .grid import output_size
from .source import CubeSource

_INTERLEAVE_OF_EXTENSION = {".bsq": "BSQ", ".bil": "BIL", ".bip": "BIP"}
_INTERLEAVE_OF_SOURCE = {"LINE": "BIL", "PIXEL": "BIP"}
_GEOTIFF = (".tif", ".tiff")
_ENVI = (".dat", ".img", ".bsq", ".bil", ".bip")
_ENVI_TYPES = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
OUTPUT_EXTENSIONS = tuple(extension[1:] for extension in _GEOTIFF + _ENVI)
"""Extensions that name an output format, without the dot, the default first."""

_DEFAULT_BLOCK_PX = 256
COMPRESSING_THREADS = min(16, 1 + (os.cpu_count() or 1))
"""GDAL's, which compress blocks of a GeoTIFF; one more than there are processors, for when one of them has to wait."""


@dataclass(frozen=True)
class OutputFormat:
    """A GDAL driver's short name and its creation options, ``KEY=VALUE``."""

    driver: str
    options: tuple[str, ...]


def output_format(
    path: str, source: CubeSource, *, dtype: np.dtype, scale: Rational, block: int | None
) -> OutputFormat:
    """The format that the extension of ``path`` asks for.

    Raises OutputRefused for an unknown extension, and for a number type that the format cannot hold.
    """
    extension = os.path.splitext(path)[1].lower()
    if extension in _GEOTIFF and gdal_type(dtype) is not None:
        size = max(output_size(source.width, source.height, scale))
        return OutputFormat("GTiff", _geotiff_options(dtype, _block(block, size)) + creation_options(dtype))
    if extension in _ENVI and np.dtype(dtype).name in _ENVI_TYPES:
        return OutputFormat("ENVI", (f"INTERLEAVE={_interleave(extension, source)}",))
    if extension in _GEOTIFF + _ENVI:
        raise OutputRefused(
            f"Output {path} was asked for as {np.dtype(dtype).name}, which its format cannot hold here. "
            f"Choose Float32, or another format."
        )
    raise OutputRefused(
        f"Output {path} has the extension '{extension}', which is not known. "
        f"Use {', '.join(_GEOTIFF)} for GeoTIFF, or {', '.join(_ENVI)} for ENVI."
    )


def is_tiff(path: str) -> bool:
    """Whether ``output_format`` lays out a GeoTIFF for this path."""
    return os.path.splitext(path)[1].lower() in _GEOTIFF


def _geotiff_options(dtype: np.dtype, block: int) -> tuple[str, ...]:
    # DEFLATE, not ZSTD: every TIFF reader since the nineties has it, and ZSTD is missing in many builds of GDAL,
    # in ENVI and in ArcGIS before 10.7. Bands apart, because a spectral sum of hundreds of bands in one tile would
    # make a reader of one band (QGIS's canvas) inflate all of them.
    return (
        "TILED=YES",
        f"BLOCKXSIZE={block}",
        f"BLOCKYSIZE={block}",
        "INTERLEAVE=BAND",
        "COMPRESS=DEFLATE",
        f"PREDICTOR={3 if np.dtype(dtype).kind == 'f' else 2}",
        # How well it will compress is not known beforehand, and a classic TIFF that grows past 4 GB is lost.
        "BIGTIFF=IF_SAFER",
        # Else closing the file that has no pixels yet would fill it with zeros.
        "SPARSE_OK=TRUE",
        _threads(),
    )


def open_options(driver: str) -> list[str]:
    """What a file that ``output_format`` laid out is opened with to be written to."""
    return [_threads()] if driver == "GTiff" else []


def _threads() -> str:
    return f"NUM_THREADS={COMPRESSING_THREADS}"


def _block(wanted: int | None, size: int) -> int:
    """Side of a TIFF tile: the writer's own when TIFF allows it, never much more than the raster."""
    side = wanted if wanted is not None and wanted > 0 and wanted % 16 == 0 else _DEFAULT_BLOCK_PX
    return min(side, -(-size // 16) * 16)


def _interleave(extension: str, source: CubeSource) -> str:
    if extension in _INTERLEAVE_OF_EXTENSION:
        return _INTERLEAVE_OF_EXTENSION[extension]
    if source.dataset.GetDriver().ShortName != "ENVI":
        return "BSQ"
    return _INTERLEAVE_OF_SOURCE.get(source.dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE"), "BSQ")
