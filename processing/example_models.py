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
        model.setSourceFilePath(str(path))
        models.append(model)
    return models
