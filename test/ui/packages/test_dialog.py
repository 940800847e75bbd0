"""The window about packages, with real clicks on its buttons."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFormLayout, QMessageBox, QPushButton

from hyperrestore.restoration.environment import PRESENT
from hyperrestore.restoration.installation import choose_build
from hyperrestore.restoration.nvidia import Nvidia
from hyperrestore.test.ui.packages.conftest import wait_until
from hyperrestore.ui.packages import dialog as module
from hyperrestore.ui.packages.dialog import PackagesDialog

READY = {"torch": PRESENT, "safetensors": PRESENT, "scikit-image": PRESENT}


@pytest.fixture
def dialog(qgis_app, monkeypatch: pytest.MonkeyPatch, environment, folder: Path):
    """``dialog(torch=PRESENT)`` -> the window, open, with such findings until the folder is there; then all is well."""
    opened = []

    def look_around(version: str):
        return environment(**(READY if folder.is_dir() else make.states))

    def make(**states: str) -> PackagesDialog:
        make.states = states
        window = PackagesDialog(None, folder)
        opened.append(window)
        window.look()
        window.show()
        return window

    monkeypatch.setattr(module, "look_around", look_around)
    yield make
    for window in opened:
        window.stop()
        window.close()


def click(button: QPushButton) -> None:
    assert button.isVisible() and button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(button: QMessageBox.StandardButton) -> None:
    """Clicks in the question that is about to be asked."""

    def press() -> None:
        click(QApplication.activeModalWidget().button(button))

    QTimer.singleShot(100, press)


def test_what_is_missing(dialog, folder: Path) -> None:
    form = dialog(torch=PRESENT).form
    assert form.headline.text() == (
        "Packages are missing: safetensors and scikit-image."
    )
    rows = [[form.packages.topLevelItem(row).text(column) for column in (0, 2)] for row in range(5)]
    assert rows[0] == ["torch", "version 1.0"] and rows[1] == ["safetensors", "missing"]
    assert form.command.toPlainText().count("scikit-image") == 1
    assert str(folder) in form.command.toPlainText().replace("'\"'\"'", "'")
    assert not form.uninstall.isVisible() and not form.cancel.isVisible() and not form.log.isVisible()


def test_nothing_is_missing(dialog) -> None:
    form = dialog(**READY).form
    assert form.headline.text() == "Everything that HyperRestore needs is there."
    assert not form.install.isVisible() and not form.copy.isVisible()


def test_the_command_is_copied(dialog) -> None:
    form = dialog().form
    click(form.copy)
    assert QApplication.clipboard().text() == form.command.toPlainText()
    assert "--constraint" in QApplication.clipboard().text()


def test_install_and_uninstall(dialog, wheels: Path, folder: Path) -> None:
    window = dialog()
    told = []
    window.looked.connect(told.append)
    click(window.form.install)
    assert window.form.cancel.isVisible() and window.form.log.isVisible() and not window.form.install.isVisible()
    wait_until(lambda: not window.is_installing)
    assert told == [True]
    assert window.form.headline.text() == "Installed. HyperRestore is ready, without a new start of QGIS."
    assert "Successfully installed" in window.form.log.toPlainText()
    answer(QMessageBox.StandardButton.No)
    click(window.form.uninstall)
    assert folder.is_dir()
    answer(QMessageBox.StandardButton.Yes)
    click(window.form.uninstall)
    assert not folder.exists()
    assert window.form.headline.text().startswith("The packages were removed.")
    assert window.form.install.isVisible()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pip that begins and never ends."""
    slow = tmp_path / "python3"
    slow.write_text("#!/bin/sh\necho Collecting torch\nexec sleep 60\n")
    slow.chmod(0o755)
    plain = module.make_plan
    monkeypatch.setattr(module, "make_plan", lambda *given: replace(plain(*given), interpreter=str(slow)))


def test_cancel(dialog, folder: Path, slow: None) -> None:
    window = dialog()
    click(window.form.install)
    wait_until(lambda: "Collecting torch" in window.form.log.toPlainText())
    click(window.form.cancel)
    wait_until(lambda: not window.is_installing)
    assert window.form.headline.text() == "The installation was cancelled; nothing was changed."
    assert window.form.install.isVisible() and not folder.exists()


def test_stopped_it_looks_at_nothing_any_more(dialog, folder: Path, slow: None) -> None:
    """As when the plugin is switched off."""
    window = dialog()
    told = []
    click(window.form.install)
    wait_until(lambda: "Collecting torch" in window.form.log.toPlainText())
    window.looked.connect(told.append)
    window.stop()
    assert not window.is_installing
    for _ in range(20):
        QApplication.processEvents()
    assert told == [] and not folder.exists()
    assert window.form.headline.text().startswith("Installing.")


def test_a_torch_without_cuda_is_told(dialog, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, cuda = module.make_plan, choose_build(Nvidia("580.1", (13, 0), "RTX", (8, 9)), "linux")
    monkeypatch.setattr(module, "make_plan", lambda *given: replace(plain(*given), build=cuda))
    window = dialog()
    click(window.form.install)
    wait_until(lambda: not window.is_installing)
    assert window.form.headline.text() == (
        "Installed. HyperRestore is ready, without a new start of QGIS. But pip found a torch without CUDA, which does "
        "not use the graphics card."
    )


def test_a_build_is_told_only_of_torch(dialog) -> None:
    def offered(form) -> list[str]:
        labels = (form.offer.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in range(form.offer.rowCount()))
        return [label.widget().text() for label in labels]

    form = dialog().form
    assert offered(form) == ["To install:", "Build of torch:", "Size:", "Goes to:"]
    assert form.note.text().startswith("Install downloads from pypi.org and download.pytorch.org, into")
    form = dialog(torch=PRESENT).form
    assert offered(form) == ["To install:", "Size:", "Goes to:"]
    assert "pytorch.org" not in form.command.toPlainText() + form.note.text()


def test_a_failure_is_told_and_can_be_tried_again(dialog, wheels: Path) -> None:
    for wheel in wheels.glob("torch*"):
        wheel.unlink()
    window = dialog()
    click(window.form.install)
    wait_until(lambda: not window.is_installing)
    assert window.form.headline.text().startswith("The installation failed, and nothing was changed: ")
    assert "No matching distribution found for torch" in window.form.headline.text()
    assert window.form.log.isVisible() and window.form.install.isEnabled()


def test_closed_it_goes_on_installing(dialog, wheels: Path, folder: Path) -> None:
    window = dialog()
    click(window.form.install)
    click(window.form.close)
    assert not window.isVisible() and window.is_installing
    wait_until(lambda: not window.is_installing)
    assert folder.is_dir()


def test_what_is_in_the_way_must_go_first(dialog) -> None:
    form = dialog(torch="too old").form
    assert not form.install.isEnabled()
    assert form.packages.topLevelItem(0).text(2) == "version 1.0 is too old, 2.0 or later is needed"
    assert form.obstacles.text().startswith("torch in /there cannot be used, but would be found first. Remove it:")
    assert form.obstacles.text().endswith("-m pip uninstall torch")
