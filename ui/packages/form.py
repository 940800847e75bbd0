"""What the window about packages looks like; what it does is `dialog`'s."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QDialog,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...processing.base import tr
from ...processing.data import environment_text as words
from ...restoration.environment import PRESENT, Environment, Found
from ...restoration.installation import Plan
from ..literal import literal

SIZE = QSize(780, 700)
COMMAND_LINES, LOG_LINES = 6, 9
HEADLINE_SCALE = 1.25


class PackagesForm:
    """The widgets of ``dialog``, and the three states in which they are: findings, running, ended."""

    def __init__(self, dialog: QDialog) -> None:
        self.headline, self.explanation, self.note = _text(), _text(), _text()
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() * HEADLINE_SCALE)
        font.setBold(True)
        self.headline.setFont(font)
        self.packages = _table()
        self.facts, self.offer = QFormLayout(), QFormLayout()
        self.command, self.log = _lines(COMMAND_LINES), _lines(LOG_LINES)
        self.command.setMaximumHeight(self.command.minimumHeight())
        self.progress = QProgressBar()
        self.install = QPushButton(tr("Install"))
        self.cancel = QPushButton(tr("Cancel installation"))
        self.uninstall = QPushButton(tr("Uninstall…"))
        self.again = QPushButton(tr("Check again"))
        self.copy = QPushButton(tr("Copy command"))
        self.close = QPushButton(tr("Close"))
        self.obstacles = _text()
        self._group = self._offer_group()
        self._lay_out(dialog)
        self._set_running(False)
        self.log.hide()

    def show_findings(self, environment: Environment, plan: Plan, news: str) -> None:
        """Everything anew; ``news`` takes the headline's place."""
        self.headline.setText(news or words.headline(environment))
        self.explanation.setText(_explanation(environment))
        self.packages.clear()
        for found in environment.packages:
            self.packages.addTopLevelItem(_item(found))
        _fill(self.facts, words.facts(environment))
        _fill(self.offer, words.offer(plan))
        self.note.setText(words.sources(plan))
        self.command.setPlainText(plan.command())
        self.copy.setText(tr("Copy command"))
        obstacles = words.obstacles(environment, plan)
        self.obstacles.setText("\n\n".join(obstacles))
        self.obstacles.setVisible(bool(obstacles))
        self.install.setEnabled(not obstacles)
        self._offer(not environment.ready)
        self.uninstall.setVisible(plan.folder.is_dir())
        (self.close if environment.ready or obstacles else self.install).setFocus()

    def show_running(self) -> None:
        """While pip works: its words, and a way to stop it."""
        self.headline.setText(tr("Installing. You can go on working, and close this window."))
        self.log.clear()
        self.log.show()
        # Busy, until it is known how far it is.
        self.progress.setRange(0, 0)
        self._offer(False)
        self._set_running(True)

    def show_progress(self, percent: float) -> None:
        if percent >= 1:
            self.progress.setRange(0, 100)
            self.progress.setValue(int(percent))

    def show_ended(self) -> None:
        self._set_running(False)

    def log_line(self, text: str) -> None:
        self.log.appendPlainText(text)

    def _offer(self, visible: bool) -> None:
        for widget in (self._group, self.copy, self.install):
            widget.setVisible(visible)

    def _set_running(self, running: bool) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(running)
        self.cancel.setEnabled(True)
        for widget in (self.again, self.uninstall):
            widget.setEnabled(not running)

    def _offer_group(self) -> QGroupBox:
        group = QGroupBox(tr("Install what is missing"))
        layout = QVBoxLayout(group)
        layout.addLayout(self.offer)
        layout.addWidget(self.obstacles)
        layout.addWidget(self.note)
        layout.addWidget(self.command)
        return group

    def _lay_out(self, dialog: QDialog) -> None:
        buttons = QHBoxLayout()
        for button in (self.again, self.uninstall):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.copy, self.install, self.cancel, self.close):
            buttons.addWidget(button)
        # Scrolled where it finds no room: wrapped texts would be squeezed over each other.
        content = QWidget()
        findings = QVBoxLayout(content)
        findings.setContentsMargins(0, 0, 0, 0)
        for widget in (self.headline, self.explanation, self.packages):
            findings.addWidget(widget)
        findings.addLayout(self.facts)
        findings.addWidget(self._group)
        findings.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        layout = QVBoxLayout(dialog)
        layout.addWidget(scroll, stretch=2)
        layout.addWidget(self.progress)
        layout.addWidget(self.log, stretch=1)
        layout.addLayout(buttons)
        dialog.resize(SIZE)


def _explanation(environment: Environment) -> str:
    if environment.ready:
        return tr("All algorithms can be used.")
    text = tr("HyperRestore computes with Python packages that QGIS does not bring along. Some cannot be used yet:")
    return "\n\n".join([text, *words.complaints(environment)])


def _text() -> QLabel:
    """Text that wraps and can be copied, shown as it stands."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _lines(count: int) -> QPlainTextEdit:
    """A text in a typewriter's letters, so many lines high."""
    edit = QPlainTextEdit()
    edit.setReadOnly(True)
    edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    edit.setMinimumHeight(count * edit.fontMetrics().lineSpacing() + 12)
    return edit


def _table() -> QTreeWidget:
    table = QTreeWidget()
    table.setHeaderLabels([tr("Package"), tr("Needed for"), tr("State")])
    table.setRootIsDecorated(False)
    table.setWordWrap(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    # As high as its rows: there are few, and the room is for the log.
    table.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.header().setStretchLastSection(True)
    return table


def _item(found: Found) -> QTreeWidgetItem:
    item = QTreeWidgetItem([found.package.name, words.purpose(found), words.state(found)])
    good, bad, spare = "/mIconSuccess.svg", "/mIconWarning.svg", "/mIconInfo.svg"
    icon = good if found.state == PRESENT else bad if found.package.required else spare
    item.setIcon(0, QgsApplication.getThemeIcon(icon))
    item.setToolTip(2, literal(f"{words.state(found)}\n{found.place}"))
    return item


def _fill(form: QFormLayout, rows: list[tuple[str, str]]) -> None:
    while form.rowCount():
        form.removeRow(0)
    for label, text in rows:
        value = _text()
        value.setText(text)
        form.addRow(f"{label}:", value)
