"""Files of others beside an output are neither overwritten nor removed, however alike their names are."""

from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import OutputRefused
from hyperrestore.raster import Window, create_sink, open_cube

CUBE = np.arange(3 * 20 * 30, dtype=np.int16).reshape(3, 20, 30)


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def raw_cube(path):
    dataset = gdal.GetDriverByName("ENVI").Create(str(path), 30, 20, 3, gdal.GDT_Int16)
    dataset.WriteRaster(0, 0, 30, 20, CUBE.tobytes())
    dataset.FlushCache()


@pytest.mark.parametrize(
    "neighbour, output",
    [("scene.bin", "scene.dat"), ("B2.IMG", "B2.dat"), ("scene", "scene.dat"), ("SCENE.BIN", "scene.dat")],
)
@pytest.mark.parametrize("old", [False, True])
def test_an_envi_output_never_takes_the_header_of_a_neighbour(neighbour, output, old, make_raster, tmp_path):
    path = make_raster(CUBE)
    raw_cube(tmp_path / neighbour)
    if old:
        (tmp_path / output).write_bytes(b"an older file")
    before = contents(tmp_path)
    with open_cube(path) as source, pytest.raises(OutputRefused, match=f"belongs to {neighbour} beside it"):
        create_sink(str(tmp_path / output), source, dtype=source.dtype)
    assert contents(tmp_path) == before


def test_a_header_without_data_is_not_overwritten(make_raster, tmp_path):
    path = make_raster(CUBE)
    (tmp_path / "twin.hdr").write_bytes(b"ENVI")
    with open_cube(path) as source, pytest.raises(OutputRefused, match=r"twin\.hdr, which belongs to a file that is"):
        create_sink(str(tmp_path / "twin.dat"), source, dtype=source.dtype)


@pytest.mark.parametrize(
    "files",
    [
        ("twin.bin", "twin.hdr"),
        ("twin.png", "twin.wld"),
        ("twin.tex", "twin.aux"),
        ("twin.jpg", "twin.rrd"),
        ("twin.hdr",),
    ],
)
def test_a_geotiff_replaced_leaves_what_others_may_need(files, make_raster, copy_through, tmp_path):
    path = make_raster(CUBE, describe=lambda dataset: dataset.SetGeoTransform((500, 2, 0, 900, 0, -2)))
    make_raster(CUBE[:1], "twin.tif")
    for file in files:
        (tmp_path / file).write_bytes(b"1\n0\n0\n-1\n0\n0\n")
    copy_through(path, tmp_path / "twin.tif")
    assert all((tmp_path / file).read_bytes() == b"1\n0\n0\n-1\n0\n0\n" for file in files)


def test_a_world_file_that_the_old_output_was_read_with_goes_with_it(make_raster, copy_through, tmp_path):
    path = make_raster(CUBE)
    make_raster(CUBE, "twin.tif")
    (tmp_path / "twin.wld").write_text("1\n0\n0\n-1\n0\n0\n")
    copy_through(path, tmp_path / "twin.tif")
    assert not (tmp_path / "twin.wld").exists()


def test_a_geotiff_beside_its_raw_input_is_written_again_and_again(tmp_path, copy_through):
    raw_cube(tmp_path / "scene.bin")
    before = contents(tmp_path)
    for _ in range(2):
        copy_through(tmp_path / "scene.bin", tmp_path / "scene.tif")
    after = contents(tmp_path)
    assert gdal.Open(str(tmp_path / "scene.tif")).ReadAsArray().tolist() == CUBE.tolist()
    assert {name: after[name] for name in before} == before


def test_an_old_header_of_the_full_name_does_not_outlive_its_file(make_raster, copy_through, tmp_path):
    path = make_raster(CUBE)
    (tmp_path / "o.img").write_bytes(b"x" * 10)
    (tmp_path / "o.img.hdr").write_text("ENVI\nsamples = 5\nlines = 1\nbands = 1\ndata type = 1\ninterleave = bsq\n")
    copy_through(path, tmp_path / "o.img")
    assert gdal.Open(str(tmp_path / "o.img")).ReadAsArray().tolist() == CUBE.tolist()
    assert not (tmp_path / "o.img.hdr").exists()


@pytest.mark.parametrize("world", ["twin.wld", "twin.tfw"])
def test_a_foreign_world_file_would_place_an_output_without_georeference(world, make_raster, tmp_path, files):
    path = make_raster(CUBE)
    (tmp_path / "twin.png").write_bytes(b"a picture")
    (tmp_path / world).write_text("1\n0\n0\n-1\n0\n0\n")
    with open_cube(path) as source, pytest.raises(OutputRefused, match=f"would get that of {world} beside it"):
        create_sink(str(tmp_path / "twin.tif"), source, dtype=source.dtype)
    assert files(tmp_path) == sorted(["source.tif", "twin.png", world])


