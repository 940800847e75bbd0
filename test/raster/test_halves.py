"""Two threads decode the two halves of a compressed file; what is read is what one handle reads."""

from __future__ import annotations

import gc
import os
import re
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.errors import Cancelled, UnsuitableRaster
from hyperrestore.raster import CubeSource, Window, block_cache, halves, open_cube
from hyperrestore.restoration.monitor import Progress, Span
from hyperrestore.restoration.reading import Reader
from hyperrestore.restoration.sampling import Coverage
from hyperrestore.restoration.stages import ReadAhead
from hyperrestore.restoration.statistics import BandStatistics, survey_bands
from hyperrestore.test.restoration.networks import Recorder

BLOCK, ROWS, COLUMNS, BANDS = 16, 133, 61, 5


@pytest.fixture(autouse=True)
def small_files_are_worth_it(monkeypatch):
    monkeypatch.setattr(halves, "LEAST_BYTES", 1)


@pytest.fixture
def cube() -> np.ndarray:
    return np.random.default_rng(5).integers(-900, 900, (BANDS, ROWS, COLUMNS)).astype(np.int16)


def written(path, cube: np.ndarray, **options) -> str:
    profile = {"driver": "GTiff", "tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK, "compress": "deflate"}
    profile.update(options, count=len(cube), height=cube.shape[1], width=cube.shape[2], dtype=cube.dtype)
    with rasterio.open(path, "w", **profile) as file:
        file.write(cube)
    return str(path)


def test_halves_meet_between_blocks_and_windows_across_are_whole(tmp_path, cube):
    with open_cube(written(tmp_path / "in.tif", cube)) as source:
        assert source.strips() == (range(64), range(64, ROWS))
        for y in range(0, ROWS - 30, 7):
            window = Window(3, y, 50, 30)
            np.testing.assert_array_equal(source.read(window, [4, 0]), cube[[4, 0], y : y + 30, 3:53])
        np.testing.assert_array_equal(source.read(Window(0, 0, COLUMNS, ROWS)), cube)


def test_halves_of_a_part_count_from_its_corner(tmp_path, cube):
    with open_cube(written(tmp_path / "in.tif", cube), Window(5, 27, 40, 90)) as source:
        upper, lower = source.strips()
        assert upper == range(64 - 27) and lower == range(64 - 27, 90)
        np.testing.assert_array_equal(source.read(Window(0, 0, 40, 90)), cube[:, 27:117, 5:45])


def test_two_threads_read_their_halves_at_once(tmp_path):
    cube = np.random.default_rng(6).integers(0, 4000, (8, 512, 256)).astype(np.int16)
    found, failed = np.zeros_like(cube), []
    with open_cube(written(tmp_path / "in.tif", cube)) as source:

        def read(rows: range) -> None:
            try:
                for _ in range(3):
                    for y in range(rows.start, rows.stop, 32):
                        found[:, y : y + 32] = source.read(Window(0, y, 256, 32))
            except Exception as error:  # noqa: BLE001 - told below
                failed.append(error)

        threads = [threading.Thread(target=read, args=(rows,)) for rows in source.strips()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failed
    np.testing.assert_array_equal(found, cube)


@pytest.mark.parametrize("nodata", [None, -900])
def test_a_survey_of_halves_reads_everything_once_and_finds_the_same(tmp_path, monkeypatch, cube, nodata):
    if nodata is not None:
        cube[:, 50:90, 10:50] = nodata
    path, windows, read = written(tmp_path / "in.tif", cube, nodata=nodata), [], CubeSource.read

    def survey_with_coverage() -> tuple:
        coverage = Coverage(COLUMNS, ROWS, BANDS)
        with open_cube(path) as source:
            return survey_bands(Reader(source), range(BANDS), coverage, Span(Progress(Recorder())), 4000), coverage

    def noting(self, window, bands=None):
        windows.append(window)
        return read(self, window, bands)

    monkeypatch.setattr(halves, "LEAST_BYTES", 1 << 30)
    expected, covered = survey_with_coverage()
    monkeypatch.setattr(halves, "LEAST_BYTES", 1)
    monkeypatch.setattr(CubeSource, "read", noting)
    found, coverage = survey_with_coverage()
    seen = np.zeros((ROWS, COLUMNS), int)
    for window in windows:
        seen[window.slices] += 1
        assert not window.y < 64 < window.y + window.height
    assert (seen == 1).all() and len(windows) > 4
    assert coverage.windows() == covered.windows()
    for band in range(BANDS):
        assert found[band].mean == pytest.approx(expected[band].mean, rel=1e-12)
        for name in ("count", "low", "high", "at_low", "at_high"):
            assert getattr(found[band], name) == getattr(expected[band], name)


@pytest.mark.parametrize("why", ["not compressed", "a mask", "one row of blocks", "another format", "too small"])
def test_what_is_not_worth_it_or_not_safe_is_one_strip(tmp_path, monkeypatch, cube, why):
    path = written(tmp_path / "in.tif", cube, **({"compress": None} if why == "not compressed" else {}))
    if why == "a mask":
        with rasterio.open(path, "r+") as file:
            file.write_mask(np.arange(ROWS)[:, None] + np.arange(COLUMNS) > 40)
    if why == "one row of blocks":
        path = written(tmp_path / "flat.tif", cube[:, :BLOCK])
    if why == "another format":
        gdal.Translate(str(tmp_path / "in.vrt"), path)
        path = str(tmp_path / "in.vrt")
    if why == "too small":
        monkeypatch.setattr(halves, "LEAST_BYTES", cube.nbytes + 1)
    with open_cube(path) as source:
        assert source.strips() == (range(source.height),) and not source.can_be_halved
        np.testing.assert_array_equal(source.read(Window(0, 0, COLUMNS, source.height)), cube[:, : source.height])


def test_a_file_that_is_gone_is_told(tmp_path, cube):
    path = tmp_path / "in.tif"
    with open_cube(written(path, cube)) as source:
        path.unlink()
        with pytest.raises(UnsuitableRaster, match="cannot be opened any more"):
            source.strips()


def test_both_handles_let_the_file_go(tmp_path, cube):
    path = written(tmp_path / "in.tif", cube)
    source = open_cube(path)
    source.strips()
    assert len(open_files(path)) == 2
    source.close()
    assert not open_files(path)


def survey(path: str, monitor: Recorder) -> dict[int, BandStatistics]:
    with open_cube(path) as source:
        assert len(source.strips()) == 2
        coverage = Coverage(COLUMNS, ROWS, BANDS)
        return survey_bands(Reader(source), range(BANDS), coverage, Span(Progress(monitor)), 4000)


def damage(path: str, column: int, row: int) -> None:
    """Overwrites the block of the first band that begins there."""
    dataset = gdal.Open(path)
    names = [f"BLOCK_{what}_{column // BLOCK}_{row // BLOCK}" for what in ("OFFSET", "SIZE")]
    place, size = (int(dataset.GetRasterBand(1).GetMetadataItem(name, "TIFF")) for name in names)
    dataset = None
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(b"\xff" * size)


def threads_left() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("hyperrestore-")]


@pytest.mark.parametrize(("column", "row"), [(16, 96), (48, 64), (0, 128)])
def test_a_damaged_block_of_the_lower_half_is_named_and_no_thread_is_left(tmp_path, cube, column, row):
    path = written(tmp_path / "in.tif", cube)
    damage(path, column, row)
    with pytest.raises(UnsuitableRaster, match=r"cannot be read at column \d+, row \d+ \(") as caught:
        survey(path, Recorder())
    place = re.search(r"column (\d+), row (\d+) \((\d+) x (\d+) pixels\)", str(caught.value))
    x, y, width, height = map(int, place.groups())
    assert x <= column < x + width and 64 <= y <= row < y + height
    assert threads_left() == []


def test_a_survey_that_failed_lets_the_file_go_at_once(tmp_path, cube):
    """Where an open file cannot be replaced, waiting for Python to look for cycles is too long."""
    path = written(tmp_path / "in.tif", cube)
    damage(path, 20, 100)
    gc.disable()
    try:
        with suppress(UnsuitableRaster):
            survey(path, Recorder())
        assert open_files(path) == []
    finally:
        gc.enable()


def test_a_survey_of_halves_can_be_cancelled_and_leaves_no_thread(tmp_path, cube):
    path = written(tmp_path / "in.tif", cube)
    monitor = Recorder(lambda fraction: fraction > 0.3)
    with pytest.raises(Cancelled):
        survey(path, monitor)
    assert 0.3 < monitor.fractions[-1] < 0.8 and sorted(monitor.fractions) == monitor.fractions
    assert sum(fraction > 0.3 for fraction in monitor.fractions) == 1
    assert threads_left() == []


def test_two_surveys_of_halves_find_the_same_to_the_last_digit(tmp_path):
    cube = np.random.default_rng(7).normal(0, 1e3, (BANDS, ROWS, COLUMNS))
    path = written(tmp_path / "in.tif", cube)
    first, second = (survey(path, Recorder()) for _ in range(2))
    for band in range(BANDS):
        assert first[band].mean == second[band].mean == pytest.approx(cube[band].mean(), rel=1e-9)
    assert first == second


def test_where_the_cache_holds_the_blocks_of_one_reader_there_is_one(tmp_path, monkeypatch):
    """And the means are the same to the last digit, as a run that goes on needs them."""
    cube = np.random.default_rng(8).normal(0, 1e3, (BANDS, ROWS, COLUMNS))
    path = written(tmp_path / "in.tif", cube)
    readers, started = [], ReadAhead.__init__

    def noting(self, *arguments):
        readers.append(self)
        started(self, *arguments)

    monkeypatch.setattr(ReadAhead, "__init__", noting)
    found, counts = [], []
    for blocks in (2.9, 3):
        readers.clear()
        with block_cache(int(blocks * BLOCK * BLOCK * cube.itemsize * BANDS)):
            found.append(survey(path, Recorder()))
        counts.append(len(readers))
    assert counts == [1, 2]
    assert found[0] == found[1]


def open_files(path: str) -> list[str]:
    """This process's descriptors of a file."""
    links = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            links.append(os.readlink(descriptor))
    return [link for link in links if link == path]
