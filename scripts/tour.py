"""Takes the pictures of docs/tour.md from a real QGIS: `make tour` (needs xvfb-run).

Two sessions of QGIS with fresh profiles: one whose Python lacks torch, for the first start, and one with everything,
which goes from the sample raster to a restored, compared layer as a user would, and opens every other window.
"""
from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pictures import publish
from qgis_window import FOLDER_VARIABLE, in_window, run_in_window, settle, when_dialog

LIMIT_S = 240
WITHOUT = "without"
"""A file of this name in the session's folder tells that torch is missing."""
EXAMPLE = "estimate-denoise"
METADATA_PAGE, HISTORY_TAB = 8, 7
REPORT_WIDTH, REPORT_HEIGHT = 900, 1100


def main() -> None:
    from checkout import ROOT, make_profile

    for missing in (True, False):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            environment = make_profile(folder / "profile")
            if missing:
                (folder / WITHOUT).touch()
                # What QGIS has by itself, without .venv.
                environment["PYTHONPATH"] = ""
            shutil.copytree(ROOT / "docs" / "demo", folder, dirs_exist_ok=True)
            run_in_window(Path(__file__), folder, environment)
            for path in sorted(folder.glob("tour-*.png")):
                publish(path, ROOT / "docs" / "images" / path.name)


class Tour:
    """The session's window, and where its pictures go."""

    def __init__(self, folder: Path, iface) -> None:
        self.folder, self.iface, self.window = folder, iface, iface.mainWindow()

    def shoot(self, widget, name: str) -> None:
        settle()
        widget.grab().save(str(self.folder / f"tour-{name}.png"))

    def shoot_dialog(self, name: str, opening: Callable[[], object]) -> None:
        """The dialog that ``opening`` opens and waits for."""

        def seen(dialog) -> None:
            self.shoot(dialog, name)
            dialog.reject()

        when_dialog(seen)
        opening()

    def until(self, condition: Callable[[], bool]) -> None:
        from qgis.core import QgsApplication

        end = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("it never happened")
            QgsApplication.processEvents()
            time.sleep(0.01)

    def draw(self) -> None:
        """Waits until the map is drawn."""
        canvas = self.iface.mapCanvas()
        canvas.refresh()
        settle()
        canvas.waitWhileRendering()
        self.until(lambda: not canvas.isDrawing())
        settle()

    def find(self, kind, name: str):
        found = self.window.findChild(kind, name)
        if found is None:
            raise LookupError(f"QGIS's window has no {kind.__name__} called {name}.")
        return found


    def menu(self):
        """*Raster ▸ HyperRestore*."""
        return next(entry.menu() for entry in self.iface.rasterMenu().actions() if entry.text() == "HyperRestore")

    def choose(self, name: str) -> None:
        """The menu's entry with this object name."""
        next(entry for entry in self.menu().actions() if entry.objectName() == name).trigger()


def session(folder: Path, iface) -> None:
    tour = Tour(folder, iface)
    tour.window.resize(1280, 860)
    if (folder / WITHOUT).exists():
        first_start(tour)
        return
    restore_and_compare(tour)
    other_windows(tour)
    processing_windows(tour)
    reports(tour)


def first_start(tour: Tour) -> None:
    """Something is missing: a line in the message bar, and the window behind it."""
    from qgis.PyQt.QtWidgets import QDialog, QPushButton

    tour.shoot(tour.window, "missing")
    details = next(
        button for button in tour.iface.messageBar().findChildren(QPushButton) if button.text().startswith("Details")
    )
    details.click()
    settle()
    shown = [dialog for dialog in tour.window.findChildren(QDialog) if dialog.isVisible()]
    tour.shoot(shown[0], "environment")
    shown[0].close()


