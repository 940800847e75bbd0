"""What the output says of itself: number type, wavelengths, place, nodata; and which variable it is."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from hyperrestore.errors import InvalidParameter, OutputRefused, UnsuitableRaster
from hyperrestore.raster import open_cube
from hyperrestore.test.raster.mat.scenes import WRITERS, Hearing, imported, make_scene, run, write_v5

SCENE = make_scene(bands=20)
NANOMETRES = np.linspace(400, 1000, 20)


@pytest.fixture
def cube(tmp_path: Path):
    """``cube(**beside)`` -> a file with the scene as ``cube`` and the variables beside it."""
    return lambda **beside: write_v5(tmp_path / "x.mat", {"cube": SCENE, **beside})


def spectrum(path: Path):
    with open_cube(str(path)) as source:
        return source.spectral


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize(
    ("given", "written"),
    [("uint8", "uint8"), ("int16", "int16"), ("uint16", "uint16"), ("int32", "int32"), ("uint32", "uint32"),
     ("float32", "float32"), ("float64", "float64"), ("int8", "int16"), ("int64", "float64"), ("uint64", "float64")],
)  # fmt: skip
@pytest.mark.parametrize("output", ["o.tif", "o.dat"])
def test_number_types(tmp_path: Path, version: str, given: str, written: str, output: str) -> None:
    scene = make_scene().astype(given)
    scene[0, 0, 0] = -5 if given[0] in "if" else 250
    path = WRITERS[version](tmp_path / "x.mat", {"cube": scene})
    found = imported(path, output=output, axes="rows-columns-bands")
    assert found.dtype == written and np.array_equal(found, scene)


@pytest.mark.parametrize("big", [np.int64(2**53 + 1), np.int64(-(2**60)), np.uint64(2**63)])
def test_integers_that_no_float64_holds(tmp_path: Path, big) -> None:
    scene = np.full((9, 9, 9), big)
    path = write_v5(tmp_path / "x.mat", {"cube": scene})
    with pytest.raises(UnsuitableRaster, match="64-bit integers beyond 2\\^53"):
        imported(path, axes="rows-columns-bands")
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


@pytest.mark.parametrize("name", ["wavelength", "Wavelengths", "WL", "lambda", "wave_length_nm", "bands"])
def test_wavelengths_are_found(cube, tmp_path: Path, name: str) -> None:
    hearing = Hearing()
    run(cube(**{name: NANOMETRES, "fwhm": np.full((20, 1), 9.5)}), tmp_path / "o.tif", hearing)
    found = spectrum(tmp_path / "o.tif")
    np.testing.assert_allclose(found.wavelengths_nm, NANOMETRES, rtol=1e-11)
    assert (found.units, found.fwhm) == ("Nanometers", (9.5,) * 20)
    assert f"WAVELENGTHS are taken from the variable {name} (1 x 20 double)" in hearing.text
    assert "taken for nanometers" in hearing.text


@pytest.mark.parametrize("output", ["o.tif", "o.dat"])
def test_micrometres_are_told_by_their_size(cube, tmp_path: Path, output: str) -> None:
    run(cube(wl=NANOMETRES / 1000), tmp_path / output)
    found = spectrum(tmp_path / output)
    assert found.units == "Micrometers"
    np.testing.assert_allclose(found.wavelengths_nm, NANOMETRES, rtol=1e-11)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("bands", np.arange(1, 21)), ("wavelength", np.arange(20)), ("wl", np.full(20, 500.0)),
     ("wave", np.linspace(400, 1e6, 20)), ("SlectBands", NANOMETRES)],
)  # fmt: skip
def test_what_is_no_wavelength_is_not_taken(cube, tmp_path: Path, name: str, numbers: np.ndarray) -> None:
    hearing = Hearing()
    run(cube(**{name: numbers}), tmp_path / "o.tif", hearing)
    assert spectrum(tmp_path / "o.tif").wavelengths is None
    assert "No wavelengths are known" in hearing.text


@pytest.mark.parametrize("separator", [",", "; ", " "])
def test_wavelengths_as_numbers(cube, tmp_path: Path, separator: str) -> None:
    text = separator.join(f"{value:.6f}" for value in NANOMETRES)
    run(cube(wavelength=NANOMETRES[::-1]), tmp_path / "o.tif", wavelengths=text, units="Nanometers", fwhm="7.25")
    found = spectrum(tmp_path / "o.tif")
    np.testing.assert_allclose(found.wavelengths_nm, NANOMETRES, atol=1e-6)
    assert found.fwhm == (7.25,) * 20


def test_wavelengths_by_the_name_of_a_variable(cube, tmp_path: Path) -> None:
    run(cube(w2=NANOMETRES, w3=NANOMETRES / 50), tmp_path / "o.tif", wavelengths="w2", fwhm="w3")
    found = spectrum(tmp_path / "o.tif")
    np.testing.assert_allclose(found.fwhm, NANOMETRES / 50, rtol=1e-11)


@pytest.mark.parametrize(
    ("given", "message"),
    [({"wavelengths": "400, 500"}, "WAVELENGTHS has 2 numbers, but the cube has 20 bands"),
     ({"wavelengths": ",".join(["0"] * 20)}, "numbers that are not above 0"),
     ({"wavelengths": ",".join(["nan"] * 20)}, "numbers that are not above 0"),
     ({"wavelengths": "short"}, r"WAVELENGTHS, the variable short \(1 x 3 double\), has 3 numbers"),
     ({"wavelengths": "cube"}, "no list of numbers"),
     ({"fwhm": "10"}, "FWHM was given, but no wavelengths are known"),
     ({"nodata": 0.5}, "NODATA was given as 0.5, which no uint16 can be"),
     ({"nodata": -1.0}, "NODATA was given as -1, which no uint16"),
     ({"nodata": float("nan")}, "NODATA was given as nan, which no uint16"),
     ({"crs": "EPSG:none"}, "CRS 'EPSG:none' cannot be understood")],
)  # fmt: skip
def test_parameters_that_do_not_fit(cube, tmp_path: Path, given: dict, message: str) -> None:
    path = cube(short=np.array([400.0, 500.0, 600.0]))
    with pytest.raises(InvalidParameter, match=message):
        run(path, tmp_path / "o.tif", **given)
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


def test_a_list_of_wavelengths_that_is_not_there(cube, tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match=r"has no variable 'nowhere'. It has: cube \(24 x 30 x 20 uint16\)"):
        run(cube(), tmp_path / "o.tif", wavelengths="nowhere")


@pytest.mark.parametrize("output", ["o.tif", "o.dat"])
def test_place_and_nodata(cube, tmp_path: Path, output: str) -> None:
    terms = (500_000.0, 24.0, 18.0, 5_800_000.0, 18.0, -24.0)
    run(cube(), tmp_path / output, crs="EPSG:32633", geotransform=terms, nodata=40)
    with rasterio.open(tmp_path / output) as raster:
        assert raster.crs.to_epsg() == 32633
        np.testing.assert_allclose(raster.transform.to_gdal(), terms, rtol=1e-13)
        assert raster.nodata == 40


def test_an_extent_is_that_of_the_outer_edges(cube, tmp_path: Path) -> None:
    run(cube(), tmp_path / "o.tif", extent=(10.0, 50.0, 13.0, 48.0))
    with rasterio.open(tmp_path / "o.tif") as raster:
        assert tuple(raster.bounds) == (10.0, 48.0, 13.0, 50.0)


def test_tags_name_the_variable(cube, tmp_path: Path) -> None:
    run(cube(), tmp_path / "o.tif", tags={"INPUT": "x.mat"})
    with rasterio.open(tmp_path / "o.tif") as raster:
        tags = raster.tags()
    assert (tags["HYPERRESTORE_VARIABLE"], tags["HYPERRESTORE_INPUT"]) == ("cube", "x.mat")


@pytest.mark.parametrize("version", WRITERS)
def test_several_cubes_are_listed(tmp_path: Path, version: str) -> None:
    path = WRITERS[version](tmp_path / "x.mat", {"HR": SCENE, "LR": SCENE[::2, ::2], "rgb": SCENE[..., :3], "n": 3.0})
    with pytest.raises(
        InvalidParameter, match=r"several .* Choose VARIABLE: HR \(24 x 30 x 20 uint16\), a cube; LR \(12 x 15 x 20"
    ) as caught:
        run(path, tmp_path / "o.tif")
    assert "rgb" not in str(caught.value)
    assert np.array_equal(imported(path, variable="LR"), SCENE[::2, ::2])
    assert np.array_equal(imported(path, output="rgb.tif", variable="rgb"), SCENE[..., :3])


def test_a_picture_beside_the_cube_is_not_it(cube, tmp_path: Path) -> None:
    assert run(cube(rgb=SCENE[..., :3]), tmp_path / "o.tif").variable == "cube"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [("none", UnsuitableRaster, "has no variable 'none'"),
     ("s", UnsuitableRaster, "'s' of .* is a struct"),
     ("c", UnsuitableRaster, "'c' of .* is a cell array"),
     ("t", UnsuitableRaster, "'t' of .* is a text"),
     ("z", UnsuitableRaster, "'z' of .* is an array of complex numbers"),
     ("v", UnsuitableRaster, "cannot be a raster"),
     ("four", UnsuitableRaster, "cannot be a raster"),
     ("e", UnsuitableRaster, "'e' of .* is empty")],
)  # fmt: skip
def test_variables_that_are_no_cubes(cube, tmp_path: Path, name: str, error: type, message: str) -> None:
    others = {"s": {"a": 1.0}, "c": np.array([1, "x"], dtype=object), "t": "text", "z": SCENE * 1j, "v": NANOMETRES,
              "four": np.ones((3, 4, 5, 6)), "e": np.ones((0, 3))}  # fmt: skip
    with pytest.raises(error, match=message):
        run(cube(**others), tmp_path / "o.tif", variable=name)


def test_an_output_that_is_the_input_is_refused(cube, tmp_path: Path) -> None:
    path = Path(cube())
    scene = path.rename(tmp_path / "x.tif")
    before = scene.read_bytes()
    with pytest.raises(OutputRefused, match="would overwrite x.tif"):
        run(scene, scene)
    assert scene.read_bytes() == before


def test_an_extension_that_is_unknown_is_refused(cube, tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="extension '.jpg', which is not known"):
        run(cube(), tmp_path / "o.jpg")
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]
