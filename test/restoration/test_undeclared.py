"""Nodata that a raster does not declare is found, and noise is not taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.raster import Window, open_cube
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.restoration.reading import Reader
from hyperrestore.test.restoration.networks import (
    Network,
    Recorder,
    noise_cube,
    read_raster,
    smooth_scene,
    write_raster,
)
from hyperrestore.test.restoration.test_clean_range import load_degrade


def run(tmp_path, cube, nodata=None, network=None):
    """(output, report, network) of a run with the range of the cube at 0 to 1."""
    network = network or Network(lambda batch: batch * 0.5, keep=True, scaling="cube")
    source = write_raster(tmp_path / "in.tif", cube, nodata)
    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), device="cpu")
    report = restore_raster(job, network, Recorder())
    return read_raster(tmp_path / "out.tif"), report, network


@pytest.mark.parametrize("fill", [-9999, 1e20, -3.4028234663852886e38, 3.4028234663852886e38])
def test_undeclared_nodata_changes_nothing_but_for_a_warning(tmp_path, fill):
    cube = smooth_scene(20, 96, 96, noise=0.02) * 3000
    cube[:, :20, :30] = fill
    expected, declared, _ = run(tmp_path, cube, nodata=fill)
    found, report, network = run(tmp_path, cube)
    assert found.tobytes() == expected.tobytes()
    assert report.scaling == declared.scaling
    assert (found[:, :20, :30] == np.float32(fill)).all()
    assert declared.warnings == ()
    (warning,) = report.warnings
    assert f"The value {str(np.float32(fill))} lies far outside the data and fills 600 pixels" in warning
    assert max(np.abs(batch).max() for batch in network.batches) < 2


def test_integers_and_a_swath_of_mostly_fill(tmp_path):
    y, x = np.mgrid[:96, :96]
    cube = (smooth_scene(20, 96, 96, noise=0.02) * 3000).astype(np.int16)
    cube[:, np.abs(x - 48) + np.abs(y - 48) > 40] = -32768
    expected, declared, _ = run(tmp_path, cube, nodata=-32768)
    found, report, _ = run(tmp_path, cube)
    assert (found == expected).all()
    assert report.scaling == declared.scaling
    assert "The value -32768 lies far" in report.warnings[0]


def test_two_fills_at_once(tmp_path):
    cube = smooth_scene(20, 96, 96, noise=0.02) * 3000
    cube[:, :10], cube[:, 80:] = -9999, 1e20
    _, report, network = run(tmp_path, cube)
    assert len(report.warnings) == 1
    assert "-9999.0 and 1e+20" in report.warnings[0]
    assert max(np.abs(batch).max() for batch in network.batches) < 2


def test_far_values_that_differ_from_band_to_band_are_noise(tmp_path):
    rng = np.random.default_rng(3)
    cube = smooth_scene(20, 96, 96, noise=0.02) * 3000
    cube[rng.random(cube.shape) < 0.01] = 60000
    for band in cube:
        band[:, rng.permutation(96)[:3]] = -9999
    _, report, _ = run(tmp_path, cube, network=Network())
    assert report.warnings == ()


def test_zeros_of_a_dark_scene_are_not_nodata(tmp_path):
    cube = smooth_scene(20, 96, 96, noise=0.02) * 3000
    cube = np.maximum(cube - np.quantile(cube, 0.3, axis=(1, 2), keepdims=True), 0)
    assert (cube == 0).all(axis=0).sum() > 100
    _, report, _ = run(tmp_path, cube, network=Network())
    assert report.warnings == ()


@pytest.mark.parametrize("scene", ["val/sandiego", "val/jasper-ridge", "val/cave-toy", "train/abu-urban-3"])
def test_scenes_and_their_noise_hold_no_nodata(shared, tmp_path, scene):
    degrade = load_degrade(shared)
    clean = degrade.load_scaled(shared / "data" / f"{scene}.tif").astype(np.float32)[:, :90, :90]
    for cube in (clean, *(degrade.degrade(clean, case) for case in ("deadline", "impulse", "mixture"))):
        _, report, _ = run(tmp_path, np.ascontiguousarray(cube, np.float32), network=Network())
        assert report.warnings == ()


def test_a_pixel_is_filled_where_most_bands_are(tmp_path):
    cube = noise_cube(4, 5, 6, "int16")
    cube[:3, 1, 1] = 7
    cube[0, 2, 2] = 7
    with open_cube(write_raster(tmp_path / "in.tif", cube)) as source:
        values, valid = Reader(source, (np.int16(7),)).read(Window(0, 0, 6, 5), [0, 1, 2, 3])
    assert (values == cube).all()
    assert np.argwhere(~valid).tolist() == [[0, 1, 1], [1, 1, 1], [2, 1, 1]]
