"""Python's garbage is collected in the main thread while others work.

Python collects in whichever thread happens to allocate. Where that is not the main one, and there is a widget of
anybody's in the garbage, QGIS crashes: it did in five of six processes that imported torch in a thread while windows
were let go.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

EVERY_MS = 500
YOUNG = 1
"""The generations that are collected each time; going through all objects would be felt."""

ALL_EVERY_S = 60.0
"""All the same it is gone through them now and then: a run may take hours, and all of QGIS fills what is not freed."""


class MainThreadGarbage(QObject):
    """Shared by all that work in threads, each of which holds it for as long as it works there."""

    _held = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._holders = 0
        self._all_at_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._collect)
        # Emitted in any thread, it arrives in the main one.
        self._held.connect(self._begin)

    def hold(self) -> None:
        """From now on nothing is collected but here. In any thread."""
        with self._lock:
            self._holders += 1
            gc.disable()
        self._held.emit()

    def release(self) -> None:
        """The end of what `hold` began, in any thread; Python collects as usual again soon after the last one."""
        with self._lock:
            self._holders -= 1

    @contextmanager
    def held(self) -> Iterator[None]:
        self.hold()
        try:
            yield
        finally:
            self.release()

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._all_at_s = time.monotonic()
            self._timer.start()

    def _collect(self) -> None:
        if time.monotonic() - self._all_at_s < ALL_EVERY_S:
            gc.collect(YOUNG)
        else:
            gc.collect()
            self._all_at_s = time.monotonic()
        with self._lock:
            if self._holders == 0:
                self._timer.stop()
                gc.enable()


@cache
def main_thread_garbage() -> MainThreadGarbage:
    """The one there is. Ask for it in the main thread, where it is made."""
    return MainThreadGarbage(QCoreApplication.instance())
