"""Runs started in the dock: their rows, logs and files, their failures, and what goes away meanwhile."""
from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPlainTextEdit, QProgressBar, QPushButton

from hyperrestore.test.ui.clicking import all_done, button, click, said, said_last
from hyperrestore.ui.run_rows import LogDialog


def test_restore_adds_the_result_and_compares(with_slow, slow, project, layer, until, monkeypatch) -> None:
    compared = []
    monkeypatch.setattr(with_slow.compare, "set_layers", lambda before, after: compared.append((before, after)))
    click(with_slow, "restore")
    until(slow.started.is_set)
    (row,) = with_slow.rows.rows()
    until(lambda: row.findChild(QProgressBar).value() == 40)
    assert said_last(row) == "Half way."
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    ((before, after),) = compared
    assert before.id() == layer.id() and after.id() != layer.id() and project.mapLayer(after.id()) is not None
    assert said(row, "runSentence").startswith("Done")
    assert button(row, "runEnd").text() == "Dismiss"
    click(row, "runEnd")
    until(lambda: not with_slow.rows.rows())


def test_a_file_can_be_chosen(with_slow, slow, until, tmp_path: Path, layer) -> None:
    target = tmp_path / "chosen.tif"
    with_slow.method.target.setFilePath(str(target))
    click(with_slow, "restore")
    click(with_slow, "restore")
    assert len(with_slow.queue.active()) == 1
    assert said(with_slow, "note").startswith("Another run is going to write")
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    assert target.read_bytes() == Path(layer.source()).read_bytes()


def test_a_file_that_was_written_is_not_chosen_any_more(with_slow, slow, until, tmp_path: Path) -> None:
    """A second click would silently replace the first result."""
    field = with_slow.method.target
    field.setFilePath(str(tmp_path / "first.tif"))
    slow.go_on.set()
    click(with_slow, "restore")
    until(lambda: all_done(with_slow))
    assert field.filePath() == ""
    field.setFilePath(str(tmp_path / "second.tif"))
    slow.rewind()
    click(with_slow, "restore")
    field.setFilePath(str(tmp_path / "third.tif"))
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    assert field.filePath() == str(tmp_path / "third.tif"), "chosen meanwhile"


def test_the_file_of_a_layer_is_not_written_over(with_slow, slow, project, layer, until, tmp_path: Path) -> None:
    (tmp_path / "link.tif").symlink_to(layer.source())
    (tmp_path / "other.tif").touch()
    for name in ("scene.tif", "link.tif"):
        with_slow.method.target.setFilePath(str(tmp_path / name))
        click(with_slow, "restore")
        assert with_slow.queue.active() == ()
        assert said(with_slow, "note") == (
            f"{tmp_path / name} is the file of the layer 'scene'. Choose another file, or remove that layer first."
        )
    with_slow.method.target.setFilePath(str(tmp_path / "other.tif"))
    slow.go_on.set()
    click(with_slow, "restore")
    until(lambda: all_done(with_slow))
    assert said(with_slow, "note") == "" and (tmp_path / "other.tif").stat().st_size


def test_a_cancel_that_came_too_late_names_the_file(with_slow, slow, until, tmp_path: Path) -> None:
    target = tmp_path / "whole.tif"
    with_slow.method.target.setFilePath(str(target))
    slow.failure = "deaf"
    click(with_slow, "restore")
    until(slow.started.is_set)
    (row,) = with_slow.rows.rows()
    click(row, "runEnd")
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    assert said(row, "runSentence") == f"Cancelled too late: the result was complete already, and is in {target}."
    assert target.exists()


def test_two_runs_have_a_row_and_a_cancel_each(with_slow, slow, until) -> None:
    click(with_slow, "restore")
    click(with_slow, "restore")
    first, second = with_slow.rows.rows()
    until(slow.started.is_set)
    assert said_last(second) == "Waits for the run before it."
    click(second, "runEnd")
    assert said(second, "runSentence") == "Cancelled."
    click(first, "runEnd")
    assert not button(first, "runEnd").isEnabled()
    until(lambda: all_done(with_slow))
    assert said(first, "runSentence") == "Cancelled."
    assert len(QgsProject.instance().mapLayers()) == 1


@pytest.mark.parametrize("failure", ["sentence", "refused"])
def test_a_failure_is_told_in_the_dock_and_in_the_message_bar(with_slow, slow, iface, until, failure: str) -> None:
    slow.failure = failure
    slow.go_on.set()
    click(with_slow, "restore")
    until(lambda: all_done(with_slow))
    sentence = {
        "sentence": "The disk is full. Make room, and run it again.",
        "refused": "Networks need the Python package torch.",
    }[failure]
    (row,) = with_slow.rows.rows()
    assert said(row, "runSentence") == sentence
    item = iface.messageBar().currentItem()
    assert item.text() == sentence and item.title() == "Slow: scene"
    item.findChild(QPushButton).click()
    dialog = iface.mainWindow().findChild(LogDialog)
    assert sentence in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.close()


def test_the_log_grows_while_it_is_open(with_slow, slow, until) -> None:
    click(with_slow, "restore")
    (row,) = with_slow.rows.rows()
    click(row, "runLog")
    dialog = row.window().findChild(LogDialog)
    text = dialog.findChild(QPlainTextEdit)
    until(lambda: "Half way." in text.toPlainText())
    dialog.close()
    slow.go_on.set()
    until(lambda: all_done(with_slow))


def test_the_layer_may_go_while_its_run_is_going(with_slow, slow, project, layer, until) -> None:
    click(with_slow, "restore")
    until(slow.started.is_set)
    project.removeMapLayer(layer.id())
    assert not button(with_slow, "restore").isEnabled()
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    assert len(project.mapLayers()) == 1
    (row,) = with_slow.rows.rows()
    assert said(row, "runSentence").startswith("Done: the layer")


def test_the_project_may_be_closed_while_a_run_is_going(with_slow, slow, project, until, tmp_path: Path) -> None:
    target = tmp_path / "kept.tif"
    with_slow.method.target.setFilePath(str(target))
    click(with_slow, "restore")
    until(slow.started.is_set)
    project.clear()
    slow.go_on.set()
    until(lambda: all_done(with_slow))
    assert project.mapLayers() == {}
    (row,) = with_slow.rows.rows()
    assert said(row, "runSentence") == (
        f"Done. The project was closed meanwhile, so the result was not added to another: {target}"
    )


def test_what_is_lined_up_scrolls_into_sight(with_slow, slow, dock, until) -> None:
    with_slow.raster.finding.say("A long finding.\n" * 20)
    until(lambda: dock.widget().verticalScrollBar().maximum() > 0)
    click(with_slow, "restore")
    bar = with_slow.rows.rows()[0].findChild(QProgressBar)
    until(lambda: not bar.visibleRegion().isEmpty())
