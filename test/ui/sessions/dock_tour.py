"""Inside QGIS: from an empty project to a compared restoration in the dock, with a picture of each step."""
from __future__ import annotations

import json
import time
from pathlib import Path

from qgis_window import in_window, settle

LIMIT_S = 240


def session(folder: Path, iface) -> None:
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QAction, QComboBox, QDockWidget, QLabel, QPushButton

    window = iface.mainWindow()
    window.resize(1280, 900)
    dock = window.findChild(QDockWidget, "HyperRestoreDock")
    found: dict[str, object] = {"visible_at_first": dock.isVisible(), "panel_at_first": dock.panel is not None}

    def until(condition) -> None:
        end = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("it never happened")
            QgsApplication.processEvents()
            time.sleep(0.01)

    def shoot(name: str) -> None:
        settle()
        for theme in ("default", "Night Mapping"):
            QgsApplication.setUITheme(theme)
            settle()
            dock.grab().save(str(folder / f"{name}-{'light' if theme == 'default' else 'dark'}.png"))
        QgsApplication.setUITheme("default")
        settle()

    def click(name: str) -> None:
        dock.findChild(QPushButton, name).click()

    action = window.findChild(QAction, "HyperRestoreDockAction")
    found["in_toolbar"] = action in iface.pluginToolBar().actions()
    action.trigger()
    window.resizeDocks([dock], [320], Qt.Orientation.Horizontal)
    settle()
    found["visible"] = dock.isVisible()
    found["narrowest"] = dock.panel.minimumSizeHint().width()
    shoot("dock-empty")

    menus = {letter(entry.text()) for entry in window.menuBar().actions()} - {""}
    texts = [label.text() for label in dock.findChildren(QLabel) if label.buddy()]
    ours = [letter(text) for text in [*texts, *(button.text() for button in dock.findChildren(QPushButton))]]
    found["mnemonics"] = [key for key in ours if key]
    found["taken"] = sorted(menus & set(ours))

    noisy = QgsRasterLayer(str(folder / "noisy.tif"), "noisy")
    QgsProject.instance().addMapLayer(noisy)
    iface.mapCanvas().setExtent(noisy.extent())
    settle()
    click("estimate")
    until(lambda: not dock.panel.queue.active())
    found["finding"] = dock.findChild(QLabel, "finding").text()
    found["method"] = dock.findChild(QComboBox, "method").currentText()
    shoot("dock-estimated")

    started = time.monotonic()
    click("preview")
    found["prepared_s"] = time.monotonic() - started
    until(lambda: not dock.panel.queue.active())
    found["preview_s"] = time.monotonic() - started
    shoot("dock-previewed")

    dock.panel.method.select("hyperrestore:denoiseras2s")
    click("restore")
    click("restore")
    until(lambda: dock.panel.queue.active()[0].percent > 20)
    shoot("dock-running")
    dock.panel.queue.active()[1].cancel()
    until(lambda: not dock.panel.queue.active())
    shoot("dock-finished")
    settle()
    iface.mapCanvas().waitWhileRendering()
    window.grab().save(str(folder / "window.png"))
    found["layers"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    (folder / "found.json").write_text(json.dumps(found))


def letter(text: str) -> str:
    """The key of a text's mnemonic, empty for none."""
    _, mark, rest = text.replace("&&", "").partition("&")
    return rest[:1].lower() if mark else ""


in_window(session)
