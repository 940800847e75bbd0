"""What the swipe draws on the map canvas: a layer on either side of a handle, and the handle."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPoint, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ...processing.base import tr
from .picture import LayerPicture

GRIP_PX = 13
"""Radius of the handle's grip."""
_REACH_PX = 6
_MARGIN_PX = 10
_LIGHT, _DARK = QColor("#ffffff"), QColor("#222222")
# Below rubber bands, markers and whatever else lies on the map.
_HEIGHT = -5


class SwipeItem(QgsMapCanvasItem):
    """Before on one side of the handle, after on the other.

    ``share`` is the handle's place as a part of the canvas's width, or of its height where the two layers are
    ``stacked`` one above the other.
    """

    def __init__(self, canvas: QgsMapCanvas, before: LayerPicture, after: LayerPicture) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._before, self._after = before, after
        self.share = 0.5
        self.stacked = False
        self.setZValue(_HEIGHT)

    def is_on_handle(self, pixel: QPoint) -> bool:
        """True where the mouse can take the handle: on its line, and on its grip."""
        across = (pixel.y() if self.stacked else pixel.x()) - self._handle_px()
        along = (pixel.x() if self.stacked else pixel.y()) - self._length(not self.stacked) / 2
        return abs(across) <= _REACH_PX or across**2 + along**2 <= (GRIP_PX + 2) ** 2

    def move_to(self, pixel: QPoint) -> None:
        """Moves the handle to where the mouse is."""
        self.set_share((pixel.y() if self.stacked else pixel.x()) / self._length(self.stacked))

    def move_by(self, pixels: float) -> None:
        self.set_share(self.share + pixels / self._length(self.stacked))

    def set_share(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def set_stacked(self, stacked: bool) -> None:
        self.stacked = stacked
        self.update()

    def updatePosition(self) -> None:
        """Called by the canvas when its view changes."""
        self.update()

    def boundingRect(self) -> QRectF:
        # While it is dragged the canvas shows another part of its scene: what is drawn follows there.
        width, height = self._canvas.width(), self._canvas.height()
        return QRectF(-width, -height, 3.0 * width, 3.0 * height)

    def paint(self, painter: QPainter, option=None, widget=None) -> None:
        seen = self._seen()
        one, other = QRectF(seen), QRectF(seen)
        if self.stacked:
            one.setHeight(self.share * seen.height())
            other.setTop(one.bottom())
        else:
            one.setWidth(self.share * seen.width())
            other.setLeft(one.right())
        view = self._canvas.mapSettings()
        for side, picture in ((one, self._before), (other, self._after)):
            painter.save()
            painter.setClipRect(side)
            painter.fillRect(side, self._canvas.canvasColor())
            picture.paint(painter, view)
            painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(one.bottomLeft() if self.stacked else one.topRight())
        self._paint_labels(painter)
        self._paint_handle(painter, self._length(not self.stacked))
        painter.restore()

    def _seen(self) -> QRectF:
        corner = self._canvas.sceneRect().topLeft()
        return QRectF(corner.x(), corner.y(), self._length(False), self._length(True))

    def _length(self, down: bool) -> int:
        return max(self._canvas.height() if down else self._canvas.width(), 1)

    def _handle_px(self) -> float:
        return self.share * self._length(self.stacked)

    def _paint_handle(self, painter: QPainter, length: float) -> None:
        painter.save()
        if self.stacked:
            painter.rotate(-90)
        end = QPointF(0, length)
        for colour, width in ((_DARK, 4.0), (_LIGHT, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(0, 0), end)
        painter.translate(0, length / 2)
        painter.setPen(QPen(_DARK, 1.2))
        painter.setBrush(_LIGHT)
        painter.drawEllipse(QPointF(0, 0), GRIP_PX, GRIP_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_DARK)
        for way in (-1, 1):
            painter.drawPolygon(QPolygonF([QPointF(way * 9, 0), QPointF(way * 3, -5), QPointF(way * 3, 5)]))
        painter.restore()

    def _paint_labels(self, painter: QPainter) -> None:
        font = self._canvas.font()
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for text, side in ((tr("Before"), -1), (tr("After"), 1)):
            width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 6
            gap = _MARGIN_PX if side > 0 else -_MARGIN_PX - (height if self.stacked else width)
            chip = QRectF(_MARGIN_PX, gap, width, height) if self.stacked else QRectF(gap, _MARGIN_PX, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(34, 34, 34, 200))
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(_LIGHT)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
