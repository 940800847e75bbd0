"""Where the pixels lie on the ground: CRS, geotransform, ground control points, RPC; for a grid of any scale."""

from __future__ import annotations

from numbers import Rational

from osgeo import gdal

from . import texts
from .compare import stated_crs
from .grid import per_output_pixel, scaled

_ORIGIN = (0, 3)
_RPC_OFFSETS = ("LINE_OFF", "SAMP_OFF")
_RPC_SCALES = ("LINE_SCALE", "SAMP_SCALE")


def copy_georeference(source: gdal.Dataset, target: gdal.Dataset, *, scale: Rational) -> None:
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
    rpc = texts.metadata(source, "RPC")
    if rpc:
        target.SetMetadata(scaled_rpc(rpc, scale), "RPC")


def scaled_geotransform(geotransform, scale: Rational) -> tuple[float, ...]:
    """Six terms for pixels ``scale`` times smaller: the origin stays, pixel size and rotation terms shrink."""
    return tuple(term if index in _ORIGIN else per_output_pixel(term, scale) for index, term in enumerate(geotransform))


def scaled_gcps(gcps, scale: Rational) -> list[gdal.GCP]:
    """Copies of the points with pixel and line multiplied."""
    return [texts.plain_gcp(gcp, scaled(gcp.GCPPixel, scale), scaled(gcp.GCPLine, scale)) for gcp in gcps]


def scaled_rpc(rpc: dict[str, str], scale: Rational) -> dict[str, str]:
    """RPC for pixels ``scale`` times smaller; the very same text when ``scale`` is 1.

    RPC count from pixel centres, hence the half pixel: GDAL 3.6's own Translate leaves it out and is off by it.
    """
    if scale == 1:
        return dict(rpc)
    changed = {key: repr(scaled(float(rpc[key]) + 0.5, scale) - 0.5) for key in _RPC_OFFSETS if key in rpc}
    changed.update({key: repr(scaled(float(rpc[key]), scale)) for key in _RPC_SCALES if key in rpc})
    return {**rpc, **changed}
