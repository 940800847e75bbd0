"""The dock's place in QGIS's window: a button in the toolbar and an entry in our menu that show and hide it."""

from __future__ import annotations

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..processing.base import ICONS, tr
from .dock import RestorationDock

NEIGHBOUR = "ProcessingToolbox"


class DockPart:
    """One of `gui.PARTS`."""

    def __init__(self, iface: QgisInterface, menu: QMenu) -> None:
        self._iface = iface
        self._menu = menu
        self._action: QAction | None = None
        self._dock: RestorationDock | None = None

    def add(self) -> None:
        self._action = QAction(QIcon(str(ICONS / "restoration.svg")), tr("Restoration Panel"), self._iface.mainWindow())
        self._action.setObjectName("HyperRestoreDockAction")
        self._action.setToolTip(tr("Restore a hyperspectral raster: estimate its noise, preview, restore, compare"))
        self._dock = RestorationDock(self._iface)
        self._iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock, [NEIGHBOUR], False)
        # QGIS shows what is added; whether it was open when QGIS ended, QGIS itself restores after the plugins.
        self._dock.setVisible(False)
        self._dock.opened.connect(self._dock.fill)
        self._dock.setToggleVisibilityAction(self._action)
        self._iface.addToolBarIcon(self._action)
        self._menu.addAction(self._action)

    def remove(self) -> None:
        self._dock.close_down()
        self._iface.removeDockWidget(self._dock)
        self._iface.removeToolBarIcon(self._action)
        self._menu.removeAction(self._action)
        for thing in (self._dock, self._action):
            # Out of the window at once; where QGIS is about to end, what is deleted later is not.
            thing.setParent(None)
            thing.deleteLater()
