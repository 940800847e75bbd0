"""Whether two rasters say the same of themselves."""

from __future__ import annotations

from osgeo import osr

from . import texts
from .gdal_calls import attempt

_TOLERANCE_PX = 1e-9


def same_crs(one: osr.SpatialReference | None, other: osr.SpatialReference | None) -> bool:
    """True for the same CRS with the same axis mapping; names and the writing may differ."""
    one, other = stated_crs(one), stated_crs(other)
    if one is None or other is None:
        return all(crs is None or _is_arbitrary(crs) for crs in (one, other))
    equivalent = ["CRITERION=EQUIVALENT"]
    return bool(one.IsSame(other) or one.IsSame(other, equivalent) or _as_written(one).IsSame(_as_written(other)))


def same_geotransform(one, other, width: int, height: int) -> bool:
    """True when no corner of the raster lies further off than 1e-9 of a pixel (or what doubles can tell)."""
    if one is None or other is None:
        return one is other
    for column, row in ((0, 0), (width, 0), (0, height), (width, height)):
        for first in (0, 3):
            a = one[first] + column * one[first + 1] + row * one[first + 2]
            b = other[first] + column * other[first + 1] + row * other[first + 2]
            pixel = abs(one[first + 1]) + abs(one[first + 2])
            if abs(a - b) > max(_TOLERANCE_PX * pixel, 4e-15 * max(abs(a), abs(b))):
                return False
    return True


def same_gcps(one, other) -> bool:
    """True when the points agree in order and place; their names may differ (GeoTIFF numbers them anew)."""
    return len(one) == len(other) and all(_place(a) == _place(b) for a, b in zip(one, other))


def _place(point) -> tuple[float, ...]:
    return point.GCPPixel, point.GCPLine, point.GCPX, point.GCPY, point.GCPZ


def stated_crs(crs: osr.SpatialReference | None) -> osr.SpatialReference | None:
    """None for the nameless one without a unit that GDAL makes up for a GeoTIFF that says Point or Area only."""
    made_up = crs is not None and crs.IsLocal() and crs.GetName() == "unnamed" and crs.GetLinearUnitsName() == "unknown"
    return None if made_up else crs


def _is_arbitrary(crs: osr.SpatialReference) -> bool:
    """True for what GDAL makes up for an ENVI file that states a place on the ground, but no CRS."""
    return bool(crs.IsLocal()) and crs.GetName() == "Arbitrary"


def _as_written(crs: osr.SpatialReference) -> osr.SpatialReference:
    """The CRS with its numbers rounded as WKT writes them; itself when WKT cannot express it."""
    copy = osr.SpatialReference()
    text = texts.wkt(crs)
    if not text or attempt(copy.ImportFromWkt, text)[1]:
        return crs
    copy.SetDataAxisToSRSAxisMapping(crs.GetDataAxisToSRSAxisMapping())
    return copy
