"""Clicks on widgets by their names, and what they then say."""
from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextDocumentFragment
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QWidget

from hyperrestore.ui.panel import RestorationPanel


def button(parent: QWidget, name: str) -> QAbstractButton:
    return parent.findChild(QAbstractButton, name)


def click(parent: QWidget, name: str) -> None:
    QTest.mouseClick(button(parent, name), Qt.MouseButton.LeftButton)


def said(parent: QWidget, name: str) -> str:
    return parent.findChild(QLabel, name).said()


def all_done(panel: RestorationPanel) -> bool:
    return not panel.queue.active()


def said_last(row: QWidget) -> str:
    return row.findChild(QLabel, "runLine").toolTip()


def as_seen(text: str) -> str:
    """What Qt makes of a text that it takes for HTML if it looks so."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if Qt.mightBeRichText(text) else text
