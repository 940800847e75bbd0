"""A raster as a scene: what is held out, what is left out, and that nothing of either is trained on."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import Cancelled, InvalidParameter, UnsuitableRaster
from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.training.finetuning import own_scenes
from hyperrestore.training.finetuning.own_scenes import Needs, OwnScene, read_own_scene

NEEDS = Needs(piece=16, values=10_000_000, share=0.2, held_side=16, held_values=400_000)
CUBE = replace(BicubicModel(2).descriptor, scaling="cube")


class Listener:
    """A monitor that may say that the user has cancelled."""

    def __init__(self, cancelled: bool = False) -> None:
        self.lines: list[str] = []
        self._cancelled = cancelled
        self.info = self.warn = self.lines.append

    def progress(self, fraction: float) -> None: ...

    def cancelled(self) -> bool:
        return self._cancelled


def numbered(bands: int, height: int, width: int) -> np.ndarray:
    """Every pixel's first band is its number; the others are textures."""
    cube = np.random.default_rng(3).uniform(0, height * width, (bands, height, width))
    cube[0] = np.arange(height * width).reshape(height, width)
    return cube.astype(np.float32)


def scene_of(path: str | Path, needs: Needs = NEEDS, descriptor=CUBE, listener: Listener | None = None) -> OwnScene:
    return read_own_scene(str(path), "x.tif", descriptor, needs, Span(Progress(listener or Listener())))


def numbers(cube: np.ndarray, scene: OwnScene, whole: np.ndarray) -> set[int]:
    """The numbers of the pixels of a scaled piece, with the one map that takes the held-out crop back."""
    truth = whole[0][scene.held_window.slices]
    slope, offset = np.polyfit(scene.held_out[0].ravel().astype(float), truth.ravel(), 1)
    return set(np.rint(cube[0] * slope + offset).astype(int).ravel().tolist())


@pytest.mark.parametrize(("height", "width", "axis"), [(100, 60, 0), (60, 100, 1)])
def test_no_pixel_of_the_strip_is_in_a_piece(tmp_path: Path, height: int, width: int, axis: int) -> None:
    cube = numbered(3, height, width)
    scene = scene_of(write_cube(tmp_path / "x.tif", cube))
    places = np.arange(height * width).reshape(height, width)
    held = set(np.take(places, range(80, 100), axis).ravel().tolist())
    assert scene.strip_name == ("columns 81-100" if axis else "rows 81-100")
    assert numbers(scene.held_out, scene, cube) <= held
    trained = set().union(*(numbers(piece, scene, cube) for piece in scene.pieces))
    assert trained == set(places.ravel().tolist()) - held


def test_values_are_scaled_by_the_cube_or_centred(tmp_path: Path) -> None:
    """A scene without noise has its own least and greatest value as its range."""
    band, y, x = np.mgrid[:3, :100, :60]
    cube = 2000 + 600 * np.sin(x / 6 + band / 5) + 400 * np.cos(y / 5) + 300 * band
    path = write_cube(tmp_path / "x.tif", cube.astype(np.float32))
    scaled = (cube - cube.min()) / np.ptp(cube)
    centred = scaled - scaled.mean(axis=(1, 2), keepdims=True)
    for descriptor, expected in ((CUBE, scaled), (BicubicModel(2).descriptor, centred)):
        scene = scene_of(path, descriptor=descriptor)
        (piece,) = scene.pieces
        assert piece.dtype == scene.held_out.dtype == np.float32
        np.testing.assert_allclose(piece, expected[:, :80], atol=0.03)
        np.testing.assert_allclose(scene.held_out, expected[(slice(None), *scene.held_window.slices)], atol=0.03)


def test_gaps_are_trained_on_by_nobody(tmp_path: Path) -> None:
    cube = numbered(4, 100, 60)
    cube[2, 30, 20:23], cube[1, 50, 41], cube[3, 90, 5] = np.nan, -1, np.inf

    def declare(dataset: gdal.Dataset) -> None:
        for number in range(1, 5):
            dataset.GetRasterBand(number).SetNoDataValue(-1)

    scene = scene_of(write_cube(tmp_path / "x.tif", cube, describe=declare))
    assert all(np.isfinite(piece).all() and piece.min() > -0.2 for piece in (*scene.pieces, scene.held_out))
    used = set().union(*(numbers(piece, scene, cube) for piece in scene.pieces))
    assert used.isdisjoint({30 * 60 + 20, 30 * 60 + 22, 50 * 60 + 41})
    assert len(used) > 0.6 * 80 * 60


