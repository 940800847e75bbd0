"""What QGIS loads: registers the Processing provider and, where there is a window, what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from .processing.language import install_translation, remove_translation
from .processing.packages import user_packages_folder
from .processing.provider import HyperRestoreProvider
from .restoration.private_folder import use_folder

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtCore import QTranslator

    from .ui.gui import Gui


class HyperRestorePlugin:
    """The plugin; without a window (``iface`` None) it has its algorithms and nothing else."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._provider: HyperRestoreProvider | None = None
        self._gui: Gui | None = None
        self._translator: QTranslator | None = None

    def initProcessing(self) -> None:
        """Register the algorithms; ``qgis_process`` calls this and nothing else."""
        # Here, so that what was installed in the window is found by `qgis_process` too.
        use_folder(user_packages_folder())
        # First: algorithms and windows get their texts when they are made.
        self._translator = install_translation()
        self._provider = HyperRestoreProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        # Once more, now that it is registered: its example models are made of its own algorithms.
        self._provider.refreshAlgorithms()

    def initGui(self) -> None:
        """Called in a QGIS with windows; without one there is nothing to hang on."""
        self.initProcessing()
        if self._iface is None:
            return
        # Not at the top: `qgis_process` has no use for it, and some builds of QGIS come without the module for windows.
        from .ui.gui import Gui

        self._gui = Gui(self._iface)
        self._gui.add()

    def unload(self) -> None:
        """Called when the plugin is switched off."""
        if self._gui is not None:
            self._gui.remove()
            self._gui = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        remove_translation(self._translator)
        self._translator = None
