"""The map tools: one that tells where the map was clicked, and one that has a swipe's handle besides."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsMapSettings, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication

from .picture import LayerPicture
from .swipe_item import SwipeItem

_LEFT = Qt.MouseButton.LeftButton


class ClickTool(QgsMapTool):
    """A click tells its place, dragging moves the map, Escape asks to end."""

    clicked = pyqtSignal(QgsPointXY)
    """In the canvas's CRS."""
    escaped = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._pressed: QPoint | None = None
        self._dragging = False
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == _LEFT:
            self._pressed = event.pixelPoint()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & _LEFT:
            return
        way = (event.pixelPoint() - self._pressed).manhattanLength()
        self._dragging = self._dragging or way >= QApplication.startDragDistance()
        if self._dragging:
            self.canvas().panAction(event)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() != _LEFT or self._pressed is None:
            return
        if self._dragging:
            self.canvas().panActionEnd(event.pixelPoint())
        else:
            self.clicked.emit(self.toMapCoordinates(event.pixelPoint()))
        self._pressed, self._dragging = None, False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.escaped.emit()
        else:
            event.ignore()


class SwipeTool(ClickTool):
    """Shows one layer on either side of a handle, which the mouse and the arrow keys move."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._layers: tuple[QgsMapLayer, QgsMapLayer] | None = None
        self._pictures: list[LayerPicture] = []
        self._item: SwipeItem | None = None
        self._holding = False
        self._share, self._stacked = 0.5, False

    def set_layers(self, layers: tuple[QgsMapLayer, QgsMapLayer] | None) -> None:
        """What is to be seen before and after the handle, at once where the tool is in use; None when it is not."""
        if self._layers != layers:
            self._layers = layers
            if layers is not None and self._item is not None:
                self._take_away()
                self._show()

    def set_stacked(self, stacked: bool) -> None:
        """Above and below the handle instead of left and right."""
        self._stacked = stacked
        if self._item is not None:
            self._item.set_stacked(stacked)

    def is_ready(self) -> bool:
        """True when both sides show what they should."""
        return bool(self._pictures) and all(picture.is_ready() for picture in self._pictures)

    def activate(self) -> None:
        super().activate()
        if self._layers is None:
            return
        self._show()
        canvas = self.canvas()
        canvas.renderStarting.connect(self._follow)
        canvas.extentsChanged.connect(self._repaint)
        # The canvas would use the arrow keys itself.
        canvas.installEventFilter(self)
        canvas.setFocus()

    def deactivate(self) -> None:
        canvas = self.canvas()
        if canvas is not None and self._item is not None:
            canvas.renderStarting.disconnect(self._follow)
            canvas.extentsChanged.disconnect(self._repaint)
            canvas.removeEventFilter(self)
            self._take_away()
        super().deactivate()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        self._holding = event.button() == _LEFT and self._item.is_on_handle(event.pixelPoint())
        if not self._holding:
            super().canvasPressEvent(event)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._holding:
            self._item.move_to(event.pixelPoint())
        else:
            super().canvasMoveEvent(event)
        near = self._holding or self._item.is_on_handle(event.pixelPoint())
        across = Qt.CursorShape.SplitVCursor if self._stacked else Qt.CursorShape.SplitHCursor
        self.canvas().setCursor(across if near else Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if self._holding:
            self._holding = False
        else:
            super().canvasReleaseEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self._item is None:
            return False
        back, on = (Qt.Key.Key_Up, Qt.Key.Key_Down) if self._stacked else (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.key() not in (back, on):
            return False
        step = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 10
        self._item.move_by(step if event.key() == on else -step)
        return True

    def _show(self) -> None:
        self._pictures = [LayerPicture(layer, self) for layer in self._layers]
        self._item = SwipeItem(self.canvas(), *self._pictures)
        self._item.share, self._item.stacked = self._share, self._stacked
        for picture in self._pictures:
            picture.changed.connect(self._repaint)
        self._follow()
        self._item.show()

    def _take_away(self) -> None:
        self._share, item, self._item = self._item.share, self._item, None
        self.canvas().scene().removeItem(item)
        for picture in self._pictures:
            picture.stop()
            picture.deleteLater()
        self._pictures = []

    def _follow(self) -> None:
        view = QgsMapSettings(self.canvas().mapSettings())
        for picture in self._pictures:
            picture.follow(view)

    def _repaint(self) -> None:
        if self._item is not None:
            self._item.update()
