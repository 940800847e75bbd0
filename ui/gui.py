"""Everything of HyperRestore that needs QGIS's window: put into place together, taken away together."""

from __future__ import annotations

from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMenu

from ..processing.base import ICONS
from .dock_part import DockPart
from .options_part import OptionsPart
from .packages.part import PackagesPart
from .weights.part import WeightsPart

PARTS: tuple[type, ...] = (DockPart, WeightsPart, OptionsPart, PackagesPart)
"""Each is made with QGIS's interface and our menu; ``add`` puts it in place, ``remove`` takes it away again."""


class Gui:
    """The menu *Raster ▸ HyperRestore*, and the parts that hang on it."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._menu = QMenu("HyperRestore")
        self._menu.setIcon(QIcon(str(ICONS / "hyperrestore.svg")))
        self._parts = [part(iface, self._menu) for part in PARTS]

    def add(self) -> None:
        self._iface.rasterMenu().addMenu(self._menu)
        for part in self._parts:
            part.add()

    def remove(self) -> None:
        for part in reversed(self._parts):
            part.remove()
        self._iface.rasterMenu().removeAction(self._menu.menuAction())
        self._menu.deleteLater()
