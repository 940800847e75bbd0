"""The swipe on a real map canvas: how its handle follows mouse and keys, and what ends it."""
from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRectangle
from qgis.gui import QgsExtentWidget, QgsMapCanvas, QgsMapToolZoom
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from hyperrestore.test.ui.compare.conftest import HEIGHT, WIDTH
from hyperrestore.test.ui.compare.swipe.conftest import BLUE, RED, ROW, WHITE, colour_at
from hyperrestore.ui.compare.swipe_item import SwipeItem


def _drag(canvas: QgsMapCanvas, start: QPoint, end: QPoint) -> None:
    view = canvas.viewport()
    QTest.mouseMove(view, start)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for part in range(1, 6):
        _move(canvas, start + (end - start) * part / 5, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def _move(canvas: QgsMapCanvas, to: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """A move with buttons held, which QTest does not do."""
    from qgis.PyQt.QtCore import QEvent
    from qgis.PyQt.QtGui import QMouseEvent

    place = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, QPointF(canvas.viewport().mapToGlobal(to)), Qt.MouseButton.NoButton,
        buttons, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def test_before_is_left_of_the_handle_and_after_right(panel, canvas, layers, ready) -> None:
    visible = [node.itemVisibilityChecked() for node in QgsProject.instance().layerTreeRoot().findLayers()]
    ready()
    assert colour_at(canvas, 180, ROW) == RED
    assert colour_at(canvas, 220, ROW) == BLUE
    _drag(canvas, QPoint(WIDTH // 2, ROW), QPoint(100, ROW))
    assert [colour_at(canvas, x, ROW) for x in (80, 120)] == [RED, BLUE]
    # Taken by the grip, off the line.
    _drag(canvas, QPoint(109, HEIGHT // 2), QPoint(309, HEIGHT // 2))
    assert [colour_at(canvas, x, ROW) for x in (280, 325)] == [RED, BLUE]
    assert canvas.extent() == QgsRectangle(canvas.extent())
    assert [node.itemVisibilityChecked() for node in QgsProject.instance().layerTreeRoot().findLayers()] == visible


def test_handle_is_seen_and_changes_the_cursor(panel, canvas, ready) -> None:
    ready()
    assert colour_at(canvas, WIDTH // 2, ROW) == WHITE
    assert colour_at(canvas, WIDTH // 2 - 12, HEIGHT // 2) != RED
    # Labels: dark chips with light letters on both sides of the line.
    for start, end in ((130, 190), (210, 270)):
        found = [colour_at(canvas, x, 22) for x in range(start, end, 2)]
        assert any(min(colour) > 200 for colour in found) and any(max(colour) < 100 for colour in found)
    _move(canvas, QPoint(WIDTH // 2, ROW))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    _move(canvas, QPoint(WIDTH // 4, ROW))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.CrossCursor


def test_one_above_the_other(panel, canvas, ready) -> None:
    QTest.mouseClick(panel.turn, Qt.MouseButton.LeftButton)
    ready()
    assert [colour_at(canvas, 350, y) for y in (130, 170)] == [RED, BLUE]
    _drag(canvas, QPoint(350, HEIGHT // 2), QPoint(350, 240))
    assert [colour_at(canvas, 350, y) for y in (225, 255)] == [RED, BLUE]
    _move(canvas, QPoint(350, 240))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.SplitVCursor
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert [colour_at(canvas, 350, y) for y in (225, 240)] == [RED, BLUE]


def test_arrow_keys_move_the_handle_and_escape_ends(panel, canvas, ready) -> None:
    former = panel._on_canvas._former
    ready()
    extent = QgsRectangle(canvas.extent())
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert [colour_at(canvas, x, ROW) for x in (160, 180)] == [RED, BLUE]
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert [colour_at(canvas, x, ROW) for x in (168, 176)] == [RED, BLUE]
    assert canvas.extent() == extent
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not panel.swipe.isChecked()
    assert canvas.mapTool() is former
    assert _items(canvas) == []
    # Gone, it leaves the keys to the canvas again.
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.extent().xMinimum() < extent.xMinimum()


def test_wheel_and_dragging_beside_the_handle_move_the_map(panel, canvas, ready) -> None:
    ready()
    before = QgsRectangle(canvas.extent())
    place = QPoint(100, 100)
    wheel = QWheelEvent(
        QPointF(place), QPointF(canvas.viewport().mapToGlobal(place)), QPoint(0, 0), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert canvas.extent().width() < before.width()
    ready()
    assert [colour_at(canvas, x, ROW) for x in (180, 220)] == [RED, BLUE]
    canvas.setExtent(before)
    ready()
    _drag(canvas, QPoint(100, 200), QPoint(100, 100))
    ready()
    metres = canvas.mapUnitsPerPixel()
    assert canvas.extent().yMaximum() == pytest.approx(before.yMaximum() - 100 * metres, abs=2 * metres)
    # The map moved up: below its end there is the canvas's own colour, on both sides.
    assert [colour_at(canvas, x, 260) for x in (180, 220)] == [WHITE, WHITE]
    assert [colour_at(canvas, x, 150) for x in (150, 250)] == [RED, BLUE]


def test_another_tool_ends_it(panel, canvas, ready) -> None:
    ready()
    zoom = QgsMapToolZoom(canvas, False)
    canvas.setMapTool(zoom)
    assert not panel.swipe.isChecked()
    assert canvas.mapTool() is zoom
    assert _items(canvas) == []


def test_a_tool_that_gives_ours_back_gets_the_former_one(panel, canvas, layers, ready) -> None:
    """As "Draw on canvas" of an extent does, which remembers the tool that there was."""
    former = panel._on_canvas._former
    ready()
    extent = QgsExtentWidget()
    extent.setMapCanvas(canvas)
    extent.setOutputExtentFromDrawOnCanvas()
    assert not panel.swipe.isChecked()
    _drag(canvas, QPoint(50, 50), QPoint(150, 150))
    assert canvas.mapTool() is former
    assert _items(canvas) == []
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    ready()
    assert len(_items(canvas)) == 1
    QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
    assert canvas.mapTool() is former and _items(canvas) == []


def test_ours_given_back_when_its_layers_are_gone(panel, canvas, layers, ready) -> None:
    """Layers are deleted with their C++ objects, and other tools may hold ours for long."""
    former, ours = panel._on_canvas._former, canvas.mapTool()
    ready()
    zoom = QgsMapToolZoom(canvas, False)
    canvas.setMapTool(zoom)
    QgsProject.instance().removeMapLayer(layers[0])
    QApplication.processEvents()
    canvas.setMapTool(ours)
    _move(canvas, QPoint(WIDTH // 2, ROW))
    _drag(canvas, QPoint(50, 50), QPoint(150, 150))
    assert canvas.mapTool() is former
    assert _items(canvas) == []


def test_swipe_and_former_tool_come_and_go(panel, canvas, ready) -> None:
    former = panel._on_canvas._former
    for _ in range(3):
        panel.deactivate()
        assert canvas.mapTool() is former
        assert _items(canvas) == []
        QTest.mouseClick(panel.swipe, Qt.MouseButton.LeftButton)
        ready()
        assert [colour_at(canvas, x, ROW) for x in (180, 220)] == [RED, BLUE]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_layer_that_is_removed_ends_it(panel, canvas, layers, gone: int) -> None:
    former = panel._on_canvas._former
    QgsProject.instance().removeMapLayer(layers[gone])
    QApplication.processEvents()
    assert not panel.swipe.isChecked()
    assert not panel.swipe.isEnabled()
    assert "first" in panel.swipe.toolTip()
    assert canvas.mapTool() is former
    assert _items(canvas) == []


def test_project_cleared(panel, canvas) -> None:
    QgsProject.instance().clear()
    QApplication.processEvents()
    canvas.refresh()
    QApplication.processEvents()
    assert not panel.swipe.isChecked()
    assert _items(canvas) == []


def test_canvas_destroyed_first(panel, canvas) -> None:
    sip.delete(canvas)
    QApplication.processEvents()
    assert not panel.swipe.isChecked()
    assert not panel.isEnabled()
    panel.deactivate()
    QgsProject.instance().clear()
    assert panel.before.currentLayer() is None


def test_panel_destroyed_first(panel, canvas) -> None:
    former = panel._on_canvas._former
    sip.delete(panel)
    QApplication.processEvents()
    canvas.refresh()
    QApplication.processEvents()
    assert canvas.mapTool() is former
    assert _items(canvas) == []


def _items(canvas: QgsMapCanvas) -> list:
    return [item for item in canvas.scene().items() if isinstance(item, SwipeItem)]
