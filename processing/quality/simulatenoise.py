"""``hyperrestore:simulatenoise``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsRasterLayer,
)

from ...quality.noise import PEAK_PHOTONS
from ...quality.simulation import simulate_noise
from ...quality.simulation_job import CHOICES, LARGEST_FACTOR, MOST_PHOTONS, SimulationJob
from ...restoration.software import plugin_version
from .. import papers
from ..appearance.result import origin_of, present
from ..appearance.told import links_of, notes
from ..base import tr
from ..feedback import FeedbackMonitor
from ..parameters import Row, choice, decimal, integer
from ..raster_algorithm import RasterAlgorithm


class SimulateNoise(RasterAlgorithm):
    """The papers' degradations on a clean raster."""

    ID = "simulatenoise"
    TITLE = "Simulate noise"
    GROUP = "Quality"
    GROUP_ID = "quality"
    ICON = "simulatenoise.svg"
    TAGS = (
        "hyperspectral", "simulate", "simulation", "noise", "add noise", "degrade", "Gaussian", "stripes", "dead lines",
        "impulse", "salt and pepper", "Poisson", "speckle", "downsample", "coarser", "benchmark", "test data",
    )  # fmt: skip
    HELP = (
        "Adds noise of known kind and strength to a clean raster, or makes it coarser, as papers on restoration do in "
        "their tests.\n\n"
        "When to use it: to find out how well a method does on scenes like yours: spoil a clean raster, restore it, "
        "and compare with the clean one by Evaluate against a reference. Georeference, nodata, wavelengths and all "
        "other metadata stay; the same seed gives the same noise.\n\n"
        "The clean values span 0 to 1 between the least and the greatest valid value of all bands that get noise. "
        "Sigma, the typical size of the noise (its standard deviation), is given on the scale 0 to 255. The noise:\n"
        "- gaussian: grain, with the same sigma in every band.\n"
        "- noniid: grain; each band draws 10, 30, 50 or 70 as its sigma.\n"
        "- stripe: noniid; in a third of the bands 5 to 15 % of the lines are shifted by up to 0.25.\n"
        "- deadline: noniid; in a third of the bands 5 to 15 % of the lines are 0.\n"
        "- impulse: noniid; in a third of the bands 10, 30, 50 or 70 % of the pixels are 0 or 1.\n"
        "- mixture: noniid; a third of the bands gets stripes, a third dead lines, a third impulses.\n"
        "- poisson: photon counts, in every band; the noise is strongest where the values are high.\n"
        "- speckle: every value is multiplied by a random factor of mean 1 and standard deviation sigma/255.\n"
        "- none: only makes the raster coarser.\n\n"
        "The authors' code names poisson and speckle, but never applies them: here they come alone, without other "
        "noise, as the words mean. With a down-sampling factor the raster is first made coarser (bicubic with "
        "antialiasing), for studies of super-resolution. A coarse pixel that any pixel without data enters has no "
        "data."
    )
    PAPERS = (papers.RAS2S,)

    CASE, SIGMA, SEED, DOWNSAMPLE = "CASE", "SIGMA", "SEED", "DOWNSAMPLE"
    DATA_TYPE, LINE_DIRECTION, PEAK_PHOTONS = "DATA_TYPE", "LINE_DIRECTION", "PEAK_PHOTONS"
    OUTPUT, OUTPUT_JSON, CLAMPED = "OUTPUT", "OUTPUT_JSON", "CLAMPED"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add_raster(
            self.INPUT, tr("Clean raster"), "The raster to degrade: any raster that GDAL reads, best a clean one."
        )
        for row in self._rows():
            self.add(row.make(), row.help, advanced=row.advanced)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Degraded raster")),
            "GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip), with the input's georeference, nodata and "
            "spectral metadata.",
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_JSON, tr("Truth (JSON)"), "JSON (*.json)", optional=True, createByDefault=False
            ),
            "What each band got: sigma, striped lines and their offsets, dead lines, share of impulses. Lines count "
            "from 0, bands from 1.",
        )
        self.addOutput(QgsProcessingOutputNumber(self.CLAMPED, tr("Number of clamped values")))

    def _rows(self) -> tuple[Row, ...]:
        return (
            self.bands_row(
                tr("Bands to degrade (none chosen: all)"),
                "The others, and bands flagged bad or empty, get no noise.",
            ),
            Row(
                lambda: choice(self.CASE, tr("Noise"), CHOICES["case"], "gaussian"),
                "What is added; the help of the algorithm explains each word.",
            ),
            Row(
                lambda: decimal(self.SIGMA, tr("Sigma (0 to 255)"), default=25, minimum=0, maximum=255),
                "How strong 'gaussian' and 'speckle' are: their standard deviation, where the clean values span 0 to "
                "255. The other kinds draw their own.",
            ),
            Row(
                lambda: integer(self.SEED, tr("Seed"), default=2018, minimum=0),
                "The same seed gives the same noise, another one other noise of the same kind.",
            ),
            Row(
                lambda: integer(
                    self.DOWNSAMPLE, tr("Down-sampling factor"), default=1, minimum=1, maximum=LARGEST_FACTOR
                ),
                "How many times larger the pixels become before noise is added; 1 leaves them. Rows and columns that "
                "fill no coarse pixel are left out.",
            ),
            Row(
                lambda: choice(self.DATA_TYPE, tr("Output data type"), CHOICES["data_type"], "Float32"),
                "'Float32' holds whatever the noise gives; 'source' keeps the input's type (values are rounded, and "
                "those that it cannot hold are clamped and counted).",
            ),
            Row(
                lambda: choice(
                    self.LINE_DIRECTION, tr("Direction of stripes and dead lines"), CHOICES["line_direction"], "columns"
                ),
                "Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line "
                "by line (push-broom), or along rows.",
                advanced=True,
            ),
            Row(
                lambda: decimal(
                    self.PEAK_PHOTONS, tr("Photons at the top"), default=PEAK_PHOTONS, minimum=1, maximum=MOST_PHOTONS
                ),
                "For 'poisson': how many photons the greatest clean value stands for: the fewer, the noisier. 255 "
                "gives a standard deviation of 16 (0 to 255) there.",
                advanced=True,
            ),
        )

    def prepare_layers(
        self, layers: Mapping[str, QgsRasterLayer], parameters: dict, context: QgsProcessingContext
    ) -> None:
        self._origin = origin_of(layers[self.INPUT], context)

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        truth = self.parameterAsFileOutput(parameters, self.OUTPUT_JSON, context)
        words = (self.CASE, self.DATA_TYPE, self.LINE_DIRECTION)
        job = SimulationJob(
            source=self.raster_path(),
            output=output,
            bands=self.chosen_bands(parameters, context),
            sigma=self.parameterAsDouble(parameters, self.SIGMA, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
            downsample=self.parameterAsInt(parameters, self.DOWNSAMPLE, context),
            peak_photons=self.parameterAsDouble(parameters, self.PEAK_PHOTONS, context),
            truth=truth,
            tags={
                "VERSION": plugin_version(),
                "ALGORITHM": f"hyperrestore:{self.ID}",
                **notes(self, parameters, context),
            },
            **{name.lower(): self.parameterAsEnumString(parameters, name, context) for name in words},
        )
        report = simulate_noise(job, FeedbackMonitor(feedback))
        usual = self.parameterDefinition(self.OUTPUT).description()
        name = tr("{} – {} noise").format(self._origin.name, job.case)
        present(context, output, usual, name, self._origin, links_of(self))
        return {self.OUTPUT: output, self.CLAMPED: report.clamped, **({self.OUTPUT_JSON: truth} if truth else {})}
