"""Base of algorithms that read several rasters through one parameter: from whatever QGIS was given to GDAL's names."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from .base import HyperRestoreAlgorithm
from .raster_algorithm import gdal_name, layer_of


class RasterListAlgorithm(HyperRestoreAlgorithm):
    """An algorithm whose ``INPUT`` is a list of rasters; in ``work``, ``raster_paths()`` are what GDAL opens."""

    INPUT = "INPUT"

    def add_rasters(self, label: str, help_text: str) -> None:
        """Declare the input with its help."""
        parameter = QgsProcessingParameterMultipleLayers(self.INPUT, label, QgsProcessing.SourceType.TypeRaster)
        parameter.setMinimumNumberInputs(1)
        self.add(parameter, help_text)

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        completed = self._with_layers(parameters, context)
        for item in _items(completed.get(self.INPUT)):
            if isinstance(item, str) and QgsProcessingUtils.mapLayerFromString(item, context) is None:
                return False, self.invalidRasterError({self.INPUT: item}, self.INPUT)
        return super().checkParameterValues(completed, context)

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # QGIS hands layers out in the main thread only, and gives every run an instance of its own.
        completed = self._with_layers(parameters, context)
        layers = self.parameterAsLayerList(completed, self.INPUT, context)
        if not layers or len(layers) < len(_items(completed.get(self.INPUT))):
            raise QgsProcessingException(self.invalidRasterError(parameters, self.INPUT))
        for layer in layers:
            if not (isinstance(layer, QgsRasterLayer) and layer.isValid()):
                raise QgsProcessingException(self.invalidRasterError({self.INPUT: layer.source()}, self.INPUT))
        self._paths = [gdal_name(layer, feedback) for layer in layers]

    def raster_paths(self) -> list[str]:
        """What GDAL opens for each raster; known once ``prepare_work`` has run."""
        return self._paths

    def _with_layers(self, parameters: dict, context: QgsProcessingContext) -> dict:
        """``parameters`` with layers for texts that QGIS takes for missing files, but GDAL can open."""
        given = parameters.get(self.INPUT)
        if not isinstance(given, (str, list, tuple)):
            return parameters
        return {**parameters, self.INPUT: [_as_layer(item, context) for item in _items(given)]}


def _items(given: Any) -> list:
    """One raster is a list, too. What QGIS computes first, such as an expression, is none that can be looked at."""
    if isinstance(given, (list, tuple)):
        return list(given)
    return [given] if isinstance(given, str) and given else []


def _as_layer(item: Any, context: QgsProcessingContext) -> Any:
    if not isinstance(item, str) or QgsProcessingUtils.mapLayerFromString(item, context) is not None:
        return item
    return layer_of(item) or item
