"""Rasters that cannot be compared are told apart in a sentence that names both."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.quality.evaluation.grids import check_grids, furthest_corner
from hyperrestore.raster import open_cube
from hyperrestore.test.processing.rasters import write_cube

PLACE = (500_000, 30, 0, 5_800_000, 0, -30)


def check(folder: Path, one: np.ndarray, other: np.ndarray, change=lambda dataset: None) -> list[str]:
    """What is said of ``one`` against ``other`` once ``change(dataset)`` was done to ``one``."""
    paths = write_cube(folder / "one.tif", one, describe=change), write_cube(folder / "other.tif", other)
    with open_cube(paths[0]) as given, open_cube(paths[1]) as reference:
        return check_grids(given, reference)


CUBE = np.zeros((3, 20, 30), np.float32)


def test_the_same_grid(tmp_path: Path) -> None:
    assert check(tmp_path, CUBE, CUBE) == []
    shifted = (500_000.01, 30, 0, 5_800_000, 0, -30)
    assert check(tmp_path, CUBE, CUBE, lambda dataset: dataset.SetGeoTransform(shifted)) == []


def test_other_sizes_and_bands(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match="different sizes: .*one.tif 30 x 19 px, the reference .*other.tif 30 x"):
        check(tmp_path, CUBE[:, 1:], CUBE)
    with pytest.raises(UnsuitableRaster, match="different numbers of bands: .*one.tif 2 bands, .*other.tif 3 bands"):
        check(tmp_path, CUBE[1:], CUBE)


@pytest.mark.parametrize(
    ("place", "distance"),
    [((500_000.06, 30, 0, 5_800_000, 0, -30), "0.002"), ((500_000, 30.003, 0, 5_800_000, 0, -30), "0.003"),
     ((500_000, 30, 0, 5_800_000, 0, 30), "40")],
    ids=["shifted", "larger pixels", "upside down"],
)  # fmt: skip
def test_other_places(tmp_path: Path, place: tuple, distance: str) -> None:
    with pytest.raises(UnsuitableRaster, match=f"places on the ground: .* lie up to {distance} px apart"):
        check(tmp_path, CUBE, CUBE, lambda dataset: dataset.SetGeoTransform(place))


def test_other_crs(tmp_path: Path) -> None:
    def other_zone(dataset: gdal.Dataset) -> None:
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(32632)
        dataset.SetProjection(crs.ExportToWkt())

    with pytest.raises(UnsuitableRaster, match=r"systems: .*zone 32N \(EPSG:32632\), .*zone 33N \(EPSG:32633\)"):
        check(tmp_path, CUBE, CUBE, other_zone)


def test_what_only_one_states_is_a_warning(tmp_path: Path) -> None:
    plain = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "plain.tif"), 30, 20, 3, gdal.GDT_Float32)
    plain.FlushCache()
    placed = write_cube(tmp_path / "placed.tif", CUBE)
    with open_cube(str(tmp_path / "plain.tif")) as bare, open_cube(placed) as full:
        said = check_grids(bare, full)
        assert [line.split(" states no ")[1].split(",")[0] for line in said] == [
            "coordinate reference system", "geotransform",
        ]  # fmt: skip
        assert all(str(tmp_path / "plain.tif") == line.split(" ")[0] for line in said)
        assert check_grids(full, bare) == said
        assert check_grids(bare, bare) == []


def test_corners_of_turned_grids() -> None:
    turned = (10, 3, 4, 20, 4, -3)
    assert furthest_corner(turned, turned, 100, 50) == pytest.approx(0, abs=1e-9)
    assert furthest_corner((13, 3, 4, 24, 4, -3), turned, 100, 50) == pytest.approx(1)
    assert furthest_corner(turned, (0, 0, 0, 0, 0, 0), 100, 50) == np.inf
