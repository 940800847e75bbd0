"""3-D arrays: every order of the axes, given or deduced, in both kinds of file."""
from __future__ import annotations

from itertools import permutations
from pathlib import Path

import h5py
import numpy as np
import pytest
import rasterio
import scipy.io

from hyperrestore.errors import InvalidParameter
from hyperrestore.raster.mat.axes import CUBES
from hyperrestore.raster.mat.evidence import left_by_few_spectra
from hyperrestore.raster.mat.variable import MatArray
from hyperrestore.test.raster.mat.scenes import WRITERS, Hearing, imported, make_scene, write_v5, write_v73

PLACE = {"rows": 0, "columns": 1, "bands": 2}
SCENE = make_scene()


def turned(scene: np.ndarray, axes: tuple[str, ...]) -> np.ndarray:
    """[rows, columns, bands] as an array with its axes in another order."""
    return np.ascontiguousarray(scene.transpose([PLACE[axis] for axis in axes]))


def test_every_order_is_offered() -> None:
    assert sorted(CUBES) == sorted(permutations(PLACE))


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize("axes", CUBES, ids="-".join)
def test_axes_as_given(tmp_path: Path, version: str, axes: tuple[str, ...]) -> None:
    path = WRITERS[version](tmp_path / "x.mat", {"cube": turned(SCENE, axes)})
    assert np.array_equal(imported(path, axes="-".join(axes)), SCENE)


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize("axes", CUBES, ids="-".join)
def test_axes_by_the_numbers(tmp_path: Path, version: str, axes: tuple[str, ...]) -> None:
    """Without any help bands are found; rows are taken to come before columns."""
    path = WRITERS[version](tmp_path / "x.mat", {"cube": turned(SCENE, axes)})
    expected = SCENE if axes.index("rows") < axes.index("columns") else SCENE.transpose(1, 0, 2)
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), expected)
    assert "few spectra explain all but" in hearing.text and "rows come before columns" in hearing.text


@pytest.mark.parametrize(
    "beside",
    [{"gt": np.zeros((24, 30), np.uint8)}, {"nRow": 24.0, "nCol": 30.0}, {"H": 24, "W": 30, "bands": 20}],
    ids=["map", "rows and columns", "all sizes"],
)
@pytest.mark.parametrize("axes", CUBES, ids="-".join)
def test_axes_by_what_lies_beside(tmp_path: Path, axes: tuple[str, ...], beside: dict) -> None:
    """Sizes also tell rows from columns."""
    path = write_v5(tmp_path / "x.mat", {"cube": turned(SCENE, axes), **beside})
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), SCENE)
    assert "custom" not in hearing.text


def test_axes_by_height_and_width(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(size=(12, 20, 16))
    path = write_v5(tmp_path / "x.mat", {"cube": noise})
    assert np.array_equal(imported(path, height=16, width=12), noise.transpose(2, 0, 1))


def test_axes_by_wavelengths(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(size=(12, 20, 16))
    path = write_v5(tmp_path / "x.mat", {"cube": noise, "wavelength": np.linspace(400, 900, 12)})
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), noise.transpose(1, 2, 0))
    assert "wavelength (1 x 12 double) has so many numbers" in hearing.text


def test_an_axis_of_few_bands(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": turned(SCENE[..., :5], ("bands", "rows", "columns"))})
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), SCENE[..., :5])
    assert "the axis of 5 is the one whose size stands apart" in hearing.text


def test_what_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(size=(12, 20, 16))
    path = write_v5(tmp_path / "x.mat", {"cube": noise})
    with pytest.raises(InvalidParameter, match=r"'cube' \(12 x 20 x 16\) holds the bands cannot be told.*Choose AXES"):
        imported(path)
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


@pytest.mark.parametrize("given", [{"height": 23}, {"height": 24, "width": 24}, {"width": 31}])
def test_sizes_that_the_array_has_not(tmp_path: Path, given: dict) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE})
    with pytest.raises(InvalidParameter, match="was asked for, but 'cube' is 24 x 30 x 20"):
        imported(path, **given)


