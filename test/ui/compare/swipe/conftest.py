"""Two layers of one colour each that fill the canvas, and the panel with the swipe between them."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from qgis.core import QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from hyperrestore.ui.compare.panel import ComparePanel

RED, BLUE, WHITE, GREEN = (220, 0, 0), (0, 0, 220), (255, 255, 255), (0, 200, 0)
# Far from the handle's grip and from the labels.
ROW = 230


@pytest.fixture
def layers(make_layer: Callable[..., QgsRasterLayer], canvas: QgsMapCanvas) -> tuple[QgsRasterLayer, QgsRasterLayer]:
    """A red raster and a blue one of the same place, 40 x 30 pixels, which fill the canvas."""
    made = tuple(make_layer(name, plain_picture(colour)) for name, colour in (("red", RED), ("blue", BLUE)))
    canvas.setLayers(list(made))
    canvas.setExtent(made[0].extent())
    return made


@pytest.fixture
def panel(canvas: QgsMapCanvas, layers: tuple[QgsRasterLayer, QgsRasterLayer]) -> ComparePanel:
    """The panel with the swipe between the two, pressed."""
    panel = ComparePanel(canvas)
    panel.set_layers(*layers)
    panel.show()
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    assert panel.swipe.isChecked()
    yield panel
    if not sip.isdeleted(panel):
        panel.deactivate()
        sip.delete(panel)


@pytest.fixture
def ready(panel: ComparePanel, canvas: QgsMapCanvas, until) -> Callable[[], None]:
    """Waits until both sides are drawn as the canvas stands."""

    def wait() -> None:
        canvas.refresh()
        until(lambda: not canvas.isDrawing())
        QApplication.processEvents()
        until(panel._on_canvas.swipe.is_ready)
        QApplication.processEvents()

    return wait


def plain_picture(colour: tuple[int, int, int], height: int = 30, width: int = 40) -> np.ndarray:
    return np.broadcast_to(np.array(colour, dtype=np.uint8)[:, None, None], (3, height, width)).copy()


def colour_at(canvas: QgsMapCanvas, x: int, y: int) -> tuple[int, int, int]:
    picture = canvas.grab().toImage()
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round(x * ratio), round(y * ratio)).getRgb()[:3]
