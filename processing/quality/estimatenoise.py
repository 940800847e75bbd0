"""``hyperrestore:estimatenoise``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ...quality.estimation.estimate import DIRECTIONS, estimate_noise
from ...quality.estimation.page import report_page
from ...quality.estimation.tables import csv_text, json_text, results
from ...quality.outputs import check_ending, write_outputs
from ...quality.report import new_figure
from ...restoration.software import plugin_version
from ..base import tr
from ..feedback import FeedbackMonitor
from ..parameters import choice
from ..raster_algorithm import RasterAlgorithm


class EstimateNoise(RasterAlgorithm):
    """The noise of a raster without a reference, and what to do about it."""

    ID = "estimatenoise"
    TITLE = "Estimate noise"
    GROUP = "Quality"
    GROUP_ID = "quality"
    ICON = "estimatenoise.svg"
    TAGS = (
        "hyperspectral", "noise", "noise estimation", "estimate", "measure", "SNR", "signal-to-noise", "sigma",
        "stripes", "dead lines", "impulse", "bad bands", "quality", "report", "HySime", "EnMAP", "PRISMA", "DESIS",
        "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Measures how noisy each band of a hyperspectral raster is, finds stripes, dead lines and single wrong "
        "pixels, and says which bands need what. No clean reference is needed.\n\n"
        "When to use it: before anything else, to learn whether a raster needs denoising at all and which algorithm "
        "to take. In a model, MODEL is the id of the algorithm that does best with such noise, or 'none'. Let that "
        "algorithm see all bands: the clean ones tell what the noisy ones hide, and come back all but unchanged. "
        "Where they must stay exactly as they are, NOISY_BANDS fits the BANDS parameter of a denoiser (it is empty "
        "where MODEL is 'none', which a denoiser takes for all bands: ask MODEL first).\n\n"
        "How it works: each value is compared with what the other bands of its pixel predict, and what is left is "
        "noise. Its size is given as sigma, the standard deviation: two of three values are off by less than that. "
        "SNR is the signal divided by it, in decibels: the more, the better. With fewer than four bands there is "
        "nothing to predict from; the pixels around are used instead, texture counts as noise, and the figures are "
        "upper bounds.\n\n"
        "Verdicts:\n"
        "- Gaussian noise: grain with a sigma from 1.5 on, where the clean raster spans 0 to 255; below, denoisers "
        "remove more than they repair.\n"
        "- stripes: lines that are shifted throughout, by 1.5 of 255 or more.\n"
        "- dead lines: lines that hold (nearly) the same value throughout.\n"
        "- impulses: single wrong pixels, at least 5 % of all.\n"
        "- clean: none of these. Bands flagged bad, constant or empty are named, but not judged.\n\n"
        "Stripes that are weaker than about 3 sigma divided by the root of the number of pixels in a line are hidden "
        "in the noise. Wrong pixels whose values could be those of the scene are counted as noise."
    )
    PAPERS = (
        "J. M. Bioucas-Dias, J. M. P. Nascimento: Hyperspectral Subspace Identification. IEEE Transactions on "
        "Geoscience and Remote Sensing 46 (8), 2008. https://doi.org/10.1109/TGRS.2008.918089",
        "R. E. Roger, J. F. Arnold: Reliably Estimating the Noise in AVIRIS Hyperspectral Images. International "
        "Journal of Remote Sensing 17 (10), 1996.",
    )

    LINE_DIRECTION = "LINE_DIRECTION"
    OUTPUT_HTML, OUTPUT_CSV, OUTPUT_JSON = "OUTPUT_HTML", "OUTPUT_CSV", "OUTPUT_JSON"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add_raster(
            self.INPUT,
            tr("Hyperspectral raster"),
            "Any raster that GDAL reads, best as the sensor recorded it: resampling to a map hides noise and bends "
            "stripes.",
        )
        self.add(
            choice(self.LINE_DIRECTION, tr("Direction of stripes and dead lines"), DIRECTIONS, "auto"),
            "Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line by "
            "line (push-broom), or along rows; 'auto' finds out.",
            advanced=True,
        )
        for name, label, kind, text in (
            (self.OUTPUT_HTML, tr("Report (HTML)"), "HTML (*.html)", tr("Curves, maps and tables in one file.")),
            (self.OUTPUT_CSV, tr("Bands (CSV)"), "CSV (*.csv)", tr("One row for each band. Lines count from 0.")),
            (
                self.OUTPUT_JSON,
                tr("Results (JSON)"),
                "JSON (*.json)",
                tr("All results, and what is known of each band, for scripts."),
            ),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False), text
            )
        for name, label in (
            ("SIGMA", tr("Noise sigma, median over bands (source units)")),
            ("SIGMA_255", tr("Noise sigma, median over bands (clean range 0 to 255)")),
            ("SNR", tr("SNR, median over bands (dB)")),
            ("STRIPED_BANDS", tr("Number of striped bands")),
            ("DEAD_LINES", tr("Number of dead lines in all bands")),
            ("IMPULSE_SHARE", tr("Share of impulses, mean over bands (0 to 1)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        for name, label in (
            ("NOISY_BANDS", tr("Bands that need restoration, for BANDS")),
            ("SUGGESTION", tr("What to do, in words")),
            ("MODEL", tr("Suggested algorithm, or none")),
        ):
            self.addOutput(QgsProcessingOutputString(name, label))

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        kinds = {self.OUTPUT_HTML: "html", self.OUTPUT_CSV: "csv", self.OUTPUT_JSON: "json"}
        paths = {name: self.parameterAsFileOutput(parameters, name, context) for name in kinds}
        paths = {name: path for name, path in paths.items() if path}
        for name, path in paths.items():
            check_ending(path, kinds[name])
        if self.OUTPUT_HTML in paths:
            # Missing matplotlib is told now, not after the work.
            new_figure(1, 1)
        source = self.raster_path()
        direction = self.parameterAsEnumString(parameters, self.LINE_DIRECTION, context)
        report = estimate_noise(source, direction, list(paths.values()), FeedbackMonitor(feedback))
        name = Path(source).name
        footer = f"HyperRestore {plugin_version()}, hyperrestore:{self.ID}"
        makers = {
            self.OUTPUT_HTML: lambda: report_page(report, name, footer),
            self.OUTPUT_CSV: lambda: csv_text(report),
            self.OUTPUT_JSON: lambda: json_text(report, {"input": name, "version": plugin_version()}),
        }
        write_outputs({path: makers[name]() for name, path in paths.items()})
        feedback.pushInfo(report.suggestion.sentence)
        return {**results(report), **paths}
