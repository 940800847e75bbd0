"""The engine's monitor over QGIS's feedback."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback


class FeedbackMonitor:
    """Progress, log and cancel of one run, passed on to the dialog, the batch panel or the console."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback

    def progress(self, fraction: float) -> None:
        self._feedback.setProgress(100 * fraction)

    def info(self, text: str) -> None:
        self._feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        self._feedback.pushWarning(text)

    def cancelled(self) -> bool:
        return self._feedback.isCanceled()
