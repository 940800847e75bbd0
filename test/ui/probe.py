"""An algorithm that does what a test tells it, in the place of a restoration that takes its time."""
from __future__ import annotations

import shutil
import threading

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingProvider,
)

LIMIT_S = 20
ID = "probe:slow"


class Slow(QgsProcessingAlgorithm):
    """Copies its input once it is told to go on; hears a cancel unless it is deaf; fails as ``failure`` says."""

    started = threading.Event()
    go_on = threading.Event()
    failure = ""
    running = 0
    most_running = 0

    @classmethod
    def rewind(cls) -> None:
        cls.started.clear()
        cls.go_on.clear()
        cls.failure, cls.running, cls.most_running = "", 0, 0

    def createInstance(self) -> Slow:
        return Slow()

    def name(self) -> str:
        return "slow"

    def displayName(self) -> str:
        return "Slow"

    def shortDescription(self) -> str:
        return "Waits."

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", "Input"))
        self.addParameter(QgsProcessingParameterExtent("EXTENT", "Extent", optional=True))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", "Restored"))

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        if self.failure == "refused":
            raise QgsProcessingException("Networks need the Python package torch.")
        self.path = self.parameterAsRasterLayer(parameters, "INPUT", context).source()
        return True

    def processAlgorithm(self, parameters, context, feedback) -> dict:
        Slow.running += 1
        Slow.most_running = max(Slow.most_running, Slow.running)
        try:
            return self._work(parameters, context, feedback)
        finally:
            Slow.running -= 1

    def _work(self, parameters, context, feedback) -> dict:
        feedback.setProgress(40)
        feedback.pushInfo("Half way.")
        self.started.set()
        for _ in range(LIMIT_S * 100):
            if feedback.isCanceled() and self.failure != "deaf":
                raise QgsProcessingException("Cancelled by the user.")
            if self.go_on.wait(0.01):
                break
        if self.failure == "sentence":
            raise QgsProcessingException("The disk is full. Make room, and run it again.")
        if self.failure == "traced":
            feedback.pushDebugInfo("Traceback: line 7\nZeroDivisionError: by zero")
            raise QgsProcessingException("An error that nobody foresaw.")
        if self.failure == "bug":
            raise ZeroDivisionError("by zero")
        target = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        shutil.copy(self.path, target)
        return {"OUTPUT": target}


class Provider(QgsProcessingProvider):
    def id(self) -> str:
        return "probe"

    def name(self) -> str:
        return "Probe"

    def loadAlgorithms(self) -> None:
        self.addAlgorithm(Slow())
