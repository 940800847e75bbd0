"""Reading an output back before anyone else can."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Rational

import numpy as np
from osgeo import gdal

from . import texts
from .compare import same_crs, same_gcps, same_geotransform
from .dtypes import gdal_type, numpy_type
from .gdal_calls import attempt, open_raster
from .georeference import output_gcps, output_geotransform, output_rpc
from .grid import output_size
from .nodata import same_nodata
from .source import CubeSource
from .written import Sample, checksum


def find_faults(
    source: CubeSource, path: str, *, dtype: np.dtype, nodata: Sequence[float | int | None], scale: Rational
) -> list[str]:
    """What the file at ``path`` does not say as the source does, of what makes a raster unusable when it is wrong."""
    dataset, reason = open_raster(path)
    if dataset is None:
        return [f"it cannot be read back: {reason}"]
    if dataset.RasterCount != source.count:
        return [f"it has {dataset.RasterCount} bands instead of {source.count}"]
    bands = [dataset.GetRasterBand(number) for number in range(1, source.count + 1)]
    checks = {
        "number type": all(numpy_type(band) == dtype for band in bands),
        "coordinate system": same_crs(dataset.GetSpatialRef(), source.dataset.GetSpatialRef()),
        "geotransform": _same_geotransform(source, dataset, scale),
        "ground control points": _same_gcps(source, dataset, scale),
        "RPC": _same_rpc(output_rpc(source, scale), texts.metadata(dataset, "RPC")),
        "nodata": all(same_nodata(band.GetNoDataValue(), value) for band, value in zip(bands, nodata)),
        "scale and offset": all(
            scaling(band) == scaling(source.dataset.GetRasterBand(number))
            for number, band in enumerate(bands, start=1)
        ),
    }
    return [f"its {what} cannot be kept" for what, same in checks.items() if not same]


def find_losses(source: CubeSource, path: str) -> list[str]:
    """Warnings for what reads differently but leaves the raster usable."""
    dataset, _ = open_raster(path)
    losses = []
    for what, get in (
        ("name", texts.description),
        ("unit", texts.unit),
        ("colour interpretation", _colour),
    ):
        differing = [
            number
            for number in range(1, source.count + 1)
            if get(dataset.GetRasterBand(number)) != get(source.dataset.GetRasterBand(number))
        ]
        if differing:
            losses.append(f"The {what} of {len(differing)} bands, band {differing[0]} first, cannot be kept.")
    return losses


def damaged_sample(path: str, samples: Sequence[Sample], dtype: np.dtype, size: tuple[int, int]) -> str:
    """Why the pixels at ``path`` are not those written; empty when they are. ``size`` is (width, height)."""
    dataset, reason = open_raster(path)
    if dataset is None:
        return f"it cannot be read back: {reason}"
    if (dataset.RasterXSize, dataset.RasterYSize) != size:
        return f"it has {dataset.RasterXSize} x {dataset.RasterYSize} pixels"
    for sample in samples:
        window = sample.window
        raw, reason = attempt(
            dataset.ReadRaster, window.x, window.y, window.width, window.height,
            buf_type=gdal_type(dtype), band_list=[band + 1 for band in sample.bands],
        )  # fmt: skip
        if raw is None:
            return f"{window} cannot be read back: {reason}"
        if checksum(np.frombuffer(raw, dtype=dtype)) != sample.checksum:
            return f"{window} reads back differently from what was written"
    return ""


def _same_geotransform(source: CubeSource, dataset: gdal.Dataset, scale: Rational) -> bool:
    wanted = output_geotransform(source, scale)
    found = dataset.GetGeoTransform(can_return_null=True)
    return same_geotransform(found, wanted, *output_size(source.width, source.height, scale))


def _same_gcps(source: CubeSource, dataset: gdal.Dataset, scale: Rational) -> bool:
    return same_gcps(dataset.GetGCPs(), output_gcps(source, scale)) and same_crs(
        dataset.GetGCPSpatialRef(), source.dataset.GetGCPSpatialRef()
    )


def _same_rpc(wanted: dict[str, str], found: dict[str, str]) -> bool:
    """RPC are numbers, some of them in rows; formats write them with 15 digits."""
    for key, text in wanted.items():
        one, other = text.split(), found.get(key, "").split()
        if len(one) != len(other) or not all(_close(a, b) for a, b in zip(one, other)):
            return False
    return True


def _close(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-13, abs_tol=1e-30)
    except ValueError:
        return one == other


def _colour(band: gdal.Band) -> int:
    """GeoTIFF calls its first band grey where other formats call it undefined."""
    colour = band.GetColorInterpretation()
    return gdal.GCI_Undefined if colour == gdal.GCI_GrayIndex else colour


def scaling(band: gdal.Band) -> tuple[float, float]:
    """(scale, offset) of a band, which says nothing of them where they change nothing, or says so."""
    scale, offset = band.GetScale(), band.GetOffset()
    return (1.0 if scale is None else scale), (0.0 if offset is None else offset)
