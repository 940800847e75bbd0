"""``hyperrestore:restore``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
)

from ...errors import WeightsMismatch
from ...models.catalog import DEFAULT, Entry, entries, find
from ...models.descriptor import RestorationModel
from ...models.weights import load_model
from ...quality.outputs import check_ending, check_outputs, write_outputs
from ...quality.report import new_figure
from ...quality.restoration_page import restoration_page, summary_sentence
from ...restoration.software import plugin_version
from ..base import tr, weights_folders
from ..parameters import Row, choice, decimal
from ..restoration_base import RestorationAlgorithm

ARCHITECTURE = "ras2s"
AUTO, NONE = "auto", "none"


class Restore(RestorationAlgorithm):
    """The hybrid: faults found and repaired, noise taken out in the subspace, clean bands kept."""

    ID = "restore"
    TITLE = "Restore"
    GROUP = "Restore"
    GROUP_ID = "restore"
    ICON = "denoise.svg"
    # There is no order of bands to reverse in a subspace.
    WITHOUT = frozenset({"QUALITY"})
    TAGS = (
        "hyperspectral", "restore", "denoise", "noise", "destripe", "stripes", "dead lines", "impulse", "clean",
        "repair", "bad pixels", "subspace", "hybrid", "deep learning", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS",
        "HySpex",
    )  # fmt: skip
    HELP = (
        "Cleans a hyperspectral raster in one go: finds stripes (along columns, rows, or at an angle in resampled "
        "scenes), dead lines and impulses and repairs them, takes out the Gaussian noise of each band, and leaves "
        "bands that are clean as they are. A report says which band got what, and why. Size, data type, georeference, "
        "nodata, wavelengths and all other metadata stay.\n\n"
        "When to use it: first. On noise of any kind it was the best of all methods here or close to the best (the "
        "page on methods has the figures). Give it all bands, clean ones too: they tell what the noisy ones should "
        "look like. With fewer than six bands nothing tells a stripe or an impulse from the scene: only lines of one "
        "value and numbers that recur are repaired.\n\n"
        "A guess at the clean cube tells the faults from the scene by what it leaves over; what is left is Gaussian "
        "and is removed in the subspace of the scene's few spectra, by collaborative filtering of its images and by "
        "groups of low rank. The guess comes from the subspace itself, or from the network RAS2S where that predicts "
        "values better that were held out.\n\n"
        "Objects of one or two pixels that only a few bands show may fade; measure these in the input.\n\n"
        "Needs the Python package torch; without it, running the algorithm tells how to install it.\n\n"
        "Our own. It builds on Zhuang and Bioucas-Dias (FastHyDe), IEEE JSTARS 2018, Dabov et al. (BM3D), IEEE TIP "
        "2007, He et al. (NGMeet), CVPR 2019, and Xiao et al. (RAS2S), ECCV 2024."
    )

    STRENGTH, KEEP_CLEAN, MODEL, OUTPUT_HTML = "STRENGTH", "KEEP_CLEAN", "MODEL", "OUTPUT_HTML"
    KEPT_BANDS, REPAIRED_BANDS = "KEPT_BANDS", "REPAIRED_BANDS"

    def own_rows(self) -> tuple[Row, ...]:
        networks = [entry.name for entry in entries(weights_folders(), ARCHITECTURE)]
        return (
            Row(
                lambda: decimal(self.STRENGTH, tr("Strength (0 to 1)"), default=1.0, minimum=0.0, maximum=1.0),
                "How much of the Gaussian noise is taken out: 1 all, 0 none. Stripes, dead lines and impulses are "
                "repaired in any case.",
            ),
            Row(
                lambda: QgsProcessingParameterBoolean(self.KEEP_CLEAN, tr("Keep clean bands"), defaultValue=True),
                "Holds faint corrections to the noise that the other bands bear out, so that clean bands come back as "
                "they were.",
            ),
            Row(
                lambda: choice(self.MODEL, tr("Network that may guide"), [AUTO, NONE, *networks], AUTO),
                "'auto': the RAS2S weights that come with the plugin; or others by name. The network is used where it "
                "predicts held-out values better than the subspace does. 'none': the subspace alone, about three times "
                "as fast on a small raster.",
            ),
            Row(
                lambda: QgsProcessingParameterFileDestination(
                    self.OUTPUT_HTML, tr("Report (HTML)"), "HTML (*.html)", optional=True, createByDefault=False
                ),
                "Which band got what and why, with curves, in one file.",
            ),
        )

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputNumber(self.KEPT_BANDS, tr("Number of bands kept as clean")))
        self.addOutput(QgsProcessingOutputNumber(self.REPAIRED_BANDS, tr("Number of bands with repaired faults")))

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        from ...models.hybrid.hybrid import Hybrid

        entry = self._network(self.parameterAsEnumString(parameters, self.MODEL, context), feedback)
        strength = self.parameterAsDouble(parameters, self.STRENGTH, context)
        keep = self.parameterAsBool(parameters, self.KEEP_CLEAN, context)
        network, tags = None, {"STRENGTH": f"{strength:g}", "KEEP_CLEAN": str(keep)}
        if entry is not None:
            network = load_model(entry)
            tags |= {"WEIGHTS": entry.name, "WEIGHTS_SHA256": entry.digest()[:16]}
        return Hybrid(network, strength, keep), tags

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        source = self.raster_path()
        path = self.parameterAsFileOutput(parameters, self.OUTPUT_HTML, context)
        if path:
            check_ending(path, "html")
            check_outputs([path], [source])
            # Missing matplotlib is told now, not after the work.
            new_figure(1, 1)
        model, tags = self.model(parameters, context, feedback)
        report, results = self.run_model(model, tags, parameters, context, feedback)
        bands = dict(zip(report.restored_bands, model.findings.bands()))
        feedback.pushInfo(summary_sentence(bands))
        for guide, tiles in model.findings.guides.items():
            feedback.pushInfo(tr("Estimate by {}: {} of {} tiles.").format(guide.value, tiles, model.findings.tiles))
        if path:
            footer = f"HyperRestore {plugin_version()}, hyperrestore:{self.ID}"
            write_outputs({path: restoration_page(report, model.findings, Path(source).name, footer)})
            results[self.OUTPUT_HTML] = path
        return {
            **results,
            self.KEPT_BANDS: sum(finding.clean for finding in bands.values()),
            self.REPAIRED_BANDS: sum(finding.repaired for finding in bands.values()),
        }

    def _network(self, name: str, feedback: QgsProcessingFeedback) -> Entry | None:
        """The weights of that name; None for ``none``, and for ``auto`` where the shipped ones are gone."""
        if name == NONE:
            return None
        try:
            entry = find(weights_folders(), ARCHITECTURE, DEFAULT if name == AUTO else name)
        except WeightsMismatch as error:
            if name != AUTO:
                raise
            feedback.pushWarning(tr("No network guides: {}").format(error))
            return None
        feedback.pushInfo(tr("Network that may guide: {} ({}).").format(entry.name, entry.weights_path))
        return entry
