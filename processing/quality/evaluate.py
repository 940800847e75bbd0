"""``hyperrestore:evaluate``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ...quality.evaluation.evaluate import evaluate
from ...quality.evaluation.job import CUBE, SCALINGS, EvaluationJob
from ...quality.evaluation.tables import results
from ...restoration.software import plugin_version
from ..base import tr
from ..feedback import FeedbackMonitor
from ..parameters import Row, choice, decimal
from ..raster_algorithm import RasterAlgorithm


class Evaluate(RasterAlgorithm):
    """A raster measured against a reference."""

    ID = "evaluate"
    TITLE = "Evaluate against a reference"
    GROUP = "Quality"
    GROUP_ID = "quality"
    ICON = "evaluate.svg"
    TAGS = (
        "hyperspectral", "quality", "compare", "difference", "metrics", "accuracy", "PSNR", "SSIM", "SAM",
        "spectral angle", "ERGAS", "RMSE", "report", "benchmark", "reference",
    )  # fmt: skip
    HELP = (
        "Measures how near a raster, such as a restored one, comes to a reference of the same grid and bands, with the "
        "figures that papers on restoration use.\n\n"
        "When to use it: to compare methods where you know the truth, as after Simulate noise. Without a reference, "
        "take Estimate noise. The figures come back as numbers, for use in models too; a report with curves, maps and "
        "spectra, and tables of all bands, are written on demand.\n\n"
        "- MPSNR: the largest possible value against the error, in decibels, mean over bands: the more, the better; at "
        "40 the typical error is a hundredth of the range. Bands without any error count as 120 dB.\n"
        "- MSSIM: how alike the two images look, from 0 to 1, mean over bands (Gaussian window of 11 px, sigma "
        "1.5).\n"
        "- SAM: the angle between the two spectra of a pixel, mean over pixels, in radians and in degrees: 0 where "
        "their shapes are the same.\n"
        "- ERGAS: 100 x ratio x the root of the mean over bands of squared error / squared mean: the less, the "
        "better.\n"
        "- RMSE: the typical error over all values, in the rasters' own units, and the PSNR of that one error (cube "
        "PSNR).\n\n"
        "Pixels count where both rasters are valid: nodata, NaN and masked pixels never do. Left out, and named in "
        "the log, are alpha bands, bands flagged bad, bands without data, and bands that are constant in the "
        "reference. Both rasters are read piece by piece, whatever their size. Where their scale and offset differ, "
        "both are applied first.\n\n"
        "Needs the Python package scikit-image; where it is missing, running the algorithm tells how to get it."
    )
    PAPERS = (
        "Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: Image Quality Assessment: From Error Visibility to "
        "Structural Similarity. IEEE Transactions on Image Processing 13 (4), 2004. "
        "https://doi.org/10.1109/TIP.2003.819861 (SSIM)",
        "F. A. Kruse et al.: The Spectral Image Processing System (SIPS): Interactive Visualization and Analysis of "
        "Imaging Spectrometer Data. Remote Sensing of Environment 44, 1993. "
        "https://doi.org/10.1016/0034-4257(93)90013-N (SAM)",
        "L. Wald: Data Fusion: Definitions and Architectures. Presses de l'Ecole des Mines, 2002. (ERGAS)",
    )

    REFERENCE, SCALING, PEAK, ERGAS_RATIO = "REFERENCE", "SCALING", "PEAK", "ERGAS_RATIO"
    OUTPUT_HTML, OUTPUT_CSV, OUTPUT_JSON = "OUTPUT_HTML", "OUTPUT_CSV", "OUTPUT_JSON"
    RASTERS = (RasterAlgorithm.INPUT, REFERENCE)

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add_raster(
            self.INPUT, tr("Raster to evaluate"), "The raster whose quality is asked for, such as a restored one."
        )
        self.add_raster(
            self.REFERENCE, tr("Reference"), "The truth: a raster of the same size, place and number of bands."
        )
        for row in self._rows():
            self.add(row.make(), row.help, advanced=row.advanced)
        self._add_file(
            self.OUTPUT_HTML, tr("Report (HTML)"), "HTML (*.html)", tr("One page with all figures inside it.")
        )
        self._add_file(
            self.OUTPUT_CSV,
            tr("Bands (CSV)"),
            "CSV (*.csv)",
            tr("One row for each band, and their means: PSNR, SSIM, and RMSE, bias and largest error in own units."),
        )
        self._add_file(
            self.OUTPUT_JSON,
            tr("Results (JSON)"),
            "JSON (*.json)",
            tr("All figures, bands, settings and inputs, for scripts."),
        )
        for name, label in (
            ("MPSNR", tr("MPSNR (dB)")),
            ("MSSIM", tr("MSSIM")),
            ("SAM", tr("SAM (radians)")),
            ("SAM_DEGREES", tr("SAM (degrees)")),
            ("ERGAS", tr("ERGAS")),
            ("RMSE", tr("RMSE (own units)")),
            ("CUBE_PSNR", tr("Cube PSNR (dB)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _add_file(self, name: str, label: str, kind: str, help_text: str) -> None:
        self.add(
            QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False), help_text
        )

    def _rows(self) -> tuple[Row, ...]:
        return (
            self.bands_row(tr("Bands to compare (none chosen: all)"), "Bands flagged bad are left out in any case."),
            Row(
                lambda: choice(self.SCALING, tr("Value scaling"), SCALINGS, CUBE),
                "'cube' maps the reference's least and greatest value to 0 and 1, and the raster to evaluate likewise, "
                "with a peak of 1: what the papers do. 'none' leaves values as they are. SAM and ERGAS depend on it: "
                "angles between spectra change when a value is subtracted from all bands.",
            ),
            Row(
                lambda: decimal(self.PEAK, tr("Peak (0: range of the reference)"), default=0, minimum=0),
                "With the scaling 'none': the value that PSNR and SSIM take for the signal's peak, such as 10000 for "
                "reflectance stored as whole numbers. 0: the reference's greatest value less its least.",
                advanced=True,
            ),
            Row(
                lambda: decimal(self.ERGAS_RATIO, tr("ERGAS ratio"), default=1, minimum=0.001, maximum=1),
                "Size of a fine pixel in coarse ones: 1 for denoising; for super-resolution 0.5 for x2, 0.25 for x4. "
                "Some authors always take 1, others 1/4.",
                advanced=True,
            ),
        )

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        files = {
            name: self.parameterAsFileOutput(parameters, name, context)
            for name in (self.OUTPUT_HTML, self.OUTPUT_CSV, self.OUTPUT_JSON)
        }
        job = EvaluationJob(
            source=self.raster_path(),
            reference=self.raster_path(self.REFERENCE),
            bands=self.chosen_bands(parameters, context),
            scaling=self.parameterAsEnumString(parameters, self.SCALING, context),
            peak=self.parameterAsDouble(parameters, self.PEAK, context),
            ergas_ratio=self.parameterAsDouble(parameters, self.ERGAS_RATIO, context),
            html=files[self.OUTPUT_HTML],
            csv=files[self.OUTPUT_CSV],
            json=files[self.OUTPUT_JSON],
            producer=f"HyperRestore {plugin_version()}, hyperrestore:{self.ID}",
        )
        evaluation = evaluate(job, FeedbackMonitor(feedback))
        return {**results(evaluation), **{name: path for name, path in files.items() if path}}
