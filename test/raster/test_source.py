"""Opening and reading."""

from __future__ import annotations

import os
import zipfile

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.raster import Window, open_cube

CUBE = np.arange(3 * 7 * 5, dtype=np.int16).reshape(3, 7, 5)
EVERYTHING = Window(0, 0, 5, 7)


def test_reads_windows_and_bands_in_the_order_asked_for(make_raster, gdal_exceptions):
    with open_cube(make_raster(CUBE)) as source:
        assert (source.width, source.height, source.count, source.dtype) == (5, 7, 3, np.int16)
        assert np.array_equal(source.read(EVERYTHING), CUBE)
        assert np.array_equal(source.read(Window(1, 2, 3, 4), [2, 0]), CUBE[[2, 0], 2:6, 1:4])


@pytest.mark.parametrize("window", [Window(3, 0, 3, 1), Window(0, -1, 1, 1), Window(0, 0, 0, 1), Window(0, 7, 1, 1)])
def test_a_window_outside_is_refused(window, make_raster):
    with open_cube(make_raster(CUBE)) as source, pytest.raises(UnsuitableRaster, match="5 x 7 pixels"):
        source.read(window)


def test_a_band_that_is_not_there_is_refused(make_raster):
    with open_cube(make_raster(CUBE)) as source, pytest.raises(UnsuitableRaster, match="band 4 was asked for"):
        source.read(EVERYTHING, [3])


def test_missing_file_gives_gdals_reason(tmp_path, gdal_exceptions):
    with pytest.raises(UnsuitableRaster, match="No such file"):
        open_cube(str(tmp_path / "none.tif"))


def test_a_text_file_is_refused(tmp_path, gdal_exceptions):
    (tmp_path / "a.tif").write_text("no raster at all")
    with pytest.raises(UnsuitableRaster, match="a.tif cannot be opened: .*not recognized"):
        open_cube(str(tmp_path / "a.tif"))


def test_a_truncated_file_names_file_and_window(make_raster, gdal_exceptions):
    path = make_raster(np.zeros((1, 512, 512), np.float32) + 3, options=["TILED=YES"])
    os.truncate(path, os.path.getsize(path) - 100)
    where = r"source\.tif.*column 256, row 256 \(256 x 256"
    with open_cube(path) as source, pytest.raises(UnsuitableRaster, match=where):
        source.read(Window(256, 256, 256, 256))


def test_complex_numbers_are_refused(tmp_path):
    gdal.GetDriverByName("GTiff").Create(str(tmp_path / "c.tif"), 2, 2, 1, gdal.GDT_CFloat32).FlushCache()
    with pytest.raises(UnsuitableRaster, match="CFloat32"):
        open_cube(str(tmp_path / "c.tif"))


def test_a_colour_table_is_refused(make_raster):
    def palette(dataset):
        table = gdal.ColorTable()
        table.SetColorEntry(0, (1, 2, 3))
        dataset.GetRasterBand(1).SetColorTable(table)

    with pytest.raises(UnsuitableRaster, match="colour table"):
        open_cube(make_raster(np.zeros((1, 2, 2), np.uint8), describe=palette))


def make_container(path, driver="netCDF"):
    """A NetCDF file with two variables, hence two subdatasets."""
    root = gdal.GetDriverByName(driver).CreateMultiDimensional(str(path)).GetRootGroup()
    sizes = [root.CreateDimension(name, "", "", size) for name, size in (("band", 3), ("y", 7), ("x", 5))]
    for name, factor in (("radiance", 1), ("error", 2)):
        array = root.CreateMDArray(name, sizes, gdal.ExtendedDataType.Create(gdal.GDT_Int16))
        array.Write((CUBE * factor).tobytes())


def test_a_container_lists_its_subdatasets_and_each_opens(tmp_path, gdal_exceptions):
    make_container(tmp_path / "c.nc")
    with pytest.raises(UnsuitableRaster, match=r'NETCDF:".*c\.nc":radiance; NETCDF:".*c\.nc":error'):
        open_cube(str(tmp_path / "c.nc"))
    for driver in ("NETCDF", "HDF5"):
        slashes = "//" if driver == "HDF5" else ""
        with open_cube(f'{driver}:"{tmp_path}/c.nc":{slashes}error') as source:
            assert np.array_equal(np.sort(source.read(EVERYTHING).ravel()), np.sort((CUBE * 2).ravel()))


def test_zip_and_memory_paths_pass_untouched(make_raster, tmp_path):
    path = make_raster(CUBE)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "inner/a.tif")
    with open_cube(f"/vsizip/{tmp_path}/a.zip/inner/a.tif") as source:
        assert source.path == f"/vsizip/{tmp_path}/a.zip/inner/a.tif"
        assert np.array_equal(source.read(EVERYTHING), CUBE)