def test_an_output_that_a_neighbour_makes_unreadable_is_kept_and_reported(make_raster, tmp_path):
    output = tmp_path / "twin.tif"
    with open_cube(make_raster(CUBE)) as source, create_sink(str(output), source, dtype=source.dtype) as sink:
        sink.write(Window(0, 0, 30, 20), CUBE)
        (tmp_path / "twin.tfw").write_text("1\n0\n0\n-1\n0\n0\n")
        with pytest.raises(OutputRefused, match="geotransform.*misleads its readers"):
            sink.commit()
    assert gdal.Open(str(output)).ReadAsArray().tolist() == CUBE.tolist()
    assert (tmp_path / "twin.tfw").exists()


def test_the_input_is_never_the_output(make_raster, tmp_path):
    path = make_raster(CUBE)
    (tmp_path / "link.tif").symlink_to(path)
    os.link(path, tmp_path / "hard.tif")
    gdal.Translate(str(tmp_path / "a.vrt"), path, format="VRT").FlushCache()
    inner = (tmp_path / "a.vrt").read_text()
    (tmp_path / "b.vrt").write_text(inner.replace("source.tif<", "a.vrt<"))
    for opened, output in (
        (path, path), (path, str(tmp_path / "x" / ".." / "source.tif")), (path, str(tmp_path / "link.tif")),
        (path, str(tmp_path / "hard.tif")), (str(tmp_path / "link.tif"), path), (str(tmp_path / "b.vrt"), path),
    ):  # fmt: skip
        with open_cube(opened) as cube, pytest.raises(OutputRefused, match="would overwrite"):
            create_sink(output, cube, dtype=cube.dtype)
    assert gdal.Open(path).ReadAsArray().tolist() == CUBE.tolist()


def test_the_inputs_header_is_never_overwritten(make_raster, tmp_path):
    path = make_raster(CUBE, "scene.bil")
    before = (tmp_path / "scene.hdr").read_bytes()
    with open_cube(path) as cube, pytest.raises(OutputRefused, match=r"would overwrite scene\.hdr"):
        create_sink(str(tmp_path / "scene.dat"), cube, dtype=cube.dtype)
    with open_cube(path) as cube, create_sink(str(tmp_path / "scene.tif"), cube, dtype=cube.dtype) as sink:
        sink.write(Window(0, 0, 30, 20), CUBE)
        sink.commit()
    assert (tmp_path / "scene.hdr").read_bytes() == before


def test_the_file_of_a_subdataset_is_the_input(tmp_path):
    root = gdal.GetDriverByName("netCDF").CreateMultiDimensional(str(tmp_path / "c.nc")).GetRootGroup()
    sizes = [root.CreateDimension(name, "", "", 4) for name in ("band", "y", "x")]
    array = root.CreateMDArray("radiance", sizes, gdal.ExtendedDataType.Create(gdal.GDT_Int16))
    array.Write(np.ones(64, np.int16).tobytes())
    del array, sizes, root
    os.rename(tmp_path / "c.nc", tmp_path / "c.dat")
    for name in (f'NETCDF:"{tmp_path}/c.dat":radiance', f'HDF5:"{tmp_path}/c.dat"://radiance'):
        with open_cube(name) as cube, pytest.raises(OutputRefused, match="would overwrite c.dat"):
            create_sink(str(tmp_path / "c.dat"), cube, dtype=cube.dtype)


def subfile(path):
    return f"/vsisubfile/0_{os.path.getsize(path)},{path}"


@pytest.mark.parametrize(
    "name_of",
    [
        lambda path: f"vrt://{path}?bands=1,2",
        lambda path: f"GTIFF_DIR:1:{path}",
        subfile,
        lambda path: gdal.Translate("", path, format="VRT").GetMetadata("xml:VRT")[0],
    ],
    ids=["vrt://", "GTIFF_DIR", "subfile", "inline VRT"],
)
@pytest.mark.parametrize("wrapped", ["directly", "in a VRT", "in a VRT of another extension"])
def test_the_input_is_found_through_every_indirection(name_of, wrapped, make_raster, tmp_path):
    path = make_raster(CUBE)
    name = name_of(path)
    if wrapped != "directly":
        for file in ("inner.xyz", "outer.vrt" if wrapped == "in a VRT" else "outer.xyz"):
            gdal.Translate(str(tmp_path / file), name, format="VRT").FlushCache()
            name = str(tmp_path / file)
    before = contents(tmp_path)
    with open_cube(name) as source, pytest.raises(OutputRefused, match="would overwrite source.tif"):
        create_sink(path, source, dtype=source.dtype)
    assert contents(tmp_path) == before


def test_a_file_of_the_same_name_elsewhere_is_not_the_input(make_raster, copy_through, tmp_path, monkeypatch):
    path = make_raster(CUBE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "source.tif").write_bytes(b"old")
    monkeypatch.chdir(tmp_path / "out")
    copy_through(f"GTIFF_DIR:1:{path}", "source.tif")
    assert gdal.Open("source.tif").ReadAsArray().tolist() == CUBE.tolist()
