"""Inside QGIS: a scene restored from its dialog, ten rasters in a batch of which one is bad, and the model designer.

Leaves pictures of the project, of the layer's own page, of the batch and of the models, and in ``found.json`` what the
layers look like.
"""
from __future__ import annotations

import json
import os
import time
from pathlib import Path

from qgis_window import in_window, settle

ALGORITHM = "hyperrestore:denoiserobustsubspace"


def session(folder: Path, iface) -> None:
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import QTimer

    window = iface.mainWindow()
    window.resize(1280, 860)
    found = {"single": _from_the_dialog(folder, iface)}
    QgsProject.instance().clear()
    found["batch"] = _in_a_batch(folder, iface)
    QgsProject.instance().clear()
    found["models"] = _models(folder, iface)
    (folder / "found.json").write_text(json.dumps(found))
    # QGIS 3.22 leaves a finished batch in its list of running tasks, and would ask about it before it ends.
    QTimer.singleShot(3000, lambda: os._exit(0))


def _from_the_dialog(folder: Path, iface) -> dict:
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
    from qgis.PyQt.QtWidgets import QDockWidget

    window = iface.mainWindow()
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    noisy = QgsRasterLayer(str(folder / "noisy.tif"), "Lake, 12 May")
    noisy.setRenderer(_true_colour(noisy.dataProvider()))
    QgsProject.instance().addMapLayer(noisy)
    iface.mapCanvas().setExtent(noisy.extent())
    _draw(iface)
    window.grab().save(str(folder / "results-before.png"))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    dialog = AlgorithmDialog(algorithm, parent=window)
    dialog.setParameters({"INPUT": noisy.id(), "DEVICE": "cpu"})
    dialog.show()
    finished = []
    dialog.algorithmFinished.connect(lambda ok, results: finished.append(ok))
    dialog.runButton().click()
    _wait(lambda: finished)
    settle()
    dialog.grab().save(str(folder / "results-log.png"))
    dialog.close()
    (restored,) = (layer for layer in QgsProject.instance().mapLayers().values() if layer.id() != noisy.id())
    _draw(iface)
    window.grab().save(str(folder / "results-after.png"))
    iface.setActiveLayer(restored)
    _properties(folder, iface, restored)
    return {**_look(restored), "input": _look(noisy), "tree": _tree(), "ok": finished}


def _true_colour(provider):
    from qgis.core import QgsContrastEnhancement, QgsMultiBandColorRenderer

    renderer = QgsMultiBandColorRenderer(provider, 19, 12, 4)
    for colour in ("Red", "Green", "Blue"):
        stretch = QgsContrastEnhancement(provider.dataType(1))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue(0)
        stretch.setMaximumValue(0.28)
        getattr(renderer, f"set{colour}ContrastEnhancement")(stretch)
    return renderer


def _properties(folder: Path, iface, layer) -> None:
    """The layer's properties at its page of information and of metadata."""
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication, QListWidget, QTabWidget

    def grab() -> None:
        opened = [one for one in QApplication.topLevelWidgets() if _is(one, "QgsRasterLayerProperties")]
        if not opened:
            return
        timer.stop()
        (dialog,) = opened
        dialog.resize(1000, 720)
        pages = dialog.findChild(QListWidget, "mOptionsListWidget")
        for number in range(pages.count()):
            name = pages.item(number).text()
            if name in ("Information", "Metadata"):
                pages.setCurrentRow(number)
                settle()
                dialog.grab().save(str(folder / f"results-{name.lower()}.png"))
        for tabs in dialog.findChildren(QTabWidget):
            for number in range(tabs.count()):
                if tabs.tabText(number) == "History":
                    tabs.setCurrentIndex(number)
        settle()
        dialog.grab().save(str(folder / "results-history.png"))
        dialog.reject()
        done.append(True)

    done: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(grab)
    timer.start(300)
    iface.showLayerProperties(layer)
    _wait(lambda: done, 60)


def _is(widget, name: str) -> bool:
    return widget.metaObject().className() == name and widget.isVisible()


def _in_a_batch(folder: Path, iface) -> dict:
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from qgis.core import QgsApplication, QgsProject
    from qgis.PyQt.QtWidgets import QTextEdit

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    dialog = BatchAlgorithmDialog(algorithm, iface.mainWindow())
    dialog.show()
    dialog.resize(1100, 640)
    panel = dialog.mainWidget()
    rasters = sorted((folder / "scenes").glob("*.tif"))
    panel.addRow(len(rasters) - 1)
    panel.checkLoadLayersOnCompletion.setChecked(True)
    output = panel.parameter_to_column["OUTPUT"]
    for row, raster in enumerate(rasters):
        panel.wrappers[row][panel.parameter_to_column["INPUT"]].setParameterValue(str(raster), panel.processing_context)
        panel.tblParameters.cellWidget(row + 1, output).setValue(str(folder / "restored" / raster.name))
    settle()
    dialog.grab().save(str(folder / "batch.png"))
    dialog.runButton().click()
    settle()
    dialog.grab().save(str(folder / "batch-log.png"))
    log = "\n".join(text.toPlainText() for text in dialog.findChildren(QTextEdit))
    dialog.close()
    layers = QgsProject.instance().mapLayers().values()
    _draw(iface)
    iface.mainWindow().grab().save(str(folder / "batch-layers.png"))
    return {"log": log, "layers": {layer.name(): _look(layer) for layer in layers}, "tree": _tree()}


def _models(folder: Path, iface) -> dict:
    """Each example model in the designer; what QGIS finds wrong with the steps there."""
    from processing.modeler.ModelerDialog import ModelerDialog
    from qgis.core import QgsApplication

    found = {}
    for name in ("denoise-super-resolve", "estimate-denoise", "simulate-denoise-evaluate"):
        model = QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{name}")
        designer = ModelerDialog.create(model)
        designer.resize(1200, 760)
        designer.show()
        settle()
        designer.grab().save(str(folder / f"model-{name}.png"))
        found[name] = {child: designer.model().validateChildAlgorithm(child) for child in model.childAlgorithms()}
        designer.setDirty(False)
        designer.close()
    return found


def _look(layer) -> dict:
    renderer = layer.renderer()
    stretches = [getattr(renderer, f"{colour}ContrastEnhancement")() for colour in ("red", "green", "blue")]
    return {
        "name": layer.name(),
        "bands": [renderer.redBand(), renderer.greenBand(), renderer.blueBand()],
        "ranges": [[stretch.minimumValue(), stretch.maximumValue()] for stretch in stretches],
        "history": layer.metadata().history(),
    }


def _tree(group=None) -> list:
    from qgis.core import QgsLayerTree, QgsProject

    group = group or QgsProject.instance().layerTreeRoot()
    return [[node.name(), _tree(node)] if QgsLayerTree.isGroup(node) else node.name() for node in group.children()]


def _draw(iface) -> None:
    iface.mapCanvas().refresh()
    settle()
    _wait(lambda: not iface.mapCanvas().isDrawing())
    settle()


def _wait(condition, limit_s: float = 180) -> None:
    from qgis.PyQt.QtWidgets import QApplication

    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("It never happened.")
        QApplication.processEvents()
        time.sleep(0.01)


in_window(session)