def test_axes_that_contradict_the_size(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE})
    with pytest.raises(InvalidParameter, match="HEIGHT = 24 was asked for.* as bands-rows-columns it has 30 rows"):
        imported(path, axes="bands-rows-columns", height=24)


@pytest.mark.parametrize("axes", ["bands-pixels", "rows-columns"])
def test_axes_of_another_number(tmp_path: Path, axes: str) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE})
    with pytest.raises(InvalidParameter, match=f"AXES was given as {axes}, but .* has 3 dimensions"):
        imported(path, axes=axes)


def test_hdf5_that_matlab_did_not_write_keeps_its_writers_order(tmp_path: Path) -> None:
    path = tmp_path / "x.mat"
    with h5py.File(path, "w") as file:
        file["cube"] = turned(SCENE, ("bands", "rows", "columns"))
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), SCENE)
    assert "(20 x 24 x 30) are taken as bands-rows-columns" in hearing.text
    assert np.array_equal(imported(path, output="b.tif", axes="bands-rows-columns"), SCENE)


def test_version_7_3_is_read_in_parts_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever axis the parts run along, and whatever the file's chunks."""
    scene = make_scene(70, 45, 9)
    monkeypatch.setattr("hyperrestore.raster.mat.importing._PART_VALUES", 9 * 45 * 20)
    monkeypatch.setattr("hyperrestore.raster.mat.importing._SMALLEST_BLOCK", 16)
    for number, axes in enumerate(CUBES):
        path = write_v73(tmp_path / f"{number}.mat", {"cube": turned(scene, axes)}, chunks=(5, 4, 6), compression=3)
        hearing = Hearing()
        assert np.array_equal(imported(path, hearing, f"{number}.tif", axes="-".join(axes)), scene)
        assert len(hearing.fractions) > 2 and hearing.fractions == sorted(hearing.fractions)


@pytest.mark.parametrize("version", WRITERS)
def test_numbers_that_are_not_finite_stay(tmp_path: Path, version: str) -> None:
    scene = make_scene(dtype="float32")
    scene[3, 4, 5], scene[0, 0, 0], scene[:, :, 7] = np.nan, np.inf, -np.inf
    path = WRITERS[version](tmp_path / "x.mat", {"cube": scene})
    assert np.array_equal(imported(path), scene, equal_nan=True)


def test_scenes_of_all_kinds_are_told_by_few_spectra(shared: Path) -> None:
    """Measured on all scenes, also with each band standardised: three spectra leave least along the bands."""
    scenes = sorted((shared / "data").glob("[tv][ra]*/*.tif"))
    assert len(scenes) >= 19
    for scene in scenes:
        with rasterio.open(scene) as raster:
            cube = raster.read().astype(float)
        standard = (cube - cube.mean((1, 2), keepdims=True)) / (cube.std((1, 2), keepdims=True) + 1e-9)
        for values in (cube, standard):
            array = MatArray(values.shape, False, values.dtype, lambda start, stop, v=values: v[start:stop])
            bands, *others = left_by_few_spectra(array)
            assert 2 * bands < min(others), (scene.name, bands, others)


def test_the_airport_is_the_one_that_others_converted(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "airport.mat"
    path.write_bytes((shared / "data" / "real" / "abu-airport-1.mat").read_bytes())
    hearing = Hearing()
    found = imported(path, hearing)
    with rasterio.open(shared / "data" / "train" / "abu-airport-1.tif") as raster:
        assert found.dtype == raster.dtypes[0] == "uint16"
        assert np.array_equal(found.transpose(2, 0, 1), raster.read())
    assert "(100 x 100 x 205) are taken as rows-columns-bands" in hearing.text
    truth = imported(path, output="map.tif", variable="map")
    assert np.array_equal(truth[..., 0], scipy.io.loadmat(path)["map"])
