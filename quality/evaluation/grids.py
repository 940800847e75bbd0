"""Whether two rasters can be compared pixel by pixel."""

from __future__ import annotations

import math

from osgeo import gdal, osr

from ...errors import UnsuitableRaster
from ...raster import CubeSource
from ...raster.compare import same_crs, stated_crs

FURTHEST_PX = 1e-3


def check_grids(given: CubeSource, reference: CubeSource) -> list[str]:
    """Warnings about what only one of the two rasters states.

    Raises `UnsuitableRaster`, naming both, when sizes, numbers of bands, CRS or places on the ground differ.
    """
    sizes = [f"{source.width} x {source.height} px" for source in (given, reference)]
    if sizes[0] != sizes[1]:
        raise _different(given, reference, "sizes", sizes, "Cut the larger one to the other's extent first.")
    counts = [f"{source.count} bands" for source in (given, reference)]
    if counts[0] != counts[1]:
        raise _different(given, reference, "numbers of bands", counts, "Choose rasters that hold the same bands.")
    return [*_compare_crs(given, reference), *_compare_places(given, reference)]


def _compare_crs(given: CubeSource, reference: CubeSource) -> list[str]:
    found = [stated_crs(source.dataset.GetSpatialRef()) for source in (given, reference)]
    if None in found:
        return _stated_once(given, reference, found, "coordinate reference system")
    if not same_crs(*found):
        names = [_crs_name(crs) for crs in found]
        raise _different(given, reference, "coordinate reference systems", names, "Bring both to the same grid first.")
    return []


def _compare_places(given: CubeSource, reference: CubeSource) -> list[str]:
    found = [source.dataset.GetGeoTransform(can_return_null=True) for source in (given, reference)]
    if None in found:
        return _stated_once(given, reference, found, "geotransform")
    distance = furthest_corner(*found, reference.width, reference.height)
    if distance > FURTHEST_PX:
        places = [f"at {x:.12g}, {y:.12g} with pixels of {dx:.9g}, {dy:.9g}" for x, dx, _, y, _, dy in found]
        advice = f"Their corners lie up to {distance:.4g} px apart. Bring both to the same grid first."
        raise _different(given, reference, "places on the ground", places, advice)
    return []


def furthest_corner(one, other, width: int, height: int) -> float:
    """How far, in pixels of ``other``, the corners of two geotransforms lie apart at most; infinite if it has none."""
    inverse = gdal.InvGeoTransform(other)
    if inverse is None:
        return math.inf
    corners = [(column, row) for column in (0, width) for row in (0, height)]
    found = [gdal.ApplyGeoTransform(inverse, *gdal.ApplyGeoTransform(one, *corner)) for corner in corners]
    return max(math.dist(corner, place) for corner, place in zip(corners, found))


def _stated_once(given: CubeSource, reference: CubeSource, found: list, what: str) -> list[str]:
    if found[0] is found[1]:
        return []
    with_it, without = (given, reference) if found[1] is None else (reference, given)
    return [f"{without.path} states no {what}, {with_it.path} does: pixels are compared by row and column."]


def _different(given: CubeSource, reference: CubeSource, what: str, found: list[str], advice: str) -> UnsuitableRaster:
    ours, theirs = found
    return UnsuitableRaster(
        f"The rasters have different {what}: {given.path} {ours}, the reference {reference.path} {theirs}. {advice}"
    )


def _crs_name(crs: osr.SpatialReference) -> str:
    authority = crs.GetAuthorityCode(None)
    return f"{crs.GetName()}" + (f" ({crs.GetAuthorityName(None)}:{authority})" if authority else "")
