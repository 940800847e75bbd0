"""Inside QGIS: the plugin is switched off while a run is going and another waits, and on again."""
from __future__ import annotations

import json
import time
from pathlib import Path

from qgis_window import in_window, settle

LIMIT_S = 120


def session(folder: Path, iface) -> None:
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtWidgets import QAction, QDockWidget, QPushButton
    from qgis.utils import loadPlugin, startPlugin, unloadPlugin

    window, tasks = iface.mainWindow(), QgsApplication.taskManager()
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(folder / "noisy.tif"), "noisy"))

    def begin() -> None:
        window.findChild(QAction, "HyperRestoreDockAction").trigger()
        settle()
        dock = window.findChild(QDockWidget, "HyperRestoreDock")
        dock.panel.method.select("hyperrestore:denoiseras2s")
        for _ in range(2):
            dock.findChild(QPushButton, "restore").click()
        end = time.monotonic() + LIMIT_S
        while dock.panel.queue.active()[0].percent < 5:
            if time.monotonic() > end:
                raise TimeoutError("the run does not get on")
            QgsApplication.processEvents()
            time.sleep(0.01)

    def traces() -> dict[str, int]:
        settle()
        return {
            "docks": len(window.findChildren(QDockWidget, "HyperRestoreDock")),
            "actions": len(window.findChildren(QAction, "HyperRestoreDockAction")),
            "tasks": tasks.count(),
        }

    begin()
    found = {"running": traces()}
    started = time.monotonic()
    unloadPlugin("hyperrestore")
    found["unload_s"] = time.monotonic() - started
    found["unloaded"] = traces()
    loadPlugin("hyperrestore")
    startPlugin("hyperrestore")
    found["again"] = traces()
    found["layers"] = [layer.name() for layer in QgsProject.instance().mapLayers().values()]
    (folder / "found.json").write_text(json.dumps(found))
    begin()
    end_in_the_middle(iface)


def end_in_the_middle(iface) -> None:
    """QGIS is told to end while a run is going: it offers to cancel it, and then ends when it is told again."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication, QMessageBox

    def go_on() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            box.button(QMessageBox.StandardButton.Yes).click()
        elif box is None and QgsApplication.taskManager().countActiveTasks() == 0:
            iface.actionExit().trigger()

    timer = QTimer(QApplication.instance())
    timer.timeout.connect(go_on)
    timer.start(500)


in_window(session)
