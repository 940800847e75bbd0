"""The plugin in the QGIS of this test process, and rasters for it to work on."""
from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

import hyperrestore
from hyperrestore.processing.settings import Settings, write_settings
from hyperrestore.test.processing.rasters import write_cube


class Recorder(QgsProcessingFeedback):
    """Keeps what a run says; ``on_progress(percent)`` may cancel it."""

    def __init__(self, on_progress: Callable[[float], None] = lambda percent: None) -> None:
        super().__init__(False)
        self.lines: list[str] = []
        self.progressChanged.connect(on_progress)

    def pushInfo(self, info: str) -> None:
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        self.lines.append(warning)

    def pushDebugInfo(self, info: str) -> None:
        self.lines.append(info)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.lines.append(error)


@pytest.fixture(scope="session")
def plugin(qgis_processing: None):
    """The plugin as QGIS loads it, without a window."""
    loaded = hyperrestore.classFactory(None)
    loaded.initProcessing()
    yield loaded
    loaded.unload()
    # Contexts that exceptions still hold own layers, which crash QGIS when they outlive it.
    gc.collect()


@pytest.fixture(scope="session")
def algorithm(plugin) -> Callable:
    """``algorithm("denoiseras2s")`` -> a new instance, as the toolbox makes them."""
    return lambda name: QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{name}")


@pytest.fixture
def restore(plugin, tmp_path: Path) -> Callable[..., Path]:
    """``restore(raster, QUALITY=…)`` -> the output of denoiseras2s on it, run in this process."""
    import processing

    def call(raster: object, output: str = "restored.tif", feedback: QgsProcessingFeedback | None = None, **given):
        target = tmp_path / "out" / output
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": raster, "OUTPUT": str(target), "DEVICE": "cpu", **given}
        results = processing.run(
            "hyperrestore:denoiseras2s", parameters, context=context, feedback=feedback or Recorder()
        )
        assert results["OUTPUT"] == str(target)
        return target

    return call


@pytest.fixture(scope="session")
def small_cube() -> np.ndarray:
    """int16 [6, 20, 24]: a noisy, smooth scene."""
    return make_cube(6, 20, 24)


@pytest.fixture
def small_raster(tmp_path: Path, small_cube: np.ndarray) -> str:
    """``small_cube`` as a GeoTIFF in a folder of its own."""
    return write_cube(tmp_path / "in" / "small.tif", small_cube)


@pytest.fixture
def catalog(own_settings: Path, tmp_path: Path) -> Path:
    """The folder of the user's catalog of weights, empty."""
    folder = tmp_path / "catalog"
    write_settings(Settings(weights_folder=str(folder)))
    return folder


def make_cube(bands: int, height: int, width: int) -> np.ndarray:
    """int16 [bands, height, width]: a smooth scene of 1000 to 3000 with noise of sigma 100."""
    rng = np.random.default_rng(7)
    band, y, x = np.mgrid[:bands, :height, :width]
    clean = 2000 + 600 * np.sin(x / 6 + band / 5) + 400 * np.cos(y / 5)
    return np.rint(clean + rng.normal(0, 100, clean.shape)).astype(np.int16)
