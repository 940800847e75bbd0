"""Inside QGIS, for try_zip.py: what the installed plugin has put into the window, and a picture of it."""
from __future__ import annotations

import json
from pathlib import Path

from qgis_window import in_window, settle

HEARD = "The log is read."

def look(folder: Path, iface) -> None:
    from qgis.core import Qgis as QgisApi
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtCore import QT_VERSION_STR, Qt, QUrl
    from qgis.PyQt.QtWidgets import QDockWidget

    window = iface.mainWindow()
    window.resize(1400, 900)
    for name in ("noisy", "denoiseras2s", "restore"):
        QgsProject.instance().addMapLayer(QgsRasterLayer(str(folder / f"{name}.tif"), name))
    docks = [dock for dock in window.findChildren(QDockWidget) if type(dock).__module__.startswith("hyperrestore.")]
    for dock in docks:
        dock.show()
    window.resizeDocks(docks, [dock.widget().sizeHint().width() for dock in docks], Qt.Orientation.Horizontal)
    iface.zoomToActiveLayer()
    settle(200)
    iface.mapCanvas().waitWhileRendering()
    window.grab().save(str(folder / "window.png"))
    provider = QgsApplication.processingRegistry().providerById("hyperrestore")
    # The example models are QGIS's own kind of algorithm, and have no page.
    urls = {algorithm.name(): QUrl(algorithm.helpUrl()) for algorithm in provider.algorithms() if algorithm.helpUrl()}
    found = {
        "qgis": QgisApi.QGIS_VERSION,
        "qt": QT_VERSION_STR,
        "menu": [action.text() for action in iface.rasterMenu().actions()].count("HyperRestore"),
        "docks": [dock.windowTitle() for dock in docks],
        "help": {name: [Path(url.toLocalFile()).name, url.fragment()] for name, url in urls.items()},
        "help_missing": [name for name, url in urls.items() if not Path(url.toLocalFile()).is_file()],
    }
    (folder / "window.json").write_text(json.dumps(found))
    (folder / "messages.log").write_text(messages(window))


def messages(window) -> str:
    """What QGIS has put into its log panel since it started: Python's warnings go there, too."""
    from qgis.core import QgsMessageLog
    from qgis.PyQt.QtWidgets import QDockWidget, QPlainTextEdit

    QgsMessageLog.logMessage(HEARD, "HyperRestore")
    settle()
    panel = window.findChild(QDockWidget, "MessageLog")
    text = "\n".join(page.toPlainText() for page in panel.findChildren(QPlainTextEdit))
    if HEARD not in text:
        raise RuntimeError("QGIS's log panel cannot be read.")
    return text


in_window(look)
