"""What QGIS loads: registers the Processing provider, and takes it away again."""

from __future__ import annotations

from qgis.core import QgsApplication

from .processing.provider import HyperRestoreProvider


class HyperRestorePlugin:
    """The plugin; without a window (``iface`` None) it does the same."""

    def __init__(self, iface: object) -> None:
        self._provider: HyperRestoreProvider | None = None

    def initProcessing(self) -> None:
        """Register the algorithms; ``qgis_process`` calls this and nothing else."""
        self._provider = HyperRestoreProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        # Once more, now that it is registered: its example models are made of its own algorithms.
        self._provider.refreshAlgorithms()

    def initGui(self) -> None:
        """Called in a QGIS with windows."""
        self.initProcessing()

    def unload(self) -> None:
        """Called when the plugin is switched off."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
