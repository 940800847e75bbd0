"""Which part of a raster the map shows, for a preview."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import Qgis, QgsCoordinateTransform, QgsCsException, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas

from ..errors import InvalidParameter
from ..processing.base import tr

SIDE_PX = 512
"""A preview is small, to be there at once."""


@dataclass(frozen=True)
class VisiblePart:
    """``rectangle`` in the raster's own coordinates, ``width`` and ``height`` in its pixels, no more than `SIDE_PX`.

    ``cropped`` is True when the map shows more.
    """

    rectangle: QgsRectangle
    width: int
    height: int
    cropped: bool


def visible_part(layer: QgsRasterLayer, canvas: QgsMapCanvas) -> VisiblePart:
    """What of ``layer`` the map shows, or the middle of that. Raises `InvalidParameter` when that is nothing."""
    shown = _shown(layer, canvas)
    if shown.isEmpty():
        raise InvalidParameter(
            tr("The map shows no part of '{}'. Zoom to the layer, or to the part of it that you want to see.").format(
                layer.name()
            )
        )
    pixel_width, pixel_height = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    width, height = shown.width() / pixel_width, shown.height() / pixel_height
    taken = QgsRectangle.fromCenterAndSize(
        shown.center(), min(width, SIDE_PX) * pixel_width, min(height, SIDE_PX) * pixel_height
    )
    return VisiblePart(
        taken,
        min(max(round(width), 1), SIDE_PX),
        min(max(round(height), 1), SIDE_PX),
        cropped=max(width, height) > SIDE_PX,
    )


def _shown(layer: QgsRasterLayer, canvas: QgsMapCanvas) -> QgsRectangle:
    """The part in the raster's own coordinates; empty when there is none."""
    to_map = QgsCoordinateTransform(
        layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance().transformContext()
    )
    try:
        # First cut on the map: the far side of the earth cannot be brought into the raster's coordinates.
        on_map = to_map.transformBoundingBox(layer.extent()).intersect(canvas.extent())
        if on_map.isEmpty():
            return QgsRectangle()
        back = Qgis.TransformDirection.Reverse
        return to_map.transformBoundingBox(on_map, back).intersect(layer.extent())
    except QgsCsException as error:
        raise InvalidParameter(
            tr("The map's coordinate system and that of '{}' cannot be brought together: {}.").format(
                layer.name(), str(error).rstrip(".")
            )
        ) from error
