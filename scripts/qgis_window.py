"""A real QGIS window under Xvfb that runs a script and ends: for pictures, and for tests of what has a window.

The script is started by QGIS as ``--code``. It hands `in_window` what to do; that is called once all windows are open,
and QGIS ends afterwards, whatever happens.
"""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

FOLDER_VARIABLE = "HYPERRESTORE_SESSION"
FAILURE = "failure.txt"
LIMIT_S = 300
SCREEN = "1600x1000x24"
DIED = "died on signal"
"""What QGIS writes when it crashes."""
_failed_in_dialogs: list[str] = []


def run_in_window(script: Path, folder: Path, environment: Mapping[str, str], limit_s: float = LIMIT_S) -> None:
    """Runs ``script`` in a QGIS of its own with ``environment`` (that of `checkout.make_profile`).

    ``folder`` is where the script finds and leaves files. The script can import what lies in this folder of scripts.
    Raises ``RuntimeError`` with QGIS's log when it failed.
    """
    command = [
        "xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}", shutil.which("qgis.bin") or "qgis", "--nologo",
        "--noversioncheck", "--code", str(script.resolve()),
    ]  # fmt: skip
    inside = {
        **environment,
        FOLDER_VARIABLE: str(folder),
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parent), environment["PYTHONPATH"]]),
    }
    log = folder / "qgis.log"
    with log.open("w") as lines:
        qgis = subprocess.Popen(
            command, env=inside, stdin=subprocess.DEVNULL, stdout=lines, stderr=lines, start_new_session=True
        )
    try:
        status = qgis.wait(limit_s)
    except subprocess.TimeoutExpired:
        # All of them: xvfb-run, Xvfb and QGIS.
        os.killpg(qgis.pid, signal.SIGKILL)
        qgis.wait()
        raise RuntimeError(f"{log.read_text()}\n{script.name}: QGIS did not end within {limit_s:.0f} s.") from None
    if not (folder / "finished").exists():
        failure = folder / FAILURE
        told = failure.read_text() if failure.exists() else "QGIS ended before the script did."
        raise RuntimeError(f"{log.read_text()}\n{script.name}: {told}")
    if status != 0 or DIED in log.read_text():
        raise RuntimeError(f"{log.read_text()}\n{script.name}: QGIS crashed at its end ({status}).")


def in_window(session: Callable[[Path, object], None]) -> None:
    """Called by the script inside QGIS: ``session(folder, iface)`` runs once QGIS has opened its windows."""
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import QTimer
    from qgis.utils import iface

    folder = Path(os.environ[FOLDER_VARIABLE])

    def run() -> None:
        try:
            session(folder, iface)
            if _failed_in_dialogs:
                raise RuntimeError("\n".join(_failed_in_dialogs))
            (folder / "finished").touch()
        except BaseException:
            (folder / FAILURE).write_text(traceback.format_exc())
            raise
        finally:
            # Changes of the project would make QGIS ask before it ends.
            QgsProject.instance().clear()
            iface.actionExit().trigger()

    iface.initializationCompleted.connect(lambda: QTimer.singleShot(0, run))


def settle(rounds: int = 20) -> None:
    """Lets widgets lay themselves out; each round may ask for another."""
    from qgis.PyQt.QtWidgets import QApplication

    for _ in range(rounds):
        QApplication.processEvents()


def when_dialog(step: Callable[[object], None]) -> None:
    """Calls ``step`` with the next dialog that opens: for those that hold up who opens them. A failure ends it and
    the session."""
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication, QDialog

    def dialogs() -> list:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    before = dialogs()

    def look() -> None:
        new = [dialog for dialog in dialogs() if dialog not in before]
        if not new:
            QTimer.singleShot(100, look)
            return
        settle()
        try:
            step(new[0])
        except Exception:  # noqa: BLE001 - told when the session ends
            _failed_in_dialogs.append(traceback.format_exc())
            # One that stays open would hold QGIS for good.
            new[0].reject()

    QTimer.singleShot(100, look)
