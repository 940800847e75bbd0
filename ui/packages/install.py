"""An installation in QGIS's task manager: pip fills a folder beside the place, and only what loads is put there."""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...errors import InstallationFailed, RestorationError
from ...processing.base import tr
from ...restoration.installation import Plan
from ...restoration.private_folder import (
    check_loaded,
    discard,
    drop_distributions,
    loader_arguments,
    put_in_place,
    stage_of,
)
from ..garbage import main_thread_garbage
from .process import run_program

QUIET = ("--no-cache-dir", "--progress-bar", "off")
"""Nothing is left behind elsewhere, and a bar that moves makes no lines of a log."""

MEASURED_EVERY_S = 2.0
UNFINISHED = 99.0
"""Per cent that it does not pass before the end: sizes are known only about."""


class InstallTask(QgsTask):
    """Carries out a plan. Afterwards ``error`` is empty, or says why nothing was changed.

    ``as_planned`` is False when a build with CUDA was planned and torch came without.
    """

    line = pyqtSignal(str)
    """What pip and the loading say, line by line."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(tr("Install packages for HyperRestore"), QgsTask.Flag.CanCancel)
        self._plan = plan
        self._measured_at = 0.0
        self._garbage = main_thread_garbage()
        self.error = ""
        self.as_planned = True

    def run(self) -> bool:
        """In a thread of the task manager's."""
        try:
            with self._garbage.held():
                self._install()
        except (RestorationError, OSError, ValueError, csv.Error) as error:
            self.error = str(error)
        return not self.error

    def _install(self) -> None:
        plan, stage = self._plan, stage_of(self._plan.folder)
        temporary = stage.with_suffix(".tmp")
        try:
            discard(stage)
            discard(temporary)
            plan.write_constraints()
            temporary.mkdir()
            # /tmp may be a small one in memory, and what a killed pip leaves must not stay. On Windows neither is so,
            # and names would grow longer than it allows.
            variables = {} if os.name == "nt" else {"TMPDIR": str(temporary)}
            self._run([*plan.arguments(stage), *QUIET], variables, self.line.emit)
            drop_distributions(stage, [name for name, _ in plan.kept])
            cuda = self._load()
            put_in_place(stage, plan.folder)
            self.as_planned = bool(cuda) or not (plan.has_torch and plan.build.is_cuda)
        finally:
            for rest in (stage, temporary):
                # What stays now is removed, or complained of, before the next installation.
                with suppress(InstallationFailed):
                    discard(rest)

    def _load(self) -> str:
        """Sees to it that all loads; returns the CUDA that torch was built for."""
        stage, modules = stage_of(self._plan.folder), [package.module for package in self._plan.packages]
        self.line.emit(tr("Loading what was installed, in a Python of its own…"))
        lines: list[str] = []
        try:
            return check_loaded(stage, modules, self._run(loader_arguments(stage, modules), {}, lines.append))
        except InstallationFailed:
            # Only then is what it says for people.
            for line in lines:
                self.line.emit(line)
            raise

    def _run(self, arguments: list[str], variables: dict[str, str], on_line: Callable[[str], None]) -> str:
        return run_program(
            self._plan.interpreter, arguments, self._plan.folder.parent, {"PYTHONUTF8": "1", **variables}, on_line,
            self._goes_on,
        )  # fmt: skip

    def _goes_on(self) -> bool:
        """Asked all the time while a program runs: measures now and then how far it is; whether it may go on."""
        if time.monotonic() - self._measured_at > MEASURED_EVERY_S:
            # pip's own bar is for terminals, and of a download of gigabytes it says nothing until the end.
            stage = stage_of(self._plan.folder)
            expected = (self._plan.download_mb + self._plan.disk_mb) * 1e6
            self.setProgress(min(UNFINISHED, 100 * _bytes_in((stage, stage.with_suffix(".tmp"))) / expected))
            self._measured_at = time.monotonic()
        return not self.isCanceled()


def _bytes_in(folders: Iterable[Path]) -> int:
    total = 0
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                # What pip moves meanwhile is counted the next time.
                with suppress(OSError):
                    total += os.lstat(os.path.join(parent, name)).st_size
    return total
