"""The plugin's provider in this process, a raster to restore, the dock, and a way to wait for what happens behind."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QMainWindow

import hyperrestore
from hyperrestore.restoration.dependencies import require_torch
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.ui import probe
from hyperrestore.ui.dock import RestorationDock
from hyperrestore.ui.panel import RestorationPanel

LIMIT_S = 60


@pytest.fixture(scope="session")
def algorithms(qgis_processing: None) -> Iterator[None]:
    """The plugin's algorithms, and the probe."""
    # The panel does so in a thread, and pytest looks at all modules between two tests.
    require_torch()
    registry = QgsApplication.processingRegistry()
    own = None
    if registry.providerById("hyperrestore") is None:
        own = hyperrestore.classFactory(None)
        own.initProcessing()
    slow = probe.Provider()
    registry.addProvider(slow)
    yield
    registry.removeProvider(slow)
    if own is not None:
        own.unload()


@pytest.fixture
def slow(algorithms: None) -> Iterator[type[probe.Slow]]:
    """The algorithm that waits to be told; whatever still runs of it afterwards is let go."""
    probe.Slow.rewind()
    yield probe.Slow
    probe.Slow.go_on.set()


@pytest.fixture
def project() -> Iterator[QgsProject]:
    """An empty project, left empty."""
    QgsProject.instance().clear()
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def layer(project: QgsProject, tmp_path: Path) -> QgsRasterLayer:
    """The layer "scene" of the project: int16, 6 bands of 20 x 24 pixels, 450 to 950 nm."""

    def describe(dataset) -> None:
        for index in range(dataset.RasterCount):
            tags = {"wavelength": str(450 + 100 * index), "wavelength_units": "Nanometers"}
            dataset.GetRasterBand(index + 1).SetMetadata(tags)

    values = np.random.default_rng(3).normal(2000, 100, (6, 20, 24)).astype(np.int16)
    return project.addMapLayer(QgsRasterLayer(write_cube(tmp_path / "scene.tif", values, describe=describe), "scene"))


@pytest.fixture
def iface(algorithms: None, project: QgsProject) -> Iterator[SimpleNamespace]:
    """What the dock needs of QGIS's interface."""
    window, canvas = QMainWindow(), QgsMapCanvas()
    window.show()
    canvas.show()
    canvas.resize(400, 400)
    bar = QgsMessageBar(window)
    yield SimpleNamespace(
        mainWindow=lambda: window, mapCanvas=lambda: canvas, messageBar=lambda: bar, activeLayer=lambda: None
    )
    # Now, as a canvas that outlives QGIS crashes the process.
    sip.delete(canvas)
    sip.delete(window)


@pytest.fixture
def dock(iface: SimpleNamespace) -> Iterator[RestorationDock]:
    """The dock, shown, with 320 x 700 pixels."""
    dock = RestorationDock(iface)
    dock.setFloating(True)
    dock.resize(320, 700)
    dock.opened.connect(dock.fill)
    dock.show()
    yield dock
    dock.close_down()
    sip.delete(dock)


@pytest.fixture
def panel(dock: RestorationDock) -> RestorationPanel:
    return dock.panel


@pytest.fixture
def with_slow(panel: RestorationPanel, slow: type[probe.Slow], layer: QgsRasterLayer, iface) -> RestorationPanel:
    """The panel with the layer, which the map shows, and the probe as its method."""
    panel.method.method.addItem("Slow", probe.ID)
    panel.method.select(probe.ID)
    iface.mapCanvas().setDestinationCrs(layer.crs())
    iface.mapCanvas().setExtent(layer.extent())
    return panel


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """``until(condition)``: lets QGIS go on until the condition holds; a minute is too long."""

    def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + LIMIT_S
        while not condition():
            assert time.monotonic() < end, "it never happened"
            QgsApplication.processEvents()
            time.sleep(0.005)

    return wait
