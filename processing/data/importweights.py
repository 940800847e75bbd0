"""``hyperrestore:importweights``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...models.importing import import_ras2s, import_safetensors
from ...restoration.dependencies import require_torch
from ..base import HyperRestoreAlgorithm, tr
from ..catalog import weights_folders

IMPORTERS = {"ras2s": import_ras2s}


class ImportWeights(HyperRestoreAlgorithm):
    """A released checkpoint into the user's catalog."""

    ID = "importweights"
    TITLE = "Import weights"
    GROUP = "Data"
    GROUP_ID = "data"
    ICON = "importweights.svg"
    TAGS = (
        "weights", "checkpoint", "model", "network", "neural network", "deep learning", "pth", "safetensors", "catalog",
        "import",
    )  # fmt: skip
    HELP = (
        "Adds trained weights to your catalog, where the restoration algorithms offer them by name: those that the "
        "authors of a network released (a checkpoint, .pth) are converted; those that HyperRestore made elsewhere, "
        "such as a colleague's (.safetensors with model card and SHA256SUMS), are checked and copied.\n\n"
        "When to use it: when you have weights from elsewhere that are better than the shipped ones. The file is read "
        "as plain numbers: code inside it is refused, never run. The weights are kept in your QGIS profile, or in the "
        "folder that HyperRestore's settings name, with a model card and a checksum.\n\n"
        "Weights have owners: see to it that you may use them.\n\n"
        "Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to "
        "get them."
    )

    INPUT, MODEL, NAME = "INPUT", "MODEL", "NAME"
    LICENCE, AUTHORS, WEIGHTS_FILE = "LICENCE", "AUTHORS", "WEIGHTS_FILE"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add(
            QgsProcessingParameterFile(
                self.INPUT, tr("Weights file"), fileFilter=tr("Weights (*.pth *.pt *.safetensors)")
            ),
            "A checkpoint as the authors of the network released it (.pth), or weights that HyperRestore made "
            "(.safetensors) with their model card (.json) and SHA256SUMS beside them.",
        )
        self.add(
            QgsProcessingParameterEnum(
                self.MODEL, tr("Network"), options=list(IMPORTERS), defaultValue="ras2s", usesStaticStrings=True
            ),
            "Which network a checkpoint belongs to; a model card says it itself.",
        )
        self.add(
            QgsProcessingParameterString(self.NAME, tr("Name in the catalog")),
            "Letters, digits, '-', '_' and '.'; must not be taken.",
        )
        self.add(
            QgsProcessingParameterString(self.AUTHORS, tr("Authors"), optional=True),
            "Who trained the weights; kept in the model card.",
        )
        self.add(
            QgsProcessingParameterString(self.LICENCE, tr("Licence"), optional=True),
            "Under which terms they may be used; kept in the model card.",
        )
        self.addOutput(QgsProcessingOutputString(self.NAME, tr("Name in the catalog")))
        self.addOutput(QgsProcessingOutputFile(self.WEIGHTS_FILE, tr("Weights file")))

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        require_torch()

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        path = Path(self.parameterAsFile(parameters, self.INPUT, context))
        network = self.parameterAsEnumString(parameters, self.MODEL, context)
        importer = import_safetensors if path.suffix.lower() == ".safetensors" else IMPORTERS[network]
        entry = importer(
            path,
            self.parameterAsString(parameters, self.NAME, context).strip(),
            weights_folders(),
            licence=self.parameterAsString(parameters, self.LICENCE, context).strip(),
            authors=self.parameterAsString(parameters, self.AUTHORS, context).strip(),
        )
        feedback.pushInfo(tr("'{}' is in the catalog: {}.").format(entry.name, entry.weights_path))
        return {self.NAME: entry.name, self.WEIGHTS_FILE: str(entry.weights_path)}
