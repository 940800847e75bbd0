"""All that the comparison does to the map canvas, so that it can be taken back at once."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .pins import Pin
from .reader import Request
from .tools import ClickTool, SwipeTool


class OnCanvas(QObject):
    """The map tools, which give way to the former one in the end, and the pins."""

    clicked = pyqtSignal(QgsPointXY)
    ended = pyqtSignal()
    """The user chose another tool, or pressed Escape."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__()
        self._canvas: QgsMapCanvas | None = canvas
        self._former: QgsMapTool | None = None
        self._pins: list[Pin] = []
        self.swipe = SwipeTool(canvas)
        self._click = ClickTool(canvas)
        for tool in (self.swipe, self._click):
            tool.clicked.connect(self.clicked)
            tool.escaped.connect(self.ended)
        self._current: QgsMapTool | None = None
        canvas.mapToolSet.connect(self._tool_changed)
        canvas.destroyed.connect(self._canvas_gone)

    def use(self, *, swipe: bool, clicks: bool) -> None:
        """Takes the tool that is needed now, or gives the canvas its former one back.

        The swipe hears clicks too, so it serves both.
        """
        if self._canvas is None:
            return
        wanted = self.swipe if swipe else self._click if clicks else None
        before, self._current = self._current, wanted
        if wanted is before:
            return
        if before is None:
            self._former = self._canvas.mapTool()
        if wanted is not None:
            self._canvas.setMapTool(wanted)
        else:
            self._give_way(before)

    def show_pins(self, requests: Sequence[Request]) -> None:
        """Marks the points, numbered from 1 on; one that has no place in the canvas's CRS is left out."""
        if self._canvas is None:
            return
        for pin in self._pins:
            self._canvas.scene().removeItem(pin)
        crs = self._canvas.mapSettings().destinationCrs()
        context = QgsProject.instance().transformContext()
        self._pins = []
        for number, request in enumerate(requests, start=1):
            try:
                point = QgsCoordinateTransform(request.crs, crs, context).transform(request.point)
            except QgsCsException:
                continue
            self._pins.append(Pin(self._canvas, point, number))

    def leave(self) -> None:
        """Takes everything off the canvas."""
        self.use(swipe=False, clicks=False)
        self.show_pins([])

    def close(self) -> None:
        """Leaves for good: what hangs on the canvas goes before it."""
        self.leave()
        if self._canvas is not None:
            self._canvas.mapToolSet.disconnect(self._tool_changed)
            self._canvas.destroyed.disconnect(self._canvas_gone)
            self._canvas = None
            for tool in (self.swipe, self._click):
                tool.deleteLater()

    def _give_way(self, ours: QgsMapTool) -> None:
        if self._former is not None and not sip.isdeleted(self._former):
            self._canvas.setMapTool(self._former)
        else:
            self._canvas.unsetMapTool(ours)

    def _tool_changed(self, new: QgsMapTool | None, old: QgsMapTool | None) -> None:
        if self._current is None and new in (self.swipe, self._click):
            # From another tool that gives back what it had found: an extent that is drawn, a layer that was edited.
            self._give_way(new)
        elif self._current is not None and new is not self._current:
            self._current = None
            self.ended.emit()

    def _canvas_gone(self) -> None:
        self._canvas = self._current = self._former = None
        self._pins = []
        self.ended.emit()
