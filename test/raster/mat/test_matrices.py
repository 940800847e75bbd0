"""2-D arrays: flattened cubes in both orders, and maps."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from hyperrestore.errors import InvalidParameter
from hyperrestore.test.raster.mat.scenes import WRITERS, Hearing, imported, make_scene, run, write_v5, write_v73

SCENE = make_scene()
SQUARE = make_scene(26, 26)
SHAPES = ("bands-pixels", "pixels-bands")


def flattened(scene: np.ndarray, shape: str, order: str) -> np.ndarray:
    """MATLAB's reshape(cube, [], bands) is order F."""
    pixels = scene.reshape(-1, scene.shape[2], order=order[0].upper())
    return np.ascontiguousarray(pixels if shape == "pixels-bands" else pixels.T)


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["fortran", "C"])
@pytest.mark.parametrize("given", [{"height": 24, "width": 30}, {"height": 24}, {"width": 30}], ids=["both", "h", "w"])
def test_size_as_given_order_by_the_neighbours(tmp_path: Path, version: str, shape: str, order: str, given) -> None:
    path = WRITERS[version](tmp_path / "x.mat", {"Y": flattened(SCENE, shape, order)})
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing, **given), SCENE)
    assert f"taken as {shape}" in hearing.text and f"({order}): neighbours differ by" in hearing.text


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["fortran", "C"])
def test_everything_as_given(tmp_path: Path, shape: str, order: str) -> None:
    noise = np.random.default_rng(1).normal(size=(12, 10, 15))
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(noise, shape, order)})
    assert np.array_equal(imported(path, axes=shape, order=order, height=12, width=10), noise)


@pytest.mark.parametrize(
    "beside",
    [{"nRow": 24, "nCol": 30}, {"Lines": 24.0, "samples": 30.0}, {"gt": np.ones((24, 30), np.uint8)}],
    ids=["rows and columns", "lines and samples", "map"],
)
@pytest.mark.parametrize("shape", SHAPES)
def test_size_by_what_lies_beside(tmp_path: Path, shape: str, beside: dict) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(SCENE, shape, "fortran"), **beside})
    assert np.array_equal(imported(path, variable="Y"), SCENE)


def test_a_square_number_is_a_square(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(SQUARE, "bands-pixels", "fortran")})
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), SQUARE)
    assert "26 x 26 pixels because 676 is a square number" in hearing.text and "choose ORDER" in hearing.text
    assert np.array_equal(imported(path, output="c.tif", order="C"), SQUARE.transpose(1, 0, 2))


def test_a_square_number_of_pixels_that_is_none(tmp_path: Path) -> None:
    """40 x 90 pixels are 60 x 60, too, but not with neighbours alike."""
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(make_scene(40, 90), "bands-pixels", "fortran")})
    with pytest.raises(InvalidParameter, match="HEIGHT and WIDTH.*3600 pixels are 60 x 60, .*alike in lines of 40"):
        imported(path)


def test_unknown_sizes_are_asked_for_with_the_pairs(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(SCENE, "bands-pixels", "fortran")})
    with pytest.raises(InvalidParameter, match="may be a map of one band or a flattened cube.* 24 x 30, 20 x 36"):
        imported(path)
    with pytest.raises(InvalidParameter, match="Give HEIGHT and WIDTH. 720 pixels are 24 x 30, .*in lines of 24"):
        imported(path, axes="bands-pixels")
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


def test_a_prime_number_of_pixels(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": np.ones((5, 997))})
    with pytest.raises(InvalidParameter, match="997 has no factors"):
        imported(path, axes="bands-pixels")


@pytest.mark.parametrize("given", [{"height": 7}, {"height": 24, "width": 31}])
def test_sizes_that_do_not_make_the_pixels(tmp_path: Path, given: dict) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(SCENE, "bands-pixels", "fortran")})
    for axes in ("auto", "bands-pixels"):
        with pytest.raises(InvalidParameter, match="was asked for, but 'Y' (is 20 x 720|has 720 pixels)"):
            imported(path, axes=axes, **given)


