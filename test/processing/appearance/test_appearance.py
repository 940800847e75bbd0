"""What QGIS loads looks right at once: style, name and place in the tree; from the toolbox and from models."""
from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from qgis.core import (
    QgsApplication,
    QgsContrastEnhancement,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QPainter
from qgis.PyQt.QtTest import QSignalSpy

from checkout import ROOT
from hyperrestore.processing.appearance import result
from hyperrestore.processing.appearance.tree import CHOSEN_GROUP
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import write_cube

FAST = "denoiserobustsubspace"


def tree(group=None) -> list:
    """Names of layers, and (name, children) of groups, from the top."""
    group = group or QgsProject.instance().layerTreeRoot()
    return [(node.name(), tree(node)) if hasattr(node, "addLayer") else node.name() for node in group.children()]


def ranges(renderer) -> list[tuple[float, float]]:
    found = (renderer.redContrastEnhancement(), renderer.greenContrastEnhancement(), renderer.blueContrastEnhancement())
    return [(stretch.minimumValue(), stretch.maximumValue()) for stretch in found]


def bands(renderer) -> tuple[int, int, int]:
    return renderer.redBand(), renderer.greenBand(), renderer.blueBand()


@pytest.mark.parametrize(
    ("name", "given"),
    [(FAST, {}), (FAST, {"DATA_TYPE": "Float32"}), ("superresolvebicubic", {}), ("simulatenoise", {})],
)
def test_the_result_looks_as_its_input(load, styled, name: str, given: dict) -> None:
    layer = load(name, styled, **given)
    renderer, provider = layer.renderer(), layer.dataProvider()
    assert bands(renderer) == (7, 4, 2)
    assert ranges(renderer) == [(1200, 2800), (1100, 2700), (1000, 2600)]
    assert renderer.opacity() == 0.75 == layer.opacity()
    (pixel,) = renderer.rasterTransparency().transparentThreeValuePixelList()
    assert (pixel.red, pixel.green, pixel.blue, pixel.percentTransparent) == (1, 2, 3, 100)
    assert layer.blendMode() == QPainter.CompositionMode.CompositionMode_Multiply
    assert layer.brightnessFilter().contrast() == 20
    assert layer.minimumScale() == 500_000 and layer.hasScaleBasedVisibility()
    assert [(found.min(), found.max()) for found in provider.userNoDataValues(3)] == [(5, 6)]
    assert [provider.useSourceNoDataValue(band) for band in (1, 2)] == [True, False]
    assert provider.zoomedInResamplingMethod() == provider.ResamplingMethod.Bilinear
    assert layer.customProperty("mine") is None


def test_a_style_with_one_band(load, scene: str, project) -> None:
    layer = QgsRasterLayer(scene, "grey")
    from qgis.core import QgsSingleBandGrayRenderer

    layer.setRenderer(QgsSingleBandGrayRenderer(layer.dataProvider(), 6))
    project.addMapLayer(layer)
    assert load(FAST, layer).renderer().grayBand() == 6


def test_a_file_is_shown_in_true_colour(load, scene: str) -> None:
    layer = load(FAST, scene)
    assert bands(layer.renderer()) == (5, 3, 1)
    with rasterio.open(layer.source()) as raster:
        for band, found in zip((5, 3, 1), ranges(layer.renderer())):
            values = raster.read(band)[1:]
            np.testing.assert_allclose(found, np.quantile(values, (0.02, 0.98)), atol=15)
    stretch = layer.renderer().redContrastEnhancement()
    kind = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    assert stretch.contrastEnhancementAlgorithm() == kind
    assert tree() == [("HyperRestore", [layer.name()])]
    image = layer.previewAsImage(QSize(28, 24), QColor(0, 0, 0, 0))
    assert image.pixelColor(3, 0).alpha() == 0 and image.pixelColor(3, 12).alpha() == 255


def test_few_bands_are_grey(load, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "two.tif", make_cube(2, 24, 28))
    layer = load("superresolvebicubic", raster)
    assert layer.renderer().grayBand() == 1
    stretch = layer.renderer().contrastEnhancement()
    assert 900 < stretch.minimumValue() < stretch.maximumValue() < 3100


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [(FAST, {}, "My scene – Robust subspace"), ("denoiseras2s", {}, "My scene – RAS2S (ras2s)"),
     ("superresolvebicubic", {"SCALE": 3}, "My scene – bicubic ×3"), ("restore", {}, "My scene – Restore (ras2s)"),
     ("restore", {"MODEL": "none"}, "My scene – Restore"), ("simulatenoise", {}, "My scene – gaussian noise"),
     ("superresolvessrnet", {"SCALE": 2}, "My scene – SSRNet ×2 (ssrnet-x2)")],
)  # fmt: skip
def test_it_is_named_after_input_and_model(load, styled, name: str, given: dict, expected: str) -> None:
    assert load(name, styled, **given).name() == expected


