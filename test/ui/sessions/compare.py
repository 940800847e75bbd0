"""Inside QGIS: a demo scene before and after, with the swipe on the map and the spectral profile, in pictures."""
from __future__ import annotations

import json
import time
from pathlib import Path

from qgis_window import in_window, settle


def session(folder: Path, iface) -> None:
    from qgis.core import QgsApplication, QgsMultiBandColorRenderer, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtCore import QPoint, Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QApplication, QDockWidget

    from hyperrestore.ui.compare.panel import ComparePanel

    def wait(condition) -> None:
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError("It never happened.")
            QApplication.processEvents()
            time.sleep(0.01)

    window, canvas = iface.mainWindow(), iface.mapCanvas()
    window.resize(1280, 860)
    for name in ("Browser", "Layers"):
        window.findChild(QDockWidget, name).setVisible(name == "Layers")
    layers = []
    for file, name in (("noisy.tif", "noisy"), ("scene.tif", "a restored raster with a rather long name indeed")):
        layer = QgsRasterLayer(str(folder / file), name)
        layer.setRenderer(QgsMultiBandColorRenderer(layer.dataProvider(), 19, 12, 4))
        layer.setDefaultContrastEnhancement()
        layers.append(QgsProject.instance().addMapLayer(layer))
    canvas.setExtent(layers[0].extent())
    panel = ComparePanel(canvas)
    dock = QDockWidget("Compare", window)
    dock.setWidget(panel)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resizeDocks([dock], [430], Qt.Orientation.Horizontal)
    settle()
    panel.set_layers(*layers)
    dock.grab().save(str(folder / "compare-empty.png"))
    former = canvas.mapTool()
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    canvas.refresh()
    settle()
    wait(lambda: not canvas.isDrawing() and panel._on_canvas.swipe.is_ready())
    QTest.mouseClick(panel.profile, Qt.MouseButton.LeftButton)
    view = canvas.viewport()
    QTest.mouseMove(view, QPoint(view.width() // 3, view.height() // 2))
    wait(lambda: panel.view.readings() and panel.view.is_idle())
    settle()
    window.grab().save(str(folder / "compare-swipe.png"))
    QTest.mouseClick(panel.turn, Qt.MouseButton.LeftButton)
    panel.mode.setCurrentIndex(panel.mode.findData("pin"))
    for share in (0.45, 0.6):
        place = QPoint(round(view.width() * share), round(view.height() * share * 0.8))
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    wait(lambda: len(panel.view.readings()) == 2)
    plot = panel.view.plot
    plot.canvas.draw()
    pixel = plot.figure.axes[0].transData.transform((860, 0.2))
    QTest.mouseMove(plot.canvas, QPoint(round(pixel[0]), plot.canvas.height() - round(pixel[1])))
    wait(plot.values.text)
    settle()
    window.grab().save(str(folder / "compare-pins.png"))
    found = {"hover": plot.values.text(), "readings": len(panel.view.readings())}
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    found["share"] = panel._on_canvas.swipe._item.share
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    found["ended"] = not panel.swipe.isChecked() and canvas.mapTool() is former
    QgsApplication.setUITheme("Night Mapping")
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    canvas.refresh()
    settle()
    wait(lambda: not canvas.isDrawing() and panel._on_canvas.swipe.is_ready())
    settle()
    window.grab().save(str(folder / "compare-dark.png"))
    found["dark"] = [plot.figure.get_facecolor()[0], plot.figure.axes[0].yaxis.label.get_color()]
    panel.deactivate()
    (folder / "found.json").write_text(json.dumps(found))


in_window(session)
