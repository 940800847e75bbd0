"""What the weights manager shows: every row and its card, with its reasons, and what changes beneath it."""
from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QTextBrowser

from hyperrestore.models.card import read_card, write_card
from hyperrestore.models.catalog import SHIPPED, Entry
from hyperrestore.models.checksums import record
from hyperrestore.processing.settings import Settings, write_settings
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.ui.clicking import as_seen
from hyperrestore.test.ui.weights.manager import SHIPPED_NAMES, YES, Manager, answer


def test_everything_is_listed(manager, folder: Path) -> None:
    shown = manager()
    assert shown.names() == sorted([*SHIPPED_NAMES, "finer", "one", "two"])
    rows = {row[0]: row[1:] for row in shown.rows()}
    assert rows["one"][:4] == ["RAS2S", "Removes noise" if read_card(folder / "one.json").task == "denoise" else "any",
                               "yours", ""]  # fmt: skip
    assert rows["ras2s"][:4] == ["RAS2S", "Removes noise", "HyperRestore", "default"]
    assert rows["ssrnet-x3"][:4] == ["SSRNet", "Makes pixels 3 times finer", "HyperRestore", "default"]
    assert rows["sscan"][4] == "1.8 MB" and rows["sscan"][5] == "verified"
    assert set(shown.states().values()) == {"verified"}
    assert shown.default_of() == SHIPPED_NAMES


def test_the_filter_leaves_one_network(manager) -> None:
    shown = manager()
    for name, expected in {
        "ras2s": ["one", "ras2s", "two"],
        "sscan": ["sscan"],
        "ssrnet": ["finer", "ssrnet-x2", "ssrnet-x3", "ssrnet-x4"],
        "": sorted([*SHIPPED_NAMES, "finer", "one", "two"]),
    }.items():
        shown.network.setCurrentIndex(shown.network.findData(name))
        assert shown.names() == expected


def test_a_click_on_a_heading_sorts(manager) -> None:
    shown = manager()
    header = shown.view.horizontalHeader()
    place = header.sectionViewportPosition(5) + header.sectionSize(5) // 2
    for descending in (False, True):
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            header.viewport().rect().topLeft() + type(header.viewport().rect().topLeft())(place, 5),
        )
        sizes = [Entry(name, SHIPPED).weights_path.stat().st_size for name in shown.names() if name in SHIPPED_NAMES]
        assert sizes == sorted(sizes, reverse=descending)


def test_the_card_is_read_out(manager) -> None:
    shown = manager()
    shown.choose("ras2s")
    card, text = read_card(SHIPPED / "ras2s.json"), shown.card()
    for wanted in (card.authors, card.licence, card.notes, "Removes noise (RAS2S)", str(card.training["steps"]),
                   card.training["data"], "bf16 -0.041 dB", "MPSNR of the input (dB)", "val/sandiego",
                   "make measure-weights", str(SHIPPED / "ras2s.safetensors")):  # fmt: skip
        assert wanted in text, wanted
    assert text.count("Gaussian 25/255") == sum(one["noise"] == "Gaussian 25/255" for one in card.metrics)


def test_a_foreign_card_is_text_and_no_markup(manager, folder: Path) -> None:
    card = replace(read_card(folder / "one.json"), notes="<h1>Big</h1> & <img src='http://example.com/x.png'>",
                   training={"<b>key</b>": "<i>value</i>"})  # fmt: skip
    write_card(card, folder / "one.json")
    record([folder / "one.json"])
    shown = manager()
    shown.choose("one")
    assert "<h1>Big</h1> & <img src='http://example.com/x.png'>" in shown.card()
    assert "<b>key</b>" in shown.card() and "<i>value</i>" in shown.card()


