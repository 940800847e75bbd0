"""The example models of the model builder: files in ``examples/`` that the provider lists beside its algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMessageLog, QgsProcessingModelAlgorithm

from .base import tr

FOLDER = Path(__file__).resolve().parent / "examples"


def example_models() -> list[QgsProcessingModelAlgorithm]:
    """The stored models. What they are made of must be registered before, or they cannot run."""
    models = []
    for path in sorted(FOLDER.glob("*.model3")):
        model = QgsProcessingModelAlgorithm()
        if not model.fromFile(str(path)):
            QgsMessageLog.logMessage(tr("The example model {} cannot be read.").format(path), "HyperRestore")
            continue
        _translate(model)
        model.setSourceFilePath(str(path))
        models.append(model)
    return models


def _translate(model: QgsProcessingModelAlgorithm) -> None:
    """Puts what the user reads into the user's language. Names stay, and so do titles of steps: variables bear them."""
    model.setGroup(tr(model.group()))
    model.setHelpContent({name: tr(text) for name, text in model.helpContent().items()})
    for definition in model.parameterDefinitions():
        definition.setDescription(tr(definition.description()))
    for child in model.childAlgorithms().values():
        outputs = child.modelOutputs()
        for output in outputs.values():
            output.setDescription(tr(output.description()))
        child.setModelOutputs(outputs)
        model.setChildAlgorithm(child)
    model.updateDestinationParameters()
