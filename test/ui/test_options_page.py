"""The page in QGIS's options: what its fields show, and what reaches QGIS's settings when it is applied, or not."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.gui import QgsFileWidget, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QTextBrowser

from hyperrestore.errors import MissingDependency
from hyperrestore.processing.settings import DEVICES, Settings, read_settings, write_settings
from hyperrestore.ui import device_box, options_page
from hyperrestore.ui.options_page import PAGE, OptionsPage
from hyperrestore.ui.options_part import OptionsFactory

EIGHT_GPUS = {"cpu": "", "cuda:0": "Big GPU", "cuda:1": "Small GPU"}


class Page:
    """The page with its fields by name, and the sentences it has told QGIS."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.widget = OptionsPage(None, self.warnings.append)
        self.device = self.widget.findChild(QComboBox, "device")
        self.precision = self.widget.findChild(QComboBox, "precision")
        self.memory = self.widget.findChild(QSpinBox, "memory")
        self.scheduler = self.widget.findChild(QLineEdit, "scheduler")
        self.folder = self.widget.findChild(QgsFileWidget, "weights_folder").lineEdit()

    def told(self, name: str) -> str:
        """The sentence below a field; empty when it is not shown."""
        label = self.widget.findChild(QLabel, name)
        return label.text() if label.parent().isVisibleTo(self.widget) else ""

    def choices(self) -> dict[str, str]:
        return {self.device.itemData(row): self.device.itemText(row) for row in range(self.device.count())}


@pytest.fixture
def page(qgis_app, own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Page]]:
    """Makes the page; torch sees no GPU."""
    made: list[Page] = []

    def make() -> Page:
        made.append(Page())
        return made[-1]

    monkeypatch.setattr(device_box, "seen_devices", lambda: {"cpu": ""})
    yield make
    for page in made:
        page.widget.deleteLater()
    QApplication.processEvents()


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def choose(combo: QComboBox, name: str) -> None:
    """By keyboard, as the list is ordered."""
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(name)):
        QTest.keyClick(combo, Qt.Key.Key_Down)


def test_what_is_stored_is_shown(page) -> None:
    write_settings(Settings("cuda:1", "bf16", 700, "local:2", "/tmp"))
    shown = page()
    assert (shown.device.currentData(), shown.precision.currentData()) == ("cuda:1", "bf16")
    assert (shown.memory.value(), shown.memory.text()) == (700, "700 MB")
    assert (shown.scheduler.text(), shown.folder.text()) == ("local:2", "/tmp")
    assert shown.widget.objectName() == PAGE


def test_defaults_in_words(page) -> None:
    shown = page()
    assert shown.device.currentText() == shown.precision.currentText() == "automatic"
    assert shown.memory.text() == "automatic (half of what is free)"
    assert set(shown.choices()) == set(DEVICES)
    assert "hyperrestore/weights" in shown.folder.placeholderText()


def test_nothing_is_stored_before_it_is_applied(page, tmp_path: Path) -> None:
    shown = page()
    choose(shown.device, "cpu")
    choose(shown.precision, "fp16")
    shown.memory.setFocus()
    shown.memory.selectAll()
    QTest.keyClicks(shown.memory, "1500")
    type_into(shown.scheduler, " tcp://host:8786 ")
    type_into(shown.folder, str(tmp_path))
    assert read_settings() == Settings()
    shown.widget.apply()
    assert read_settings() == Settings("cpu", "fp16", 1500, "tcp://host:8786", str(tmp_path))
    assert shown.warnings == [] and shown.widget.isValid()


def test_a_page_that_was_not_touched_stores_nothing(page, own_settings: Path) -> None:
    page().widget.apply()
    assert not own_settings.exists() or "hyperrestore" not in own_settings.read_text()


