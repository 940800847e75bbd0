"""Whether a raw data file is as long as its header says: GDAL reads what is missing as zeros."""

from __future__ import annotations

from osgeo import gdal

from ..errors import UnsuitableRaster
from . import texts
from .gzipped import unpacked_size


def check_raw_size(path: str, dataset: gdal.Dataset) -> None:
    """Raises UnsuitableRaster for an ENVI raster whose data file is too short."""
    if dataset.GetDriver().ShortName != "ENVI":
        return
    header = texts.metadata(dataset, "ENVI")
    data = (dataset.GetFileList() or [path])[0]
    status = gdal.VSIStatL(data)
    if status is None:
        return
    packed = header.get("file_compression", "0").strip() not in ("", "0")
    size = unpacked_size(path, data) if packed else status.size
    item = gdal.GetDataTypeSize(dataset.GetRasterBand(1).DataType) // 8
    needed = dataset.RasterXSize * dataset.RasterYSize * dataset.RasterCount * item + _offset(header)
    if size < needed:
        raise UnsuitableRaster(
            f"Raster {path} is incomplete: its header asks for {needed} bytes, {data} has {size}, so "
            f"{needed - size} are missing. Copy or download it again, or correct the header."
        )


def _offset(header: dict[str, str]) -> int:
    text = header.get("header_offset", "0").strip()
    return int(text) if text.isdecimal() else 0
