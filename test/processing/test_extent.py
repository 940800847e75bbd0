"""EXTENT: the part of the raster that lies there, restored as if it had been cut out before."""
from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import names, read, write_cube

LEFT, TOP, SIZE = 500_000, 5_800_000, 30
PART = (5, 4, 16, 12)
ALL_BUT_NETWORKS = (
    "restore", "superresolvebicubic", "denoiserobustsubspace", "denoisefasthyde", "denoiselrtdtv",
)  # fmt: skip
TURN = math.radians(17)
ROTATED = (
    LEFT, SIZE * math.cos(TURN), SIZE * math.sin(TURN), TOP, SIZE * math.sin(TURN), -SIZE * math.cos(TURN)
)  # fmt: skip


def around(column: int, row: int, width: int, height: int, shrink: float = 0.0) -> QgsRectangle:
    """The ground of a window of the north-up raster, less ``shrink`` pixels on every side."""
    return QgsRectangle(
        LEFT + SIZE * (column + shrink), TOP - SIZE * (row + height - shrink),
        LEFT + SIZE * (column + width - shrink), TOP - SIZE * (row + shrink),
    )  # fmt: skip


def as_text(box: QgsRectangle, crs: str = " [EPSG:32633]") -> str:
    return f"{box.xMinimum()!r},{box.xMaximum()!r},{box.yMinimum()!r},{box.yMaximum()!r}{crs}"


def window_of(path: str | Path, whole: str) -> tuple[int, int, int, int]:
    """Where a raster lies in another, by rasterio: column, row, width, height."""
    with rasterio.open(path) as part, rasterio.open(whole) as raster:
        column, row = ~raster.transform * (part.transform * (0, 0))
        assert (column, row) == pytest.approx((round(column), round(row)), abs=1e-6)
        assert part.transform.to_gdal()[1:3] == raster.transform.to_gdal()[1:3]
        return round(column), round(row), part.width, part.height


@pytest.fixture
def raster(tmp_path: Path) -> str:
    """int16 [6, 24, 28] with wavelengths."""

    def spectral(dataset: gdal.Dataset) -> None:
        for number in range(1, 7):
            dataset.GetRasterBand(number).SetMetadata(
                {"wavelength": str(400 + 50 * number), "wavelength_units": "Nanometers"}
            )

    return write_cube(tmp_path / "in" / "scene.tif", make_cube(6, 24, 28), describe=spectral)


@pytest.fixture
def run(plugin, tmp_path: Path) -> Callable[..., Path]:
    import processing

    def call(name: str, source: object, extent: object, output: str = "part.tif", feedback=None, **given) -> Path:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {
            "INPUT": source, "EXTENT": extent, "DEVICE": "cpu", "OUTPUT": str(tmp_path / "out" / output), **given,
        }  # fmt: skip
        done = processing.run(f"hyperrestore:{name}", parameters, context=context, feedback=feedback or Recorder())
        return Path(done["OUTPUT"])

    return call


@pytest.fixture
def cut(tmp_path: Path) -> Callable[..., str]:
    """``cut(raster)`` -> GDAL's own copy of PART."""

    def call(source: str) -> str:
        place = str(tmp_path / "in" / "cut.tif")
        gdal.Translate(place, source, srcWin=list(PART)).FlushCache()
        return place

    return call


@pytest.mark.parametrize("name", [*ALL_BUT_NETWORKS, "denoiseras2s", "denoisesscan", "superresolvessrnet"])
def test_it_is_the_restored_cut(run, cut, raster: str, name: str) -> None:
    part = run(name, raster, as_text(around(*PART, shrink=0.3)))
    whole = run(name, cut(raster), None, "whole.tif")
    assert np.array_equal(read(part), read(whole))
    with rasterio.open(part) as ours, rasterio.open(whole) as theirs:
        assert ours.transform == theirs.transform and ours.crs == theirs.crs
        assert ours.tags(3)["wavelength"] == "550" == theirs.tags(3)["wavelength"]
    assert names(part.parent) == ["part.tif", "whole.tif"]


