"""What is said at the start, in QGIS's own message bar, and the menu's entry."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow, QMenu, QPushButton

from hyperrestore.restoration.environment import MISSING, PACKAGES, PRESENT, Found
from hyperrestore.ui.packages import dialog
from hyperrestore.ui.packages import part as module
from hyperrestore.ui.packages.part import QUIET_SETTING, PackagesPart


@pytest.fixture
def window(qgis_app, monkeypatch: pytest.MonkeyPatch, environment):
    """A window with a message bar and a menu, and ``make()``, which adds our part to it; torch alone is there."""
    QgsSettings().remove(QUIET_SETTING)
    states = [Found(package, PRESENT if package.name == "torch" else MISSING) for package in PACKAGES]
    monkeypatch.setattr(module, "find_packages", lambda load: tuple(states))
    monkeypatch.setattr(dialog, "look_around", lambda version: environment(torch=PRESENT))
    main, menu = QMainWindow(), QMenu()
    bar = QgsMessageBar(main)
    main.setCentralWidget(bar)
    main.show()
    iface = SimpleNamespace(messageBar=lambda: bar, mainWindow=lambda: main)
    parts = []

    def make() -> PackagesPart:
        parts.append(PackagesPart(iface, menu))
        parts[-1].add()
        return parts[-1]

    yield SimpleNamespace(make=make, bar=bar, menu=menu)
    for part in parts:
        part.remove()
    assert menu.actions() == [] and bar.items() == []
    QgsSettings().remove(QUIET_SETTING)


def press(bar: QgsMessageBar, label: str) -> None:
    (button,) = [one for one in bar.currentItem().findChildren(QPushButton) if one.text() == label]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_one_line_says_what_is_missing_and_leads_to_the_details(window) -> None:
    part = window.make()
    assert len(window.bar.items()) == 1
    assert window.bar.currentItem().text() == (
        "Packages are missing: safetensors and scikit-image."
    )
    press(window.bar, "Details…")
    assert part._dialog.isVisible() and part._dialog.form.install.isVisible()


def test_not_again_for_this_version(window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.make()
    press(window.bar, "Do not show again")
    assert window.bar.items() == []
    window.make()
    assert window.bar.items() == []
    monkeypatch.setattr(module, "plugin_version", lambda: "99.0")
    window.make()
    assert len(window.bar.items()) == 1


def test_the_line_goes_when_all_is_there(window, monkeypatch: pytest.MonkeyPatch, environment) -> None:
    part = window.make()
    states = {package.name: PRESENT for package in PACKAGES}
    monkeypatch.setattr(dialog, "look_around", lambda version: environment(**states))
    part.open()
    assert window.bar.items() == []


def test_nothing_is_said_when_nothing_is_missing(window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_packages", lambda load: tuple(Found(one, PRESENT) for one in PACKAGES))
    window.make()
    assert window.bar.items() == []


def test_the_line_may_be_closed_by_hand(window) -> None:
    window.make()
    window.bar.popWidget(window.bar.currentItem())
    assert window.bar.items() == []


def test_the_menu_has_an_entry(window) -> None:
    part = window.make()
    (action,) = window.menu.actions()
    assert action.text() == "Check environment…" and not action.icon().isNull()
    action.trigger()
    assert part._dialog.isVisible()
