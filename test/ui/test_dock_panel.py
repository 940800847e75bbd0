"""The dock's panel, its real widgets clicked: raster, noise, method and previews; long and odd names; the keyboard."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QTextBrowser
from scipy.ndimage import gaussian_filter

from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.ui.clicking import all_done, as_seen, button, click, said
from hyperrestore.ui.panel import RestorationPanel, plain_number

LONG = "a very long name of a layer that nobody can read at once " * 5


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1063.7, "1064"), (123456.0, "123456"), (100.0, "100"), (99.96, "100"), (12.345, "12.3"), (0.0123, "0.0123"),
        (1.2e-6, "0.0000012"), (0.0, "0"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_sigma_is_a_plain_number(value: float, shown: str) -> None:
    assert plain_number(value) == shown


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
