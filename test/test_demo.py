"""The demo's scene is what its documentation says, read by rasterio as an independent witness."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from demo.scene import Scene, make_scene, read_reflectance, write_scene
from demo.spectra import vegetation, water
from run_demo import band_psnr_db


@pytest.fixture(scope="module")
def scene() -> Scene:
    return make_scene()


@pytest.fixture(scope="module")
def scene_file(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "scene.tif"
    write_scene(path, scene)
    return path


def test_reflectance_is_physical(scene: Scene) -> None:
    good = scene.reflectance[~scene.sensor.bad]
    assert good.min() > 0 and good.max() < 1
    red, infrared = vegetation(np.array([670.0, 850.0]))
    assert infrared > 8 * red
    assert water(np.array([1000.0])) < 0.005


def test_file_states_what_a_provider_would(scene: Scene, scene_file: Path) -> None:
    with rasterio.open(scene_file) as raster:
        assert raster.crs.to_epsg() == 32633
        assert raster.transform[:6] == (30.0, 0.0, 365010.0, 0.0, -30.0, 5810010.0)
        assert min(raster.shape) >= 96 and raster.count >= 100
        assert set(raster.dtypes) == {"int16"} and set(raster.nodatavals) == {-32768}
        assert set(raster.scales) == {1e-4} and set(raster.offsets) == {-0.1}
        assert raster.descriptions[0] == "VNIR 420 nm"
        assert raster.tags(1, ns="IMAGERY") == {"CENTRAL_WAVELENGTH_UM": "0.4200", "FWHM_UM": "0.0130"}
        flags = [raster.tags(band)["bbl"] for band in raster.indexes]
        stored = raster.read()
    assert [flag == "0" for flag in flags] == scene.sensor.bad.tolist() and 0 < sum(scene.sensor.bad) < 20
    assert ((stored == -32768).all(axis=0) == ~scene.valid).all()
    assert 0.01 < 1 - scene.valid.mean() < 0.2


def test_file_gives_the_reflectance_back(scene: Scene, scene_file: Path) -> None:
    read = read_reflectance(scene_file)
    assert np.isnan(read[:, ~scene.valid]).all()
    assert np.abs(read - scene.reflectance)[:, scene.valid].max() <= 0.5e-4 + 1e-12


def test_same_seed_gives_the_same_scene(scene: Scene) -> None:
    assert np.array_equal(make_scene().reflectance, scene.reflectance)
    assert not np.array_equal(make_scene(seed=1).reflectance, scene.reflectance)


def test_psnr_is_over_valid_pixels_and_the_range_of_the_clean_cube() -> None:
    clean = np.array([[[0.0, 0.0, 0.0, 99.0]], [[0.0, 2.0, 4.0, 99.0]]])
    valid = np.array([[True, True, True, False]])
    both = np.array([True, True])
    off = clean + 0.04 * valid
    assert band_psnr_db(clean, off, valid, both) == pytest.approx([40, 40])
    assert np.isnan(band_psnr_db(clean, off, valid, np.array([False, True]))).tolist() == [True, False]
    off[0, 0, 1] = np.nan
    assert np.isnan(band_psnr_db(clean, off, valid, both)).tolist() == [True, False]