def test_damage_is_shown_with_its_reason(manager, folder: Path, until) -> None:
    shown = manager()
    data = bytearray((folder / "one.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "one.safetensors").write_bytes(data)
    (folder / "two.json").unlink()
    shown.click("verify")
    manager.checked(shown)
    assert (shown.states()["one"], shown.states()["two"], shown.states()["finer"]) == ("damaged", "damaged", "verified")
    shown.choose("one")
    assert "Damaged: " in shown.card() and "is damaged or was altered" in shown.card()
    assert not shown.button("set_default").isEnabled()
    shown.choose("two")
    assert "Damaged: " in shown.card() and "two.json cannot be read" in shown.card()
    state = shown.view.model().index(shown.names().index("two"), 6)
    assert "two.json cannot be read" in state.data(Qt.ItemDataRole.ToolTipRole)


def test_sound_weights_that_runs_cannot_use_are_not_called_damaged(manager, folder: Path) -> None:
    write_card(replace(read_card(folder / "one.json"), architecture="later"), folder / "one.json")
    save_random(folder, "ras2s", "ras2s", "cube", channels=8)
    shown = manager()
    assert shown.states()["one"] == "not usable"
    shown.choose("one")
    assert "Not usable: " in shown.card() and "later" in shown.card()
    assert shown.states()["two"] == "verified"
    hidden = [row for row in shown.rows() if row[0] == "ras2s" and row[3] == "yours"]
    assert [row[6] for row in hidden] == ["not usable"]


@pytest.mark.parametrize("name", ["a<b> <img src=x>", "R&D"])
def test_names_are_not_taken_for_html(manager, folder: Path, name: str) -> None:
    for ending in ("json", "safetensors"):
        shutil.copy(folder / f"one.{ending}", folder / f"{name}.{ending}")
    shown, asked = manager(), []
    shown.choose(name)
    tip = shown.view.model().index(shown.names().index(name), 0).data(Qt.ItemDataRole.ToolTipRole)
    assert as_seen(tip) == name
    answer(YES, asked)
    shown.click("remove")
    assert [as_seen(text) for text in asked] == [f"Delete the files of '{name}'? This cannot be undone."]
    assert shown.messages.currentItem().findChild(QTextBrowser).toPlainText() == f"'{name}' was removed."


def test_weights_that_appear_are_listed(manager, folder: Path, until) -> None:
    shown = manager()
    shown.choose("two")
    save_random(folder, "another", "sscan", "cube", channels=8, blocks=1)
    until(lambda: shown.states().get("another") == "verified")
    assert shown.dialog.chosen().item.entry.name == "two"


def test_a_folder_that_appears_is_watched(qgis_app, own_settings: Path, tmp_path: Path, until, folder: Path) -> None:
    write_settings(Settings(weights_folder=str(tmp_path / "new" / "weights")))
    shown = Manager()
    shown.dialog.show()
    assert shown.names() == SHIPPED_NAMES
    shutil.copytree(folder, tmp_path / "new" / "weights")
    until(lambda: "one" in shown.names())
    shown.dialog.close()
    shown.dialog.deleteLater()


def test_a_folder_that_may_not_be_looked_into(manager, folder: Path, forbid) -> None:
    write_settings(Settings(weights_folder=str(folder), default_weights={"ras2s": "one"}))
    forbid(folder)
    one = manager()
    assert sorted(one.names()) == sorted([*SHIPPED_NAMES, "one"])
    one.choose("one")
    assert "cannot be looked into: Permission denied" in one.card()


def test_the_folder_is_opened(manager, folder: Path, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    shown = manager()
    shown.choose("one")
    shown.click("open_folder")
    shown.choose("ras2s")
    shown.click("open_folder")
    assert opened == [str(folder), str(SHIPPED)]


def test_long_names_are_told_in_full(manager, folder: Path, until) -> None:
    name = 60 * "n"
    save_random(folder, name, "ras2s", "cube", channels=8)
    shown = manager()
    index = shown.view.model().index(shown.names().index(name), 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == name
    assert shown.view.textElideMode() == Qt.TextElideMode.ElideMiddle


def test_the_card_has_the_colours_of_the_theme(manager) -> None:
    """As a dark theme of QGIS sets them: by a style sheet, not by the palette."""
    shown = manager()
    card = shown.dialog.findChild(QTextBrowser, "card")
    for text, ground in (("#f0e0d0", "#102030"), ("#102030", "#f0e0d0")):
        shown.dialog.setStyleSheet(f"QTextBrowser {{ color: {text}; background: {ground} }}")
        QApplication.processEvents()
        seen = card.viewport().grab().toImage()
        colours = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(0, seen.height(), 3)}
        assert {text, ground} <= colours
        assert not colours & {"#000000", "#ffffff"}


def test_closing_stops_the_checking(manager, folder: Path, monkeypatch, until) -> None:
    from threading import Event

    from hyperrestore.ui.weights import shelf

    began, go_on, read = Event(), Event(), []

    def slow(entry: Entry) -> None:
        read.append(entry.name)
        began.set()
        go_on.wait(30)

    monkeypatch.setattr(shelf, "check_files", slow)
    shown = Manager()
    shown.dialog.show()
    until(began.is_set)
    shown.dialog.close()
    errand, ended = shown.dialog._errand, []
    errand.taskCompleted.connect(lambda: ended.append(True))
    go_on.set()
    until(lambda: ended)
    assert len(read) == 1
    shown.dialog.deleteLater()
