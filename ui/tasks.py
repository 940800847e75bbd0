"""Processing algorithms in QGIS's task manager: one after the other, each with its progress, log, cancel and end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from threading import Thread
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QEventLoop, QObject, QTimer, pyqtSignal

from ..errors import MissingDependency
from ..processing.base import tr
from ..restoration.dependencies import require_torch
from .garbage import MainThreadGarbage, main_thread_garbage

PATIENCE_MS = 30_000
"""How long QGIS may be held up, when it ends or the plugin goes, by a run that was cancelled."""


class Purpose(Enum):
    """What a run is for."""

    ESTIMATE = "estimate"
    PREVIEW = "preview"
    RESTORE = "restore"


class State(Enum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class Request:
    """What to run: the id of an algorithm with its parameters, on the layer with ``layer_id``.

    ``target`` is the file that it was told to write, empty for a temporary one or none.
    """

    purpose: Purpose
    algorithm: str
    parameters: Mapping[str, Any]
    title: str
    layer_id: str
    target: str = ""


@dataclass
class Outcome:
    """What came of a run: the algorithm's ``results``, the layers that the project got, or one sentence of failure.

    A run that was cancelled has results where that came too late: its file is there, and whole.
    """

    results: dict[str, Any] = field(default_factory=dict)
    layer_ids: tuple[str, ...] = ()
    failure: str = ""


class RunFeedback(QgsProcessingFeedback):
    """What an algorithm says in its thread, as signals that arrive in the main one."""

    said = pyqtSignal(str)
    failed = pyqtSignal(str)

    def pushInfo(self, info: str) -> None:
        super().pushInfo(info)
        self.said.emit(info)

    def pushWarning(self, warning: str) -> None:
        super().pushWarning(warning)
        self.said.emit(tr("Warning: {}").format(warning))

    def pushDebugInfo(self, info: str) -> None:
        super().pushDebugInfo(info)
        self.said.emit(info)

    def setProgressText(self, text: str) -> None:
        super().setProgressText(text)
        self.said.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        super().reportError(error, fatalError)
        self.failed.emit(error)


def _load_torch(garbage: MainThreadGarbage) -> None:
    # The run that needs it tells that it is missing.
    with garbage.held(), suppress(MissingDependency):
        require_torch()


class Run(QObject):
    """One run of an algorithm, from the queue to its end. All of it but the work itself happens in the main thread."""

    said = pyqtSignal(str)
    progressed = pyqtSignal(float)
    changed = pyqtSignal()

    # The task has bare pointers to the context and the feedback: whoever lets go of a run, these must outlive the task.
    _alive: set[Run] = set()

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request
        self.state = State.WAITING
        self.percent = 0.0
        self.lines: list[str] = []
        self.outcome = Outcome()
        self.project_closed = False
        self._feedback = self._new_feedback()
        self._feedback.progressChanged.connect(self._on_progress)
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        self._algorithm = None
        self._task: QgsProcessingAlgRunnerTask | None = None

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def cancelling(self) -> bool:
        """True from the wish to cancel to the end."""
        return self.active and self._feedback.isCanceled()

    def prepare(self) -> None:
        """Hand the run to the task manager, on hold until `begin`; what the parameters forbid ends it here."""
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(self.request.algorithm)
        parameters = dict(self.request.parameters)
        sound, complaint = self._algorithm.checkParameterValues(parameters, self._context)
        if not sound:
            self._on_failed(complaint)
            self._end(State.FAILED)
            return
        task = QgsProcessingAlgRunnerTask(self._algorithm, parameters, self._context, self._feedback)
        if task.isCanceled():
            self._end(State.FAILED)
            return
        self._alive.add(self)
        self._task = task
        task.begun.connect(self._on_begun)
        task.executed.connect(self._on_executed)
        task.hold()
        QgsApplication.taskManager().addTask(task)

    def begin(self) -> None:
        """Its turn has come."""
        if self._task is not None:
            self._task.unhold()

    def cancel(self) -> None:
        """Ask it to stop; it ends at once while it waits, and within a tile when it runs."""
        if self._task is not None:
            self._task.cancel()
            self.changed.emit()

    def _on_begun(self) -> None:
        self.state = State.RUNNING
        self.changed.emit()

    def _on_executed(self, successful: bool, results: dict[str, Any]) -> None:
        self._task = None
        self._alive.discard(self)
        self.outcome.results = results
        if not successful:
            self._end(State.CANCELLED if self._feedback.isCanceled() else State.FAILED)
            return
        sound = self.project_closed or self._load_layers()
        self._end(State.DONE if sound else State.FAILED)

    def _load_layers(self) -> bool:
        """Add the results to the project as Processing's own dialog does; False when QGIS cannot open one."""
        # QGIS's plugin "processing", which is not there when QGIS's core is used without it.
        from processing.gui.Postprocessing import handleAlgorithmResults

        project = QgsProject.instance()
        before = set(project.mapLayers())
        # A feedback of its own: with one that was cancelled after the end it would load nothing.
        sound = handleAlgorithmResults(self._algorithm, self._context, feedback=self._new_feedback())
        self.outcome.layer_ids = tuple(set(project.mapLayers()) - before)
        return sound

    def _new_feedback(self) -> RunFeedback:
        feedback = RunFeedback()
        feedback.said.connect(self._on_said)
        feedback.failed.connect(self._on_failed)
        return feedback

    def _end(self, state: State) -> None:
        self.state = state
        self.changed.emit()

    def _on_said(self, line: str) -> None:
        self.lines.append(line)
        self.said.emit(line)

    def _on_failed(self, sentence: str) -> None:
        self.outcome.failure = sentence
        self._on_said(sentence)

    def _on_progress(self, percent: float) -> None:
        self.percent = percent
        self.progressed.emit(percent)


