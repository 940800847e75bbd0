"""Two layers of random spectra that fill the canvas, and the panel with the profile over them."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from qgis.core import QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton

from hyperrestore.ui.compare.panel import ComparePanel

NM = np.linspace(420, 2400, 12)
RNG = np.random.default_rng(11)


@pytest.fixture
def layers(make_layer: Callable[..., QgsRasterLayer], canvas: QgsMapCanvas) -> tuple[QgsRasterLayer, QgsRasterLayer]:
    """Two rasters of 12 bands, 40 x 30 pixels, which fill the canvas, so that a pixel is ten of the screen."""
    made = tuple(
        make_layer(name, RNG.random((12, 30, 40)), wavelengths_nm=NM, bad=[4, 5]) for name in ("noisy", "restored")
    )
    canvas.setLayers(list(made))
    canvas.setExtent(made[0].extent())
    return made


@pytest.fixture
def panel(canvas: QgsMapCanvas, layers: tuple[QgsRasterLayer, QgsRasterLayer]) -> Iterator[ComparePanel]:
    """The panel with the spectral profile pressed."""
    panel = ComparePanel(canvas)
    panel.resize(420, 560)
    panel.set_layers(*layers)
    panel.show()
    QTest.mouseClick(panel.profile, Qt.MouseButton.LeftButton)
    yield panel
    if not sip.isdeleted(panel):
        panel.deactivate()
        sip.delete(panel)


def values_at(layer: QgsRasterLayer, column: int, row: int) -> np.ndarray:
    import rasterio

    with rasterio.open(layer.source()) as raster:
        return raster.read()[:, row, column]


def press_button(panel: ComparePanel, text: str) -> None:
    (button,) = (button for button in panel.findChildren(QPushButton) if button.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
