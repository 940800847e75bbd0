"""Nothing under the final name until everything is right; nothing at all when something is wrong."""

from __future__ import annotations

import os

import numpy as np
import pytest
import rasterio
from osgeo import gdal

import hyperrestore.raster.publish as publish_module
from hyperrestore.errors import InvalidParameter, OutputRefused
from hyperrestore.raster import MOST_CALLS, CubeSink, Window, create_sink, open_cube

CUBE = np.arange(3 * 70 * 50, dtype=np.int16).reshape(3, 70, 50)
EVERYTHING = Window(0, 0, 50, 70)


@pytest.fixture
def source(make_raster):
    with open_cube(make_raster(CUBE)) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "out"
    path.mkdir()
    return path


def start(folder, source, name="twin.tif", **options):
    return create_sink(str(folder / name), source, **{"dtype": source.dtype, **options})


@pytest.mark.parametrize(
    "name", ["twin.tif", "twin.tiff", "twin.TIF", "twin.dat", "twin.img", "a.bsq", "a.bil", "a.bip"]
)
def test_blocks_and_single_bands_in_any_order(name, source, folder, files, gdal_exceptions):
    with start(folder, source, name, block=32) as sink:
        for top in (32, 0, 64):
            for left in (32, 0):
                window = Window(left, top, min(32, 50 - left), min(32, 70 - top))
                sink.write(window, CUBE[(slice(1, 3), *window.slices)], [1, 2])
                sink.write(window, CUBE[(slice(0, 1), *window.slices)], [0])
        assert name not in files(folder)
        assert all(".hyperrestore-" in file for file in files(folder))
        assert sink.commit() == []
    headers = [] if "tif" in name.lower() else [name[:-4] + ".hdr", name + ".aux.xml"]
    assert files(folder) == sorted([name, *headers])
    with rasterio.open(folder / name) as twin:
        assert np.array_equal(twin.read(), CUBE)
        if not headers:
            assert twin.block_shapes == [(32, 32)] * 3
        else:
            interleave = {".bil": "line", ".bip": "pixel"}.get(name[-4:], "band")
            assert twin.interleaving.value.lower() == interleave


def test_a_block_that_tiff_cannot_have_is_left_to_tiff(source, folder):
    with start(folder, source, block=50) as sink:
        sink.write(EVERYTHING, CUBE)
        sink.commit()
    with rasterio.open(folder / "twin.tif") as twin:
        assert twin.block_shapes == [(80, 80)] * 3


def test_flushing_leaves_little_for_the_commit(make_raster, folder):
    """Compression takes long; what is left to the commit would be a time without progress or cancel."""
    noise = np.random.default_rng(0).integers(0, 30000, (40, 128, 128)).astype(np.int16)
    with open_cube(make_raster(noise)) as source, start(folder, source, block=128) as sink:
        sink.write(Window(0, 0, 128, 128), noise)
        staged = sum(path.stat().st_size for path in folder.iterdir())
        for _ in range(1 + MOST_CALLS):
            # It goes on beside its caller; after so many calls the first one is done.
            sink.flush()
        flushed = sum(path.stat().st_size for path in folder.iterdir())
        sink.commit()
    final = (folder / "twin.tif").stat().st_size
    assert staged < 0.5 * final
    # A block or two may still be with the compressing threads.
    assert flushed > 0.85 * final
    assert np.array_equal(rasterio.open(folder / "twin.tif").read(), noise)


@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
def test_leaving_without_commit_leaves_nothing(name, source, folder, files):
    with start(folder, source, name) as sink:
        sink.write(EVERYTHING, CUBE)
    assert files(folder) == []
    with pytest.raises(OutputRefused, match="rolled back"):
        sink.write(EVERYTHING, CUBE)
    with pytest.raises(OutputRefused, match="rolled back"):
        sink.commit()


def test_an_error_of_the_caller_passes_and_leaves_nothing(source, folder, files):
    with pytest.raises(KeyError), start(folder, source):
        raise KeyError("of the caller")
    assert files(folder) == []


