"""``hyperrestore:finetune``."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...errors import OutputRefused, WeightsMismatch
from ...models.architectures import ARCHITECTURES
from ...models.catalog import DEFAULT, DEFAULT_WEIGHTS, Entry, entries, refuse_name
from ...models.weights import save_weights
from ...quality.outputs import check_ending, check_outputs, staged_outputs
from ...quality.report import new_figure
from ...restoration.dependencies import require_torch
from ...restoration.software import plugin_version
from ...training.finetuning.own_recipe import NOISE_CHOICES, Wishes
from ...training.finetuning.page import report_page
from ...training.finetuning.run import FineTuned, fine_tune
from ..base import tr
from ..catalog import explained, find_weights, user_weights_folder, weights_folders
from ..feedback import FeedbackMonitor
from ..parameters import Row, choice, decimal, integer
from ..raster_list_algorithm import RasterListAlgorithm
from ..settings import DEVICES, read_settings


class FineTune(RasterListAlgorithm):
    """Weights of the catalog, trained further on the user's own rasters."""

    ID = "finetune"
    TITLE = "Fine-tune weights"
    GROUP = "Training"
    GROUP_ID = "training"
    ICON = "finetune.svg"
    TAGS = (
        "hyperspectral", "train", "training", "fine-tune", "finetune", "learn", "machine learning", "adapt", "weights",
        "model", "network", "neural network", "deep learning", "catalog",
    )  # fmt: skip
    HELP = (
        "Trains the weights of a network further on your own clean rasters, so that it knows your sensor and your "
        "scenes, and puts them into your catalog, where the restoration algorithms offer them by name.\n\n"
        "When to use it: when you have rasters of your sensor that are as clean as what you want to get, and the "
        "shipped weights do worse on it than you need. Noise in these rasters is learnt as truth. For a denoiser, "
        "noise is added to pieces of them, drawn afresh at every step; for super-resolution they are made coarser. "
        "Bands flagged bad, constant or empty are left out, pixels without data are never used, and rasters may "
        "differ in their bands. At most 400 MB of them are read; of more, pieces spread at random.\n\n"
        "A strip of each raster is held out and never trained on. It says how good the weights are at the start and "
        "after every few steps; the best step is kept. Do not mix rasters that show the same place, for then the "
        "one's strip is trained on in the other. When no step is better than the start, the run fails, says so, and "
        "stores nothing.\n\n"
        "1000 steps take RAS2S 10 to 40 minutes on a laptop's processor, SSCAN and SSRNet a third of that, and all of "
        "them little on a GPU. With 30 to 100 you see whether it is worth it. A cancelled run leaves nothing.\n\n"
        "Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to "
        "get them. The report needs matplotlib."
    )

    MODEL, WEIGHTS, NAME, STEPS, NOISE = "MODEL", "WEIGHTS", "NAME", "STEPS", "NOISE"
    VALIDATION_SHARE, PATCH, LEARNING_RATE = "VALIDATION_SHARE", "PATCH", "LEARNING_RATE"
    SEED, DEVICE, OUTPUT_HTML = "SEED", "DEVICE", "OUTPUT_HTML"
    WEIGHTS_FILE, START_MPSNR, BEST_MPSNR, BEST_STEP = "WEIGHTS_FILE", "START_MPSNR", "BEST_MPSNR", "BEST_STEP"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add_rasters(
            tr("Clean hyperspectral rasters"),
            "One or more rasters that GDAL reads, each large enough for its strip and for a few patches. On the "
            "command line, give INPUT once for each.",
        )
        for row in self._rows():
            self.add(row.make(), row.help, advanced=row.advanced)
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_HTML, tr("Report (HTML)"), "HTML (*.html)", optional=True, createByDefault=False
            ),
            "The curve, figures before and after, and a picture of what was held out, in one file.",
        )
        self.addOutput(QgsProcessingOutputString(self.NAME, tr("Name in the catalog")))
        self.addOutput(QgsProcessingOutputFile(self.WEIGHTS_FILE, tr("Weights file")))
        for name, label in (
            (self.START_MPSNR, tr("MPSNR of the held-out part before (dB)")),
            (self.BEST_MPSNR, tr("MPSNR of the held-out part after (dB)")),
            (self.BEST_STEP, tr("Step that was kept")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _rows(self) -> tuple[Row, ...]:
        names = sorted({entry.name for kind in ARCHITECTURES for entry in entries(weights_folders(), kind)})
        return (
            Row(
                lambda: choice(self.MODEL, tr("Network"), list(DEFAULT_WEIGHTS), "ras2s"),
                "RAS2S and SSCAN denoise; SSRNet makes pixels 2, 3 or 4 times finer.",
            ),
            Row(
                lambda: choice(self.WEIGHTS, tr("Weights to begin with"), [DEFAULT, *names], DEFAULT),
                "'default' is the best set of that network that comes with the plugin, unless you set another; any "
                "other name must belong to it.",
            ),
            Row(
                lambda: QgsProcessingParameterString(self.NAME, tr("Name in the catalog")),
                "What the new weights are called: letters, digits, '-', '_' and '.'; must not be taken.",
            ),
            Row(
                lambda: integer(self.STEPS, tr("Training steps"), default=1000, minimum=1, maximum=1_000_000),
                "Each takes 0.5 to 2 s on a processor for RAS2S, less for the others. The learning rate falls towards "
                "the last, so a longer run is more than a shorter one that goes on.",
            ),
            Row(
                lambda: choice(self.NOISE, tr("Noise to learn"), NOISE_CHOICES, NOISE_CHOICES[0]),
                "For denoisers: 'mixed' Gaussian noise, stripes, dead lines, impulses and all of them at once; "
                "'gaussian' the same or another strength in each band; 'lines' stripes and dead lines; 'weak' "
                "Gaussian noise of at most 10/255. Some patches stay clean in all of them. 'auto' is 'mixed' for RAS2S "
                "and 'gaussian' for SSCAN.",
            ),
            Row(
                lambda: decimal(
                    self.VALIDATION_SHARE, tr("Held out of each raster (per cent)"), default=20, minimum=5, maximum=50
                ),
                "A strip of the raster's rows (of a wide raster: columns) that is not trained on, and that the result "
                "is judged by: the last ones, or the first or the middle ones where those hold more data.",
            ),
            Row(
                lambda: integer(
                    self.PATCH, tr("Patch size in pixels (0: automatic)"), default=0, minimum=0, maximum=96
                ),
                "Side of the pieces that the network sees in training, in its input's pixels. 0: 32 for denoisers, 24, "
                "20 and 16 for SSRNet, or less where a raster is small; otherwise 8 or more. Larger ones cost time and "
                "memory.",
                advanced=True,
            ),
            Row(
                lambda: decimal(
                    self.LEARNING_RATE, tr("Learning rate"), default=0.0002, minimum=0.000001, maximum=0.01
                ),
                "How far each step goes, at first; it falls to a twentieth. Lower it when the held-out part gets "
                "worse from the start.",
                advanced=True,
            ),
            Row(
                lambda: integer(self.SEED, tr("Seed"), default=2018, minimum=0, maximum=2**31 - 1),
                "The same seed gives the same patches and noise.",
                advanced=True,
            ),
            Row(
                lambda: choice(self.DEVICE, tr("Device"), DEVICES, read_settings().device),
                "'auto' takes the first CUDA device, or Apple's GPU, or the CPU, and the log says which and why.",
                advanced=True,
            ),
        )

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        require_torch()
        super().prepare_work(parameters, context, feedback)

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        wishes = self._wishes(parameters, context)
        html = self.parameterAsFileOutput(parameters, self.OUTPUT_HTML, context)
        self._refuse_early(wishes, html)
        parent = self._parent(parameters, context)
        feedback.pushInfo(tr("Begins with: {} ({}).").format(parent.name, parent.weights_path))
        device = self.parameterAsEnumString(parameters, self.DEVICE, context)
        monitor = FeedbackMonitor(feedback)
        tuned = fine_tune(parent, self.raster_paths(), wishes, device, monitor)
        entry = self._store(tuned, html)
        monitor.progress(1.0)
        feedback.pushInfo(tr("'{}' is in the catalog: {}.").format(entry.name, entry.weights_path))
        return {
            self.NAME: entry.name,
            self.WEIGHTS_FILE: str(entry.weights_path),
            self.START_MPSNR: tuned.start,
            self.BEST_MPSNR: tuned.best,
            self.BEST_STEP: tuned.best_step,
            **({self.OUTPUT_HTML: html} if html else {}),
        }

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        return explained(super().checkParameterValues(parameters, context))

    def _wishes(self, parameters: dict, context: QgsProcessingContext) -> Wishes:
        return Wishes(
            name=self.parameterAsString(parameters, self.NAME, context).strip(),
            steps=self.parameterAsInt(parameters, self.STEPS, context),
            noise=self.parameterAsEnumString(parameters, self.NOISE, context),
            share=self.parameterAsDouble(parameters, self.VALIDATION_SHARE, context) / 100,
            patch=self.parameterAsInt(parameters, self.PATCH, context),
            learning_rate=self.parameterAsDouble(parameters, self.LEARNING_RATE, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
        )

    def _refuse_early(self, wishes: Wishes, html: str) -> None:
        """Whatever would keep the result from being stored is told before the work."""
        refuse_name(weights_folders(), wishes.name)
        weights = Entry(name=wishes.name, folder=user_weights_folder()).weights_path
        if html:
            check_ending(html, "html")
            new_figure(1, 1)
        check_outputs([str(weights), *([html] if html else [])], self.raster_paths())

    def _parent(self, parameters: dict, context: QgsProcessingContext) -> Entry:
        """The weights to begin with. Raises ``WeightsMismatch`` when they are of another network than ``MODEL``."""
        asked = self.parameterAsEnumString(parameters, self.MODEL, context)
        architecture, _, scale = asked.partition("-x")
        name = self.parameterAsEnumString(parameters, self.WEIGHTS, context)
        entry = find_weights(architecture, name, asked)
        found = entry.card().arguments.get("scale")
        if scale and found != int(scale):
            raise WeightsMismatch(
                tr(
                    "'{0}' makes pixels {1} times finer, but {2} was asked for. Choose other weights, or {3}-x{1}."
                ).format(entry.name, found, asked, architecture)
            )
        return entry

    def _store(self, tuned: FineTuned, html: str) -> Entry:
        """Puts weights and card into the catalog and the report in its place.

        The report lies complete beside its place before the weights are stored. Should the last renaming fail all the
        same, the weights stay, for they are the costlier half.
        """
        footer = f"HyperRestore {plugin_version()}, hyperrestore:{self.ID}"
        texts = {html: report_page(tuned, footer)} if html else {}
        entry = None
        try:
            with staged_outputs(texts):
                entry = save_weights(tuned.card, tuned.tensors, user_weights_folder())
        except OutputRefused as error:
            if entry is None:
                raise
            raise OutputRefused(
                tr("{} The weights are in the catalog all the same, as '{}'.").format(error, entry.name)
            ) from error
        return entry
