"""A program run to its end with its output line by line, in a thread that is not the window's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ...errors import Cancelled, InstallationFailed
from ...processing.base import tr

PATIENCE_MS = 200
"""How long a program that says nothing is waited for at a time."""


def run_program(
    program: str,
    arguments: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    on_line: Callable[[str], None],
    goes_on: Callable[[], bool],
) -> str:
    """Runs ``program`` in ``folder`` with ``variables`` on top of QGIS's own; returns the last line that it wrote.

    No shell is involved. ``goes_on`` is asked several times a second. Raises ``Cancelled`` once it said no and the
    program is killed, and ``InstallationFailed`` when it does not
    start or ends with another status than 0.
    """
    process = QProcess()
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    process.setWorkingDirectory(str(folder))
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in variables.items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    process.start(program, list(arguments))
    if not process.waitForStarted():
        raise InstallationFailed(tr("{} does not start: {}.").format(program, process.errorString()))
    process.closeWriteChannel()
    last = _follow(process, on_line, goes_on)
    if process.exitStatus() != QProcess.ExitStatus.NormalExit or process.exitCode() != 0:
        raise InstallationFailed(last or tr("{} ended with status {}.").format(program, process.exitCode()))
    return last


def _follow(process: QProcess, on_line: Callable[[str], None], goes_on: Callable[[], bool]) -> str:
    last, rest = "", b""
    running = True
    while running:
        running = process.state() != QProcess.ProcessState.NotRunning
        process.waitForReadyRead(PATIENCE_MS)
        *lines, rest = (rest + bytes(process.readAllStandardOutput())).split(b"\n")
        if not running and rest:
            lines.append(rest)
        for line in lines:
            text = line.decode("utf-8", errors="replace").rstrip()
            on_line(text)
            last = text or last
        if not goes_on():
            process.kill()
            process.waitForFinished()
            raise Cancelled(tr("The installation was cancelled; nothing was changed."))
    return last
