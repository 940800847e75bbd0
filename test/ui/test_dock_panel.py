"""The dock's panel, its real widgets clicked, over an interface that has a map and a message bar and no more."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextDocumentFragment
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from scipy.ndimage import gaussian_filter

from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.ui.probe import ID, Slow
from hyperrestore.ui.dock import RestorationDock
from hyperrestore.ui.panel import RestorationPanel, plain_number
from hyperrestore.ui.run_rows import LogDialog

LONG = "a very long name of a layer that nobody can read at once " * 5


@pytest.fixture
def iface(algorithms: None, project: QgsProject) -> Iterator[SimpleNamespace]:
    """What the dock needs of QGIS's interface."""
    window, canvas = QMainWindow(), QgsMapCanvas()
    window.show()
    canvas.show()
    canvas.resize(400, 400)
    bar = QgsMessageBar(window)
    yield SimpleNamespace(
        mainWindow=lambda: window, mapCanvas=lambda: canvas, messageBar=lambda: bar, activeLayer=lambda: None
    )
    # Now, as a canvas that outlives QGIS crashes the process.
    sip.delete(canvas)
    sip.delete(window)


@pytest.fixture
def dock(iface: SimpleNamespace) -> Iterator[RestorationDock]:
    """The dock, shown, with 320 x 700 pixels."""
    dock = RestorationDock(iface)
    dock.setFloating(True)
    dock.resize(320, 700)
    dock.opened.connect(dock.fill)
    dock.show()
    yield dock
    dock.close_down()
    sip.delete(dock)


@pytest.fixture
def panel(dock: RestorationDock) -> RestorationPanel:
    return dock.panel


@pytest.fixture
def with_slow(panel: RestorationPanel, slow: type[Slow], layer: QgsRasterLayer, iface) -> RestorationPanel:
    """The panel with the layer, which the map shows, and the probe as its method."""
    panel.method.method.addItem("Slow", ID)
    panel.method.select(ID)
    iface.mapCanvas().setDestinationCrs(layer.crs())
    iface.mapCanvas().setExtent(layer.extent())
    return panel


def button(parent: QWidget, name: str) -> QAbstractButton:
    return parent.findChild(QAbstractButton, name)


def click(parent: QWidget, name: str) -> None:
    QTest.mouseClick(button(parent, name), Qt.MouseButton.LeftButton)


def said(parent: QWidget, name: str) -> str:
    return parent.findChild(QLabel, name).said()


def all_done(panel: RestorationPanel) -> bool:
    return not panel.queue.active()


def test_an_empty_project_says_what_to_do(panel: RestorationPanel) -> None:
    for name in ("estimate", "preview", "restore", "options"):
        assert not button(panel, name).isEnabled()
        assert button(panel, name).toolTip() == "First add a raster to the project."
    assert said(panel, "rasterFacts").startswith("The project has no raster")


def test_the_first_raster_is_described_and_switches_the_buttons_on(panel: RestorationPanel, layer) -> None:
    assert panel.raster.layer().id() == layer.id()
    assert said(panel, "rasterFacts") == "24 x 20 pixels, 6 bands, 450 to 950 nm"
    for name in ("estimate", "preview", "restore", "options"):
        assert button(panel, name).isEnabled() and "First add" not in button(panel, name).toolTip()


def test_maps_from_the_web_are_not_offered(panel: RestorationPanel, project: QgsProject, layer) -> None:
    web = QgsRasterLayer("type=xyz&url=http://localhost/{z}/{x}/{y}.png", "web", "wms")
    assert web.isValid()
    project.addMapLayer(web)
    combo = panel.raster.raster
    assert [combo.itemText(index) for index in range(combo.count())] == ["scene"]