def test_an_order_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(size=(60, 90, 15))
    path = write_v5(tmp_path / "x.mat", {"Y": flattened(noise, "bands-pixels", "C")})
    with pytest.raises(InvalidParameter, match="down the columns or along the rows cannot be told.*Choose ORDER"):
        imported(path, axes="bands-pixels", height=60, width=90)


def test_more_bands_than_a_raster_can_have(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"Y": np.ones((12, 70_000), np.uint8)})
    with pytest.raises(InvalidParameter, match="'Y' would have 70000 bands.*Choose other AXES"):
        imported(path, axes="pixels-bands", height=3, width=4, order="C")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["fortran", "C"])
def test_version_7_3_is_read_in_parts(tmp_path: Path, monkeypatch, shape: str, order: str) -> None:
    scene = make_scene(70, 45, 9)
    monkeypatch.setattr("hyperrestore.raster.mat.importing._PART_VALUES", 9 * 45 * 20)
    monkeypatch.setattr("hyperrestore.raster.mat.importing._SMALLEST_BLOCK", 16)
    monkeypatch.setattr("hyperrestore.raster.mat.evidence._READ_VALUES", 9 * 100)
    path = write_v73(tmp_path / "x.mat", {"Y": flattened(scene, shape, order)}, chunks=(8, 8), compression=1)
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing, height=70), scene)
    assert len(hearing.fractions) > 2


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize(
    ("name", "mask"),
    [("mask", np.eye(12, 15) > 0), ("Scene_gt", np.arange(180, dtype=np.uint8).reshape(12, 15)),
     ("salience", np.arange(144.0).reshape(12, 12))],
    ids=["logical", "by its name", "square"],
)  # fmt: skip
def test_maps(tmp_path: Path, version: str, name: str, mask: np.ndarray) -> None:
    path = WRITERS[version](tmp_path / "x.mat", {name: mask})
    found = imported(path)
    assert np.array_equal(found[..., 0], mask) and found.shape == (*mask.shape, 1)
    assert found.dtype == (np.uint8 if mask.dtype == bool else mask.dtype)


def test_a_map_beside_its_cube_is_no_flattened_one(tmp_path: Path) -> None:
    score = np.arange(720.0).reshape(24, 30)
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE, "score": score})
    assert np.array_equal(imported(path, variable="score", axes="rows-columns")[..., 0], score)
    assert np.array_equal(imported(path, output="t.tif", variable="score", axes="columns-rows")[..., 0], score.T)
    with pytest.raises(InvalidParameter, match="HEIGHT = 30 was asked for, but the map 'score' has 24 rows"):
        imported(path, variable="score", axes="rows-columns", height=30)


def test_jasper_ridge_has_the_bands_that_others_converted(shared: Path, tmp_path: Path) -> None:
    """The scene as a raster left out three of the 198 bands; all others are equal, pixel by pixel."""
    path = tmp_path / "jasper.mat"
    path.write_bytes((shared / "data" / "real" / "jasper-ridge-flat.mat").read_bytes())
    hearing = Hearing()
    result = run(path, tmp_path / "jasper.tif", hearing)
    assert (result.variable, result.height, result.width, result.bands) == ("Y", 100, 100, 198)
    with rasterio.open(tmp_path / "jasper.tif") as raster:
        found = {band.tobytes(): number for number, band in enumerate(raster.read())}
    with rasterio.open(shared / "data" / "val" / "jasper-ridge.tif") as raster:
        places = [found[band.tobytes()] for band in raster.read()]
    assert len(places) == 195 and places == sorted(set(places))
    assert "nRow = 100, nCol = 100, nBand = 198" in hearing.text
    assert "class double, but holds whole numbers that the file stores as uint16" in hearing.text
