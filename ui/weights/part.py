"""The weights manager in the menu."""

from __future__ import annotations

from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from ...processing.base import ICONS, tr
from .dialog import WeightsDialog


class WeightsPart:
    """*Raster ▸ HyperRestore ▸ Weights…* and the one window that it opens."""

    def __init__(self, iface: QgisInterface, menu: QMenu) -> None:
        self._iface, self._menu = iface, menu
        self._action = QAction(QIcon(str(ICONS / "importweights.svg")), tr("&Weights…"), menu)
        self._action.setObjectName("HyperRestoreWeightsAction")
        self._action.triggered.connect(self._open)
        self._dialog: WeightsDialog | None = None

    def add(self) -> None:
        self._menu.addAction(self._action)

    def remove(self) -> None:
        self._menu.removeAction(self._action)
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def _open(self) -> None:
        if self._dialog is None:
            self._dialog = WeightsDialog(self._iface.mainWindow())
        if self._dialog.isVisible():
            # The settings may name another folder by now.
            self._dialog.refresh()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
