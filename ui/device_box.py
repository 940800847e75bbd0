"""A choice of the device that networks compute on, with what torch sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from ..errors import MissingDependency
from ..processing.base import tr
from ..processing.settings import DEVICES
from ..restoration.device import seen_devices
from .errand import Errand

AUTO, CPU = "auto", "cpu"


class DeviceBox(QWidget):
    """Offers every device there can be, and those that torch sees once it has told; what is chosen always stays."""

    def __init__(self, chosen: str) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setObjectName("device")
        self.combo.setToolTip(
            tr("Where networks compute. 'automatic' takes a GPU where there is one; the log of a run says which.")
        )
        self._note = QLabel()
        self._note.setObjectName("device_note")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setVisible(False)
        self._errand: Errand | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        layout.addWidget(self._note)
        self.setFocusProxy(self.combo)
        self._fill({name: "" for name in DEVICES if name != AUTO}, chosen)

    def device(self) -> str:
        """The name that is chosen, as the parameter DEVICE takes it."""
        return self.combo.currentData()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now: QGIS makes all pages whenever its options open, and torch takes seconds to load.
        if self._errand is None:
            self._errand = Errand(tr("Devices for HyperRestore"), _seen())
            self._errand.found.connect(self._show)
            QgsApplication.taskManager().addTask(self._errand)

    def _show(self, seen: Mapping[str, str] | MissingDependency) -> None:
        if isinstance(seen, MissingDependency):
            self._tell(tr("torch cannot be loaded, so it is not known which of these this machine has."))
            return
        gpus = {name: maker for name, maker in seen.items() if name != CPU}
        if not gpus:
            self._tell(tr("torch sees no GPU on this machine."))
        first = {"cuda": gpus["cuda:0"]} if "cuda:0" in gpus else {}
        self._fill({CPU: seen[CPU], **first, **gpus}, self.device())

    def _fill(self, makers: Mapping[str, str], chosen: str) -> None:
        self.combo.clear()
        self.combo.addItem(tr("automatic"), AUTO)
        for name, maker in makers.items():
            label = _label(name)
            self.combo.addItem(f"{label} ({maker})" if maker else label, name)
        if self.combo.findData(chosen) < 0:
            self.combo.addItem(tr("{} (torch does not see it here)").format(chosen), chosen)
        self.combo.setCurrentIndex(self.combo.findData(chosen))

    def _tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setVisible(True)


def _seen() -> Iterator[object]:
    try:
        yield seen_devices()
    except MissingDependency as error:
        yield error


def _label(name: str) -> str:
    return {
        CPU: tr("cpu: the processor"),
        "cuda": tr("cuda: the first NVIDIA GPU"),
        "mps": tr("mps: Apple's GPU"),
    }.get(name, name)
