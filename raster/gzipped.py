"""Whether a gzipped data file is whole: GDAL reads on where it is damaged, and then gives any numbers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from osgeo import gdal

from ..errors import UnsuitableRaster

_PIECE_BYTES = 1 << 20
# zlib's way to say: with gzip's head, and with its checksum behind.
_GZIP = 31


def unpacked_size(path: str, data: str) -> int:
    """How many bytes the gzipped file ``data`` of the raster ``path`` unpacks to.

    Raises UnsuitableRaster when it is damaged, which its checksum tells.
    """
    inflate, size = zlib.decompressobj(_GZIP), 0
    try:
        for piece in _pieces(data):
            while piece:
                if inflate.eof:
                    inflate = zlib.decompressobj(_GZIP)
                size += len(inflate.decompress(piece, _PIECE_BYTES))
                piece = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        if inflate.eof:
            return size
        reason = "it ends too early"
    except zlib.error as error:
        reason = str(error)
    raise UnsuitableRaster(
        f"Raster {path} cannot be read: its compressed data {data} are damaged ({reason}). Copy or download it again."
    )


def _pieces(data: str) -> Iterator[bytes]:
    file = gdal.VSIFOpenL(data, "rb")
    if file is None:
        return
    try:
        while True:
            piece = bytes(gdal.VSIFReadL(1, _PIECE_BYTES, file) or b"")
            if not piece:
                return
            yield piece
    finally:
        gdal.VSIFCloseL(file)
