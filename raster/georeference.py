"""Where the pixels lie on the ground: CRS, geotransform, ground control points, RPC, geolocation arrays.

Of a part of a raster, and for a grid of any scale.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from numbers import Rational

from osgeo import gdal

from . import texts
from .compare import stated_crs
from .grid import per_output_pixel, scaled
from .source import CubeSource
from .window import Window

_ORIGIN = (0, 3)
_RPC_OFFSETS = ("LINE_OFF", "SAMP_OFF")
_RPC_SCALES = ("LINE_SCALE", "SAMP_SCALE")


def copy_georeference(source: CubeSource, target: gdal.Dataset, *, scale: Rational) -> None:
    """Gives the target the source's georeferencing, for pixels ``scale`` times smaller."""
    crs = stated_crs(source.dataset.GetSpatialRef())
    if crs is not None:
        target.SetSpatialRef(crs)
    geotransform = output_geotransform(source, scale)
    if geotransform is not None:
        target.SetGeoTransform(geotransform)
    if source.dataset.GetGCPCount() and geotransform is None:
        # Beside a geotransform formats take them for its replacement; finish_metadata adds them in the sidecar.
        shift = _shift_of_gcps(source, target.GetDriver())
        points = [texts.plain_gcp(gcp, gcp.GCPPixel - shift, gcp.GCPLine - shift) for gcp in output_gcps(source, scale)]
        target.SetGCPs(points, source.dataset.GetGCPSpatialRef())
    rpc = output_rpc(source, scale)
    if rpc:
        target.SetMetadata(rpc, "RPC")
    geolocation = output_geolocation(source, scale)
    if geolocation:
        target.SetMetadata(geolocation, "GEOLOCATION")


def _shift_of_gcps(source: CubeSource, driver: gdal.Driver) -> float:
    """By how many pixels GDAL misplaces the control points of ``source`` in new files, tried out on one of a pixel.

    GDAL 3.6 writes those of a GeoTIFF whose pixels are points a pixel too far, unless it copies a whole file.
    """
    kind = source.dataset.GetMetadataItem("AREA_OR_POINT")
    if driver.ShortName != "GTiff" or kind != "Point":
        return 0.0
    name = f"/vsimem/hyperrestore-{uuid.uuid4().hex}.tif"
    try:
        trial = driver.Create(name, 1, 1, 1)
        trial.SetMetadataItem("AREA_OR_POINT", kind)
        trial.SetGCPs([gdal.GCP(0, 0, 0, 1, 1)], source.dataset.GetGCPSpatialRef())
        trial = None
        (found,) = gdal.Open(name).GetGCPs() or (gdal.GCP(0, 0, 0, 1, 1),)
        return found.GCPPixel - 1
    finally:
        gdal.Unlink(name)


def output_geotransform(source: CubeSource, scale: Rational) -> tuple[float, ...] | None:
    """Six terms for pixels ``scale`` times smaller: the source's corner stays, pixel size and rotation terms shrink."""
    terms = source.dataset.GetGeoTransform(can_return_null=True)
    if terms is None:
        return None
    x, y = source.window.x, source.window.y
    moved = (terms[0] + x * terms[1] + y * terms[2], *terms[1:3], terms[3] + x * terms[4] + y * terms[5], *terms[4:])
    return tuple(term if index in _ORIGIN else per_output_pixel(term, scale) for index, term in enumerate(moved))


def output_gcps(source: CubeSource, scale: Rational) -> list[gdal.GCP]:
    """Copies of the points, with pixel and line in the output's pixels; those outside a part are kept, too."""
    x, y = source.window.x, source.window.y
    return [
        texts.plain_gcp(gcp, scaled(gcp.GCPPixel - x, scale), scaled(gcp.GCPLine - y, scale))
        for gcp in source.dataset.GetGCPs()
    ]


def output_rpc(source: CubeSource, scale: Rational) -> dict[str, str]:
    """RPC for the source's window and pixels ``scale`` times smaller."""
    return scaled_rpc(_moved_rpc(texts.metadata(source.dataset, "RPC"), source.window), scale)


def output_geolocation(source: CubeSource, scale: Rational) -> dict[str, str]:
    """Where geolocation arrays, which fit one pixel size only, say the pixels lie; empty for any other."""
    fields = texts.metadata(source.dataset, "GEOLOCATION")
    if not fields or scale != 1:
        return {}
    return _moved(fields, {"PIXEL_OFFSET": source.window.x, "LINE_OFFSET": source.window.y})


def scaled_rpc(rpc: Mapping[str, str], scale: Rational) -> dict[str, str]:
    """RPC for pixels ``scale`` times smaller; the very same text when ``scale`` is 1.

    RPC count from pixel centres, hence the half pixel: GDAL 3.6's own Translate leaves it out and is off by it.
    """
    if scale == 1:
        return dict(rpc)
    changed = {key: repr(scaled(float(rpc[key]) + 0.5, scale) - 0.5) for key in _RPC_OFFSETS if key in rpc}
    changed.update({key: repr(scaled(float(rpc[key]), scale)) for key in _RPC_SCALES if key in rpc})
    return {**rpc, **changed}


def _moved_rpc(rpc: Mapping[str, str], window: Window) -> dict[str, str]:
    return _moved(rpc, {"SAMP_OFF": window.x, "LINE_OFF": window.y})


def _moved(fields: Mapping[str, str], steps: Mapping[str, int]) -> dict[str, str]:
    """Numbers among ``fields`` made less by a step; the very same text where that is 0."""
    return {**fields, **{key: repr(float(fields[key]) - step) for key, step in steps.items() if step and key in fields}}