def test_a_given_name_stays(load, styled) -> None:
    assert load(FAST, styled, called="What I call it").name() == "What I call it"


def test_a_file_gives_its_name(load, scene: str) -> None:
    assert load(FAST, scene).name() == "scene – Robust subspace"


def test_results_stand_above_their_input(load, styled, scene: str, project) -> None:
    """The input is not moved, and what lies beside it neither."""
    other = QgsRasterLayer(scene, "other")
    project.layerTreeRoot().insertLayer(0, project.addMapLayer(other, False))
    load(FAST, styled)
    load("superresolvebicubic", styled, "2.tif")
    mine = ("My scene – restored", ["My scene – bicubic ×2", "My scene – Robust subspace"])
    assert tree() == ["other", mine, "My scene"]
    load(FAST, other, "3.tif")
    assert tree() == [("other – restored", ["other – Robust subspace"]), "other", mine, "My scene"]
    assert len(project.mapLayers()) == 5


def test_an_input_in_a_group_has_its_results_there(load, styled, project) -> None:
    root = project.layerTreeRoot()
    group = root.addGroup("May")
    node = root.findLayer(styled.id())
    group.addChildNode(node.clone())
    root.removeChildNode(node)
    load(FAST, styled)
    assert tree() == [("May", ["My scene – Robust subspace", "My scene"])]
    QgsApplication.processEvents()
    assert len(project.mapLayers()) == 2


def test_the_group_that_the_user_has_chosen_counts(load, styled) -> None:
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, "Results")
    QgsSettings().setValue(CHOSEN_GROUP, "Results")
    try:
        load(FAST, styled)
        assert tree() == [("Results", ["My scene – Robust subspace"]), "My scene"]
    finally:
        QgsSettings().remove(CHOSEN_GROUP)
        ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, "")


def test_an_input_that_is_removed_meanwhile(load, styled, project) -> None:
    """Its style and its name were taken before; the result stands by itself."""
    identifier = styled.id()

    def remove(percent: float) -> None:
        if project.mapLayer(identifier) is not None:
            project.removeMapLayer(identifier)

    layer = load(FAST, identifier, feedback=Recorder(remove))
    assert layer.name() == "My scene – Robust subspace" and bands(layer.renderer()) == (7, 4, 2)
    assert tree() == [("HyperRestore", [layer.name()])]


def test_a_task_in_the_background_does_the_same(plugin, styled, project, tmp_path: Path) -> None:
    """As QGIS's dialog runs it: prepared here, run in another thread, loaded here."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{FAST}")
    context, feedback = QgsProcessingContext(), Recorder()
    context.setProject(project)
    target = str(tmp_path / "out" / "b.tif")
    parameters = {
        "INPUT": styled.id(), "OUTPUT": QgsProcessingOutputLayerDefinition(target, project), "DEVICE": "cpu"
    }  # fmt: skip
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    done = QSignalSpy(task.executed)
    QgsApplication.taskManager().addTask(task)
    assert done.wait(60_000) and done[0][0], feedback.lines
    assert handleAlgorithmResults(algorithm, context, feedback, True, parameters)
    (layer,) = (layer for layer in project.mapLayers().values() if layer.source() == target)
    assert layer.name() == "My scene – Robust subspace" and bands(layer.renderer()) == (7, 4, 2)


def test_a_models_results_look_right_and_keep_their_names(plugin, styled, project, tmp_path: Path) -> None:
    from processing.gui.Postprocessing import handleAlgorithmResults

    model = QgsApplication.processingRegistry().createAlgorithmById("hyperrestore:denoise-super-resolve")
    (output,) = model.destinationParameterDefinitions()
    context, feedback = QgsProcessingContext(), Recorder()
    context.setProject(project)
    target = str(tmp_path / "fine.tif")
    parameters = {
        "INPUT": styled.id(), "SCALE": 2, output.name(): QgsProcessingOutputLayerDefinition(target, project)
    }  # fmt: skip
    _, ok = model.run(parameters, context, feedback)
    assert ok, feedback.lines
    assert handleAlgorithmResults(model, context, feedback, True, parameters), feedback.lines
    (layer,) = (layer for layer in project.mapLayers().values() if layer.source() == target)
    assert layer.name() == "Finer raster"
    assert bands(layer.renderer()) == (5, 3, 1)
    assert "hyperrestore:superresolvessrnet" in layer.metadata().abstract()


def test_nothing_is_kept_of_results_that_were_loaded(load, styled) -> None:
    for number in range(3):
        load("superresolvebicubic", styled, f"{number}.tif")
    assert len(result._waiting) == 1


def test_no_algorithm_needs_a_window() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "processing").rglob("*.py")}
    assert [str(path) for path, text in texts.items() if re.search(r"qgis\.gui\b(?!`)|qgis\.utils|iface", text)] == []
