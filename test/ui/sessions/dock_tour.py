"""Inside QGIS: from an empty project to a compared restoration in the dock, with a picture of each step."""
from __future__ import annotations

import json
import time
from pathlib import Path

from qgis_window import in_window, settle

LIMIT_S = 240


def session(folder: Path, iface) -> None:
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt import sip
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
        dock.grab().save(str(folder / f"{name}.png"))

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
    own = (dock.panel.raster, dock.panel.method)
    texts = [label.text() for section in own for label in section.findChildren(QLabel) if label.buddy() is not None]
    texts += [button.text() for section in own for button in section.findChildren(QPushButton)]
    ours = [letter(text) for text in texts]
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

    # One that takes seconds.
    dock.panel.method.select("hyperrestore:denoiselrta")
    started = time.monotonic()
    click("preview")
    found["prepared_s"] = time.monotonic() - started
    until(lambda: not dock.panel.queue.active())
    found["preview_s"] = time.monotonic() - started
    shoot("dock-previewed")

    from processing.gui.AlgorithmDialog import AlgorithmDialog

    click("options")
    settle()
    (dialog,) = (widget for widget in QgsApplication.topLevelWidgets() if isinstance(widget, AlgorithmDialog))
    found["options"] = [dialog.algorithm().id(), dialog.createProcessingParameters()["INPUT"] == noisy.id()]
    dialog.grab().save(str(folder / "dock-options.png"))
    dialog.close()
    # QGIS deletes its own dialogs, but not while something runs in them.
    until(lambda: sip.isdeleted(dialog))

    # One that takes its time.
    dock.panel.method.select("hyperrestore:denoiseras2s")
    click("restore")
    click("restore")
    until(lambda: dock.panel.queue.active()[0].percent >= 5)
    shoot("dock-running")
    started = time.monotonic()
    for run in reversed(dock.panel.queue.active()):
        run.cancel()
    until(lambda: not dock.panel.queue.active())
    found["cancel_s"] = time.monotonic() - started

    dock.panel.method.select("hyperrestore:denoiselrta")
    click("restore")
    until(lambda: not dock.panel.queue.active())
    shoot("dock-restored")
    dock.panel.compare.swipe.click()
    settle()
    iface.mapCanvas().setExtent(noisy.extent())
    iface.mapCanvas().refresh()
    settle()
    iface.mapCanvas().waitWhileRendering()
    dock.widget().ensureWidgetVisible(dock.panel.compare)
    shoot("dock-compared")
    window.grab().save(str(folder / "window.png"))
    found["layers"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    (folder / "found.json").write_text(json.dumps(found))
    QgsApplication.setUITheme("Night Mapping")
    shoot("dock-compared-dark")
    dock.widget().verticalScrollBar().setValue(0)
    shoot("dock-restored-dark")


def letter(text: str) -> str:
    """The key of a text's mnemonic, empty for none."""
    _, mark, rest = text.replace("&&", "").partition("&")
    return rest[:1].lower() if mark else ""


in_window(session)
