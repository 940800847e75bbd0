"""Base of all algorithms that read rasters: from whatever QGIS was given to the name that GDAL opens."""

from __future__ import annotations

import os
from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..errors import InvalidParameter, UnsuitableRaster
from ..raster import open_cube
from .base import HyperRestoreAlgorithm, tr
from .parameters import Row


class RasterAlgorithm(HyperRestoreAlgorithm):
    """An algorithm with raster inputs; ``RASTERS`` are the names of those parameters.

    In ``work``, ``raster_path(name)`` is what GDAL opens: paths, subdatasets and /vsi names as they stand.
    """

    INPUT, BANDS = "INPUT", "BANDS"
    RASTERS: tuple[str, ...] = (INPUT,)

    def add_raster(self, name: str, label: str, help_text: str) -> None:
        """Declare a raster input with its help."""
        self.add(QgsProcessingParameterRasterLayer(name, label), help_text)

    def bands_row(self, description: str, help_text: str) -> Row:
        """An optional choice of bands of ``INPUT``; the help goes on with how to give them, and ``help_text``."""
        return Row(
            lambda: QgsProcessingParameterBand(
                self.BANDS, description, parentLayerParameterName=self.INPUT, optional=True, allowMultiple=True
            ),
            " ".join(
                (
                    tr("None chosen: all. On the command line, numbers separated by semicolons: BANDS=1;2;3."),
                    tr(help_text),
                )
            ),
        )

    def chosen_bands(self, parameters: dict, context: QgsProcessingContext) -> tuple[int, ...] | None:
        """Bands asked for, 0-based; None for all. What is no number reaches us from QGIS as band 0."""
        numbers = self.parameterAsInts(parameters, self.BANDS, context)
        if any(number < 1 for number in numbers):
            raise InvalidParameter(
                tr("BANDS was given as '{}'. Give band numbers from 1 on, separated by semicolons: 1;2;3.").format(
                    parameters.get(self.BANDS)
                )
            )
        return tuple(sorted({number - 1 for number in numbers})) or None

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        completed = self._with_layers(parameters, context)
        for name in self.RASTERS:
            if self.parameterAsRasterLayer(completed, name, context) is None:
                try:
                    _say_what_is_wrong(completed.get(name))
                except UnsuitableRaster as error:
                    return False, str(error)
        return super().checkParameterValues(completed, context)

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # QGIS hands layers out in the main thread only, and gives every run an instance of its own.
        found = self._with_layers(parameters, context)
        layers = {name: self._layer(name, found, context) for name in self.RASTERS}
        self._paths = {name: gdal_name(layer, feedback) for name, layer in layers.items()}
        self.prepare_layers(layers, parameters, context)

    def prepare_layers(
        self, layers: Mapping[str, QgsRasterLayer], parameters: dict, context: QgsProcessingContext
    ) -> None:
        """Main-thread part for those who need more of the input layers, by parameter, than what GDAL opens."""

    def raster_path(self, name: str = INPUT) -> str:
        """What GDAL opens for a raster parameter; known once ``prepare_work`` has run."""
        return self._paths[name]

    def _layer(self, name: str, parameters: dict, context: QgsProcessingContext) -> QgsRasterLayer:
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None or not layer.isValid():
            _say_what_is_wrong(parameters.get(name))
            raise QgsProcessingException(self.invalidRasterError(parameters, name))
        return layer

    def _with_layers(self, parameters: dict, context: QgsProcessingContext) -> dict:
        """``parameters`` with layers for texts that QGIS takes for missing files, but GDAL can open."""
        completed = dict(parameters)
        for name in self.RASTERS:
            given = parameters.get(name)
            if isinstance(given, str) and self.parameterAsRasterLayer(parameters, name, context) is None:
                completed[name] = layer_of(given) or given
        return completed


def _say_what_is_wrong(given: object) -> None:
    """Raises UnsuitableRaster, with GDAL's reason, for a file that is there: QGIS would call it "not found"."""
    if isinstance(given, str) and os.path.isfile(given):
        open_cube(given).close()


def layer_of(text: str) -> QgsRasterLayer | None:
    """The raster that GDAL opens under a name, or None.

    As text, QGIS 3.22 knows files only, and neither ``/vsizip/`` paths nor the names of subdatasets.
    """
    layer = QgsRasterLayer(text, text, "gdal")
    return layer if layer.isValid() else None


def gdal_name(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> str:
    """What GDAL opens for a layer. Raises ``UnsuitableRaster`` when it is none of GDAL's."""
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
