"""What of a raster the map shows: counted by hand for a raster of 30 m pixels with its corner at 500000, 5800000."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip

from hyperrestore.errors import InvalidParameter
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.ui.visible_part import VisiblePart, visible_part


@pytest.fixture
def large(project: QgsProject, tmp_path: Path) -> QgsRasterLayer:
    """700 x 600 pixels; the project's, as a layer that outlives QGIS crashes the process."""
    path = write_cube(tmp_path / "large.tif", np.zeros((1, 600, 700), np.uint8))
    return project.addMapLayer(QgsRasterLayer(path, "large"))


@pytest.fixture
def canvas(qgis_app) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(400, 400)
    # Only what is shown takes its size.
    canvas.show()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    yield canvas
    # Now, as a canvas that outlives QGIS crashes the process.
    sip.delete(canvas)


def edges_of(part: VisiblePart) -> list[float]:
    edges = part.rectangle
    return [edges.xMinimum(), edges.xMaximum(), edges.yMinimum(), edges.yMaximum()]


def test_what_the_map_shows_within_the_raster(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    canvas.setExtent(QgsRectangle(499_000, 5_797_000, 503_000, 5_801_000))
    part = visible_part(large, canvas)
    assert (part.width, part.height, part.cropped) == (100, 100, False)
    assert edges_of(part) == [500_000, 503_000, 5_797_000, 5_800_000]


def test_no_more_than_512_pixels_around_the_middle(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    canvas.setExtent(large.extent())
    part = visible_part(large, canvas)
    assert (part.width, part.height, part.cropped) == (512, 512, True)
    middle = (500_000 + 350 * 30, 5_800_000 - 300 * 30)
    half = 256 * 30
    expected = [middle[0] - half, middle[0] + half, middle[1] - half, middle[1] + half]
    assert edges_of(part) == expected


def test_one_side_may_be_whole(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    canvas.resize(400, 40)
    canvas.setExtent(QgsRectangle(500_000, 5_790_000, 521_000, 5_792_100))
    part = visible_part(large, canvas)
    assert (part.width, part.height, part.cropped) == (512, 70, True)


def test_a_part_smaller_than_a_pixel_is_one(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    canvas.setExtent(QgsRectangle(500_001, 5_799_000, 500_002, 5_799_001))
    part = visible_part(large, canvas)
    assert (part.width, part.height) == (1, 1)
    assert part.rectangle.width() == pytest.approx(1)


@pytest.mark.parametrize("crs", ["EPSG:32633", "EPSG:4326"])
def test_beside_the_raster_is_refused(large: QgsRasterLayer, canvas: QgsMapCanvas, crs: str) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    with pytest.raises(InvalidParameter, match="shows no part of 'large'"):
        visible_part(large, canvas)


def test_a_map_in_another_system(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    """Degrees around the raster's corner, which lies on the central meridian of its zone."""
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    latitude = 52.3496
    canvas.setExtent(QgsRectangle(14.99, latitude - 0.01, 15.01, latitude + 0.01))
    part = visible_part(large, canvas)
    assert part.rectangle.xMinimum() == pytest.approx(500_000, abs=1)
    assert part.rectangle.yMaximum() == pytest.approx(5_800_000, abs=40)
    assert 20 <= part.width <= 26 and 30 <= part.height <= 40 and not part.cropped


def test_the_far_side_of_the_earth_does_no_harm(large: QgsRasterLayer, canvas: QgsMapCanvas) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    canvas.setExtent(QgsRectangle(-180, -90, 180, 90))
    assert visible_part(large, canvas).cropped
