"""One layer as the map canvas would show it alone: rendered in the background, kept until the view changes."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings, QgsMapToPixel
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter, QTransform


class LayerPicture(QObject):
    """The picture of ``layer``; ``changed`` tells that there is a newer one to paint."""

    changed = pyqtSignal()

    def __init__(self, layer: QgsMapLayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer: QgsMapLayer | None = layer
        self._wanted: QgsMapSettings | None = None
        self._shown: QgsMapSettings | None = None
        self._image = QImage()
        self._job: QgsMapRendererParallelJob | None = None
        layer.repaintRequested.connect(self._render)
        layer.willBeDeleted.connect(self._forget)

    def follow(self, view: QgsMapSettings) -> None:
        """Asks for the picture of ``view``; does nothing where that is what there is, or is under way."""
        if self._wanted is None or not _same_view(self._wanted, view):
            self._wanted = QgsMapSettings(view)
            self._render()

    def is_ready(self) -> bool:
        """True when what ``paint`` shows is what was last asked for."""
        return self._job is None and self._shown is not None

    def paint(self, painter: QPainter, view: QgsMapSettings) -> None:
        """Paints what there is, moved and stretched to ``view`` where that differs from the one it was made for."""
        if self._shown is None or self._shown.destinationCrs() != view.destinationCrs():
            return
        painter.save()
        painter.setTransform(_between(self._shown.mapToPixel(), view.mapToPixel(), self._shown), True)
        painter.drawImage(0, 0, self._image)
        painter.restore()

    def stop(self) -> None:
        """Lets go of a rendering under way, without waiting for it: the job deletes itself when it has ended."""
        if self._job is not None:
            self._job.finished.disconnect(self._take)
            self._job.cancelWithoutBlocking()
            self._job = None

    def _render(self) -> None:
        self.stop()
        if self._layer is None or self._wanted is None:
            return
        settings = QgsMapSettings(self._wanted)
        settings.setLayers([self._layer])
        self._job = QgsMapRendererParallelJob(settings)
        # A job that Python owned would be waited for, in the main thread, as soon as nobody refers to it.
        self._job.setParent(QgsApplication.instance())
        self._job.finished.connect(self._take)
        self._job.finished.connect(self._job.deleteLater)
        self._job.start()

    def _take(self) -> None:
        self._image, self._shown, self._job = self._job.renderedImage(), self._job.mapSettings(), None
        self.changed.emit()

    def _forget(self) -> None:
        self.stop()
        self._layer = None


def _same_view(one: QgsMapSettings, other: QgsMapSettings) -> bool:
    def key(view: QgsMapSettings) -> tuple:
        size, extent = view.outputSize(), view.extent()
        return (
            (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum(), view.rotation()),
            (size.width(), size.height(), view.outputDpi(), view.devicePixelRatio(), view.backgroundColor().rgba()),
        )

    return key(one) == key(other) and one.destinationCrs() == other.destinationCrs()


def _between(old: QgsMapToPixel, new: QgsMapToPixel, settings: QgsMapSettings) -> QTransform:
    """From pixels of one view to those of another, rotated or not: told by where three corners go."""
    width, height = settings.outputSize().width(), settings.outputSize().height()
    (x, y), (right_x, right_y), (down_x, down_y) = (
        (place.x(), place.y())
        for place in (new.transform(old.toMapCoordinates(*corner)) for corner in ((0, 0), (width, 0), (0, height)))
    )
    return QTransform(
        (right_x - x) / width, (right_y - y) / width, (down_x - x) / height, (down_y - y) / height, x, y
    )  # fmt: skip
