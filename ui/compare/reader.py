"""Spectra read beside the main thread, so that QGIS goes on however slow a raster is."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..garbage import MainThreadGarbage, main_thread_garbage
from .profile import LayerReader, Place, Reading

_POLL_MS = 15
_PATIENCE_S = 0.4
"""A reading for the cursor that takes longer is given up when the cursor has moved on."""


@dataclass(frozen=True)
class Request:
    """A point to read, in the canvas's CRS of that moment; ``pinned`` ones are never given up."""

    point: QgsPointXY
    crs: QgsCoordinateReferenceSystem
    pinned: bool


@dataclass(frozen=True)
class _Run:
    future: Future
    request: Request
    cancelled: Event
    started_s: float


def _close(closing: Event, pool: ThreadPoolExecutor) -> None:
    """Nobody waits for the band that is being read."""
    closing.set()
    pool.shutdown(wait=False)


class SpectrumReader(QObject):
    """Reads what is asked for, one point at a time; of points under the cursor only the newest waits.

    The work polls for its end in the main thread: so nothing that Qt may have deleted is called from another one.
    """

    done = pyqtSignal(object, object)
    """The ``Request`` and its ``Reading``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[QgsRasterLayer | None, QgsRasterLayer | None] = (None, None)
        self._readers: tuple[LayerReader | None, LayerReader | None] = (None, None)
        self._connections: list = []
        self._waiting: list[Request] = []
        self._run: _Run | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hyperrestore-spectra")
        self._garbage = main_thread_garbage()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._closing = Event()
        # Not at `destroyed`: calling into Python while the object is being taken apart crashed QGIS.
        weakref.finalize(self, _close, self._closing, self._pool)

    def set_layers(self, before: QgsRasterLayer | None, after: QgsRasterLayer | None) -> None:
        """Forgets what was asked of other layers, and reads these from now on."""
        self.forget()
        for connection in self._connections:
            QObject.disconnect(connection)
        usable = (None if layer is None or not layer.isValid() else layer for layer in (before, after))
        self._layers, self._connections = tuple(usable), []
        for layer in self._layers:
            if layer is not None:
                self._connections += [
                    layer.dataSourceChanged.connect(self._listen_anew),
                    layer.dataProvider().dataChanged.connect(self.reopen),
                    layer.repaintRequested.connect(self.reopen),
                ]
        self.reopen()

    def _listen_anew(self) -> None:
        self.set_layers(*self._layers)

    def reopen(self) -> None:
        """Opens the layers anew for the next point: they may have other files now, or other settings of nodata."""
        self._readers = tuple(None if layer is None else LayerReader(layer) for layer in self._layers)

    def ask(self, request: Request) -> None:
        """Reads a point as soon as there is time."""
        if not request.pinned:
            self._waiting = [other for other in self._waiting if other.pinned]
            run = self._run
            if run is not None and not run.request.pinned and time.monotonic() - run.started_s > _PATIENCE_S:
                run.cancelled.set()
        self._waiting.append(request)
        self._timer.start()

    def forget(self) -> None:
        """Gives up everything that was asked for."""
        self._waiting = []
        if self._run is not None:
            self._run.cancelled.set()

    def forget_unpinned(self) -> None:
        """Gives up the point under the cursor."""
        self._waiting = [request for request in self._waiting if request.pinned]
        if self._run is not None and not self._run.request.pinned:
            self._run.cancelled.set()

    def is_idle(self) -> bool:
        return self._run is None and not self._waiting

    def _poll(self) -> None:
        if self._run is not None:
            if not self._run.future.done():
                return
            run, self._run = self._run, None
            reading = run.future.result()
            if reading is not None and not run.cancelled.is_set():
                self.done.emit(run.request, reading)
        if self._waiting:
            self._start(self._waiting.pop(0))
        else:
            self._timer.stop()

    def _start(self, request: Request) -> None:
        cancelled, closing = Event(), self._closing
        points = [None if layer is None else _in_crs_of(layer, request) for layer in self._layers]
        place = Place(request.point.x(), request.point.y(), request.crs.authid())
        future = self._pool.submit(
            _read, self._garbage, self._readers, points, place, lambda: cancelled.is_set() or closing.is_set()
        )
        self._run = _Run(future, request, cancelled, time.monotonic())


def _read(
    garbage: MainThreadGarbage, readers, points, place: Place, is_cancelled: Callable[[], bool]
) -> Reading | None:
    """The work of the other thread; None when it was cancelled."""
    with garbage.held():
        spectra = [
            None if reader is None else reader.read(point, is_cancelled) for reader, point in zip(readers, points)
        ]
    return None if is_cancelled() else Reading(place, *spectra)


def _in_crs_of(layer: QgsRasterLayer, request: Request) -> QgsPointXY | None:
    """Where the point is in the layer's own coordinates; None where it has no place there."""
    transform = QgsCoordinateTransform(request.crs, layer.crs(), QgsProject.instance().transformContext())
    try:
        return transform.transform(request.point)
    except QgsCsException:
        return None