@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
def test_an_incomplete_cube_is_refused(name, source, folder, files):
    with start(folder, source, name) as sink:
        sink.write(Window(0, 0, 50, 69), CUBE[:, :69])
        sink.write(Window(0, 0, 50, 69), CUBE[:, :69])
        with pytest.raises(OutputRefused, match="only 10350 of 10500 values"):
            sink.commit()
    assert files(folder) == []


@pytest.mark.parametrize(
    "window, shape, dtype",
    [
        (EVERYTHING, (3, 70, 50), np.float32),
        (EVERYTHING, (3, 70, 49), np.int16),
        (EVERYTHING, (2, 70, 50), np.int16),
        (Window(1, 0, 50, 70), (3, 70, 50), np.int16),
    ],
)
def test_arrays_that_do_not_fit_are_refused(window, shape, dtype, source, folder):
    with start(folder, source) as sink, pytest.raises(InvalidParameter):
        sink.write(window, np.zeros(shape, dtype))


def test_existing_output_is_replaced_only_at_commit(source, folder, files):
    (folder / "twin.tif").write_bytes(b"old")
    for stale in ("twin.tif.aux.xml", "twin.tif.msk", "twin.tif.ovr", "twin.tfw", "twin.tif.hdr"):
        (folder / stale).write_bytes(b"stale")
    (folder / "twin.txt").write_bytes(b"notes")
    with start(folder, source) as sink:
        sink.write(EVERYTHING, CUBE)
        assert (folder / "twin.tif").read_bytes() == b"old"
        assert (folder / "twin.tif.msk").exists()
        sink.commit()
    assert files(folder) == ["twin.tif", "twin.txt"]
    with rasterio.open(folder / "twin.tif") as twin:
        assert np.array_equal(twin.read(), CUBE)


def test_existing_envi_output_is_replaced_with_its_header(source, folder, files):
    for values in (CUBE, CUBE[::-1]):
        with start(folder, source, "twin.dat") as sink:
            sink.write(EVERYTHING, values)
            sink.commit()
    assert files(folder) == ["twin.dat", "twin.dat.aux.xml", "twin.hdr"]
    with rasterio.open(folder / "twin.dat") as twin:
        assert np.array_equal(twin.read(), CUBE[::-1])


def test_a_header_of_another_raster_is_left_alone(source, folder, files):
    (folder / "twin.bil").write_bytes(b"other raster")
    (folder / "twin.hdr").write_bytes(b"ENVI of the other")
    with pytest.raises(OutputRefused, match="twin.hdr, which belongs to twin.bil"):
        start(folder, source, "twin.dat")
    (folder / "twin.tif").write_bytes(b"old")
    with start(folder, source) as sink:
        sink.write(EVERYTHING, CUBE)
        sink.commit()
    assert (folder / "twin.hdr").read_bytes() == b"ENVI of the other"


@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
@pytest.mark.parametrize("failing", ["first", "last"])
def test_a_rename_that_fails_leaves_the_old_files_and_the_result(name, failing, source, folder, files, monkeypatch):
    old = {name: b"old", name + ".aux.xml": b"old sidecar", name + ".msk": b"old mask"}
    for file, content in old.items():
        (folder / file).write_bytes(content)
    real, final = os.replace, str(folder / name)

    def replace(here, there):
        if failing == "first" or str(there) == final:
            raise PermissionError(13, "used by another process")
        real(here, there)

    with start(folder, source, name) as sink:
        sink.write(EVERYTHING, CUBE)
        monkeypatch.setattr(publish_module.os, "replace", replace)
        with pytest.raises(OutputRefused, match="used by another process") as refusal:
            sink.commit()
        monkeypatch.undo()
    kept = [file for file in files(folder) if file not in old]
    assert {file: (folder / file).read_bytes() for file in files(folder) if file in old} == old
    result = next(file for file in kept if file.endswith(name[-4:]))
    assert f"was kept as {result} in the same folder. Close programs that have {name} open" in str(refusal.value)
    assert all(file.startswith(result[:-4]) for file in kept)
    with rasterio.open(folder / result) as twin:
        assert np.array_equal(twin.read(), CUBE)


def flush_often(sink):
    for _ in range(MOST_CALLS):
        sink.flush()