def test_a_vrt_of_mixed_types_is_read_in_the_type_that_holds_all(make_raster, tmp_path):
    whole, real = make_raster(CUBE[:1], "a.tif"), make_raster(CUBE[1:2].astype(np.float32) + 0.5, "b.tif")
    gdal.BuildVRT(str(tmp_path / "m.vrt"), [whole, real], separate=True).FlushCache()
    with open_cube(str(tmp_path / "m.vrt")) as source:
        assert source.dtype == np.float32
        assert np.array_equal(source.read(EVERYTHING), np.stack([CUBE[0], CUBE[1] + 0.5]))


def test_invalid_are_nodata_nan_and_infinities(make_raster):
    values = np.array([[[1, -9999, np.nan, np.inf, -np.inf, 0]]], np.float32)
    path = make_raster(values, describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(-9999))
    with open_cube(path) as source:
        window = Window(0, 0, 6, 1)
        assert source.read_valid(window).ravel().tolist() == [True, False, False, False, False, True]
        assert np.array_equal(source.read_valid(window, values=source.read(window)), source.read_valid(window))


def test_float_nodata_is_recognised_as_gdal_does(make_raster):
    """-9999.1 is no Float32: the pixel holds the nearest one."""
    values = np.array([[[-9999.1, -9999.0]]], np.float32)
    path = make_raster(values, describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(-9999.1))
    with open_cube(path) as source:
        assert source.read_valid(Window(0, 0, 2, 1)).ravel().tolist() == [False, True]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("nodata", [-9999.0, 0.0, 1e-30, 1e30])
def test_floats_close_to_nodata_are_what_gdals_own_mask_says(nodata, dtype, make_raster):
    offsets = np.array([-1e-6, -4e-7, -1e-16, 0, 1e-17, 1e-12, 1e-7, 4e-7, 6e-7, 1e-6, 1e-3])
    values = (nodata + offsets * (abs(nodata) or 1)).astype(dtype).reshape(1, 1, -1)
    path = make_raster(values, describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(nodata))
    window = Window(0, 0, 11, 1)
    with open_cube(path) as source:
        by_gdal = source.dataset.GetRasterBand(1).GetMaskBand().ReadRaster(0, 0, 11, 1)
        assert source.read_valid(window).ravel().tolist() == [value != 0 for value in by_gdal]
        assert not source.read_valid(window).all()


def test_nodata_outside_the_type_masks_nothing(make_raster):
    path = make_raster(
        np.array([[[241, 0]]], np.uint8), describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(-9999)
    )
    with open_cube(path) as source:
        assert source.read_valid(Window(0, 0, 2, 1)).all()


def test_the_mask_file_and_alpha_make_all_other_bands_invalid(make_raster):
    def mask(dataset):
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, 3, 1, b"\xff\x00\xff")

    with open_cube(make_raster(np.ones((2, 1, 3), np.int16), "masked.tif", mask)) as source:
        assert source.read_valid(Window(0, 0, 3, 1)).tolist() == [[[True, False, True]]] * 2

    alpha = np.array([[[9, 9, 9]], [[0, 1, 255]]], np.uint8)
    with open_cube(make_raster(alpha, "alpha.tif", options=["ALPHA=YES"])) as source:
        assert source.alpha_bands == (1,)
        assert source.read_valid(Window(0, 0, 3, 1)).tolist() == [[[False, True, True]], [[True, True, True]]]
        assert source.read_valid(Window(0, 0, 3, 1), [0]).tolist() == [[[False, True, True]]]


@pytest.mark.parametrize(
    "dtype", ["uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]
)
def test_every_type_comes_through_the_sink_to_the_last_bit(dtype, make_raster, copy_through, tmp_path):
    limits = np.finfo(dtype) if dtype.startswith("float") else np.iinfo(dtype)
    values = np.array([[[limits.min, limits.max, 0, 1, 2, 100]]], dtype)
    path = make_raster(values, describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(100))
    copy_through(path, tmp_path / "twin.tif")
    with open_cube(str(tmp_path / "twin.tif")) as twin:
        assert twin.dtype == np.dtype(dtype)
        assert twin.read(Window(0, 0, 6, 1)).tobytes() == values.tobytes()
        assert twin.nodata == (100,)


def test_signed_bytes_are_signed(tmp_path, copy_through):
    values = np.array([[[-128, -1, 0, 127]]], np.int8)
    kind, options = getattr(gdal, "GDT_Int8", gdal.GDT_Byte), []
    if not hasattr(gdal, "GDT_Int8"):
        options = ["PIXELTYPE=SIGNEDBYTE"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "s.tif"), 4, 1, 1, kind, options=options)
    dataset.WriteRaster(0, 0, 4, 1, values.tobytes())
    dataset.FlushCache()
    copy_through(tmp_path / "s.tif", tmp_path / "twin.tif")
    with open_cube(str(tmp_path / "twin.tif")) as twin:
        assert twin.dtype == np.int8
        assert twin.read(Window(0, 0, 4, 1)).tolist() == values.tolist()
