"""Inputs that are no plain files, and outputs other than GeoTIFF."""
from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.test.processing.rasters import lost, names, read, write_cube


def describe(dataset: gdal.Dataset) -> None:
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(f"band {number}")
        band.SetMetadata({"wavelength": str(400 + 10 * number), "wavelength_units": "Nanometers"})
        band.SetNoDataValue(-99)


@pytest.fixture
def described(tmp_path: Path, small_cube: np.ndarray) -> str:
    return write_cube(tmp_path / "in" / "described.tif", small_cube, describe=describe)


@pytest.fixture
def expected(restore, described: str) -> np.ndarray:
    return read(restore(described, "expected.tif"))


@pytest.mark.parametrize(
    ("output", "interleave"), [("a.dat", "bsq"), ("a.img", "bsq"), ("a.bsq", "bsq"), ("a.bil", "bil"), ("a.bip", "bip")]
)
def test_envi(restore, described: str, expected: np.ndarray, output: str, interleave: str) -> None:
    (Path(described).parent.parent / "out" / "expected.tif").unlink()
    target = restore(described, output)
    assert names(target.parent) == sorted([output, f"{output}.aux.xml", "a.hdr"])
    header = (target.parent / "a.hdr").read_text()
    assert f"interleave = {interleave}" in header
    # Laid out by hand, to be sure that the header is right.
    shape = {"bsq": (6, 20, 24), "bil": (20, 6, 24), "bip": (20, 24, 6)}[interleave]
    axes = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (2, 0, 1)}[interleave]
    assert np.array_equal(np.fromfile(target, "<i2").reshape(shape).transpose(axes), expected)
    assert lost(described, target) == {}
    lines = dict(line.split(" = ", 1) for line in header.replace(",\n", ",").splitlines() if " = " in line)
    assert lines["data ignore value"] == "-99"
    assert [float(value) for value in lines["wavelength"].strip("{} ").split(",")] == [410, 420, 430, 440, 450, 460]
    assert lines["map info"].replace(" ", "").startswith("{UTM,1,1,500000,5800000,30,30,33,North")


@pytest.mark.parametrize("output", ["a.tif", "a.TIFF"])
def test_geotiff(restore, described: str, expected: np.ndarray, output: str) -> None:
    assert np.array_equal(read(restore(described, output)), expected)


def test_input_inside_a_zip(restore, described: str, expected: np.ndarray, tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(described, "deep/described.tif")
    source = f"/vsizip/{archive}/deep/described.tif"
    target = restore(source)
    assert np.array_equal(read(target), expected)
    assert lost(source, target) == {}


@pytest.mark.parametrize("kind", ["VRT", "ENVI"])
def test_other_formats_in(restore, described: str, expected: np.ndarray, tmp_path: Path, kind: str) -> None:
    source = tmp_path / ("other.vrt" if kind == "VRT" else "other.dat")
    gdal.Translate(str(source), described, format=kind)
    target = restore(str(source))
    assert np.array_equal(read(target), expected)
    assert lost(source, target) == {}


@pytest.mark.skipif(gdal.GetDriverByName("netCDF") is None, reason="this GDAL reads no NetCDF")
def test_netcdf_subdataset(restore, described: str, expected: np.ndarray, tmp_path: Path) -> None:
    container = tmp_path / "container.nc"
    gdal.Translate(str(container), described, format="netCDF")
    # Each band is a variable of its own there.
    source = f'NETCDF:"{container}":Band2'
    alone = write_cube(tmp_path / "alone.tif", read(described)[1:2])
    restored = read(restore(source, "nc.tif"))
    assert np.array_equal(restored, read(restore(alone, "alone.tif")))
    assert (restored != read(alone)).any()