def restore_and_compare(tour: Tour) -> None:
    from qgis.core import QgsProject, QgsRasterLayer
    from qgis.PyQt.QtCore import QPoint, Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QDockWidget, QPushButton

    dock, canvas = tour.find(QDockWidget, "HyperRestoreDock"), tour.iface.mapCanvas()
    tour.shoot(tour.menu(), "menu")
    noisy = QgsRasterLayer(str(tour.folder / "noisy.tif"), "noisy")
    QgsProject.instance().addMapLayer(noisy)
    canvas.setExtent(noisy.extent())
    tour.find(QDockWidget, "Browser").close()
    tour.choose("HyperRestoreDockAction")
    tour.window.resizeDocks([dock], [400], Qt.Orientation.Horizontal)
    tour.draw()
    tour.shoot(tour.window, "start")

    def click(name: str) -> None:
        dock.findChild(QPushButton, name).click()

    def done() -> bool:
        return not dock.panel.queue.active()

    click("estimate")
    tour.until(done)
    tour.shoot(tour.window, "estimate")
    click("preview")
    tour.until(done)
    tour.draw()
    tour.shoot(tour.window, "preview")
    dock.panel.method.select("hyperrestore:denoiseras2s")
    click("restore")
    tour.until(lambda: done() or dock.panel.queue.active()[0].percent > 30)
    tour.shoot(tour.window, "restore")
    tour.until(done)
    compare = dock.panel.compare
    # Room for the plot.
    for section in (dock.panel.raster, dock.panel.method, dock.panel.runs):
        section.setCollapsed(True)
    compare.swipe.click()
    tour.draw()
    tour.shoot(tour.window, "swipe")
    compare.swipe.click()
    compare.profile.click()
    compare.mode.setCurrentIndex(1)
    settle()
    place = QPoint(canvas.width() // 3, canvas.height() // 2)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    tour.until(lambda: compare.view.readings() and compare.view.is_idle())
    tour.shoot(tour.window, "profile")
    compare.deactivate()


def other_windows(tour: Tour) -> None:
    from qgis.core import QgsProject, QgsSettings
    from qgis.PyQt.QtWidgets import QApplication, QDialog, QTabWidget

    restored = next(
        layer for layer in QgsProject.instance().mapLayers().values() if layer.name().startswith("noisy – ")
    )
    # Where the dialog was left open the last time: at its page of metadata.
    QgsSettings().setValue("Windows/RasterLayerProperties/tab", METADATA_PAGE)
    # Shown, and not waited for, as it lets the user pick pixels.
    tour.iface.showLayerProperties(restored)
    settle()
    properties = QApplication.activeModalWidget()
    properties.resize(900, 560)
    pages = properties.findChild(QTabWidget, "tabWidget")
    pages.setCurrentIndex(HISTORY_TAB)
    tour.shoot(properties, "history")
    properties.reject()
    tour.shoot_dialog("settings", lambda: tour.choose("HyperRestoreSettingsAction"))
    tour.choose("HyperRestoreWeightsAction")
    weights = tour.find(QDialog, "HyperRestoreWeights")
    weights.resize(1000, 640)
    tour.shoot(weights, "weights")
    weights.close()


def processing_windows(tour: Tour) -> None:
    """The model designer with an example model, and the table for many rasters."""
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from processing.modeler.ModelerDialog import ModelerDialog
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    model = registry.createAlgorithmById(f"hyperrestore:{EXAMPLE}")
    designer = ModelerDialog.create(model)
    designer.resize(1200, 760)
    designer.show()
    tour.shoot(designer, "model")
    designer.setDirty(False)
    designer.close()
    batch = BatchAlgorithmDialog(registry.createAlgorithmById("hyperrestore:restore"), tour.window)
    batch.resize(1100, 500)
    batch.show()
    tour.shoot(batch, "batch")
    batch.close()


def reports(tour: Tour) -> None:
    """The pages that algorithms write, as a browser shows them."""
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtWebKitWidgets import QWebView

    import processing

    source = str(tour.folder / "noisy.tif")
    pages = {
        "report-noise": ("estimatenoise", {}),
        "report-restore": ("restore", {"OUTPUT": str(tour.folder / "restored.tif")}),
        "report-evaluate": ("evaluate", {"REFERENCE": str(tour.folder / "restored.tif")}),
    }
    for name, (algorithm, parameters) in pages.items():
        page = tour.folder / f"{name}.html"
        processing.run(f"hyperrestore:{algorithm}", {"INPUT": source, "OUTPUT_HTML": str(page), **parameters})
        view, loaded = QWebView(), []
        view.loadFinished.connect(loaded.append)
        view.resize(REPORT_WIDTH, REPORT_HEIGHT)
        view.load(QUrl.fromLocalFile(str(page)))
        view.show()
        tour.until(lambda loaded=loaded: bool(loaded))
        tour.shoot(view, name)
        view.close()


if FOLDER_VARIABLE in os.environ:
    in_window(session)
elif __name__ == "__main__":
    main()
