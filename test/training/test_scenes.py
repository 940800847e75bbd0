"""Clean scenes from GeoTIFFs: scaled by their own range, refused when there are gaps."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.training.scenes import centred, load_scene, load_scenes


def write_tif(path: Path, cube: np.ndarray, nodata: float | None = None) -> None:
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_Int16)
    dataset.WriteArray(cube)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.FlushCache()


def test_scenes_are_scaled_by_their_own_range(tmp_path: Path) -> None:
    write_tif(tmp_path / "b.tif", np.arange(24, dtype=np.int16).reshape(2, 3, 4) * 10 - 50)
    write_tif(tmp_path / "a.tif", np.array([[[5, 7]]], np.int16))
    scene = load_scene(tmp_path / "b.tif")
    assert scene.dtype == np.float32
    np.testing.assert_allclose(scene.ravel(), np.arange(24) / 23, atol=1e-6)
    assert [scene.shape for scene in load_scenes(tmp_path)] == [(1, 1, 2), (2, 3, 4)]
    assert [scene.shape for scene in load_scenes(tmp_path, ["b"])] == [(2, 3, 4)]
    with pytest.raises(UnsuitableRaster, match=r"absent\.tif cannot be opened"):
        load_scenes(tmp_path, ["absent"])


def test_centred_scenes_have_bands_around_nought(tmp_path: Path) -> None:
    write_tif(tmp_path / "b.tif", np.arange(24, dtype=np.int16).reshape(2, 3, 4) * 10 - 50)
    scene = load_scene(tmp_path / "b.tif")
    around = centred(scene)
    assert np.abs(around.mean(axis=(1, 2))).max() < 1e-6
    np.testing.assert_allclose(np.diff(around, axis=2), np.diff(scene, axis=2), atol=1e-6)


def test_scenes_with_gaps_are_refused(tmp_path: Path) -> None:
    write_tif(tmp_path / "a.tif", np.array([[[5, 7]]], np.int16), nodata=7)
    with pytest.raises(UnsuitableRaster, match="1 of its values hold no data"):
        load_scene(tmp_path / "a.tif")
    with pytest.raises(UnsuitableRaster, match="no GeoTIFF"):
        load_scenes(tmp_path / "absent")


def test_scenes_of_one_value_are_refused(tmp_path: Path) -> None:
    write_tif(tmp_path / "a.tif", np.full((2, 3, 3), 7, np.int16))
    with pytest.raises(UnsuitableRaster, match=r"the others span 7\.0 to 7\.0"):
        load_scene(tmp_path / "a.tif")
