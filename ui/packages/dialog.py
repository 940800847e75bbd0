"""The window that tells what is there, what is missing and how to get it, and gets it if the user says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtBoundSignal, pyqtSignal
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QWidget

from ...errors import InstallationFailed
from ...processing.base import tr
from ...processing.data import environment_text as words
from ...restoration.environment import Environment, look_around
from ...restoration.installation import make_plan
from ...restoration.private_folder import remove_folder, use_folder
from ..literal import literal
from .form import PackagesForm
from .install import InstallTask

PATIENCE_MS = 10_000
"""How long a killed pip may take to end when QGIS ends or the plugin goes."""


class PackagesDialog(QDialog):
    """Stays open while QGIS is used; closed, it goes on installing."""

    looked = pyqtSignal(bool)
    """After each look: whether all that is required can be used."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("HyperRestore: check environment"))
        self._folder = folder
        self._task: InstallTask | None = None
        self.form = PackagesForm(self)
        self.form.install.clicked.connect(self._install)
        self.form.cancel.clicked.connect(self._cancel)
        self.form.uninstall.clicked.connect(self._uninstall)
        self.form.again.clicked.connect(lambda: self.look())
        self.form.copy.clicked.connect(self._copy)
        self.form.close.clicked.connect(self.close)

    @property
    def is_installing(self) -> bool:
        return self._task is not None

    def look(self, news: str = "") -> Environment:
        """Looks at everything again, shows and returns it; ``news`` goes first. Seconds, when torch is loaded."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            environment = look_around(Qgis.QGIS_VERSION)
            self._plan = make_plan(environment, self._folder)
            if not environment.ready:
                # The command that is shown names this file.
                self._plan.write_constraints()
        except InstallationFailed as error:
            news = str(error)
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.form.show_findings(environment, self._plan, news)
        self.looked.emit(environment.ready)
        return environment

    def stop(self) -> None:
        """Ends an installation under way, with nothing changed; for the end of QGIS or of the plugin."""
        if self._task is not None:
            # Nobody is there any more to look at how it ends.
            for signal, slot in self._ears(self._task):
                signal.disconnect(slot)
            self._task.cancel()
            self._task.waitForFinished(PATIENCE_MS)
            self._task = None

    def _install(self) -> None:
        self._task = InstallTask(self._plan)
        for signal, slot in self._ears(self._task):
            signal.connect(slot)
        self.form.show_running()
        QgsApplication.taskManager().addTask(self._task)

    def _ears(self, task: InstallTask) -> tuple[tuple[pyqtBoundSignal, Callable[..., None]], ...]:
        return (
            (task.line, self.form.log_line),
            (task.progressChanged, self.form.show_progress),
            (task.taskCompleted, self._installed),
            (task.taskTerminated, self._not_installed),
        )

    def _cancel(self) -> None:
        self.form.cancel.setEnabled(False)
        self._task.cancel()

    def _installed(self) -> None:
        as_planned, self._task = self._task.as_planned, None
        use_folder(self._folder)
        self.form.show_ended()
        self.form.headline.setText(words.installed(self.look(), as_planned))

    def _not_installed(self) -> None:
        news = tr("The installation was cancelled; nothing was changed.")
        if not self._task.isCanceled():
            news = tr("The installation failed, and nothing was changed: {}").format(self._task.error)
        self._task = None
        self.form.show_ended()
        self.look(news)

    def _uninstall(self) -> None:
        question = tr("Remove the packages that HyperRestore installed in this folder?\n\n{}").format(self._folder)
        if QMessageBox.question(self, self.windowTitle(), literal(question)) != QMessageBox.StandardButton.Yes:
            return
        try:
            remove_folder(self._folder)
        except InstallationFailed as error:
            self.look(str(error))
        else:
            self.look(tr("The packages were removed. Start QGIS again, so that it forgets what it has loaded of them."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._plan.command())
        self.form.copy.setText(tr("Copied"))
