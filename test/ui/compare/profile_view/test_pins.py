"""Points pinned on a real map canvas by clicks: their lines in the plot, their spectra in the clipboard."""
from __future__ import annotations

import csv

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from hyperrestore.test.ui.compare.profile_view.conftest import NM, press_button, values_at
from hyperrestore.ui.compare.panel import ComparePanel
from hyperrestore.ui.compare.pins import Pin


def _click(canvas: QgsMapCanvas, x: int, y: int) -> None:
    nothing = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, nothing, QPoint(x, y))


def _pins(canvas: QgsMapCanvas) -> list[Pin]:
    return [item for item in canvas.scene().items() if isinstance(item, Pin)]


def _pin_mode(panel: ComparePanel) -> None:
    panel.mode.setCurrentIndex(panel.mode.findData("pin"))


def test_clicks_pin_points_that_stay_and_are_copied(panel, canvas, layers, until) -> None:
    _pin_mode(panel)
    places = [(3, 4), (20, 10), (39, 29)]
    for column, row in places:
        _click(canvas, column * 10 + 5, row * 10 + 5)
    until(lambda: len(panel.view.readings()) == 3)
    assert len(_pins(canvas)) == 3
    press_button(panel, "Copy as CSV")
    tables = QApplication.clipboard().text().split("\n\n")
    for table, (column, row) in zip(tables, places):
        point, before_name, after_name, *rows = table.splitlines()
        assert point.endswith("CRS=EPSG:32633")
        x, y = (float(part.split("=")[1]) for part in point[len("# point: ") :].split(", ")[:2])
        assert (int((x - 500_000) // 30), int((5_800_000 - y) // 30)) == (column, row)
        assert (before_name, after_name) == ("# before: noisy", "# after: restored")
        found = list(csv.DictReader(rows))
        before, after = values_at(layers[0], column, row), values_at(layers[1], column, row)
        assert [float(line["wavelength_nm"]) for line in found] == pytest.approx(list(NM))
        assert [float(line["before"]) for line in found] == list(before)
        assert [float(line["after"]) for line in found] == list(after)
        assert [float(line["difference"]) for line in found] == list(after - before)
    press_button(panel, "Clear")
    assert panel.view.readings() == [] and _pins(canvas) == []


def test_pins_follow_the_map_to_another_crs(panel, canvas, until) -> None:
    _pin_mode(panel)
    _click(canvas, 205, 105)
    until(panel.view.readings)
    (pin,) = _pins(canvas)
    assert (pin.pos() - QPointF(205, 105)).manhattanLength() < 1.5
    centre = canvas.center()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    layer = panel.before.currentLayer()
    canvas.zoomToFeatureExtent(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
    assert canvas.center() != centre
    (pin,) = _pins(canvas)
    inside = canvas.rect().contains(pin.pos().toPoint())
    assert inside


def test_swipe_and_pins_go_together(panel, canvas, until) -> None:
    _pin_mode(panel)
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    _click(canvas, 55, 75)
    until(panel.view.readings)
    assert len(_pins(canvas)) == 1
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    _click(canvas, 95, 75)
    until(lambda: len(panel.view.readings()) == 2)


def test_another_tool_ends_pinning_but_not_following(panel, canvas, until) -> None:
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    assert panel.profile.isChecked()
    _pin_mode(panel)
    assert canvas.mapTool() is not pan
    _click(canvas, 55, 75)
    until(panel.view.readings)
    canvas.setMapTool(pan)
    assert not panel.profile.isChecked()
    assert canvas.mapTool() is pan
    assert len(panel.view.readings()) == 1, "what was pinned stays to be looked at"
    panel.deactivate()
    assert _pins(canvas) == [] and panel.view.readings() == []
    assert canvas.mapTool() is pan


def test_many_pins_leave_room_for_their_lines(panel, canvas, until) -> None:
    _pin_mode(panel)
    panel.resize(320, 620)
    for number in range(9):
        _click(canvas, 15 + 40 * number, 75)
    until(lambda: len(panel.view.readings()) == 9)
    plot = panel.view.plot
    plot.canvas.draw()
    main = plot.figure.axes[0]
    legend = main.get_legend().get_window_extent()
    assert main.get_window_extent().height > 30
    assert main.get_window_extent().y1 <= legend.y0 + 1
    texts = [text.get_text() for text in main.get_legend().get_texts()]
    assert texts[0] == "1 Before: noisy" and texts[9] == "1 After: restored"
    panel.resize(320, 300)
    QApplication.processEvents()
    assert not main.get_legend().get_visible()
