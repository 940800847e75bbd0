"""Clicks on widgets of the dock by their names, and what it then says."""
from __future__ import annotations

from qgis.PyQt.QtCore import Qt
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
