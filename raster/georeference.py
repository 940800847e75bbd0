"""Where the pixels lie on the ground: CRS, geotransform, ground control points, RPC; for the same or a finer grid."""

from __future__ import annotations

from osgeo import gdal

from .compare import stated_crs

_RPC_OFFSETS = ("LINE_OFF", "SAMP_OFF")
_RPC_SCALES = ("LINE_SCALE", "SAMP_SCALE")


def copy_georeference(source: gdal.Dataset, target: gdal.Dataset, *, scale: int) -> None:
    """Gives the target the source's georeferencing, for pixels ``scale`` times smaller."""
    crs = stated_crs(source.GetSpatialRef())
    if crs is not None:
        target.SetSpatialRef(crs)
    geotransform = source.GetGeoTransform(can_return_null=True)
    if geotransform is not None:
        target.SetGeoTransform(scaled_geotransform(geotransform, scale))
    if source.GetGCPCount() and geotransform is None:
        # Beside a geotransform formats take them for its replacement; finish_metadata adds them in the sidecar.
        target.SetGCPs(scaled_gcps(source.GetGCPs(), scale), source.GetGCPSpatialRef())
    rpc = source.GetMetadata("RPC")
    if rpc:
        target.SetMetadata(scaled_rpc(rpc, scale), "RPC")


def scaled_geotransform(geotransform, scale: int) -> tuple[float, ...]:
    """Six terms for pixels ``scale`` times smaller: the origin stays, pixel size and rotation terms shrink."""
    x, x_column, x_row, y, y_column, y_row = geotransform
    return x, x_column / scale, x_row / scale, y, y_column / scale, y_row / scale


def scaled_gcps(gcps, scale: int) -> list[gdal.GCP]:
    """Copies of the points with pixel and line multiplied."""
    return [
        gdal.GCP(gcp.GCPX, gcp.GCPY, gcp.GCPZ, gcp.GCPPixel * scale, gcp.GCPLine * scale, gcp.Info, gcp.Id)
        for gcp in gcps
    ]


def scaled_rpc(rpc: dict[str, str], scale: int) -> dict[str, str]:
    """RPC for pixels ``scale`` times smaller; the very same text when ``scale`` is 1.

    RPC count from pixel centres, hence the half pixel: GDAL 3.6's own Translate leaves it out and is off by it.
    """
    if scale == 1:
        return dict(rpc)
    changed = {key: repr((float(rpc[key]) + 0.5) * scale - 0.5) for key in _RPC_OFFSETS if key in rpc}
    changed.update({key: repr(float(rpc[key]) * scale) for key in _RPC_SCALES if key in rpc})
    return {**rpc, **changed}
