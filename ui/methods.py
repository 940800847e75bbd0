"""The algorithms that the dock runs, as the registry has them."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingAlgorithm

from ..processing.restoration_base import RestorationAlgorithm

PROVIDER = "hyperrestore"
DEFAULT = "hyperrestore:restore"
ESTIMATE = "hyperrestore:estimatenoise"
NO_MODEL = "none"
"""What the noise estimate suggests for a clean raster."""


def restorations() -> list[QgsProcessingAlgorithm]:
    """All that restore a raster: the default first, then by their names."""
    algorithms = QgsApplication.processingRegistry().providerById(PROVIDER).algorithms()
    found = [algorithm for algorithm in algorithms if isinstance(algorithm, RestorationAlgorithm)]
    return sorted(found, key=lambda algorithm: (algorithm.id() != DEFAULT, algorithm.displayName()))
