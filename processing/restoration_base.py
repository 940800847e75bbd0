"""Base of all algorithms that restore a raster: the one table of their parameters, and the way to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsRasterLayer,
)

from ..models.descriptor import RestorationModel
from ..restoration.dependencies import require_torch
from ..restoration.job import CHOICES, RestorationJob, RestorationReport
from ..restoration.pipeline import restore_raster
from ..restoration.software import plugin_version
from .appearance.result import Origin, origin_of, present
from .appearance.told import links_of, notes
from .base import tr
from .extent import outline, part
from .feedback import FeedbackMonitor
from .parameters import Row, choice, integer
from .raster_algorithm import RasterAlgorithm
from .settings import DEVICES, read_settings


class RestorationAlgorithm(RasterAlgorithm):
    """A restoration by some model; subclasses say which, and which lines of the table do not concern it."""

    OUTPUT = "OUTPUT"
    DEVICE, TILE_SIZE, OVERLAP, MEMORY_MB = "DEVICE", "TILE_SIZE", "OVERLAP", "MEMORY_MB"
    SCALING, DATA_TYPE, LINE_DIRECTION, QUALITY = "SCALING", "DATA_TYPE", "LINE_DIRECTION", "QUALITY"
    PRECISION = "PRECISION"
    EXTENT, SCHEDULER = "EXTENT", "SCHEDULER"
    CLAMPED, RESTORED_BANDS = "CLAMPED", "RESTORED_BANDS"

    WITHOUT: frozenset[str] = frozenset()
    """Parameters of the table that mean nothing to this algorithm, and that it does not have."""

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        """What restores, and what the output's tags say of it. Raises errors of our own tree."""
        raise NotImplementedError

    def notes(self) -> tuple[str, ...]:
        return (
            tr("Place, data type, nodata, wavelengths, band names and all other metadata stay as they are."),
            self.needs(),
        )

    def needs(self) -> str:
        """What has to be installed, for the help."""
        return tr("Needs the Python package torch; where it is missing, running the algorithm tells how to get it.")

    def own_rows(self) -> tuple[Row, ...]:
        """Parameters that only this algorithm has; they come after the bands, advanced ones at the end."""
        return ()

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add_raster(
            self.INPUT,
            tr("Hyperspectral raster"),
            "The raster to restore: any raster that GDAL reads, with any number of bands, whole numbers or fractions. "
            "Best as the sensor recorded it: resampling to a map smears noise and bends stripes.",
        )
        own = self.own_rows()
        first, last = ([row for row in own if row.advanced is advanced] for advanced in (False, True))
        bands = self.bands_row(
            tr("Bands to restore (none chosen: all)"),
            "The others, and bands flagged bad, constant or empty, pass through unchanged.",
        )
        for row in (bands, *first, *self._common_rows(), *last):
            definition = row.make()
            if definition.name() not in self.WITHOUT:
                self.add(definition, row.help, advanced=row.advanced)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Restored raster")),
            "GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip), with the input's georeference, nodata and "
            "spectral metadata.",
        )
        self.addOutput(QgsProcessingOutputNumber(self.CLAMPED, tr("Number of clamped values")))
        self.addOutput(QgsProcessingOutputNumber(self.RESTORED_BANDS, tr("Number of restored bands")))

    def _common_rows(self) -> tuple[Row, ...]:
        settings = read_settings()
        return (
            Row(
                lambda: choice(self.QUALITY, tr("Quality"), CHOICES["quality"], "normal"),
                "'best' restores a second time with the bands in reverse order and averages both: a little cleaner, in "
                "twice the time.",
            ),
            Row(
                lambda: choice(self.DATA_TYPE, tr("Output data type"), CHOICES["data_type"], "source"),
                "'source' keeps the input's type (values are rounded, and the log counts those that had to be "
                "clamped); 'Float32' keeps fractions.",
            ),
            Row(
                lambda: QgsProcessingParameterExtent(
                    self.EXTENT, tr("Extent (empty: the whole raster)"), optional=True
                ),
                "Restores only the part of the raster that lies in this extent, snapped outwards to whole pixels: for "
                "a quick look, or to leave out what is of no interest. The output has that part only, exactly where it "
                "lies in the input. Value range, noise and direction of lines are told from that part alone, so the "
                "same pixels may come out a little different when the whole raster is restored.",
                advanced=True,
            ),
            Row(
                lambda: choice(self.DEVICE, tr("Device"), DEVICES, settings.device),
                "What computes. 'auto' takes the first graphics card (CUDA), or Apple's (mps), or else the processor "
                "(cpu), and the log says which and why.",
                advanced=True,
            ),
            Row(
                lambda: choice(self.PRECISION, tr("Precision"), CHOICES["precision"], settings.precision),
                "With how many digits the network computes. 'auto' takes 16 bits where the device is fast in them and "
                "these weights were measured to lose at most 0.05 dB by it, else 32 bits ('fp32'); the log says which "
                "and why. 'bf16' or 'fp16' are taken as asked, though a device without them is slow and needs more "
                "memory.",
                advanced=True,
            ),
            Row(
                lambda: choice(self.SCALING, tr("Value scaling"), CHOICES["scaling"], "auto"),
                "How values are brought into the range that the method works in, once for the whole raster, and back "
                "again. Leave it at 'auto', as the method wants it, unless you study this: 'cube' is one range over "
                "all bands, 'band' each band its own, 'centred' one range with each band's mean at 0, 'none' they are "
                "in it already.",
                advanced=True,
            ),
            Row(
                lambda: choice(
                    self.LINE_DIRECTION, tr("Direction of stripes and dead lines"), CHOICES["line_direction"], "auto"
                ),
                "Whether stripes and dead lines run along columns or along rows. Networks know them along columns; "
                "with 'rows' the raster is turned before and after. 'auto' finds out.",
                advanced=True,
            ),
            Row(
                lambda: integer(
                    self.TILE_SIZE, tr("Tile size in pixels (0: automatic, -1: whole raster)"), default=0, minimum=-1
                ),
                "The raster is restored in square tiles with this side. 0: what suits the method; -1: the whole raster "
                "as one tile, if memory allows.",
                advanced=True,
            ),
            Row(
                lambda: integer(self.OVERLAP, tr("Tile overlap in pixels (-1: automatic)"), default=-1, minimum=-1),
                "How many pixels neighbouring tiles share, so that no seam shows. -1: what suits the method.",
                advanced=True,
            ),
            Row(
                lambda: integer(
                    self.MEMORY_MB, tr("Memory in MB (0: half of what is free)"), default=settings.memory_mb, minimum=0
                ),
                "Memory that the run may use; 0 is half of what is free. Tiles are made to fit into it.",
                advanced=True,
            ),
            Row(
                lambda: QgsProcessingParameterString(
                    self.SCHEDULER,
                    tr("Dask scheduler (empty: this machine)"),
                    defaultValue=settings.scheduler or None,
                    optional=True,
                ),
                "For rasters too large for one machine: the address of a Dask scheduler (tcp://host:8786) whose "
                "workers have HyperRestore and see the raster under the same name, or local:N for N processes of this "
                "machine. The result is the same. docs/cluster.md says how to start one.",
                advanced=True,
            ),
        )

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        require_torch()
        super().prepare_work(parameters, context, feedback)

    def prepare_layers(
        self, layers: Mapping[str, QgsRasterLayer], parameters: dict, context: QgsProcessingContext
    ) -> None:
        self._edges = outline(self, self.EXTENT, parameters, context, layers[self.INPUT])
        self._origin = origin_of(layers[self.INPUT], context)

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        model, tags = self.model(parameters, context, feedback)
        return self.run_model(model, tags, parameters, context, feedback)[1]

    def run_model(
        self,
        model: RestorationModel,
        tags: Mapping[str, str],
        parameters: dict,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[RestorationReport, dict[str, Any]]:
        """Restores the input as the parameters say: what the engine reports, and the algorithm's results."""
        source, bands = self.raster_path(), self.chosen_bands(parameters, context)
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        job = RestorationJob(
            source=source,
            output=output,
            bands=bands,
            window=part(source, self._edges),
            **{
                name.lower(): value
                for name, value in self._settings(parameters, context).items()
                if name not in self.WITHOUT
            },
            tags={
                "VERSION": plugin_version(),
                "ALGORITHM": f"hyperrestore:{self.ID}",
                "INPUT": Path(source).name,
                **tags,
            },
            notes=notes(self, parameters, context),
        )
        report = restore_raster(job, model, FeedbackMonitor(feedback))
        usual = self.parameterDefinition(self.OUTPUT).description()
        present(context, output, usual, _name(self._origin, model, tags), self._origin, links_of(self))
        return report, {
            self.OUTPUT: output,
            self.CLAMPED: report.clamped,
            self.RESTORED_BANDS: len(report.restored_bands) - len(report.left_bands),
        }

    def _settings(self, parameters: dict, context: QgsProcessingContext) -> dict[str, str | int]:
        """The common parameters that the engine knows by the same names."""
        words = (self.DEVICE, self.PRECISION, self.SCALING, self.DATA_TYPE, self.LINE_DIRECTION, self.QUALITY)
        numbers = (self.TILE_SIZE, self.OVERLAP, self.MEMORY_MB)
        return {
            **{name: self.parameterAsEnumString(parameters, name, context) for name in words},
            **{name: self.parameterAsInt(parameters, name, context) for name in numbers},
            self.SCHEDULER: self.parameterAsString(parameters, self.SCHEDULER, context).strip(),
        }


def _name(origin: Origin, model: RestorationModel, tags: Mapping[str, str]) -> str:
    """What a result is called: after its input, its model, and that model's weights."""
    weights = f" ({tags['WEIGHTS']})" if "WEIGHTS" in tags else ""
    return f"{origin.name} – {model.descriptor.title}{weights}"
