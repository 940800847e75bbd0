"""HyperRestore's page in QGIS's options: what the parameters of every run begin with, and where weights are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from tempfile import TemporaryFile

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..errors import InvalidParameter
from ..processing.base import tr
from ..processing.catalog import profile_weights_folder
from ..processing.settings import MOST_MEMORY_MB, PRECISIONS, Settings, read_settings, write_settings
from ..restoration.addresses import check_scheduler
from .device_box import DeviceBox
from .weights.dialog import WeightsDialog

PAGE = "HyperRestoreOptions"
"""Its name within QGIS's options dialog."""

MEMORY_STEP_MB = 512


class OptionsPage(QgsOptionsPageWidget):
    """Shows the settings as they are, and stores them when QGIS's dialog is told to.

    ``warn`` gets the sentences about what was not stored: QGIS 3.22 closes its dialog whatever a page thinks of it.
    """

    def __init__(self, parent: QWidget | None, warn: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setObjectName(PAGE)
        self._warn = warn
        settings = read_settings()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._parameters(settings))
        layout.addWidget(self._weights(settings))
        layout.addStretch()
        self._judge_scheduler()
        self._judge_folder()

    def isValid(self) -> bool:
        """Newer versions of QGIS ask this before they close the dialog."""
        return not self._refusals()

    def apply(self) -> None:
        stored, refusals = read_settings(), self._refusals()
        wanted = replace(
            stored,
            device=self._device.device(),
            precision=self._precision.currentData(),
            memory_mb=self._memory.value(),
            **{name: text for name, text in self._texts().items() if name not in refusals},
        )
        if wanted != stored:
            write_settings(wanted)
        for sentence in refusals.values():
            self._warn(tr("Not changed: {}").format(sentence))

    def _parameters(self, settings: Settings) -> QWidget:
        box = QGroupBox(tr("What runs begin with"))
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(
            _wrapped(
                tr(
                    "These are the defaults of the parameters in dialogs, batch runs and qgis_process. Each run can "
                    "have others; stored models keep what they were stored with."
                )
            )
        )
        self._device = DeviceBox(settings.device)
        self._precision = QComboBox()
        self._precision.setObjectName("precision")
        self._precision.setToolTip(
            tr(
                "Number format of the networks' convolutions. 'automatic' takes 16 bits only where that is faster and "
                "was measured to cost next to nothing."
            )
        )
        for name in PRECISIONS:
            self._precision.addItem(_precision_label(name), name)
        self._precision.setCurrentIndex(self._precision.findData(settings.precision))
        self._memory = QSpinBox()
        self._memory.setObjectName("memory")
        self._memory.setRange(0, MOST_MEMORY_MB)
        self._memory.setSingleStep(MEMORY_STEP_MB)
        self._memory.setSuffix(tr(" MB"))
        self._memory.setSpecialValueText(tr("automatic (half of what is free)"))
        self._memory.setToolTip(tr("Memory that a run may use; its tiles are made to fit. 0 is automatic."))
        self._memory.setValue(settings.memory_mb)
        self._scheduler = QLineEdit(settings.scheduler)
        self._scheduler.setObjectName("scheduler")
        self._scheduler.setClearButtonEnabled(True)
        self._scheduler.setPlaceholderText(tr("empty: this machine alone"))
        self._scheduler.setToolTip(
            tr(
                "For rasters too large for one machine: the address of a Dask scheduler, such as tcp://host:8786, or "
                "local:4 for four processes of this machine."
            )
        )
        self._scheduler_problem = _Problem("scheduler_problem")
        self._scheduler.textChanged.connect(self._judge_scheduler)
        form.addRow(_label(tr("&Device"), self._device.combo), self._device)
        form.addRow(tr("&Precision"), self._precision)
        form.addRow(tr("&Memory"), self._memory)
        form.addRow(_label(tr("Dask &scheduler"), self._scheduler), _stack(self._scheduler, self._scheduler_problem))
        return box

    def _weights(self, settings: Settings) -> QWidget:
        box = QGroupBox(tr("Weights"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._folder = QgsFileWidget()
        self._folder.setObjectName("weights_folder")
        self._folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._folder.setDialogTitle(tr("Folder for weights that you import or train"))
        self._folder.setFilePath(settings.weights_folder)
        self._folder.lineEdit().setPlaceholderText(tr("empty: {}").format(profile_weights_folder()))
        self._folder.setToolTip(tr("Where weights are kept that you import or train, and where they are looked for."))
        self._folder.fileChanged.connect(self._judge_folder)
        self._folder_problem = _Problem("folder_problem")
        manage = QPushButton(tr("Manage &weights…"))
        manage.setObjectName("manage")
        manage.setToolTip(tr("See, check, import and remove weights, and choose the default ones."))
        manage.clicked.connect(self._manage)
        row = QHBoxLayout()
        row.addWidget(manage)
        row.addStretch()
        form.addRow(_label(tr("&Folder"), self._folder.lineEdit()), _stack(self._folder, self._folder_problem))
        layout = QVBoxLayout(box)
        layout.addLayout(form)
        layout.addWidget(
            _wrapped(
                tr(
                    "Nothing is moved when you choose another folder: weights in the old one stay there, and are "
                    "offered again when you go back to it."
                )
            )
        )
        layout.addLayout(row)
        return box

    def _manage(self) -> None:
        dialog = WeightsDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def _texts(self) -> dict[str, str]:
        return {"scheduler": self._scheduler.text().strip(), "weights_folder": self._folder.filePath().strip()}

    def _refusals(self) -> dict[str, str]:
        """What is wrong with texts that were changed here: a folder that is not there today may be tomorrow."""
        stored, texts = read_settings(), self._texts()
        judges = {"scheduler": self._judge_scheduler, "weights_folder": self._try_folder}
        problems = {name: judge() for name, judge in judges.items() if texts[name] != getattr(stored, name)}
        return {name: problem for name, problem in problems.items() if problem}

    def _judge_scheduler(self) -> str:
        """What is wrong with the scheduler, also told below it; empty where nothing is."""
        return self._scheduler_problem.tell(_refusal(check_scheduler, self._texts()["scheduler"]))

    def _judge_folder(self) -> str:
        """The same of the folder, at every letter that is typed: nothing is written to it."""
        return self._folder_problem.tell(_refusal(_check_folder, self._texts()["weights_folder"]))

    def _try_folder(self) -> str:
        """The same, and whether it can be written to."""
        return self._judge_folder() or self._folder_problem.tell(
            _refusal(_check_writing, self._texts()["weights_folder"])
        )


class _Problem(QWidget):
    """A sentence with a warning sign, below the field that it is about; takes no room when all is well."""

    def __init__(self, name: str) -> None:
        super().__init__()
        sign, self._text = QLabel(), _wrapped("")
        sign.setPixmap(QgsApplication.getThemeIcon("/mIconWarning.svg").pixmap(16, 16))
        self._text.setObjectName(name)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.setVisible(False)

    def tell(self, problem: str) -> str:
        """Shows ``problem`` and returns it; hides where it is empty."""
        self._text.setText(problem)
        self.setVisible(bool(problem))
        return problem


def _label(text: str, field: QWidget) -> QLabel:
    """The label of ``field``, which lies within what stands beside the label."""
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _stack(field: QWidget, problem: QWidget) -> QWidget:
    """``field`` above what is wrong with it."""
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(field)
    layout.addWidget(problem)
    return both


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _refusal(check: Callable[[str], None], text: str) -> str:
    try:
        check(text)
    except InvalidParameter as error:
        return str(error)
    return ""


def _check_folder(text: str) -> None:
    if text and not (os.path.isabs(text) and os.path.isdir(text)):
        raise InvalidParameter(tr("There is no folder '{}'. Make it first, or choose another.").format(text))


def _check_writing(text: str) -> None:
    if not text:
        return
    try:
        # Tried, for what systems say of permissions is not always so.
        with TemporaryFile(dir=text):
            pass
    except OSError as error:
        raise InvalidParameter(
            tr("The folder '{}' cannot be written to ({}). Choose another.").format(text, error.strerror or error)
        ) from error


def _precision_label(name: str) -> str:
    return {
        "auto": tr("automatic"),
        "fp32": tr("fp32: 32 bits"),
        "bf16": tr("bf16: 16 bits (bfloat)"),
        "fp16": tr("fp16: 16 bits (half)"),
    }[name]
