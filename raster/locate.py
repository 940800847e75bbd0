"""Which pixels of a raster lie at a place on the ground."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from osgeo import gdal

from ..errors import UnsuitableRaster
from . import texts
from .gdal_calls import attempt
from .source import CubeSource
from .window import Window

SLACK = 1e-4
"""Pixels by which an edge may miss a pixel's edge and still mean it: coordinates are written with a few digits."""

Points = Sequence[tuple[float, float]]


def window_around(source: CubeSource, outline: Points) -> Window | None:
    """The whole pixels that hold all of ``outline`` (x, y as the raster's georeference has them), as far as they lie in
    the raster; None when none does.

    A raster with ground control points or RPC only is taken as GDAL transforms it; one without any georeference has x
    from 0 to its width and y from 0 down to minus its height, as QGIS shows it. Raises UnsuitableRaster when GDAL
    cannot transform.
    """
    columns, rows = zip(*_pixels(source, outline))
    across, down = _span(columns, source.width), _span(rows, source.height)
    if not (across and down):
        return None
    return Window(across.start, down.start, len(across), len(down))


def _span(places: Sequence[float], size: int) -> range:
    """Whole pixels along one axis, at least one unless the places lie outside."""
    known = [place for place in places if math.isfinite(place)]
    if not known:
        return range(0)
    low, high = math.floor(min(known) + SLACK), math.ceil(max(known) - SLACK)
    return range(max(0, low), min(size, max(high, low + 1)))


def _pixels(source: CubeSource, outline: Points) -> Iterable[tuple[float, float]]:
    dataset = source.dataset
    terms = dataset.GetGeoTransform(can_return_null=True)
    if terms is None and (dataset.GetGCPCount() or texts.metadata(dataset, "RPC")):
        return _transformed(source, outline)
    inverse = gdal.InvGeoTransform(terms or (0, 1, 0, 0, 0, -1))
    if inverse is None:
        raise UnsuitableRaster(f"Raster {source.path} has a geotransform that places all pixels on one line.")
    return [tuple(gdal.ApplyGeoTransform(inverse, x, y)) for x, y in outline]


def _transformed(source: CubeSource, outline: Points) -> Iterable[tuple[float, float]]:
    transformer, reason = attempt(gdal.Transformer, source.dataset, None, [])
    if transformer is None:
        raise UnsuitableRaster(f"Places in raster {source.path} cannot be found: {reason}.")
    points, known = transformer.TransformPoints(True, [(x, y, 0.0) for x, y in outline])
    return [point[:2] if good else (math.nan, math.nan) for point, good in zip(points, known)]
