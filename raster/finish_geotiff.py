"""What a GeoTIFF cannot hold goes to its .aux.xml; where the file holds everything there is none."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Rational

from . import pam
from .compare import same_crs, same_gcps
from .gdal_calls import open_raster
from .georeference import output_gcps
from .nodata import same_nodata
from .source import CubeSource


def finish_geotiff(
    source: CubeSource, path: str, *, nodata: Sequence[float | int | None], scale: Rational, name: str
) -> None:
    """Reads the closed file back and mends in the sidecar what reads differently; ``name`` is not used."""
    dataset, reason = open_raster(path)
    if dataset is None:
        raise RuntimeError(reason)
    changes = []
    written = [dataset.GetRasterBand(number).GetNoDataValue() for number in range(1, source.count + 1)]
    for index, value in enumerate(nodata):
        if value is not None and not same_nodata(value, written[index]):
            changes.append(lambda root, number=index + 1, value=value: _set_nodata(root, number, value))
    crs = source.dataset.GetSpatialRef()
    if crs is not None and not same_crs(dataset.GetSpatialRef(), crs):
        changes.append(lambda root: pam.set_crs(root, crs))
    gcps = output_gcps(source, scale)
    gcp_crs = source.dataset.GetGCPSpatialRef()
    if gcps and not (same_gcps(dataset.GetGCPs(), gcps) and same_crs(dataset.GetGCPSpatialRef(), gcp_crs)):
        changes.append(lambda root: pam.set_gcps(root, gcps, gcp_crs))
    del dataset
    if changes:
        pam.edit(path, lambda root: [change(root) for change in changes])


def _set_nodata(root, number: int, value: float | int) -> None:
    pam.set_band_text(root, number, "NoDataValue", repr(value))
