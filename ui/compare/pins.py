"""A numbered point on the map canvas."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen

_RADIUS_PX = 4.0
_WIDTH_PX, _HEIGHT_PX = 60.0, 24.0
_LIGHT, _DARK = QColor("#ffffff"), QColor("#222222")


class Pin(QgsMapCanvasItem):
    """Marks ``point``, in the canvas's CRS, with ``number``, by which the plot calls its lines."""

    def __init__(self, canvas: QgsMapCanvas, point: QgsPointXY, number: int) -> None:
        super().__init__(canvas)
        self._point, self._number = point, number
        self.updatePosition()

    def updatePosition(self) -> None:
        """Called by the canvas when its view changes."""
        self.setPos(self.toCanvasCoordinates(self._point))

    def boundingRect(self) -> QRectF:
        return QRectF(-_HEIGHT_PX / 2, -_HEIGHT_PX / 2, _WIDTH_PX, _HEIGHT_PX)

    def paint(self, painter: QPainter, option=None, widget=None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_DARK, 1.5))
        painter.setBrush(_LIGHT)
        painter.drawEllipse(QPointF(0, 0), _RADIUS_PX, _RADIUS_PX)
        chip = QRectF(_RADIUS_PX + 3, -9, 8 + 8 * len(str(self._number)), 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(34, 34, 34, 200))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(_LIGHT)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self._number))