def test_bands_that_hold_nothing_are_left_out(tmp_path: Path) -> None:
    cube = numbered(6, 100, 60)
    cube[1], cube[4] = 7, np.nan

    def flag(dataset: gdal.Dataset) -> None:
        dataset.SetMetadataItem("bbl", "{1, 1, 1, 0, 1, 1}", "ENVI")

    scene = scene_of(write_cube(tmp_path / "x.tif", cube, describe=flag))
    assert scene.bands == (0, 2, 5)
    assert set(scene.left_out) == {1, 3, 4}
    assert all(len(piece) == 3 for piece in (*scene.pieces, scene.held_out))


def test_a_swath_with_empty_ends_holds_out_its_middle(tmp_path: Path) -> None:
    cube = numbered(3, 200, 60)
    cube[:, :50] = cube[:, 150:] = np.nan
    scene = scene_of(write_cube(tmp_path / "x.tif", cube))
    assert scene.strip_name == "rows 81-120"
    assert len(scene.pieces) >= 2
    held = set(range(80 * 60, 120 * 60))
    assert all(numbers(piece, scene, cube).isdisjoint(held) for piece in scene.pieces)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_cube(tmp_path / "x.tif", numbered(3, 300, 200))
    monkeypatch.setattr(own_scenes, "READ_VALUES", 3 * 40 * 40)
    few = [scene_of(path, replace(NEEDS, values=3 * 5000, seed=seed)) for seed in (1, 1, 2)]
    assert all(0.7 * 15_000 < sum(piece.size for piece in scene.pieces) <= 15_000 for scene in few)
    first, again, other = ([piece.mean() for piece in scene.pieces] for scene in few)
    assert first == again and first != other


def test_the_crop_is_whole_and_bounded(tmp_path: Path) -> None:
    path = write_cube(tmp_path / "x.tif", numbered(8, 400, 400))
    scene = scene_of(path, replace(NEEDS, whole=3, held_values=8 * 50 * 50))
    assert scene.held_out.shape[1] % 3 == scene.held_out.shape[2] % 3 == 0
    assert 8 * 45 * 45 < scene.held_out.size <= 8 * 50 * 50
    huge = scene_of(path, replace(NEEDS, held_values=10**9))
    assert huge.held_out[0].size <= own_scenes.LONGEST_CROP**2


def test_a_narrow_strip_is_refused_with_the_share_that_would_do(tmp_path: Path) -> None:
    path = write_cube(tmp_path / "x.tif", numbered(3, 60, 40))
    with pytest.raises(InvalidParameter, match=r"20 per cent of x\.tif \(40 x 60 pixels\).* 27 per cent or more"):
        scene_of(path)
    assert scene_of(path, replace(NEEDS, share=0.27)).strip.height == 16


def test_a_narrow_raster_is_not_said_to_need_a_larger_share(tmp_path: Path) -> None:
    """12 columns stay 12, however many rows are held out."""
    with pytest.raises(InvalidParameter, match=r"20 per cent of x\.tif \(12 x 200 pixels\)") as caught:
        scene_of(write_cube(tmp_path / "x.tif", numbered(3, 200, 12)))
    assert "Hold out" not in str(caught.value) and "Take a larger raster" in str(caught.value)


@pytest.mark.parametrize(
    ("valid", "sentence"),
    [
        (np.s_[:, :], None),
        (np.s_[80:, :], "cannot be trained on: outside the part that is held out .rows 81-100."),
        (np.s_[::5, :], "none of the parts that could be held out .rows 81-100, rows 1-20, rows 41-60."),
    ],
)
def test_too_little_data_is_refused(tmp_path: Path, valid, sentence: str | None) -> None:
    cube, holding = numbered(3, 100, 60), np.zeros((100, 60), bool)
    holding[valid] = True
    cube[:, ~holding] = np.nan
    path = write_cube(tmp_path / "x.tif", cube)
    if sentence is None:
        assert scene_of(path).pieces
        return
    with pytest.raises(UnsuitableRaster, match=sentence):
        scene_of(path)


def test_a_raster_without_a_usable_band_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match="None of the bands"):
        scene_of(write_cube(tmp_path / "x.tif", np.full((3, 60, 60), 5, np.int16)))


def test_cancel_and_the_engine_is_not_quoted(tmp_path: Path) -> None:
    path = write_cube(tmp_path / "x.tif", numbered(3, 100, 60))
    listener = Listener()
    scene_of(path, listener=listener)
    assert listener.lines == []
    with pytest.raises(Cancelled):
        scene_of(path, listener=Listener(cancelled=True))