def test_the_output_says_which_part_it_is(run, raster: str) -> None:
    feedback = Recorder()
    part = run("superresolvebicubic", raster, as_text(around(*PART)), feedback=feedback, SCALE=3)
    with rasterio.open(part) as found, rasterio.open(raster) as whole:
        assert found.tags()["HYPERRESTORE_WINDOW"] == "16x12+5+4"
        assert (found.width, found.height) == (48, 36)
        assert found.transform * (48, 36) == pytest.approx(whole.transform * (21, 16))
    assert "Part of a raster of 28 x 24 px: columns 6 to 21, rows 5 to 16." in feedback.lines


@pytest.mark.parametrize(
    "extent",
    [
        as_text(around(*PART)),
        as_text(around(*PART), ""),
        around(*PART),
        QgsReferencedRectangle(around(*PART), QgsCoordinateReferenceSystem("EPSG:32633")),
        as_text(around(*PART, shrink=0.9)),
    ],
    ids=["text", "numbers alone", "rectangle", "referenced", "snapped outwards"],
)
def test_ways_to_give_it(run, raster: str, extent) -> None:
    assert window_of(run("denoiserobustsubspace", raster, extent), raster) == PART


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32632", "EPSG:3035"])
def test_any_coordinate_system_does(run, raster: str, crs: str) -> None:
    """The box around a tilted part holds all of it, and not much more."""
    there = QgsCoordinateReferenceSystem(crs)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:32633"), there, QgsProject.instance())
    box = transform.transformBoundingBox(around(*PART, shrink=0.4))
    column, row, width, height = window_of(run("denoiserobustsubspace", raster, as_text(box, f" [{crs}]")), raster)
    assert column <= 5 <= column + 2 and row <= 4 <= row + 2
    assert 16 <= width <= 20 and 12 <= height <= 16
    assert column + width >= 21 and row + height >= 16


def test_the_whole_earth_is_the_whole_raster(run, raster: str) -> None:
    part = run("denoiserobustsubspace", raster, "-180,180,-90,90 [EPSG:4326]")
    assert window_of(part, raster) == (0, 0, 28, 24)


def test_none_is_the_whole_raster(run, raster: str) -> None:
    for extent in (None, ""):
        part = run("denoiserobustsubspace", raster, extent)
        assert window_of(part, raster) == (0, 0, 28, 24)
        with rasterio.open(part) as found:
            assert "HYPERRESTORE_WINDOW" not in found.tags()


def test_a_point_is_one_pixel(run, raster: str) -> None:
    x, y = LEFT + SIZE * 7.5, TOP - SIZE * 3.2
    part = run("superresolvebicubic", raster, f"{x},{x},{y},{y}", SCALE=2)
    with rasterio.open(part) as found:
        assert (found.width, found.height) == (2, 2)
        assert found.transform * (0, 0) == (LEFT + SIZE * 7, TOP - SIZE * 3)


