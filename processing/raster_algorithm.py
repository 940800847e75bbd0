"""Base of all algorithms that read rasters: from whatever QGIS was given to the name that GDAL opens."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..errors import UnsuitableRaster
from .base import HyperRestoreAlgorithm, tr


class RasterAlgorithm(HyperRestoreAlgorithm):
    """An algorithm with raster inputs; ``RASTERS`` are the names of those parameters.

    In ``work``, ``raster_path(name)`` is what GDAL opens: paths, subdatasets and /vsi names as they stand.
    """

    INPUT = "INPUT"
    RASTERS: tuple[str, ...] = (INPUT,)

    def add_raster(self, name: str, label: str, help_text: str) -> None:
        """Declare a raster input with its help."""
        self.add(QgsProcessingParameterRasterLayer(name, label), help_text)

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        return super().checkParameterValues(self._with_layers(parameters, context), context)

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # QGIS hands layers out in the main thread only, and gives every run an instance of its own.
        found = self._with_layers(parameters, context)
        self._paths = {name: self._path(name, found, context, feedback) for name in self.RASTERS}

    def raster_path(self, name: str = INPUT) -> str:
        """What GDAL opens for a raster parameter; known once ``prepare_work`` has run."""
        return self._paths[name]

    def _path(self, name: str, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> str:
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(self.invalidRasterError(parameters, name))
        if layer.providerType() != "gdal":
            raise UnsuitableRaster(
                tr(
                    "The layer '{}' comes from the provider '{}', but only rasters that GDAL reads can be used. "
                    "Save it as GeoTIFF first."
                ).format(layer.name(), layer.providerType())
            )
        path, _, options = layer.source().partition("|option:")
        if options:
            feedback.pushWarning(tr("The layer's GDAL open options are not used: {}.").format(options))
        return path

    def _with_layers(self, parameters: dict, context: QgsProcessingContext) -> dict:
        """``parameters`` with layers for texts that QGIS takes for missing files, but GDAL can open.

        As text, QGIS 3.22 knows files only, and neither ``/vsizip/`` paths nor the names of subdatasets.
        """
        completed = dict(parameters)
        for name in self.RASTERS:
            given = parameters.get(name)
            if isinstance(given, str) and self.parameterAsRasterLayer(parameters, name, context) is None:
                layer = QgsRasterLayer(given, given, "gdal")
                if layer.isValid():
                    completed[name] = layer
        return completed