def test_methods_are_the_restorations_and_restore_comes_first(panel: RestorationPanel) -> None:
    combo = panel.method.method
    ids = [combo.itemData(index) for index in range(combo.count())]
    assert ids[0] == panel.method.algorithm() == "hyperrestore:restore"
    assert {"hyperrestore:denoiseras2s", "hyperrestore:superresolvebicubic"} < set(ids)
    assert not {"hyperrestore:simulatenoise", "hyperrestore:evaluate", "hyperrestore:estimatenoise"} & set(ids)
    panel.method.select("hyperrestore:superresolvebicubic")
    assert "bicubic" in said(panel, "methodDescription")


def test_the_noise_is_told_and_the_method_preselected(panel: RestorationPanel, project, tmp_path: Path, until) -> None:
    project.addMapLayer(QgsRasterLayer(scene(tmp_path / "noisy.tif", sigma=0.05), "noisy"))
    panel.method.select("hyperrestore:superresolvebicubic")
    click(panel, "estimate")
    until(lambda: all_done(panel))
    assert "Suggested: Restore" in said(panel, "finding") and "of 255" in said(panel, "finding")
    assert "striped bands" in said(panel, "finding")
    assert panel.method.algorithm() == "hyperrestore:restore"


def test_a_clean_raster_needs_nothing(panel: RestorationPanel, project, tmp_path: Path, until) -> None:
    clean = project.addMapLayer(QgsRasterLayer(scene(tmp_path / "clean.tif", sigma=0.0005), "clean"))
    panel.method.select("hyperrestore:superresolvebicubic")
    click(panel, "estimate")
    until(lambda: all_done(panel))
    assert "Nothing needs doing." in said(panel, "finding")
    assert panel.method.algorithm() == "hyperrestore:superresolvebicubic"
    other = project.addMapLayer(QgsRasterLayer(scene(tmp_path / "other.tif", sigma=0.0005), "other"))
    panel.raster.raster.setLayer(other)
    assert said(panel, "finding") == ""
    panel.raster.raster.setLayer(clean)
    assert "Nothing needs doing." in said(panel, "finding")


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1063.7, "1064"), (123456.0, "123456"), (100.0, "100"), (99.96, "100"), (12.345, "12.3"), (0.0123, "0.0123"),
        (1.2e-6, "0.0000012"), (0.0, "0"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_sigma_is_a_plain_number(value: float, shown: str) -> None:
    assert plain_number(value) == shown


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


def test_a_preview_is_named_and_replaces_the_one_before(with_slow, slow, project, layer, until) -> None:
    slow.go_on.set()
    for _ in range(2):
        click(with_slow, "preview")
        until(lambda: all_done(with_slow))
    assert sorted(found.name() for found in project.mapLayers().values()) == ["scene", "scene preview"]
    assert said(with_slow, "note") == ""


def test_a_preview_of_elsewhere_is_refused(with_slow, slow, iface, until) -> None:
    iface.mapCanvas().setExtent(QgsRectangle(0, 0, 100, 100))
    click(with_slow, "preview")
    assert said(with_slow, "note").startswith("The map shows no part of 'scene'.")
    assert with_slow.queue.active() == () and with_slow.rows.rows() == []


def test_a_preview_with_a_real_method(with_slow, iface, project, layer, until) -> None:
    """A part of 10 x 8 pixels, bicubic, twice as fine: it covers what the map showed, snapped to pixels."""
    with_slow.method.select("hyperrestore:superresolvebicubic")
    corner = layer.extent()
    left, top = corner.xMinimum(), corner.yMaximum()
    part = QgsRectangle(left + 60, top - 330, left + 360, top - 90)
    iface.mapCanvas().resize(500, 400)
    iface.mapCanvas().setExtent(part)
    shown = iface.mapCanvas().extent().intersect(corner)
    click(with_slow, "preview")
    until(lambda: all_done(with_slow))
    (preview,) = project.mapLayersByName("scene preview")
    assert preview.rasterUnitsPerPixelX() == 15
    assert preview.extent().contains(shown) and preview.extent().width() < shown.width() + 60


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


@pytest.mark.parametrize("name", ["a<b> <img src=x>", "R&D"])
def test_names_are_not_taken_for_html(with_slow, slow, iface, project, layer, until, name: str) -> None:
    layer.setName(name)
    project.addMapLayer(QgsRasterLayer(layer.source(), "other"))
    with_slow.raster.raster.setLayer(project.mapLayersByName("other")[0])
    with_slow.raster.raster.setLayer(layer)
    slow.failure = "sentence"
    slow.go_on.set()
    click(with_slow, "restore")
    until(lambda: all_done(with_slow))
    (text,) = iface.messageBar().currentItem().findChildren(QTextBrowser)
    assert text.toPlainText().startswith(f"Slow: {name}:")
    assert as_seen(with_slow.raster.raster.toolTip()).startswith(name + "\n")
    assert as_seen(with_slow.rows.rows()[0].findChild(QLabel, "runTitle").toolTip()) == f"Slow: {name}"


def as_seen(text: str) -> str:
    """What Qt makes of a text that it takes for HTML if it looks so."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if Qt.mightBeRichText(text) else text


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


def test_long_names_do_not_widen_the_dock(with_slow, slow, project, layer, until) -> None:
    long = project.addMapLayer(QgsRasterLayer(layer.source(), LONG))
    with_slow.raster.raster.setLayer(long)
    slow.go_on.set()
    click(with_slow, "restore")
    until(lambda: all_done(with_slow))
    for section in (with_slow.raster, with_slow.method, with_slow.runs):
        assert section.minimumSizeHint().width() <= 290
    assert with_slow.raster.raster.toolTip().startswith(LONG)
    assert LONG in with_slow.rows.rows()[0].findChild(QLabel, "runTitle").toolTip()


def test_the_keyboard_goes_from_top_to_bottom(with_slow, slow, until) -> None:
    """And every labelled widget has its label as a buddy."""
    names = ("raster", "estimate", "method", "options", "target", "preview", "restore")
    following, widget = [], with_slow.raster.raster
    for _ in range(200):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.objectName() in names:
            following.append(widget.objectName())
        widget = widget.nextInFocusChain()
        if widget is with_slow.raster.raster:
            break
    assert [name for name in following if name in names] == [name for name in names if name in following]
    assert set(names) - set(following) <= {"target"}
    buddies = {label.buddy() for label in with_slow.findChildren(QLabel)} - {None}
    expected = {with_slow.raster.raster, with_slow.method.method, with_slow.method.target.lineEdit()}
    assert expected <= buddies


def test_a_map_in_degrees_shows_a_raster_in_metres(with_slow, slow, iface, layer, project, until) -> None:
    iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    iface.mapCanvas().setExtent(QgsRectangle(-180, -90, 180, 90))
    slow.go_on.set()
    click(with_slow, "preview")
    until(lambda: all_done(with_slow))
    assert project.mapLayersByName("scene preview")


def scene(path: Path, sigma: float) -> str:
    """Three materials in 12 bands of 64 x 64 pixels, with noise of ``sigma`` where the scene spans 0 to 1."""
    rng = np.random.default_rng(11)
    abundances = gaussian_filter(rng.normal(0, 1, (3, 64, 64)), (0, 6, 6))
    abundances = (abundances - abundances.min()) / np.ptp(abundances)
    cube = np.tensordot(rng.uniform(0.1, 0.5, (12, 3)), abundances, 1)
    return write_cube(path, (cube + rng.normal(0, sigma, cube.shape)).astype(np.float32))


def said_last(row: QWidget) -> str:
    return row.findChild(QLabel, "runLine").toolTip()


def test_what_is_lined_up_scrolls_into_sight(with_slow, slow, dock, until) -> None:
    with_slow.raster.finding.say("A long finding.\n" * 20)
    until(lambda: dock.widget().verticalScrollBar().maximum() > 0)
    click(with_slow, "restore")
    bar = with_slow.rows.rows()[0].findChild(QProgressBar)
    until(lambda: not bar.visibleRegion().isEmpty())