def test_a_layer_may_say_where(run, raster: str, tmp_path: Path) -> None:
    gdal.Translate(str(tmp_path / "where.tif"), raster, srcWin=list(PART)).FlushCache()
    layer = QgsRasterLayer(str(tmp_path / "where.tif"), "where")
    QgsProject.instance().addMapLayer(layer)
    try:
        assert window_of(run("denoiserobustsubspace", raster, layer.id()), raster) == PART
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize("terms", [ROTATED, (LEFT, 30, 7, TOP, 0, -30)], ids=["rotated", "sheared"])
def test_a_turned_raster_gives_the_window_around(run, tmp_path: Path, terms) -> None:
    def turn(dataset: gdal.Dataset) -> None:
        dataset.SetGeoTransform(terms)

    raster = write_cube(tmp_path / "in" / "turned.tif", make_cube(6, 24, 28), describe=turn)
    with rasterio.open(raster) as whole:
        x, y = whole.transform * (14, 12)
        box = QgsRectangle(x - 95, y - 95, x + 95, y + 95)
        corners = [
            ~whole.transform * corner
            for corner in ((x - 95, y - 95), (x + 95, y - 95), (x - 95, y + 95), (x + 95, y + 95))
        ]
    columns, rows = zip(*corners)
    left, top = math.floor(min(columns)), math.floor(min(rows))
    expected = (left, top, math.ceil(max(columns)) - left, math.ceil(max(rows)) - top)
    part = run("denoiserobustsubspace", raster, as_text(box))
    assert window_of(part, raster) == expected
    column, row, width, height = expected
    gdal.Translate(str(tmp_path / "in" / "cut.tif"), raster, srcWin=[column, row, width, height]).FlushCache()
    whole = run("denoiserobustsubspace", str(tmp_path / "in" / "cut.tif"), None, "whole.tif")
    assert np.array_equal(read(part), read(whole))


def test_a_raster_with_points_only(run, tmp_path: Path) -> None:
    """QGIS shows such a raster bent straight; the extent is in the points' coordinates."""

    def points(dataset: gdal.Dataset) -> None:
        found = [gdal.GCP(LEFT + 30 * x, TOP - 30 * y, 0, x, y) for x in (0, 14, 28) for y in (0, 12, 24)]
        projection = dataset.GetProjection()
        dataset.SetProjection("")
        dataset.SetGCPs(found, projection)

    raster = write_cube(tmp_path / "in" / "points.tif", make_cube(6, 24, 28), describe=points)
    gdal.Translate(
        str(tmp_path / "in" / "only.tif"), raster, GCPs=gdal.Open(raster).GetGCPs(), outputSRS="EPSG:32633",
        nogcp=False,
    ).FlushCache()  # fmt: skip
    only = str(tmp_path / "in" / "only.tif")
    assert gdal.Open(only).GetGeoTransform(can_return_null=True) is None
    part = run("denoiserobustsubspace", only, as_text(around(*PART, shrink=0.01)))
    assert np.array_equal(read(part), read(run("denoiserobustsubspace", gdal_cut(only, tmp_path), None, "whole.tif")))
    with rasterio.open(part) as found:
        assert sorted({(gcp.col, gcp.row) for gcp in found.gcps[0]})[0] == (-5, -4)


def gdal_cut(raster: str, folder: Path) -> str:
    gdal.Translate(str(folder / "in" / "cut.tif"), raster, srcWin=list(PART)).FlushCache()
    return str(folder / "in" / "cut.tif")


@pytest.mark.parametrize(
    "extent",
    [as_text(around(30, 4, 5, 5)), "9.0,9.1,52.0,52.1 [EPSG:4326]", as_text(around(-20, 4, 20, 5, shrink=0.01))],
    ids=["beside", "another place", "just beside"],
)
def test_an_extent_beside_the_raster_is_refused(run, raster: str, tmp_path: Path, extent: str) -> None:
    feedback = Recorder()
    with pytest.raises(QgsProcessingException) as refused:
        run("denoiserobustsubspace", raster, extent, feedback=feedback)
    assert re.search("EXTENT .* lies beside .* Give one that meets", "\n".join((*feedback.lines, str(refused.value))))
    assert names(tmp_path / "out") == []


def test_words_are_refused(run, raster: str) -> None:
    with pytest.raises(QgsProcessingException, match="EXTENT"):
        run("denoiserobustsubspace", raster, "over there")


def test_processes_of_this_machine_see_the_same_part(run, raster: str) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install -r requirements-dev.txt")
    given = {"TILE_SIZE": 8, "OVERLAP": 2, "SCALE": 2}
    here = run("superresolvebicubic", raster, as_text(around(*PART)), **given)
    there = run("superresolvebicubic", raster, as_text(around(*PART)), "there.tif", SCHEDULER="local:1", **given)
    assert np.array_equal(read(here), read(there))
