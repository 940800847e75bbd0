"""The pictures that the swipe shows: where each layer lies on a real map canvas, and when it is drawn anew."""
from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsMapToPixel, QgsRectangle
from qgis.PyQt.QtWidgets import QApplication

from hyperrestore.test.ui.compare.conftest import ORIGIN, PIXEL_M
from hyperrestore.test.ui.compare.swipe.conftest import BLUE, GREEN, RED, ROW, WHITE, colour_at, plain_picture


def test_until_the_new_picture_is_there_the_old_one_is_stretched(panel, canvas, ready) -> None:
    ready()
    canvas.freeze(True)
    centre = canvas.extent().center()
    canvas.zoomByFactor(2.0)
    # Nothing is rendered while the canvas is frozen: the pictures shrink to half around the centre.
    assert canvas.extent().center().compare(centre, 1.0)
    assert [colour_at(canvas, x, 190) for x in (80, 120, 280, 320)] == [WHITE, RED, BLUE, WHITE]
    canvas.freeze(False)


def test_rotated_canvas(panel, canvas, make_layer, ready) -> None:
    """A raster whose upper half is red: turned by 90 degrees that is what lies on the right."""
    values = plain_picture(GREEN, 40, 40)
    values[:, :20] = np.array(RED, dtype=np.uint8)[:, None, None]
    square = make_layer("square", values)
    panel.set_layers(square, square)
    canvas.setExtent(square.extent())
    canvas.setRotation(90)
    ready()
    corners = {}
    transform: QgsMapToPixel = canvas.getCoordinateTransform()
    for name, (x, y) in {"up": (20, 6), "down": (20, 34)}.items():
        pixel = transform.transform(ORIGIN[0] + x * PIXEL_M, ORIGIN[1] - y * PIXEL_M)
        corners[name] = colour_at(canvas, round(pixel.x()), round(pixel.y()) + 40)
    assert corners == {"up": RED, "down": GREEN}


def test_layers_of_other_crs_size_and_pixel_size_lie_where_they_belong(panel, canvas, make_layer, ready) -> None:
    """After: a quarter of the place with pixels half as large, as a preview of a finer raster would be."""
    part = make_layer("part", plain_picture(GREEN), geotransform=(ORIGIN[0] + 600, 15, 0, ORIGIN[1] - 450, 0, -15))
    panel.set_layers(panel.before.currentLayer(), part)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.zoomToFeatureExtent(canvas.mapSettings().layerExtentToOutputExtent(part, part.extent()))
    canvas.zoomByFactor(2.0)
    ready()
    transform = canvas.getCoordinateTransform()
    inside = canvas.mapSettings().layerToMapCoordinates(part, QgsRectangle(part.extent()).center())
    pixel = transform.transform(inside)
    panel._on_canvas.swipe._item.set_share(0.2)
    QApplication.processEvents()
    assert colour_at(canvas, round(pixel.x()), round(pixel.y()) + 30) == GREEN
    left_of_part = canvas.mapSettings().layerToMapCoordinates(
        part, QgsRectangle(part.extent()).center().__class__(ORIGIN[0] + 500, ORIGIN[1] - 700)
    )
    pixel = transform.transform(left_of_part)
    assert colour_at(canvas, round(pixel.x()), round(pixel.y())) == WHITE
    panel._on_canvas.swipe._item.set_share(0.9)
    assert colour_at(canvas, round(pixel.x()), round(pixel.y())) == RED


def test_a_new_style_is_seen(panel, canvas, layers, ready) -> None:
    ready()
    layers[0].setOpacity(0.0)
    layers[0].triggerRepaint()
    ready()
    assert [colour_at(canvas, x, ROW) for x in (180, 220)] == [WHITE, BLUE]
