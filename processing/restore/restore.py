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
from ...models.catalog import DEFAULT, Entry, entries
from ...models.descriptor import RestorationModel
from ...models.weights import load_model
from ...quality.outputs import check_ending, check_outputs, write_outputs
from ...quality.report import new_figure
from ...quality.restoration_page import restoration_page, summary_sentence
from ...restoration.software import plugin_version
from .. import papers
from ..base import tr
from ..catalog import explained, find_weights, weights_folders
from ..parameters import Row, choice, decimal
from ..restoration_base import RestorationAlgorithm
from ..settings import read_settings

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
        "hyperspectral", "restore", "denoise", "denoising", "noise", "destripe", "stripes", "striping", "banding",
        "dead lines", "impulse", "salt and pepper", "bad pixels", "speckle", "clean", "repair", "filter", "subspace",
        "hybrid", "deep learning", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Cleans a hyperspectral raster of noise of any kind in one go: it finds and repairs stripes (slanting ones, "
        "too, as in a raster that was warped to a map), dead lines and single wrong pixels, takes out the grain of "
        "each band (Gaussian noise), and leaves clean bands as they are.\n\n"
        "When to use it: first, and whenever you do not know what is wrong with a raster. On noise of every kind it "
        "was the best of all methods here or close to the best (docs/methods.md has the figures). Give it all bands, "
        "the clean ones too: they tell what the noisy ones should look like. With fewer than six bands nothing tells "
        "a stripe or a wrong pixel from the scene: only lines of one value and numbers that recur are repaired.\n\n"
        "How it works: a scene consists of few materials, so that its many bands vary together, in few ways. A first "
        "guess at the clean raster shows, by what it leaves over, which lines and pixels are no measurements. It "
        "comes from the scene itself or from the network RAS2S, whichever predicts values better that were hidden "
        "from it. The rest is cleaned in the few images that make up the scene, where patches that look alike are "
        "averaged. A report says which band got what, and why.\n\n"
        "Objects of one or two pixels that only a few bands show may fade; measure these in the input.\n\n"
        "A method of HyperRestore's own, built on those of the papers below."
    )
    PAPERS = (papers.FASTHYDE, papers.BM3D, papers.NGMEET, papers.RAS2S)

    STRENGTH, KEEP_CLEAN, MODEL, OUTPUT_HTML = "STRENGTH", "KEEP_CLEAN", "MODEL", "OUTPUT_HTML"
    KEPT_BANDS, REPAIRED_BANDS = "KEPT_BANDS", "REPAIRED_BANDS"

    def own_rows(self) -> tuple[Row, ...]:
        networks = [entry.name for entry in entries(weights_folders(), ARCHITECTURE)]
        return (
            Row(
                lambda: decimal(self.STRENGTH, tr("Strength (0 to 1)"), default=1.0, minimum=0.0, maximum=1.0),
                "How much of the grain (Gaussian noise) is taken out: 1 all, 0 none. Stripes, dead lines and single "
                "wrong pixels are repaired in any case.",
            ),
            Row(
                lambda: QgsProcessingParameterBoolean(self.KEEP_CLEAN, tr("Keep clean bands"), defaultValue=True),
                "Leaves bands alone that hardly have any noise, so that clean bands come back as they were.",
            ),
            Row(
                lambda: choice(self.MODEL, tr("Network that may guide"), [AUTO, NONE, *networks], AUTO),
                "Which trained network may help with the first guess at the clean raster. 'auto': the default weights "
                "of RAS2S; or others by name. It is used where it predicts hidden values better than "
                "the scene itself does. 'none': no network, about three times as fast on a small raster.",
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

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        return explained(super().checkParameterValues(parameters, context))

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
            entry = find_weights(ARCHITECTURE, DEFAULT if name == AUTO else name)
        except WeightsMismatch as error:
            # What the user chose as the default is missed by name.
            if name != AUTO or ARCHITECTURE in read_settings().default_weights:
                raise
            feedback.pushWarning(tr("No network guides: {}").format(error))
            return None
        feedback.pushInfo(tr("Network that may guide: {} ({}).").format(entry.name, entry.weights_path))
        return entry
