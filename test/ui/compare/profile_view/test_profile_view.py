"""The profile on a real map canvas: the plot that follows the cursor, its lines, and layers that are slow or go."""
from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QWidget

from hyperrestore.test.ui.compare.profile_view.conftest import NM, RNG, press_button, values_at
from hyperrestore.ui.compare import profile_view
from hyperrestore.ui.compare.panel import ComparePanel
from hyperrestore.ui.compare.profile import LayerReader


def _move(canvas: QgsMapCanvas, x: int, y: int) -> None:
    _hover(canvas.viewport(), x, y)


def _hover(widget: QWidget, x: int, y: int) -> None:
    place = QPoint(x, y)
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(widget.mapToGlobal(place)),
        Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_plot_follows_the_cursor_under_any_tool(panel, canvas, layers, until) -> None:
    tool, axes = canvas.mapTool(), []
    for column, row in ((5, 7), (38, 28)):
        _move(canvas, column * 10 + 4, row * 10 + 4)
        until(lambda: panel.view.readings() and panel.view.is_idle())
        (reading,) = panel.view.readings()
        np.testing.assert_array_equal(reading.before.values, values_at(layers[0], column, row))
        np.testing.assert_array_equal(reading.after.values, values_at(layers[1], column, row))
        main, below = panel.view.plot.figure.axes
        before, after = main.get_lines()[:2]
        np.testing.assert_allclose(before.get_xdata(), NM)
        np.testing.assert_array_equal(before.get_ydata(), reading.before.values)
        np.testing.assert_array_equal(after.get_ydata(), reading.after.values)
        np.testing.assert_array_equal(
            below.get_lines()[0].get_ydata(), reading.after.values - reading.before.values
        )
        assert below.get_xlabel() == "Wavelength (nm)"
        axes.append(main)
    assert axes[0] is axes[1], "to make axes anew is too slow for what follows the cursor"
    assert canvas.mapTool() is tool
    press_button(panel, "Copy as CSV")
    assert QApplication.clipboard().text().count("# point") == 1


