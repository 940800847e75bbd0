"""Something small done in a thread while the window goes on."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from .garbage import main_thread_garbage


class Errand(QgsTask):
    """Takes what ``findings`` yields one by one in a thread; ``found`` brings each to whoever listens.

    A listener that is a method of a widget is called in the main thread, and no more once its widget is gone.
    """

    found = pyqtSignal(object)

    def __init__(self, description: str, findings: Iterable[object]) -> None:
        super().__init__(description)
        self._findings = findings
        self._garbage = main_thread_garbage()

    def run(self) -> bool:
        with self._garbage.held():
            for finding in self._findings:
                if self.isCanceled():
                    return False
                self.found.emit(finding)
        return True
