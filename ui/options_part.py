"""The settings in the menu and in QGIS's options."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgisInterface, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from ..processing.base import ICONS, tr
from .literal import literal
from .options_page import PAGE, OptionsPage


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes our page whenever QGIS opens its options."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__("HyperRestore", QIcon(str(ICONS / "hyperrestore.svg")))
        self._iface = iface

    def createWidget(self, parent: QWidget | None = None) -> OptionsPage:
        bar = self._iface.messageBar()
        return OptionsPage(parent, lambda sentence: bar.pushWarning("HyperRestore", literal(sentence)))


class OptionsPart:
    """*Raster ▸ HyperRestore ▸ Settings…*, which opens QGIS's options at our page."""

    def __init__(self, iface: QgisInterface, menu: QMenu) -> None:
        self._iface, self._menu = iface, menu
        self._factory = OptionsFactory(iface)
        self._action = QAction(QgsApplication.getThemeIcon("/mActionOptions.svg"), tr("&Settings…"), menu)
        self._action.setObjectName("HyperRestoreSettingsAction")
        self._action.triggered.connect(lambda: iface.showOptionsDialog(iface.mainWindow(), PAGE))

    def add(self) -> None:
        self._iface.registerOptionsWidgetFactory(self._factory)
        self._menu.addAction(self._action)

    def remove(self) -> None:
        self._menu.removeAction(self._action)
        self._iface.unregisterOptionsWidgetFactory(self._factory)