def test_difference_can_be_left_out(panel, canvas, until) -> None:
    _move(canvas, 54, 74)
    until(panel.view.readings)
    assert len(panel.view.plot.figure.axes) == 2
    QTest.mouseClick(panel.view._difference, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert len(panel.view.plot.figure.axes) == 1


def test_hovering_tells_band_and_values(panel, canvas, layers, until) -> None:
    _move(canvas, 54, 74)
    until(panel.view.readings)
    plot = panel.view.plot
    plot.canvas.draw()
    pixel = plot.figure.axes[0].transData.transform((NM[3] + 5, 0.5))
    _hover(plot.canvas, round(pixel[0]), plot.canvas.height() - round(pixel[1]))
    before, after = values_at(layers[0], 5, 7)[3], values_at(layers[1], 5, 7)[3]
    until(plot.values.text)
    assert plot.values.text() == (
        f"Band 4 · {NM[3]:.6g} nm · before {before:.6g} · after {after:.6g} · difference {after - before:.6g}"
    )


def test_bad_bands_are_shaded_and_do_not_stretch_the_axis(panel, canvas, make_layer, until) -> None:
    values = np.ones((12, 30, 40))
    values[4] = 1e6
    panel.set_layers(make_layer("spiky", values, wavelengths_nm=NM, bad=[4, 5]), None)
    _move(canvas, 54, 74)
    until(panel.view.readings)
    (main,) = panel.view.plot.figure.axes
    assert main.get_ylim()[1] < 2
    (shade,) = main.patches
    edges = shade.get_path().get_extents() if not hasattr(shade, "get_x") else None
    low, high = (edges.x0, edges.x1) if edges is not None else (shade.get_x(), shade.get_x() + shade.get_width())
    assert (low, high) == pytest.approx(((NM[3] + NM[4]) / 2, (NM[5] + NM[6]) / 2))


def test_rasters_of_other_bands_and_none_in_one_place(panel, canvas, make_layer, until) -> None:
    one = make_layer("one", np.full((1, 3, 3), 7, np.uint8))
    many = make_layer("many", RNG.random((400, 30, 40)).astype(np.float32))
    panel.set_layers(one, many)
    _move(canvas, 354, 254)
    until(lambda: panel.view.readings() and panel.view.is_idle())
    (reading,) = panel.view.readings()
    assert not reading.before.inside
    np.testing.assert_array_equal(reading.after.values, values_at(many, 35, 25).astype(np.float64))
    (main,) = panel.view.plot.figure.axes
    assert main.get_xlabel() == "Band number"
    panel.view.plot.canvas.draw()


def test_layers_in_another_crs_are_read_where_the_cursor_is(panel, canvas, layers, make_layer, until) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    extent = canvas.mapSettings().layerExtentToOutputExtent(layers[0], layers[0].extent())
    canvas.setExtent(extent)
    _move(canvas, 201, 149)
    until(panel.view.readings)
    (reading,) = panel.view.readings()
    assert reading.place.crs == "EPSG:4326"
    in_metres = canvas.mapSettings().mapToLayerCoordinates(
        layers[0], canvas.getCoordinateTransform().toMapCoordinates(201, 149)
    )
    column, row = int((in_metres.x() - 500_000) // 30), int((5_800_000 - in_metres.y()) // 30)
    np.testing.assert_array_equal(reading.before.values, values_at(layers[0], column, row))


def test_layer_overwritten_and_reloaded_is_read_anew(panel, canvas, layers, until) -> None:
    _move(canvas, 54, 74)
    until(panel.view.readings)
    import rasterio

    with rasterio.open(layers[1].source(), "r+") as raster:
        raster.write(np.full((12, 30, 40), 42.0))
    layers[1].reload()
    _move(canvas, 64, 74)
    until(lambda: panel.view.is_idle() and panel.view.readings()[0].after.values[0] == 42)


class Slow:
    """Stands in for ``LayerReader.read``: reads when told, and says in which thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on, self.begun = threading.Event(), threading.Event()
        self.threads: set[int] = set()
        original = LayerReader.read

        def read(reader, point, is_cancelled):
            self.threads.add(threading.get_ident())
            self.begun.set()
            self.go_on.wait(30)
            return original(reader, point, is_cancelled)

        monkeypatch.setattr(LayerReader, "read", read)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow(monkeypatch)
    yield slow
    slow.go_on.set()


def test_slow_raster_does_not_hold_the_window_up(panel, canvas, layers, slow, until) -> None:
    _move(canvas, 54, 74)
    until(slow.begun.is_set)
    longest, last = 0.0, time.monotonic()
    for step in range(40):
        _move(canvas, 60 + 5 * step, 74)
        QApplication.processEvents()
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert longest < 0.5
    assert threading.get_ident() not in slow.threads
    slow.go_on.set()
    until(lambda: panel.view.readings() and panel.view.is_idle())
    # What is shown in the end is where the cursor is now, and the points between were never read.
    np.testing.assert_array_equal(panel.view.readings()[0].before.values, values_at(layers[0], 25, 7))


@pytest.mark.parametrize("what", ["layer", "project", "panel", "canvas", "deactivate"])
def test_whatever_goes_while_it_is_read(panel, canvas, layers, slow, until, what: str) -> None:
    _move(canvas, 54, 74)
    until(slow.begun.is_set)
    if what == "layer":
        QgsProject.instance().removeMapLayer(layers[0])
    elif what == "project":
        QgsProject.instance().clear()
    elif what == "panel":
        sip.delete(panel)
    elif what == "canvas":
        sip.delete(canvas)
    else:
        panel.deactivate()
    slow.go_on.set()
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.01)
    if what in ("layer", "project", "deactivate"):
        assert panel.view.readings() == []
    if what == "layer":
        assert panel.profile.isChecked(), "the other layer is still there"
        _move(canvas, 64, 74)
        until(panel.view.readings)
        assert panel.view.readings()[0].before is None


def test_without_matplotlib_it_says_so(canvas, layers, monkeypatch) -> None:
    def missing(parent):
        raise ModuleNotFoundError("No module named 'matplotlib'")

    monkeypatch.setattr(profile_view, "SpectrumPlot", missing)
    panel = ComparePanel(canvas)
    panel.set_layers(*layers)
    panel.show()
    QTest.mouseClick(panel.profile, Qt.MouseButton.LeftButton)
    assert not panel.profile.isChecked()
    assert any("matplotlib" in label.text() and label.isVisible() for label in panel.findChildren(QLabel))
    sip.delete(panel)


def test_dark_palette_gives_a_dark_plot(panel, canvas, until) -> None:
    _move(canvas, 54, 74)
    until(panel.view.readings)
    palette = QPalette(panel.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1e1e"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    panel.setPalette(palette)
    QApplication.processEvents()
    panel.view.plot.canvas.draw()
    picture = panel.view.plot.canvas.grab().toImage()
    assert picture.pixelColor(3, 3).lightness() < 60


def test_keyboard_reaches_everything_in_the_order_of_the_eye(panel) -> None:
    assert panel.before.isEnabled() and panel.swipe.isEnabled()
    panel.activateWindow()
    assert QTest.qWaitForWindowActive(panel)
    panel.before.setFocus()
    visited = [panel.before]
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or visited[-1], Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    difference = panel.view._difference
    # Without a reading there is nothing to clear or to copy, and after the last comes the first.
    assert visited == [panel.before, panel.after, panel.swipe, panel.profile, panel.mode, difference, panel.before]
    buddies = {label.text(): label.buddy() for label in panel.findChildren(QLabel) if label.buddy()}
    assert buddies == {"&Before": panel.before, "&After": panel.after}
