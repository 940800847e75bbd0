"""The weights manager as it is seen and clicked, and the answers to its questions."""
from __future__ import annotations

from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton, QTableView, QTextBrowser

from hyperrestore.models.catalog import DEFAULT_WEIGHTS
from hyperrestore.ui.weights.dialog import WeightsDialog

SHIPPED_NAMES = sorted(DEFAULT_WEIGHTS.values())
YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


class Manager:
    """The dialog, with what is seen of it."""

    def __init__(self) -> None:
        self.dialog = WeightsDialog()
        self.view = self.dialog.findChild(QTableView, "weights")
        self.network = self.dialog.findChild(QComboBox, "network")
        self.messages = self.dialog.findChild(QgsMessageBar)

    def rows(self) -> list[list[str]]:
        """The table as it is shown."""
        model = self.view.model()
        return [[str(model.index(row, column).data()) for column in range(7)] for row in range(model.rowCount())]

    def names(self) -> list[str]:
        return [row[0] for row in self.rows()]

    def states(self) -> dict[str, str]:
        return {row[0]: row[6] for row in self.rows()}

    def default_of(self) -> list[str]:
        return [row[0] for row in self.rows() if row[4]]

    def choose(self, name: str) -> None:
        index = self.view.model().index(self.names().index(name), 0)
        self.view.scrollTo(index)
        place = self.view.visualRect(index).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def button(self, name: str) -> QPushButton:
        return self.dialog.findChild(QPushButton, name)

    def click(self, name: str) -> None:
        assert self.button(name).isEnabled(), self.button(name).toolTip()
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def card(self) -> str:
        return self.dialog.findChild(QTextBrowser, "card").toPlainText()

    def told(self) -> str:
        item = self.messages.currentItem()
        return item.text() if item is not None else ""


def answer(button: QMessageBox.StandardButton, asked: list[str]) -> None:
    """Clicks ``button`` of the question that will come, and keeps what was asked."""

    def click() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, click)
            return
        asked.append(box.text())
        QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)

    QTimer.singleShot(20, click)
