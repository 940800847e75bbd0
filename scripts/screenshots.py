"""Takes the pictures in docs/images from a real QGIS: `.venv/bin/python scripts/screenshots.py` (needs xvfb-run).

Started by hand, it makes the demo's noisy scene and a profile, and starts QGIS with itself as --code; there it opens
the dialog, runs the algorithm, grabs the windows and closes QGIS.
"""
from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pictures import publish
from qgis_window import FOLDER_VARIABLE, in_window, run_in_window, settle

ALGORITHM = "hyperrestore:denoiseras2s"
DIALOGS = ("restore", "denoiseras2s", "finetune")
# Band numbers next to 640, 550 and 460 nm in the demo's scene, and the reflectances of black and white.
TRUE_COLOUR, RANGE = (19, 12, 4), (0.0, 0.28)


def main() -> None:
    from checkout import ROOT, make_profile
    from demo.scene import make_scene, write_scene
    from run_demo import spoil

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_scene(folder / "noisy.tif", spoil(make_scene()))
        run_in_window(Path(__file__), folder, make_profile(folder / "profile"))
        for path in sorted(folder.glob("*.png")):
            publish(path, ROOT / "docs" / "images" / path.name)


def _take_pictures(folder: Path, iface) -> None:
    from qgis.core import QgsProject, QgsRasterLayer

    import processing

    window = iface.mainWindow()
    window.resize(1280, 800)
    noisy = QgsRasterLayer(str(folder / "noisy.tif"), "noisy")
    show_true_colour(noisy)
    QgsProject.instance().addMapLayer(noisy)
    _grab_toolbox(window, folder / "toolbox.png")
    for name in DIALOGS:
        _grab_dialog(window, folder, name)
    processing.run(ALGORITHM, {"INPUT": noisy, "OUTPUT": str(folder / "restored.tif")})
    restored = QgsRasterLayer(str(folder / "restored.tif"), "restored")
    show_true_colour(restored)
    QgsProject.instance().addMapLayer(restored)
    _show_side_by_side(iface, noisy, restored)
    window.grab().save(str(folder / "qgis.png"))


def _grab_dialog(window, folder: Path, name: str) -> None:
    """The algorithm's dialog as it opens, and with the advanced parameters shown."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis.core import QgsApplication
    from qgis.PyQt.QtWidgets import QToolButton

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{name}")
    dialog = AlgorithmDialog(algorithm, parent=window)
    dialog.show()
    dialog.resize(860, 560)
    settle()
    dialog.grab().save(str(folder / f"dialog-{name}.png"))
    dialog.findChild(QToolButton, "collapseButton").click()
    dialog.resize(860, 960)
    settle()
    dialog.grab().save(str(folder / f"dialog-{name}-advanced.png"))
    dialog.close()


def show_true_colour(layer) -> None:
    from qgis.core import QgsContrastEnhancement, QgsMultiBandColorRenderer

    provider = layer.dataProvider()
    renderer = QgsMultiBandColorRenderer(provider, *TRUE_COLOUR)
    setters = (renderer.setRedContrastEnhancement, renderer.setGreenContrastEnhancement,
               renderer.setBlueContrastEnhancement)  # fmt: skip
    for band, setter in zip(TRUE_COLOUR, setters):
        stretch = QgsContrastEnhancement(provider.dataType(band))
        stretch.setMinimumValue(RANGE[0])
        stretch.setMaximumValue(RANGE[1])
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        setter(stretch)
    layer.setRenderer(renderer)


def _grab_toolbox(window, path: Path) -> None:
    """The toolbox's entries of this provider."""
    from processing.gui.ProcessingToolbox import ProcessingToolbox

    toolbox = window.findChild(ProcessingToolbox)
    toolbox.setFloating(True)
    toolbox.setVisible(True)
    toolbox.resize(360, 700)
    settle()
    tree = toolbox.algorithmTree
    model = tree.model()
    (top,) = (
        index for index in (model.index(row, 0) for row in range(model.rowCount()))
        if model.data(index) == "HyperRestore"
    )  # fmt: skip
    tree.expandRecursively(top)
    tree.clearSelection()
    tree.scrollTo(top, tree.ScrollHint.PositionAtTop)
    settle()
    last = top
    while model.rowCount(last):
        last = model.index(model.rowCount(last) - 1, 0, last)
    area = tree.visualRect(top).united(tree.visualRect(last))
    tree.viewport().grab(area.adjusted(-40, -2, -60, 4).intersected(tree.viewport().rect())).save(str(path))
    toolbox.setVisible(False)


def _show_side_by_side(iface, noisy, restored) -> None:
    """The noisy layer in the main map, the restored one in a second map beside it."""
    from qgis.core import QgsMapThemeCollection, QgsProject
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QDockWidget

    project, window = QgsProject.instance(), iface.mainWindow()
    theme = QgsMapThemeCollection.MapThemeRecord()
    theme.setLayerRecords([QgsMapThemeCollection.MapThemeLayerRecord(restored)])
    project.mapThemeCollection().insert("restored", theme)
    project.layerTreeRoot().findLayer(restored.id()).setItemVisibilityChecked(False)
    window.findChild(QDockWidget, "Browser").close()
    first, second = iface.mapCanvas(), iface.createNewMapCanvas("restored")
    second.setTheme("restored")
    docks = [dock for dock in window.findChildren(QDockWidget) if dock.isAncestorOf(second)]
    window.resizeDocks(docks, [510], Qt.Orientation.Horizontal)
    settle()
    for view in (first, second):
        view.setExtent(noisy.extent())
        view.refresh()
        settle()
        view.waitWhileRendering()
    settle()


if FOLDER_VARIABLE in os.environ:
    in_window(_take_pictures)
elif __name__ == "__main__":
    main()
