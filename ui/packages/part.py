"""*Check environment…* in the menu, and one line in the message bar when something is missing at the start."""

from __future__ import annotations

from qgis.core import Qgis, QgsSettings
from qgis.gui import QgisInterface, QgsMessageBarItem
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QPushButton

from ...processing.base import ICONS, tr
from ...processing.data.environment_text import missing_sentence
from ...processing.packages import user_packages_folder
from ...restoration.environment import find_packages, lacking
from ...restoration.software import plugin_version
from .dialog import PackagesDialog

QUIET_SETTING = "hyperrestore/packages/quiet"
"""The version of the plugin that the user does not want to be told of missing packages by."""


class PackagesPart:
    """One part of `ui.gui.Gui`."""

    def __init__(self, iface: QgisInterface, menu: QMenu) -> None:
        self._iface = iface
        self._menu = menu
        self._action = QAction(QIcon(str(ICONS / "checkenvironment.svg")), tr("Check environment…"))
        self._action.triggered.connect(lambda: self.open())
        self._dialog: PackagesDialog | None = None
        self._message: QgsMessageBarItem | None = None

    def add(self) -> None:
        self._menu.addAction(self._action)
        self._iface.messageBar().widgetRemoved.connect(self._forget)
        missing = lacking(find_packages(load=False))
        if missing and QgsSettings().value(QUIET_SETTING, "") != plugin_version():
            self._tell(missing_sentence(missing))

    def remove(self) -> None:
        if self._dialog is not None:
            self._dialog.stop()
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
        self._take_back()
        self._iface.messageBar().widgetRemoved.disconnect(self._forget)
        self._menu.removeAction(self._action)

    def open(self) -> None:
        """Shows the window; it looks around whenever it was closed before."""
        if self._dialog is None:
            self._dialog = PackagesDialog(self._iface.mainWindow(), user_packages_folder())
            self._dialog.looked.connect(self._looked)
        if not self._dialog.isVisible() and not self._dialog.is_installing:
            self._dialog.look()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _tell(self, text: str) -> None:
        bar = self._iface.messageBar()
        self._message = bar.createMessage("HyperRestore", text)
        for label, slot in ((tr("Details…"), self.open), (tr("Do not show again"), self._keep_quiet)):
            button = QPushButton(label)
            button.clicked.connect(lambda checked=False, slot=slot: slot())
            self._message.layout().addWidget(button)
        bar.pushWidget(self._message, Qgis.MessageLevel.Warning)

    def _keep_quiet(self) -> None:
        QgsSettings().setValue(QUIET_SETTING, plugin_version())
        self._take_back()

    def _looked(self, ready: bool) -> None:
        if ready:
            self._take_back()

    def _take_back(self) -> None:
        if self._message is not None:
            self._iface.messageBar().popWidget(self._message)

    def _forget(self, item: QgsMessageBarItem) -> None:
        if item is self._message:
            self._message = None
