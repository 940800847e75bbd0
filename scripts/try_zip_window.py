"""Inside QGIS, for try_zip.py: what the installed plugin has put into the window, and a picture of it."""
from __future__ import annotations

import json
from pathlib import Path

from qgis_window import in_window, settle


def look(folder: Path, iface) -> None:
    """Inside QGIS: what the plugin has put into the window, and a picture of it."""
    from qgis.core import Qgis as QgisApi
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtCore import QT_VERSION_STR, QUrl
    from qgis.PyQt.QtWidgets import QDockWidget

    window = iface.mainWindow()
    window.resize(1400, 900)
    for name in ("noisy", "denoiseras2s", "restore"):
        QgsProject.instance().addMapLayer(QgsRasterLayer(str(folder / f"{name}.tif"), name))
    iface.zoomToActiveLayer()
    docks = [dock for dock in window.findChildren(QDockWidget) if "hyperrestore" in type(dock).__module__.lower()]
    for dock in docks:
        dock.show()
    settle(200)
    window.grab().save(str(folder / "window.png"))
    provider = QgsApplication.processingRegistry().providerById("hyperrestore")
    help_pages = {algorithm.name(): QUrl(algorithm.helpUrl()) for algorithm in provider.algorithms()}
    found = {
        "qgis": QgisApi.QGIS_VERSION,
        "qt": QT_VERSION_STR,
        "menu": [action.text() for action in iface.rasterMenu().actions()].count("HyperRestore"),
        "docks": [dock.windowTitle() for dock in docks],
        "help": {name: [Path(url.toLocalFile()).name, url.fragment()] for name, url in help_pages.items()},
        "help_missing": [name for name, url in help_pages.items() if not Path(url.toLocalFile()).is_file()],
    }
    (folder / "window.json").write_text(json.dumps(found))


in_window(look)
