"""Base of all algorithms that restore a raster with a model: the common parameters, and the way to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..errors import InvalidParameter, UnsuitableRaster, WeightsMismatch
from ..models.catalog import DEFAULT, SHIPPED, Entry, entries, find
from ..models.weights import load_model
from ..restoration.dependencies import require_torch
from ..restoration.job import CHOICES, RestorationJob
from ..restoration.pipeline import restore_raster
from .base import HyperRestoreAlgorithm, plugin_version, tr, user_weights_folder
from .feedback import FeedbackMonitor

DEVICES = ("auto", "cpu", "cuda", *(f"cuda:{index}" for index in range(8)), "mps")


class RestorationAlgorithm(HyperRestoreAlgorithm):
    """A restoration with weights of one architecture; subclasses name it."""

    ARCHITECTURE: str

    INPUT, OUTPUT, BANDS = "INPUT", "OUTPUT", "BANDS"
    WEIGHTS, WEIGHTS_FILE = "WEIGHTS", "WEIGHTS_FILE"
    DEVICE, TILE_SIZE, OVERLAP, MEMORY_MB = "DEVICE", "TILE_SIZE", "OVERLAP", "MEMORY_MB"
    SCALING, DATA_TYPE, LINE_DIRECTION, QUALITY = "SCALING", "DATA_TYPE", "LINE_DIRECTION", "QUALITY"
    CLAMPED, RESTORED_BANDS = "CLAMPED", "RESTORED_BANDS"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Hyperspectral raster")),
            "The raster to restore: any raster that GDAL reads, with any number of bands, integer or float.",
        )
        self.add(
            QgsProcessingParameterBand(
                self.BANDS,
                tr("Bands to restore (none chosen: all)"),
                parentLayerParameterName=self.INPUT,
                optional=True,
                allowMultiple=True,
            ),
            "Bands to restore; none chosen means all. On the command line, numbers separated by semicolons: "
            "\"BANDS=1;2;3\". The others, and bands flagged bad, constant or empty, pass through unchanged.",
        )
        names = [DEFAULT, *(entry.name for entry in entries(self._folders(), self.ARCHITECTURE))]
        self.add(
            _choice(self.WEIGHTS, tr("Weights"), names, DEFAULT),
            "Trained weights by name. 'default' is the best set that comes with the plugin; import others with "
            "hyperrestore:importweights.",
        )
        self.add(
            _choice(self.QUALITY, tr("Quality"), CHOICES["quality"], "normal"),
            "'best' averages with the result on the reversed band order: a little cleaner, twice the time.",
        )
        self.add(
            _choice(self.DATA_TYPE, tr("Output data type"), CHOICES["data_type"], "source"),
            "'source' keeps the input's type (values are rounded, and the log counts those that had to be clamped); "
            "'Float32' keeps fractions.",
        )
        self._add_advanced_parameters()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Restored raster")),
            "GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip), with the input's georeference, nodata and "
            "spectral metadata.",
        )
        self.addOutput(QgsProcessingOutputNumber(self.CLAMPED, tr("Number of clamped values")))
        self.addOutput(QgsProcessingOutputNumber(self.RESTORED_BANDS, tr("Number of restored bands")))

    def _add_advanced_parameters(self) -> None:
        self.add(
            _choice(self.DEVICE, tr("Device"), DEVICES, "auto"),
            "'auto' takes the first CUDA device, or Apple's GPU, or the CPU, and the log says which and why.",
            advanced=True,
        )
        self.add(
            _choice(self.SCALING, tr("Value scaling"), CHOICES["scaling"], "auto"),
            "How values are brought into the model's range, once for the whole raster: 'auto' as the model was "
            "trained, 'cube' one range over all bands, 'band' each band its own, 'none' they are in it already.",
            advanced=True,
        )
        self.add(
            _choice(self.LINE_DIRECTION, tr("Direction of stripes and dead lines"), CHOICES["line_direction"], "auto"),
            "Networks know line noise along columns; with 'rows' the raster is turned before and after. 'auto' "
            "estimates it.",
            advanced=True,
        )
        self.add(
            _integer(self.TILE_SIZE, tr("Tile size in pixels (0: automatic, -1: whole raster)"), default=0, minimum=-1),
            "Side of the tiles that the model sees. 0: the model's own; -1: the whole raster as one tile (exact, if "
            "memory allows).",
            advanced=True,
        )
        self.add(
            _integer(self.OVERLAP, tr("Tile overlap in pixels (-1: automatic)"), default=-1, minimum=-1),
            "Pixels that neighbouring tiles share and blend. -1: the model's own.",
            advanced=True,
        )
        self.add(
            _integer(self.MEMORY_MB, tr("Memory in MB (0: half of what is free)"), default=0, minimum=0),
            "Memory that the run may use; 0 is half of what is free. Tiles are made to fit.",
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile(
                self.WEIGHTS_FILE, tr("Weights file"), extension="safetensors", optional=True
            ),
            "A .safetensors file outside the catalog, with its model card (.json) and SHA256SUMS beside it. Used "
            "instead of 'Weights'.",
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        return super().checkParameterValues(self._with_layer(parameters, context), context)

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        require_torch()
        # QGIS hands layers out in the main thread only, and gives every run an instance of its own.
        self._source = self._source_path(parameters, context, feedback)

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        entry = self._entry(parameters, context)
        bands = self._bands(parameters, context)
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        job = RestorationJob(
            source=self._source,
            output=output,
            bands=bands,
            device=self.parameterAsEnumString(parameters, self.DEVICE, context),
            tile_size=self.parameterAsInt(parameters, self.TILE_SIZE, context),
            overlap=self.parameterAsInt(parameters, self.OVERLAP, context),
            memory_mb=self.parameterAsInt(parameters, self.MEMORY_MB, context),
            scaling=self.parameterAsEnumString(parameters, self.SCALING, context),
            data_type=self.parameterAsEnumString(parameters, self.DATA_TYPE, context),
            line_direction=self.parameterAsEnumString(parameters, self.LINE_DIRECTION, context),
            quality=self.parameterAsEnumString(parameters, self.QUALITY, context),
            tags={
                "VERSION": plugin_version(),
                "ALGORITHM": f"hyperrestore:{self.ID}",
                "INPUT": Path(self._source).name,
                "WEIGHTS": entry.name,
                "WEIGHTS_SHA256": entry.digest()[:16],
            },
        )
        feedback.pushInfo(tr("Weights: {} ({}).").format(entry.name, entry.weights_path))
        report = restore_raster(job, load_model(entry), FeedbackMonitor(feedback))
        return {
            self.OUTPUT: output,
            self.CLAMPED: report.clamped,
            self.RESTORED_BANDS: len(report.restored_bands) - len(report.left_bands),
        }

    def _bands(self, parameters: dict, context: QgsProcessingContext) -> tuple[int, ...] | None:
        """Bands asked for, 0-based; None for all. What is no number reaches us from QGIS as band 0."""
        numbers = self.parameterAsInts(parameters, self.BANDS, context)
        if any(number < 1 for number in numbers):
            raise InvalidParameter(
                tr("BANDS was given as '{}'. Give band numbers from 1 on, separated by semicolons: 1;2;3.").format(
                    parameters.get(self.BANDS)
                )
            )
        return tuple(sorted({number - 1 for number in numbers})) or None

    def _entry(self, parameters: dict, context: QgsProcessingContext) -> Entry:
        path = self.parameterAsFile(parameters, self.WEIGHTS_FILE, context)
        if path:
            return self._file_entry(Path(path))
        return find(self._folders(), self.ARCHITECTURE, self.parameterAsEnumString(parameters, self.WEIGHTS, context))

    def _file_entry(self, path: Path) -> Entry:
        entry = Entry(name=path.stem, folder=path.absolute().parent)
        if path.suffix != entry.weights_path.suffix or not path.is_file():
            raise WeightsMismatch(
                tr("'{}' is no .safetensors file. Choose one with its model card (.json) and SHA256SUMS beside it.")
                .format(path)
            )
        if entry.card().architecture != self.ARCHITECTURE:
            raise WeightsMismatch(
                tr("'{}' holds weights of '{}', but this algorithm runs '{}'.").format(
                    path, entry.card().architecture, self.ARCHITECTURE
                )
            )
        return entry

    def _source_path(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> str:
        """What GDAL opens: paths, subdatasets and /vsi names as they stand."""
        parameters = self._with_layer(parameters, context)
        layer = self.parameterAsRasterLayer(parameters, self.INPUT, context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(self.invalidRasterError(parameters, self.INPUT))
        if layer.providerType() != "gdal":
            raise UnsuitableRaster(
                tr(
                    "The layer '{}' comes from the provider '{}', but only rasters that GDAL reads can be restored. "
                    "Save it as GeoTIFF first."
                ).format(layer.name(), layer.providerType())
            )
        path, _, options = layer.source().partition("|option:")
        if options:
            feedback.pushWarning(tr("The layer's GDAL open options are not used: {}.").format(options))
        return path

    def _with_layer(self, parameters: dict, context: QgsProcessingContext) -> dict:
        """``parameters`` with a layer for text that QGIS takes for a missing file, but GDAL can open.

        As text, QGIS 3.22 knows files only, and neither ``/vsizip/`` paths nor the names of subdatasets.
        """
        given = parameters.get(self.INPUT)
        if not isinstance(given, str) or self.parameterAsRasterLayer(parameters, self.INPUT, context) is not None:
            return parameters
        layer = QgsRasterLayer(given, given, "gdal")
        return {**parameters, self.INPUT: layer} if layer.isValid() else parameters

    @staticmethod
    def _folders() -> tuple[Path, ...]:
        return SHIPPED, user_weights_folder()


def _choice(name: str, description: str, options: Sequence[str], default: str) -> QgsProcessingParameterEnum:
    """A choice stored by its text: an index would shift when options are added."""
    return QgsProcessingParameterEnum(
        name, description, options=list(options), defaultValue=default, usesStaticStrings=True
    )


def _integer(name: str, description: str, *, default: int, minimum: int) -> QgsProcessingParameterNumber:
    kind = QgsProcessingParameterNumber.Type.Integer
    return QgsProcessingParameterNumber(name, description, type=kind, defaultValue=default, minValue=minimum)