def test_a_default_set_meanwhile_stays(page) -> None:
    shown = page()
    write_settings(Settings(default_weights={"ras2s": "mine"}))
    choose(shown.device, "cpu")
    shown.widget.apply()
    assert read_settings() == Settings(device="cpu", default_weights={"ras2s": "mine"})


@pytest.mark.parametrize("text", ["host", "http://host:1", "local:0", "tcp://a:b:c"])
def test_a_scheduler_that_is_none_is_told_and_not_stored(page, text: str) -> None:
    write_settings(Settings(scheduler="local:2"))
    shown = page()
    assert shown.told("scheduler_problem") == ""
    type_into(shown.scheduler, text)
    assert f"given as '{text}'" in shown.told("scheduler_problem")
    assert not shown.widget.isValid()
    choose(shown.device, "cpu")
    shown.widget.apply()
    assert read_settings() == Settings(device="cpu", scheduler="local:2")
    assert len(shown.warnings) == 1 and text in shown.warnings[0]
    type_into(shown.scheduler, "local:3")
    assert shown.told("scheduler_problem") == "" and shown.widget.isValid()


@pytest.mark.parametrize("kind", ["absent", "file", "relative", "forbidden"])
def test_folders_that_cannot_be_are_told_and_not_stored(page, tmp_path: Path, forbid, kind: str) -> None:
    places = {"absent": tmp_path / "absent", "file": tmp_path / "file", "relative": Path("docs"),
              "forbidden": tmp_path / "forbidden"}  # fmt: skip
    places["forbidden"].mkdir()
    forbid(places["forbidden"])
    (tmp_path / "file").touch()
    shown = page()
    type_into(shown.folder, str(places[kind]))
    assert str(places[kind]) in shown.told("folder_problem")
    shown.widget.apply()
    assert read_settings() == Settings() and len(shown.warnings) == 1


def test_writing_is_tried_when_applied_and_never_while_typing(page, tmp_path: Path, monkeypatch) -> None:
    tried = []
    monkeypatch.setattr(options_page, "TemporaryFile", lambda dir: tried.append(dir) or nullcontext())
    write_settings(Settings(weights_folder=str(tmp_path)))
    shown = page()
    type_into(shown.folder, str(tmp_path / "nowhere"))
    type_into(shown.folder, str(tmp_path))
    type_into(shown.scheduler, "local:2")
    shown.widget.apply()
    assert tried == [], "the folder is the stored one"
    (tmp_path / "new").mkdir()
    type_into(shown.folder, str(tmp_path / "new"))
    assert tried == []
    shown.widget.apply()
    assert tried == [str(tmp_path / "new")] and read_settings().weights_folder == tried[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="not even root may write to /proc")
def test_a_folder_that_cannot_be_written_to_is_told_when_applied(page) -> None:
    shown = page()
    type_into(shown.folder, "/proc")
    shown.widget.apply()
    assert "/proc" in shown.told("folder_problem") and "cannot be written to" in shown.warnings[0]
    assert read_settings() == Settings() and len(shown.warnings) == 1
    type_into(shown.folder, "")
    assert shown.told("folder_problem") == ""


def test_a_folder_that_is_gone_today_does_not_stand_in_the_way(page, tmp_path: Path) -> None:
    """QGIS applies all pages, whichever the user has looked at."""
    write_settings(Settings(weights_folder=str(tmp_path / "unplugged")))
    shown = page()
    assert "There is no folder" in shown.told("folder_problem")
    choose(shown.device, "cpu")
    assert shown.widget.isValid()
    shown.widget.apply()
    assert read_settings() == Settings(device="cpu", weights_folder=str(tmp_path / "unplugged"))
    assert shown.warnings == []


