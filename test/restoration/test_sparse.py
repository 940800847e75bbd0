"""Sparse rasters: what the file lacks is neither read nor written, and the result is the same."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.raster import CubeSource, Window, open_cube
from hyperrestore.raster.written import WriteLog
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.networks import Network, Recorder, half_pixel_shift, noise_cube, read_raster

WIDTH, HEIGHT, BANDS, BLOCK = 520, 390, 3, 64
DATA = ((0, 0, 130, 100), (300, 200, 90, 150))
"""x, y, width, height of where there are data."""


def make_sparse(path, nodata: float | None = 0, lacking: bool = True) -> str:
    """A TIFF that lacks most of its blocks, or has them all."""
    blocks = ["TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}"]
    options = [*blocks, "INTERLEAVE=BAND", f"SPARSE_OK={lacking}"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, HEIGHT, BANDS, gdal.GDT_Int16, options)
    for number in range(1, BANDS + 1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    for x, y, width, height in DATA:
        cube = noise_cube(BANDS, height, width, "int16") // 4 + 9000
        dataset.WriteRaster(x, y, width, height, cube.tobytes(), buf_type=gdal.GDT_Int16)
    dataset = None
    return str(path)


def restored(folder, source: str, name: str = "out.tif", **fields) -> np.ndarray:
    network = Network(half_pixel_shift, tile_px=64, overlap_px=16, scaling="cube")
    job = RestorationJob(source=source, output=str(folder / name), device="cpu", **fields)
    restore_raster(job, network, Recorder())
    return read_raster(folder / name)


@pytest.mark.parametrize(("name", "fields"), [("a.tif", {}), ("a.tif", {"data_type": "Float32"}), ("a.img", {})])
def test_what_the_file_lacks_makes_no_difference(tmp_path, monkeypatch, name, fields):
    source = make_sparse(tmp_path / "in.tif")
    found = restored(tmp_path, source, name, **fields)
    with monkeypatch.context() as patch:
        patch.setattr(CubeSource, "is_absent", lambda self, window: False)
        expected = restored(tmp_path, source, "b" + name, **fields)
    assert np.array_equal(found, expected)
    assert (found != read_raster(source)).any()


def test_the_output_lacks_what_the_input_lacks(tmp_path):
    restored(tmp_path, make_sparse(tmp_path / "in.tif"))
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    band = dataset.GetRasterBand(2)
    assert band.GetNoDataValue() == 0
    assert band.GetDataCoverageStatus(420, 20, 64, 64)[0] == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY
    assert band.GetDataCoverageStatus(310, 210, 64, 64)[0] & gdal.GDAL_DATA_COVERAGE_STATUS_DATA


def test_nothing_that_the_file_lacks_is_read(tmp_path, monkeypatch):
    windows, read = [], CubeSource.read
    monkeypatch.setattr(CubeSource, "read", lambda *arguments: windows.append(arguments[1]) or read(*arguments))
    restored(tmp_path, make_sparse(tmp_path / "in.tif"))
    lacking = Window(400, 0, 100, 190)
    inside = [w for w in windows if w.x >= lacking.x and w.y + w.height <= lacking.height and w.width <= 64]
    assert windows and not inside


@pytest.mark.parametrize(
    ("nodata", "lacking", "absent"), [(0, True, True), (-5, True, True), (None, True, False), (70000, True, False)]
)
def test_only_what_reads_as_nodata_is_absent(tmp_path, nodata, lacking, absent):
    with open_cube(make_sparse(tmp_path / "in.tif", nodata, lacking)) as source:
        away, edge = Window(420, 20, 64, 64), Window(100, 20, 64, 64)
        assert source.is_absent(away) is absent
        assert not source.is_absent(edge)
        if absent:
            assert not source.read_valid(away).any()


def test_what_only_one_band_has_is_restored(tmp_path):
    place = Window(448, 0, 64, 64)
    source = make_sparse(tmp_path / "in.tif")
    dataset = gdal.Open(source, gdal.GA_Update)
    values = noise_cube(1, place.height, place.width, "int16") // 4 + 9000
    dataset.GetRasterBand(2).WriteRaster(place.x, place.y, place.width, place.height, values.tobytes())
    dataset = None
    dataset = gdal.Open(source)
    assert dataset.GetRasterBand(1).GetDataCoverageStatus(448, 0, 64, 64)[0] == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY
    with open_cube(source) as opened:
        assert not opened.is_absent(place)
    found = restored(tmp_path, source)
    changed = found != read_raster(source)
    assert [changed[(band, *place.slices)].any() for band in range(BANDS)] == [False, True, False]


def test_the_log_counts_windows_of_a_row_once_and_keeps_one_note():
    log = WriteLog()
    for x in range(0, 100, 10):
        log.add_unseen(Window(x, 0, 10, 5), (0, 1))
        log.add_unseen(Window(x, 0, 10, 5), (0, 1))
    log.add_unseen(Window(0, 5, 10, 5), (1,))
    assert log.values == 100 * 5 * 2 + 10 * 5
    assert sum(len(parts) for parts in log._rows.values()) == 2
