"""Where on the ground a run is to work: from an extent in any coordinate system to an outline in the raster's own."""

from __future__ import annotations

import re

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsRasterLayer,
    QgsRectangle,
)

from ..errors import InvalidParameter
from ..raster import Points, Window, open_cube, window_around
from .base import tr

MARGIN = 1.1
"""How much larger than the raster's own frame is what is looked at: frames of curved edges are a little too small."""
POINTS_PER_EDGE = 20
_NUMBERS_ONLY = re.compile(r"[-+.\d\s,eE]+")


def outline(
    algorithm: QgsProcessingAlgorithm, name: str, parameters: dict, context: QgsProcessingContext, layer: QgsRasterLayer
) -> Points | None:
    """The edges of the extent ``name`` in the coordinates of ``layer``, None when none was given; for the main thread.

    Raises `InvalidParameter` when the extent does not meet the layer, or cannot be brought into its coordinate system.
    """
    asked = algorithm.parameterAsExtent(parameters, name, context)
    if asked.isNull():
        return None
    crs = _crs(algorithm, name, parameters, context, layer)
    to_layer = QgsCoordinateTransform(crs, layer.crs(), context.transformContext())
    from_layer = QgsCoordinateTransform(layer.crs(), crs, context.transformContext())
    try:
        frame = from_layer.transformBoundingBox(layer.extent())
        frame.scale(MARGIN)
        if not frame.intersects(asked):
            raise InvalidParameter(_misses(layer.name(), asked, crs))
        # Only what is near the raster: the far side of the earth cannot be brought into its coordinate system.
        edges = QgsGeometry.fromRect(frame.intersect(asked)).densifyByCount(POINTS_PER_EDGE)
        edges.transform(to_layer)
    except QgsCsException as error:
        raise InvalidParameter(
            tr("The EXTENT that was given cannot be brought into the coordinate system of '{}': {}.").format(
                layer.name(), str(error).rstrip(".")
            )
        ) from error
    return tuple((point.x(), point.y()) for point in edges.vertices())


def part(path: str, edges: Points | None) -> Window | None:
    """The pixels of the raster ``path`` within ``edges``; None for all of them. Raises `InvalidParameter` for none."""
    if edges is None:
        return None
    with open_cube(path) as source:
        window = window_around(source, edges)
    if window is None:
        raise InvalidParameter(
            tr("The EXTENT that was given lies beside the pixels of {}. Give one that meets the raster.").format(path)
        )
    return window


def _crs(
    algorithm: QgsProcessingAlgorithm, name: str, parameters: dict, context: QgsProcessingContext, layer: QgsRasterLayer
) -> QgsCoordinateReferenceSystem:
    """That of the extent; numbers alone are in the raster's, as everywhere in QGIS."""
    given = parameters.get(name)
    bare = type(given) is QgsRectangle or (isinstance(given, str) and _NUMBERS_ONLY.fullmatch(given) is not None)
    stated = algorithm.parameterAsExtentCrs(parameters, name, context)
    return layer.crs() if bare or not stated.isValid() else stated


def _misses(name: str, asked: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> str:
    return tr(
        "The EXTENT {} ({}) lies beside the raster '{}'. Give one that meets it, or none for the whole raster."
    ).format(asked.toString(), crs.authid() or tr("no coordinate system"), name)
