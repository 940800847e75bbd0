"""Base of all restorations with a trained network: which weights, from the catalog or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterFile

from ..errors import WeightsMismatch
from ..models.catalog import DEFAULT, Entry, entries
from ..models.descriptor import RestorationModel
from ..models.weights import load_model
from .base import tr
from .catalog import explained, find_weights, weights_folders
from .parameters import Row, choice
from .restoration_base import RestorationAlgorithm


class WeightsAlgorithm(RestorationAlgorithm):
    """A restoration with weights of one architecture; subclasses name it."""

    ARCHITECTURE: str

    WEIGHTS, WEIGHTS_FILE = "WEIGHTS", "WEIGHTS_FILE"

    def default_weights(self, parameters: dict, context: QgsProcessingContext) -> str:
        """Under which name the catalog knows the default weights for these parameters."""
        return self.ARCHITECTURE

    def needs(self) -> str:
        return tr(
            "Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how "
            "to get them."
        )

    def own_rows(self) -> tuple[Row, ...]:
        names = [DEFAULT, *(entry.name for entry in entries(weights_folders(), self.ARCHITECTURE))]
        return (
            Row(
                lambda: choice(self.WEIGHTS, tr("Weights"), names, DEFAULT),
                "What the network has learnt, by name. 'default' is the best set that comes with the plugin, unless "
                "you set another in Raster ▸ HyperRestore ▸ Weights…; import others with hyperrestore:importweights, "
                "or train your own with hyperrestore:finetune.",
            ),
            Row(
                lambda: QgsProcessingParameterFile(
                    self.WEIGHTS_FILE, tr("Weights file"), extension="safetensors", optional=True
                ),
                "A .safetensors file outside the catalog, with its model card (.json) and SHA256SUMS beside it. Used "
                "instead of 'Weights'.",
                advanced=True,
            ),
        )

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        return explained(super().checkParameterValues(parameters, context))

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        entry = self._entry(parameters, context)
        feedback.pushInfo(tr("Weights: {} ({}).").format(entry.name, entry.weights_path))
        return load_model(entry), {"WEIGHTS": entry.name, "WEIGHTS_SHA256": entry.digest()[:16]}

    def _entry(self, parameters: dict, context: QgsProcessingContext) -> Entry:
        path = self.parameterAsFile(parameters, self.WEIGHTS_FILE, context)
        if path:
            return self._file_entry(Path(path))
        name = self.parameterAsEnumString(parameters, self.WEIGHTS, context)
        return find_weights(self.ARCHITECTURE, name, self.default_weights(parameters, context))

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
