"""Inside a QGIS without torch: the line at the start, the window about packages, an installation."""
from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from qgis_window import in_window, settle


def session(folder: Path, iface) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QApplication, QPushButton

    def grab(widget, name: str) -> None:
        settle()
        widget.grab().save(str(folder / name))

    bar = iface.messageBar()
    ours = [item for item in bar.items() if item.title() == "HyperRestore"]
    found = {"bar": [item.text() for item in ours]}
    grab(iface.mainWindow(), "start.png")
    (details,) = [button for button in ours[0].findChildren(QPushButton) if button.text() == "Details…"]
    QTest.mouseClick(details, Qt.MouseButton.LeftButton)
    (dialog,) = [widget for widget in QApplication.topLevelWidgets() if type(widget).__name__ == "PackagesDialog"]
    grab(dialog, "missing.png")
    QTest.mouseClick(dialog.form.install, Qt.MouseButton.LeftButton)
    grab(dialog, "running.png")
    end = time.monotonic() + 60
    while dialog.is_installing and time.monotonic() < end:
        QApplication.processEvents()
    grab(dialog, "installed.png")
    found["headline"] = dialog.form.headline.text()
    found["bar after"] = [item.text() for item in bar.items() if item.title() == "HyperRestore"]

    import numpy
    import torch

    found["torch"], found["numpy"] = torch.__version__, numpy.__version__
    found["last on the path"] = sys.path[-1] == str(Path(torch.__file__).parent.parent)
    (folder / "found.json").write_text(json.dumps(found))
    dialog.close()


in_window(session)
