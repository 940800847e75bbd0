"""What each parameter does to the result."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from qgis.core import QgsProcessingException

from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.weights import load_model
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import read, write_cube


class Silent:
    """A pulse that nobody listens to."""

    def tick(self, fraction: float) -> None:
        pass

    def warn(self, message: str) -> None:
        raise AssertionError(message)


def model_result(cube: np.ndarray) -> np.ndarray:
    """What the shipped model makes of [B, h, w] in its own range, without the engine."""
    model = load_model(Entry(name=DEFAULT_WEIGHTS["ras2s"], folder=SHIPPED))
    return model.restore(torch.from_numpy(cube.astype(np.float32))[None], Silent())[0].numpy()


@pytest.fixture
def unit_raster(tmp_path: Path, small_cube: np.ndarray) -> str:
    """``small_cube`` as Float32 in the model's range."""
    return write_cube(tmp_path / "unit.tif", ((small_cube - 500) / 3000).astype(np.float32))


def test_only_the_bands_asked_for_change(restore, small_raster: str, small_cube: np.ndarray) -> None:
    restored = read(restore(small_raster, BANDS=[2, 5, 6, 2]))
    assert [(a != b).any() for a, b in zip(restored, small_cube)] == [False, True, False, False, True, True]


def test_bands_go_to_the_model_together(restore, tmp_path: Path, small_cube: np.ndarray) -> None:
    """Restoring three of six bands gives what those three alone give."""
    three = write_cube(tmp_path / "three.tif", small_cube[[1, 4, 5]])
    six = write_cube(tmp_path / "six.tif", small_cube)
    some = read(restore(six, "some.tif", BANDS=[2, 5, 6]))
    assert np.array_equal(some[[1, 4, 5]], read(restore(three, "three.tif")))


def test_scaling_none_is_the_model_itself(restore, unit_raster: str) -> None:
    given = {"SCALING": "none", "TILE_SIZE": -1, "LINE_DIRECTION": "columns", "PRECISION": "fp32"}
    np.testing.assert_allclose(read(restore(unit_raster, **given)), model_result(read(unit_raster)), atol=1e-6)


def test_quality_best_is_the_mean_of_both_band_orders(restore, unit_raster: str) -> None:
    given = {"SCALING": "none", "TILE_SIZE": -1, "LINE_DIRECTION": "columns", "PRECISION": "fp32"}
    cube = read(unit_raster)
    mean = (model_result(cube) + model_result(cube[::-1].copy())[::-1]) / 2
    best = read(restore(unit_raster, "best.tif", QUALITY="best", **given))
    np.testing.assert_allclose(best, mean, atol=1e-6)
    assert np.abs(best - read(restore(unit_raster, "normal.tif", **given))).max() > 1e-3


def test_rows_are_turned_to_columns_and_back(restore, unit_raster: str) -> None:
    given = {"SCALING": "none", "TILE_SIZE": -1, "PRECISION": "fp32"}
    turned = model_result(read(unit_raster).transpose(0, 2, 1).copy()).transpose(0, 2, 1)
    rows = read(restore(unit_raster, "rows.tif", LINE_DIRECTION="rows", **given))
    np.testing.assert_allclose(rows, turned, atol=1e-6)
    assert np.abs(rows - read(restore(unit_raster, "columns.tif", LINE_DIRECTION="columns", **given))).max() > 1e-3


def test_scalings_differ_and_cube_is_what_the_card_says(restore, tmp_path: Path) -> None:
    cube = make_cube(6, 20, 24)
    cube[3:] *= 4
    raster = write_cube(tmp_path / "uneven.tif", cube)
    results = {kind: read(restore(raster, f"{kind}.tif", SCALING=kind)) for kind in ("auto", "cube", "band")}
    assert np.array_equal(results["auto"], results["cube"])
    assert (results["band"] != results["cube"]).any()


def test_float32_keeps_the_fractions_of_the_same_result(restore, small_raster: str) -> None:
    rounded, exact = read(restore(small_raster, "i.tif")), read(restore(small_raster, "f.tif", DATA_TYPE="Float32"))
    assert (rounded.dtype, exact.dtype) == (np.int16, np.float32)
    assert np.abs(rounded - exact).max() <= 0.5
    assert (exact != np.rint(exact)).mean() > 0.9


def test_tiles_and_overlap_are_as_asked(restore, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "wide.tif", make_cube(4, 64, 80))
    feedback = Recorder()
    tiled = read(restore(raster, "tiled.tif", feedback, TILE_SIZE=48, OVERLAP=16))
    assert any(line.startswith("Tiles: 4 of 48 x 48 px, overlap 16 px") for line in feedback.lines)
    whole = read(restore(raster, "whole.tif", TILE_SIZE=-1))
    # Close to each other, as both are restorations; not the same, as the model pools over what it sees.
    difference = np.abs(tiled.astype(float) - whole)
    assert 0 < difference.mean() < 30


@pytest.mark.parametrize("bands", [1, 2, 3])
def test_few_bands_are_denoised(restore, tmp_path: Path, bands: int) -> None:
    band, y, x = np.mgrid[:bands, :32, :32]
    clean = 2000 + 600 * np.sin(x / 6 + band / 5) + 400 * np.cos(y / 5)
    noisy = clean + np.random.default_rng(1).normal(0, 150, clean.shape)
    restored = read(restore(write_cube(tmp_path / "few.tif", noisy.astype(np.float32))))
    assert restored.shape == (bands, 32, 32)
    assert np.std(restored - clean) < 0.75 * np.std(noisy - clean)


@pytest.mark.parametrize(
    ("name", "value"),
    [("QUALITY", 1), ("QUALITY", "great"), ("DEVICE", 0), ("DEVICE", "gpu"), ("SCALING", "1"), ("WEIGHTS", "none"),
     ("LINE_DIRECTION", "auto,rows"), ("DATA_TYPE", "Int8"), ("TILE_SIZE", -7), ("OVERLAP", -2), ("MEMORY_MB", -1),
     ("TILE_SIZE", "big")],
)  # fmt: skip
def test_values_that_are_none_are_refused_by_name(restore, small_raster: str, tmp_path: Path, name, value) -> None:
    with pytest.raises(QgsProcessingException, match=f"Incorrect parameter value for {name}"):
        restore(small_raster, **{name: value})
    assert not (tmp_path / "out").exists()
