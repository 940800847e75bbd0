"""A layer with a look of its own, and a way to have QGIS load what an algorithm makes of it."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
    QgsRasterTransparency,
)
from qgis.PyQt.QtGui import QPainter

from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import write_cube

WAVELENGTHS = (460, 500, 550, 600, 640, 700, 800, 900)


@pytest.fixture
def scene(tmp_path: Path) -> str:
    """int16 [8, 24, 28] from 460 to 900 nm, with nodata in its first row."""

    def spectral(dataset) -> None:
        for number, wavelength in enumerate(WAVELENGTHS, start=1):
            band = dataset.GetRasterBand(number)
            band.SetNoDataValue(-9999)
            band.SetMetadata({"wavelength": str(wavelength), "wavelength_units": "Nanometers"})

    cube = make_cube(8, 24, 28)
    cube[:, 0] = -9999
    return write_cube(tmp_path / "in" / "scene.tif", cube, describe=spectral)


@pytest.fixture
def project(qgis_processing):
    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


@pytest.fixture
def styled(scene: str, project) -> QgsRasterLayer:
    """The scene as a layer that somebody has given a look of their own."""
    layer = QgsRasterLayer(scene, "My scene")
    provider = layer.dataProvider()
    stretches = []
    for low, high in ((1200, 2800), (1100, 2700), (1000, 2600)):
        stretch = QgsContrastEnhancement(provider.dataType(1))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue(low)
        stretch.setMaximumValue(high)
        stretches.append(stretch)
    renderer = QgsMultiBandColorRenderer(provider, 7, 4, 2)
    for colour, stretch in zip(("Red", "Green", "Blue"), stretches):
        getattr(renderer, f"set{colour}ContrastEnhancement")(stretch)
    clear, pixel = QgsRasterTransparency(), QgsRasterTransparency.TransparentThreeValuePixel()
    pixel.red, pixel.green, pixel.blue, pixel.percentTransparent = 1.0, 2.0, 3.0, 100.0
    clear.setTransparentThreeValuePixelList([pixel])
    renderer.setRasterTransparency(clear)
    renderer.setOpacity(0.75)
    layer.setRenderer(renderer)
    layer.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    layer.brightnessFilter().setContrast(20)
    layer.setMinimumScale(500_000)
    layer.setScaleBasedVisibility(True)
    provider.setUserNoDataValue(3, [QgsRasterRange(5, 6)])
    provider.setUseSourceNoDataValue(2, False)
    provider.setZoomedInResamplingMethod(provider.ResamplingMethod.Bilinear)
    layer.setCustomProperty("mine", 1)
    metadata = layer.metadata()
    metadata.setHistory(["Flown in May."])
    layer.setMetadata(metadata)
    project.addMapLayer(layer)
    return layer


@pytest.fixture
def load(plugin, project, tmp_path: Path) -> Callable[..., QgsRasterLayer]:
    """Runs an algorithm as the toolbox does, and has QGIS load what comes out."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    def call(name: str, source, output: str = "OUTPUT.tif", called: str = "", feedback=None, **given):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{name}")
        context = QgsProcessingContext()
        context.setProject(project)
        feedback = feedback or Recorder()
        target = str(tmp_path / "out" / output)
        destination = QgsProcessingOutputLayerDefinition(target, project)
        destination.destinationName = called
        parameters = {"INPUT": source, "OUTPUT": destination, **given}
        if name not in ("simulatenoise", "importmat"):
            parameters["DEVICE"] = "cpu"
        results, ok = algorithm.run(parameters, context, feedback)
        assert ok, feedback.lines
        assert handleAlgorithmResults(algorithm, context, feedback, True, parameters), feedback.lines
        (layer,) = (layer for layer in project.mapLayers().values() if layer.source() == target)
        return layer

    return call