def test_the_list_of_devices_is_what_torch_sees(page, monkeypatch, until) -> None:
    monkeypatch.setattr(device_box, "seen_devices", lambda: EIGHT_GPUS)
    write_settings(Settings(device="cuda:1"))
    shown = page()
    assert "mps" in shown.choices(), "torch is not asked before the page is shown"
    shown.widget.show()
    until(lambda: "mps" not in shown.choices())
    assert shown.choices() == {
        "auto": "automatic", "cpu": "cpu: the processor", "cuda": "cuda: the first NVIDIA GPU (Big GPU)",
        "cuda:0": "cuda:0 (Big GPU)", "cuda:1": "cuda:1 (Small GPU)",
    }  # fmt: skip
    assert shown.device.currentData() == "cuda:1"


def test_a_device_that_torch_does_not_see_stays_chosen(page, until) -> None:
    write_settings(Settings(device="cuda:5"))
    shown = page()
    shown.widget.show()
    until(lambda: "mps" not in shown.choices())
    assert set(shown.choices()) == {"auto", "cpu", "cuda:5"}
    assert shown.device.currentText() == "cuda:5 (torch does not see it here)"
    assert shown.widget.findChild(QLabel, "device_note").text() == "torch sees no GPU on this machine."
    shown.widget.apply()
    assert read_settings().device == "cuda:5"


def test_without_torch_all_devices_are_offered(page, monkeypatch, until) -> None:
    def absent():
        raise MissingDependency("no torch")

    monkeypatch.setattr(device_box, "seen_devices", absent)
    shown = page()
    shown.widget.show()
    until(lambda: "torch cannot be loaded" in shown.widget.findChild(QLabel, "device_note").text())
    assert set(shown.choices()) == set(DEVICES)


def test_torch_may_tell_when_the_page_is_gone(page, monkeypatch, until) -> None:
    from threading import Event

    asked, answer, told = Event(), Event(), Event()

    def slow() -> dict[str, str]:
        asked.set()
        answer.wait(30)
        told.set()
        return EIGHT_GPUS

    monkeypatch.setattr(device_box, "seen_devices", slow)
    widget = OptionsPage(None, lambda sentence: None)
    widget.show()
    until(asked.is_set)
    widget.setParent(None)
    widget.deleteLater()
    del widget
    QApplication.sendPostedEvents(None, 52)
    answer.set()
    until(told.is_set)
    for _ in range(20):
        QApplication.processEvents()


def test_the_manager_opens_above(page, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(options_page.WeightsDialog, "exec", lambda dialog: opened.append(dialog.parent()))
    shown = page()
    QTest.mouseClick(shown.widget.findChild(QPushButton, "manage"), Qt.MouseButton.LeftButton)
    assert opened == [shown.widget]


def test_the_keyboard_goes_through_the_fields_in_their_order(page) -> None:
    shown = page()
    shown.widget.show()
    order, widget = [], shown.device
    for _ in range(40):
        name = widget.objectName()
        if name in ("device", "precision", "memory", "scheduler", "manage") or widget is shown.folder:
            order.append(name if widget is not shown.folder else "folder")
        widget = widget.nextInFocusChain()
    assert order[:6] == ["device", "precision", "memory", "scheduler", "folder", "manage"]
    buddies = {label.text(): label.buddy() for label in shown.widget.findChildren(QLabel) if label.buddy()}
    assert buddies == {
        "&Device": shown.device, "&Precision": shown.precision, "&Memory": shown.memory,
        "Dask &scheduler": shown.scheduler, "&Folder": shown.folder,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a<b> <img src=x>", "R&D"])
def test_what_was_typed_is_not_taken_for_html(page, text: str) -> None:
    shown = page()
    type_into(shown.scheduler, text)
    label = shown.widget.findChild(QLabel, "scheduler_problem")
    assert text in label.text() and label.textFormat() == Qt.TextFormat.PlainText
    bar = QgsMessageBar()
    widget = OptionsFactory(SimpleNamespace(messageBar=lambda: bar)).createWidget()
    type_into(widget.findChild(QLineEdit, "scheduler"), text)
    widget.apply()
    assert text in bar.currentItem().findChild(QTextBrowser).toPlainText()
    assert read_settings().scheduler == ""
