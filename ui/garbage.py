"""Python's garbage is collected in the main thread while others work.

Python collects in whichever thread happens to allocate. Where that is not the main one, and there is a widget of
anybody's in the garbage, QGIS crashes: it did in five of six processes that imported torch in a thread while windows
were let go.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from qgis.PyQt.QtCore import QObject, QTimer

EVERY_MS = 500
YOUNG = 1
"""The generations that are collected meanwhile; going through all objects would be felt."""


class MainThreadGarbage(QObject):
    """From `begin` on, until ``busy`` says that no other thread works any more."""

    def __init__(self, busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._busy = busy
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._collect)

    def begin(self) -> None:
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        gc.collect(YOUNG)
        if not self._busy():
            self.end()
