"""`hyperrestore:importmat` in the real QGIS; what it makes of the numbers is tested in test/raster/mat."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRectangle,
    QgsReferencedRectangle,
)

from hyperrestore.raster import open_cube
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names, read
from hyperrestore.test.raster.mat.scenes import make_scene, write_v5, write_v73

SCENE = make_scene()
BOX = QgsRectangle(10, 48, 13, 50)
CHOICES = {
    "AXES": ["auto", "rows-columns-bands", "bands-rows-columns", "rows-bands-columns", "columns-rows-bands",
             "bands-columns-rows", "columns-bands-rows", "bands-pixels", "pixels-bands", "rows-columns",
             "columns-rows"],
    "ORDER": ["auto", "fortran", "C"],
    "WAVELENGTH_UNITS": ["auto", "Nanometers", "Micrometers"],
}  # fmt: skip


@pytest.fixture
def import_mat(plugin, tmp_path: Path) -> Callable[..., dict]:
    """``import_mat(file, WIDTH=…)`` -> results."""
    import processing

    def call(path: str | Path, output: str = "o.tif", feedback: Recorder | None = None, **given) -> dict:
        parameters = {"INPUT": str(path), "OUTPUT": str(tmp_path / "out" / output), **given}
        context = QgsProcessingContext()
        return processing.run("hyperrestore:importmat", parameters, context=context, feedback=feedback or Recorder())

    return call


@pytest.fixture
def cube(tmp_path: Path) -> str:
    """The scene with 24 rows, 30 columns and 20 bands."""
    (tmp_path / "in").mkdir()
    return write_v5(tmp_path / "in" / "x.mat", {"cube": SCENE, "wavelength": np.linspace(400, 2400, 20)})


def test_choices_are_frozen(algorithm) -> None:
    instance = algorithm("importmat")
    assert {item.name(): item.options() for item in instance.parameterDefinitions() if item.type() == "enum"} == CHOICES


@pytest.mark.parametrize("output", ["o.tif", "o.bil"])
def test_the_cube_and_what_the_log_says(import_mat, cube: str, output: str) -> None:
    feedback = Recorder()
    results = import_mat(cube, output, feedback)
    assert {key: results[key] for key in ("VARIABLE", "HEIGHT", "WIDTH", "BANDS")} == {
        "VARIABLE": "cube", "HEIGHT": 24, "WIDTH": 30, "BANDS": 20,
    }  # fmt: skip
    assert np.array_equal(read(results["OUTPUT"]).transpose(1, 2, 0), SCENE)
    with open_cube(results["OUTPUT"]) as source:
        np.testing.assert_allclose(source.spectral.wavelengths_nm, np.linspace(400, 2400, 20), rtol=1e-11)
    text = "\n".join(feedback.lines)
    assert "are taken as rows-columns-bands" in text and "WAVELENGTHS are taken from the variable wavelength" in text
    with rasterio.open(results["OUTPUT"]) as raster:
        tags = raster.tags()
    expected = {"ALGORITHM": "hyperrestore:importmat", "INPUT": "x.mat", "VARIABLE": "cube"}
    assert {key: tags[f"HYPERRESTORE_{key}"] for key in expected} == expected


def test_every_parameter_arrives(import_mat, tmp_path: Path) -> None:
    pixels = SCENE.transpose(2, 0, 1).reshape(20, -1)
    path = write_v73(tmp_path / "x.mat", {"a": pixels, "b": pixels, "w": np.linspace(0.4, 1, 20)})
    results = import_mat(
        path, VARIABLE="b", AXES="bands-pixels", ORDER="C", HEIGHT=24, WIDTH=30, WAVELENGTHS="w", FWHM="0.01",
        WAVELENGTH_UNITS="Micrometers", CRS="EPSG:32633", GEOTRANSFORM="500000, 30, 0, 5800000, 0, -30", NODATA=-0.0,
    )  # fmt: skip
    assert np.array_equal(read(results["OUTPUT"]).transpose(1, 2, 0), SCENE)
    with rasterio.open(results["OUTPUT"]) as raster:
        assert raster.crs.to_epsg() == 32633 and raster.nodata == 0
        assert raster.transform.to_gdal() == (500_000, 30, 0, 5_800_000, 0, -30)
        assert raster.tags(1)["wavelength_units"] == "Micrometers" and raster.tags(1)["fwhm"] == "0.01"


@pytest.mark.parametrize(
    ("given", "epsg"),
    [({"EXTENT": "10,13,48,50 [EPSG:4326]"}, 4326),
     ({"EXTENT": "10,13,48,50", "CRS": "EPSG:3035"}, 3035),
     ({"EXTENT": BOX, "CRS": "EPSG:25832"}, 25832),
     ({"EXTENT": QgsReferencedRectangle(BOX, QgsCoordinateReferenceSystem("EPSG:4326"))}, 4326)],
    ids=["text", "text and crs", "rectangle", "referenced"],
)  # fmt: skip
def test_extents(import_mat, cube: str, given: dict, epsg: int) -> None:
    with rasterio.open(import_mat(cube, **given)["OUTPUT"]) as raster:
        assert tuple(raster.bounds) == (10, 48, 13, 50) and raster.crs.to_epsg() == epsg


def test_an_extent_of_another_crs_is_reprojected(import_mat, cube: str) -> None:
    with rasterio.open(import_mat(cube, EXTENT="14.9,15.1,48,48.1 [EPSG:4326]", CRS="EPSG:32633")["OUTPUT"]) as raster:
        assert raster.crs.to_epsg() == 32633
        assert (raster.bounds.left, raster.bounds.right) == pytest.approx((492_550, 507_450), abs=100)


def test_a_crs_that_no_register_knows(import_mat, cube: str) -> None:
    crs = QgsCoordinateReferenceSystem.fromProj("+proj=laea +lat_0=47.5 +lon_0=13.1 +datum=WGS84 +units=m")
    with rasterio.open(import_mat(cube, CRS=crs, EXTENT="0,3,0,2")["OUTPUT"]) as raster:
        assert raster.crs.to_dict()["lat_0"] == 47.5


@pytest.mark.parametrize(
    ("given", "message"),
    [({"VARIABLE": "other"}, "has no variable 'other'"),
     ({"HEIGHT": 25}, "HEIGHT = 25 was asked for"),
     ({"WAVELENGTHS": "1,2"}, "WAVELENGTHS has 2 numbers"),
     ({"GEOTRANSFORM": "1,2,3"}, "GEOTRANSFORM was given as '1,2,3'. Give six numbers"),
     ({"GEOTRANSFORM": "0 1 0 0 0 zero"}, "GEOTRANSFORM was given as"),
     ({"GEOTRANSFORM": "0 1 1 0 1 1"}, "Give six numbers that place each pixel elsewhere"),
     ({"GEOTRANSFORM": "0 1 0 0 0 inf"}, "GEOTRANSFORM was given as"),
     ({"GEOTRANSFORM": "0 1 0 0 0 -1", "EXTENT": "0,1,0,1"}, "Both EXTENT and GEOTRANSFORM"),
     ({"EXTENT": "3,3,0,2"}, "EXTENT that was given has no area"),
     ({"NODATA": 1.5}, "NODATA was given as 1.5, which no uint16"),
     ({"AXES": "1"}, "Incorrect parameter value for AXES"),
     ({"HEIGHT": 0}, "Incorrect parameter value for HEIGHT"),
     ({"output": "o.jpg"}, "extension '.jpg', which is not known")],
)  # fmt: skip
def test_what_is_refused(import_mat, cube: str, tmp_path: Path, given: dict, message: str) -> None:
    before = Path(cube).read_bytes()
    with pytest.raises(QgsProcessingException, match=message):
        import_mat(cube, **given)
    assert names(tmp_path / "out") == [] and Path(cube).read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(import_mat, cube: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(QgsProcessingException, match="may not be written to"):
        import_mat(cube)


def test_a_cancelled_import_leaves_nothing(import_mat, cube: str, tmp_path: Path) -> None:
    feedback = Recorder()
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        import_mat(cube, feedback=feedback)
    assert names(tmp_path / "out") == []


def test_the_real_files_in_a_process_of_their_own(qgis_process, shared: Path, tmp_path: Path) -> None:
    for name, twin in (("abu-airport-1", "train/abu-airport-1"), ("jasper-ridge-flat", "val/jasper-ridge")):
        mat, output = tmp_path / f"{name}.mat", tmp_path / f"{name}.tif"
        mat.write_bytes((shared / "data" / "real" / f"{name}.mat").read_bytes())
        done = qgis_process("run", "hyperrestore:importmat", "--", f"INPUT={mat}", f"OUTPUT={output}")
        assert done.returncode == 0, done.stderr
        bands = {band.tobytes() for band in read(output)}
        assert {band.tobytes() for band in read(shared / "data" / f"{twin}.tif")} <= bands


def test_a_process_of_its_own_fails_with_a_status(qgis_process, tmp_path: Path) -> None:
    path, output = tmp_path / "x.mat", tmp_path / "o.tif"
    path.write_text("no MAT file")
    done = qgis_process("run", "hyperrestore:importmat", "--", f"INPUT={path}", f"OUTPUT={output}")
    assert done.returncode == 1
    assert "cannot be read as a MAT file" in done.stderr and "Traceback" not in done.stderr
    assert names(tmp_path) == ["x.mat"]
