"""The same result by every way into Processing, for every kind of input."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QEventLoop

from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import read

ID = "hyperrestore:denoiseras2s"


@pytest.fixture
def expected(restore, small_raster: str) -> np.ndarray:
    """The result for a path."""
    restored = read(restore(small_raster, "expected.tif"))
    assert (restored != read(small_raster)).any()
    return restored


@pytest.fixture
def layer(small_raster: str) -> QgsRasterLayer:
    """The raster as a layer of the project."""
    layer = QgsRasterLayer(small_raster, "small")
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize("handle", ["object", "id", "name"])
def test_layers_of_the_project(restore, expected: np.ndarray, layer: QgsRasterLayer, handle: str) -> None:
    source = {"object": layer, "id": layer.id(), "name": layer.name()}[handle]
    assert np.array_equal(read(restore(source)), expected)


def test_inside_a_model(plugin, expected: np.ndarray, small_raster: str, tmp_path: Path) -> None:
    """A model stores choices by their words, and hands its own input on."""
    child = QgsProcessingModelChildAlgorithm(ID)
    child.setChildId("denoise")
    source = QgsProcessingModelChildParameterSource
    child.addParameterSources("INPUT", [source.fromModelParameter("cube")])
    child.addParameterSources("QUALITY", [source.fromStaticValue("normal")])
    child.addParameterSources("DEVICE", [source.fromStaticValue("cpu")])
    output = QgsProcessingModelOutput("restored")
    output.setChildId("denoise")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"restored": output})
    model = QgsProcessingModelAlgorithm("clean", "test")
    model.addModelParameter(QgsProcessingParameterRasterLayer("cube"), QgsProcessingModelParameter("cube"))
    model.addChildAlgorithm(child)
    stored = tmp_path / "clean.model3"
    assert model.toFile(str(stored))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(stored))

    context, feedback, target = QgsProcessingContext(), Recorder(), str(tmp_path / "model.tif")
    results, ok = loaded.create().run({"cube": small_raster, "denoise:restored": target}, context, feedback)
    assert ok, feedback.lines
    assert results["denoise:restored"] == target
    assert np.array_equal(read(target), expected)


def run_task(parameters: dict) -> tuple[bool, dict, list[str]]:
    """(success, results, log) of a run as the dialog makes it: prepared here, worked in a thread of QGIS's."""
    context, feedback = QgsProcessingContext(), Recorder()
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(
        QgsApplication.processingRegistry().createAlgorithmById(ID), parameters, context, feedback
    )
    outcome, loop = [], QEventLoop()
    task.executed.connect(lambda ok, results: (outcome.append((ok, results)), loop.quit()))
    QgsApplication.taskManager().addTask(task)
    if not outcome:
        loop.exec()
    return (*outcome[0], feedback.lines)


def test_in_a_background_thread(plugin, expected: np.ndarray, layer: QgsRasterLayer, tmp_path: Path) -> None:
    target = str(tmp_path / "task.tif")
    ok, results, _ = run_task({"INPUT": layer.id(), "OUTPUT": target, "DEVICE": "cpu"})
    assert ok
    assert (results["OUTPUT"], results["RESTORED_BANDS"]) == (target, 6)
    assert np.array_equal(read(target), expected)


def test_a_failure_in_a_background_thread_is_reported(plugin, layer: QgsRasterLayer, tmp_path: Path) -> None:
    ok, _, lines = run_task({"INPUT": layer.id(), "OUTPUT": str(tmp_path / "task.tif"), "BANDS": [7]})
    assert not ok
    assert any(line.startswith("Band 7 was asked for") for line in lines)
    assert not (tmp_path / "task.tif").exists()