class RunQueue(QObject):
    """Runs one after the other: two restorations at once would share memory and processor, and both take longer."""

    added = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[Run] = []
        # No task: QGIS would count it among those that it asks about when it ends.
        self._garbage = main_thread_garbage()
        self._loading = Thread(target=_load_torch, args=(self._garbage,), name="HyperRestore loads torch")
        QgsProject.instance().cleared.connect(self._on_project_cleared)

    def load_torch(self) -> None:
        """Import torch behind the window, which takes seconds; the first run would else do it in the main thread."""
        self._loading.start()

    def submit(self, request: Request) -> Run:
        """Line a run up; it begins when those before it have ended."""
        self._garbage.hold()
        run = Run(request)
        self._runs.append(run)
        run.changed.connect(self._on_changed)
        self.added.emit(run)
        run.prepare()
        self._advance()
        return run

    def active(self) -> tuple[Run, ...]:
        """Those that run or wait, in their order."""
        return tuple(self._runs)

    def close(self) -> None:
        """Cancel all and wait for them, as what they run is about to be taken away."""
        QgsProject.instance().cleared.disconnect(self._on_project_cleared)
        loop = QEventLoop()
        self.ended.connect(loop.quit)
        for run in reversed(self.active()):
            run.cancel()
        deadline = QTimer()
        deadline.setSingleShot(True)
        deadline.timeout.connect(loop.quit)
        deadline.start(PATIENCE_MS)
        while self._runs and deadline.isActive():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.ended.disconnect(loop.quit)
        if self._loading.is_alive():
            self._loading.join()

    def _advance(self) -> None:
        if self._runs and self._runs[0].state is State.WAITING:
            self._runs[0].begin()

    def _on_changed(self) -> None:
        for run in [run for run in self._runs if not run.active]:
            self._runs.remove(run)
            self._garbage.release()
            self.ended.emit(run)
        self._advance()

    def _on_project_cleared(self) -> None:
        """Only what writes a raster is still of use, and the project that comes next is not to get it."""
        for run in reversed(self.active()):
            run.project_closed = True
            if run.request.purpose is not Purpose.RESTORE:
                run.cancel()
