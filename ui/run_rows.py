"""The dock's list of runs: each with its progress, what it said last, its log, and a button that ends it."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..processing.base import tr
from .labels import ElidedLabel, SentenceLabel
from .tasks import Run, State

ENDED_KEPT = 1
"""So many runs that have ended stay listed, for their logs, when another is lined up."""


class RunRow(QWidget):
    """One run."""

    dismissed = pyqtSignal(object)

    def __init__(self, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run")
        self.run = run
        self._title = ElidedLabel()
        self._title.setObjectName("runTitle")
        self._title.show_line(run.request.title)
        self._bar = QProgressBar()
        self._bar.setObjectName("runProgress")
        self._line = ElidedLabel()
        self._line.setObjectName("runLine")
        self._sentence = SentenceLabel()
        self._sentence.setObjectName("runSentence")
        self._end, self._log = QToolButton(), QToolButton()
        self._end.setObjectName("runEnd")
        for button in (self._end, self._log):
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._end.clicked.connect(self._on_end)
        self._log.setText(tr("Log"))
        self._log.setObjectName("runLog")
        self._log.setToolTip(tr("All that this run has said"))
        self._log.clicked.connect(self.show_log)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._end, 0, 1)
        for row, widget in enumerate((self._bar, self._line, self._sentence), start=1):
            grid.addWidget(widget, row, 0)
        grid.addWidget(self._log, 1, 1, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        run.said.connect(self._line.show_line)
        run.progressed.connect(self._on_progress)
        run.changed.connect(self._on_changed)
        self._on_changed()

    def conclude(self, sentence: str) -> None:
        """What came of it, in place of the last line of the log."""
        self._line.setVisible(False)
        self._sentence.say(sentence)

    def show_log(self) -> None:
        LogDialog(self.run, self.window()).show()

    def _on_progress(self, percent: float) -> None:
        self._bar.setValue(int(percent))

    def _on_changed(self) -> None:
        run = self.run
        self._bar.setVisible(run.active)
        self._end.setText(tr("Cancel") if run.active else tr("Dismiss"))
        self._end.setEnabled(not run.cancelling)
        if run.cancelling:
            self._line.show_line(tr("Stopping after the part that is being worked on…"))
        elif run.state is State.WAITING:
            self._line.show_line(tr("Waits for the run before it."))

    def _on_end(self) -> None:
        if self.run.active:
            self.run.cancel()
        else:
            self.dismissed.emit(self)


class RunRows(QWidget):
    """All runs that are going on or waiting, and the last few that have ended."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add(self, run: Run) -> None:
        row = RunRow(run)
        row.dismissed.connect(self.remove)
        self._column.addWidget(row)
        ended = [row for row in self.rows() if not row.run.active]
        for row in ended[:-ENDED_KEPT]:
            self.remove(row)
        self.changed.emit()

    def remove(self, row: RunRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()
        self.changed.emit()

    def rows(self) -> list[RunRow]:
        return [self._column.itemAt(index).widget() for index in range(self._column.count())]

    def of(self, run: Run) -> RunRow | None:
        """The row of a run, None when the user has dismissed it."""
        return next((row for row in self.rows() if row.run is run), None)


class LogDialog(QDialog):
    """The whole log of a run; grows while it runs."""

    def __init__(self, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("runLogDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Log of {}").format(run.request.title))
        self._text = QPlainTextEdit("\n".join(run.lines))
        self._text.setReadOnly(True)
        run.said.connect(self._text.appendPlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self._text)
        column.addWidget(buttons)
        characters = self.fontMetrics().averageCharWidth()
        self.resize(90 * characters, 50 * characters)

    def _copy(self) -> None:
        QgsApplication.clipboard().setText(self._text.toPlainText())
