"""Inside QGIS: settings and weights as a user reaches them; pictures where HYPERRESTORE_PICTURES names a folder."""
from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)

from qgis_window import in_window, settle

PICTURES = os.environ.get("HYPERRESTORE_PICTURES")
LIMIT_S = 60

found: dict[str, object] = {}


def session(folder: Path, iface) -> None:
    menu = next(action.menu() for action in iface.rasterMenu().actions() if action.text() == "HyperRestore")
    actions = {action.objectName(): action for action in menu.actions()}
    options, weights = actions["HyperRestoreSettingsAction"], actions["HyperRestoreWeightsAction"]
    for name, step in {"OK": changed, "Cancel": cancelled, "refused": refused, "managed": managed}.items():
        when_modal(step)
        options.trigger()
        settle()
        found[name] = stored()
    message = iface.messageBar().currentItem()
    found["told"] = message.text() if message is not None else ""
    weights.trigger()
    weights.trigger()
    (manager,) = (window for window in QApplication.topLevelWidgets() if window.objectName() == "HyperRestoreWeights"
                  and window.isVisible())  # fmt: skip
    table = manager.findChild(QTableView, "weights")
    model = table.model()
    wait_for(lambda: "being checked…" not in column(model, 6))
    found["manager"] = dict(zip(column(model, 0), column(model, 6)))
    table.selectRow(column(model, 0).index("damaged"))
    picture(manager, "weights")
    if PICTURES:
        QgsApplication.setUITheme("Night Mapping")
        picture(manager, "weights-dark")
        when_modal(seen)
        options.trigger()
    (folder / "found.json").write_text(json.dumps(found))


def changed(dialog: QDialog) -> None:
    device = dialog.findChild(QComboBox, "device")
    found["page is shown"] = device.isVisible()
    wait_for(lambda: device.findData("mps") < 0)
    found["devices"] = [device.itemData(row) for row in range(device.count())]
    picture(dialog, "options")
    fill(dialog, "cpu", 1500, "local:2")
    press(dialog, QDialogButtonBox.StandardButton.Ok)


def cancelled(dialog: QDialog) -> None:
    fill(dialog, "auto", 0, "local:3")
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def refused(dialog: QDialog) -> None:
    fill(dialog, "auto", 0, "nonsense")
    picture(dialog, "options-refused")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    # Newer versions of QGIS keep their options open until a page is content.
    if dialog.isVisible():
        dialog.reject()


def managed(dialog: QDialog) -> None:
    when_modal(import_from)
    dialog.findChild(QPushButton, "manage").click()
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def import_from(manager: QDialog) -> None:
    found["above options"] = manager.windowTitle()
    when_modal(imported)
    manager.findChild(QPushButton, "import").click()
    manager.reject()


def imported(dialog: QDialog) -> None:
    found["above the manager"] = type(dialog).__name__
    picture(dialog, "import")
    dialog.setParameters({"INPUT": os.environ["HYPERRESTORE_WEIGHTS"], "NAME": "copied"})
    dialog.runButton().click()
    wait_for(dialog.results)
    found["imported"] = dialog.results()["NAME"]
    dialog.reject()


def seen(dialog: QDialog) -> None:
    picture(dialog, "options-dark")
    dialog.reject()


def fill(dialog: QDialog, device: str, memory_mb: int, scheduler: str) -> None:
    combo = dialog.findChild(QComboBox, "device")
    combo.setCurrentIndex(combo.findData(device))
    dialog.findChild(QSpinBox, "memory").setValue(memory_mb)
    dialog.findChild(QLineEdit, "scheduler").setText(scheduler)


def press(dialog: QDialog, button: QDialogButtonBox.StandardButton) -> None:
    boxes = [box for box in dialog.findChildren(QDialogButtonBox) if box.button(button) is not None]
    boxes[-1].button(button).click()


def stored() -> list[object]:
    from hyperrestore.processing.settings import read_settings

    values = read_settings()
    return [values.device, values.precision, values.memory_mb, values.scheduler]


def when_modal(step: Callable[[QDialog], None]) -> None:
    """Calls ``step`` with the next dialog that is opened above the one that is there now."""
    below = QApplication.activeModalWidget()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is below or not dialog.isVisible():
            QTimer.singleShot(50, look)
            return
        settle()
        done = False
        try:
            step(dialog)
            done = True
        finally:
            # A dialog that stays open would hold QGIS for good.
            if not done:
                found[step.__name__] = traceback.format_exc()
                dialog.reject()

    QTimer.singleShot(50, look)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it never happened")
        QApplication.processEvents()


def column(model, number: int) -> list[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def picture(widget: QWidget, name: str) -> None:
    if PICTURES:
        settle()
        widget.grab().save(f"{PICTURES}/{name}.png")


in_window(session)