@pytest.mark.parametrize("later_call", [flush_often, CubeSink.save, CubeSink.commit])
@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
def test_a_write_that_fails_is_told_by_a_later_call_and_leaves_nothing(
    name, later_call, source, folder, files, monkeypatch, gdal_exceptions
):
    real = gdal.Dataset.WriteRaster

    def fail(dataset, x, y, *arguments, **options):
        if y == 0:
            return real(dataset, x, y, *arguments, **options)
        gdal.Error(gdal.CE_Failure, gdal.CPLE_FileIO, "no space left on device")
        if gdal_exceptions:
            raise RuntimeError("no space left on device")
        return gdal.CE_Failure

    monkeypatch.setattr(gdal.Dataset, "WriteRaster", fail)
    with start(folder, source, name) as sink:
        sink.write(Window(0, 0, 50, 35), CUBE[:, :35])
        sink.write(Window(0, 35, 50, 35), CUBE[:, 35:])
        with pytest.raises(OutputRefused, match="no space left on device"):
            later_call(sink)
        with pytest.raises(OutputRefused, match="only 5250 of 10500"):
            sink.commit()
    assert files(folder) == []


@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
def test_pixels_that_the_disk_gives_back_differently_are_noticed(name, source, folder, files, monkeypatch):
    real = gdal.Dataset.WriteRaster

    def corrupt(dataset, x, y, width, height, array, **options):
        damaged = array.copy()
        damaged[-1, -1, -1] += 1
        return real(dataset, x, y, width, height, damaged, **options)

    with start(folder, source, name) as sink:
        sink.write(Window(0, 0, 50, 69), CUBE[:, :69])
        monkeypatch.setattr(gdal.Dataset, "WriteRaster", corrupt)
        sink.write(Window(0, 69, 50, 1), CUBE[:, 69:])
        with pytest.raises(OutputRefused, match="reads back differently"):
            sink.commit()
    assert files(folder) == []


def test_a_file_cut_short_before_the_commit_ends_is_noticed(source, folder, files, monkeypatch):
    import hyperrestore.raster.output as output_module

    real = output_module.finish_metadata

    def finish(cube, path, **options):
        real(cube, path, **options)
        os.truncate(path, os.path.getsize(path) // 2)

    with start(folder, source) as sink:
        sink.write(EVERYTHING, CUBE)
        monkeypatch.setattr(output_module, "finish_metadata", finish)
        with pytest.raises(OutputRefused, match="read back"):
            sink.commit()
    assert files(folder) == []


@pytest.mark.parametrize(
    "name, reason",
    [
        ("twin.jpg", r"'\.jpg', which is not known\. Use \.tif"),
        ("twin", "which is not known"),
        ("", "which is not known"),
        ("folder.tif", "is a folder"),
        ("file.txt/twin.tif", "its folder cannot be made"),
    ],
)
def test_places_that_cannot_be_written(name, reason, source, folder):
    (folder / "folder.tif").mkdir()
    (folder / "file.txt").write_text("x")
    with pytest.raises(OutputRefused, match=reason):
        start(folder, source, name)


def test_a_memory_path_is_refused(source):
    with pytest.raises(OutputRefused, match="not a plain file"):
        create_sink("/vsimem/twin.tif", source, dtype=source.dtype)


def test_a_missing_folder_is_made(source, folder):
    with start(folder, source, "new/deep/twin.tif") as sink:
        sink.write(EVERYTHING, CUBE)
        sink.commit()
    assert (folder / "new/deep/twin.tif").exists()


def test_types_that_a_format_cannot_hold_are_refused(make_raster, tmp_path):
    with open_cube(make_raster(CUBE.astype(np.int64))) as cube:
        with pytest.raises(OutputRefused, match="int64, which its format cannot hold"):
            create_sink(str(tmp_path / "twin.dat"), cube, dtype=cube.dtype)
        with pytest.raises(InvalidParameter, match="asked for as uint8"):
            create_sink(str(tmp_path / "twin.tif"), cube, dtype=np.uint8)
        with pytest.raises(InvalidParameter, match="0 times as fine"):
            create_sink(str(tmp_path / "twin.tif"), cube, dtype=cube.dtype, scale=0)
