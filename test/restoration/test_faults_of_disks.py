"""Disks that are full, limited or broken: a sentence, the older output as it was, and what is finished is not lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import hyperrestore.raster.output as output_module
import hyperrestore.raster.publish as publish_module
import hyperrestore.raster.sink as sink_module
import hyperrestore.restoration.journal as journal_module
from checkout import ROOT
from hyperrestore.errors import OutputRefused, WriteFailed
from hyperrestore.raster.claim import journal_path
from hyperrestore.restoration.recorder import Recorder as RunRecorder
from hyperrestore.test.restoration.disturbed import KEPT, Trial, largest_file, raising
from hyperrestore.test.restoration.networks import noise_cube, read_raster, write_raster

# Journals of rasters of this size reach to 2.1 MB, outputs in float64 to 3.8 MB.
CUBE = noise_cube(3, 400, 400, "float64")
JOURNAL_BYTES, OUTPUT_BYTES = 2_200_000, CUBE.nbytes
NAMES = ["out.tif", "out.dat", "out.bip"]
BIG_TILES = {"tile_size": 128}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> str:
    return write_raster(tmp_path_factory.mktemp("in") / "in.tif", CUBE)


@pytest.fixture(scope="module")
def whole(source, tmp_path_factory) -> Path:
    """The output of an undisturbed run."""
    run = Trial(source, tmp_path_factory.mktemp("whole") / "whole.tif")
    run.run(**BIG_TILES)
    return run.output


@pytest.fixture(scope="module")
def expected(whole) -> np.ndarray:
    return read_raster(whole)


@pytest.fixture
def trial(source, tmp_path):
    def make(name: str, folder: Path = tmp_path / "out") -> Trial:
        trial = Trial(source, folder / name)
        trial.put_old()
        return trial

    return make


class SmallDisk:
    """A disk of its own in ``folder``, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resize(self, size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    ) if hasattr(os, "geteuid") and os.geteuid() == 0 else None  # fmt: skip
    if mounted is None or mounted.returncode != 0:
        pytest.skip("only root may mount a small disk, and not in every container")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_may_not_grow_before_anything_is_saved(name, trial, expected):
    run = trial(name)
    with largest_file(20_000):
        run.fails(WriteFailed, "Is the disk full", **BIG_TILES)
    assert run.goes_on(expected, **BIG_TILES) == 0


PROGRAM = """
import sys
from pathlib import Path
from hyperrestore.errors import WriteFailed
from hyperrestore.test.restoration.disturbed import Trial, largest_file
trial = Trial(sys.argv[1], Path(sys.argv[2]))
with largest_file(int(sys.argv[3])):
    try:
        trial.run(tile_size=128, save_every_s=1000.0)
    except WriteFailed as error:
        sys.exit(str(error))
"""


@pytest.mark.parametrize("size", [20_000, 2_500_000])
@pytest.mark.parametrize("name", NAMES)
def test_the_process_outlives_a_file_that_may_not_grow(name, size, source, tmp_path):
    """GDAL 3.6 may write to an ENVI file after it has closed it. Freed memory is filled, for that to show each time."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".plugins"), "MALLOC_PERTURB_": "165", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, source, str(tmp_path / "out" / name), str(size)],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1, done
    assert done.stderr.strip().endswith("Is the disk full?")
    assert [file.name for file in tmp_path.iterdir()] == []


@pytest.mark.parametrize(("name", "share"), [("out.tif", 0.7), ("out.tif", 0.999), ("out.dat", 0.9), ("out.bip", 0.7)])
def test_a_file_that_may_not_grow_any_more(name, share, trial, whole, expected):
    run = trial(name)
    size = whole.stat().st_size if name == "out.tif" else OUTPUT_BYTES
    with largest_file(max(JOURNAL_BYTES, int(share * size))):
        run.fails(WriteFailed, f"Is the disk full.* {KEPT}", left="pair", **BIG_TILES)
        run.fails(WriteFailed, f"Is the disk full.* {KEPT}", left="pair", **BIG_TILES)
    assert 0 < run.goes_on(expected, **BIG_TILES) < 16


def test_a_journal_that_may_not_grow(trial, expected):
    run = trial("out.tif")
    with largest_file(JOURNAL_BYTES // 3):
        run.fails(WriteFailed, "its journal cannot be written: File too large. Is the disk full", **BIG_TILES)
    assert run.goes_on(expected, **BIG_TILES) == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_without_room(name, trial, expected, disk):
    run = trial(name, disk.folder)
    run.fails(WriteFailed, "Is the disk full", **BIG_TILES)
    disk.resize(3 * OUTPUT_BYTES)
    assert run.goes_on(expected, **BIG_TILES) == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_disk_that_fills_up(name, share, trial, expected, disk):
    run = trial(name, disk.folder)
    disk.resize(int(share * OUTPUT_BYTES))
    run.fails(WriteFailed, KEPT, left="pair", **BIG_TILES)
    disk.resize(3 * OUTPUT_BYTES)
    assert 0 < run.goes_on(expected, **BIG_TILES) < 16


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
@pytest.mark.parametrize("module", [sink_module, journal_module])
@pytest.mark.parametrize("call", [1, 5])
def test_what_only_the_disk_itself_notices(code, name, module, call, trial, expected, monkeypatch):
    """Quotas and broken disks of networks may show when a file is synced, and not before."""
    run, calls = trial(name), []

    def fails_at(real):
        def syncing(*arguments):
            calls.append(arguments)
            if len(calls) == call:
                raise OSError(code, os.strerror(code))
            return real(*arguments)

        return syncing

    # Of the journal, the beginning comes before the first moment.
    saved = call - 1 if call > 1 else 0
    with monkeypatch.context() as patch:
        if module is journal_module:
            patch.setattr(module, "flush_to_disk", fails_at(module.flush_to_disk))
        else:
            patch.setattr(module, "sync_staged", fails_at(module.sync_staged))
        run.fails(WriteFailed, os.strerror(code), "pair" if saved else "nothing", **BIG_TILES)
    assert run.goes_on(expected, **BIG_TILES) == saved


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("IO error writing tag data.")]
)
def test_a_disk_that_is_full_when_only_metadata_are_missing(error, name, trial, expected, monkeypatch):
    run, finish = trial(name), output_module.finish_metadata

    def full(source, path, **fields):
        if path.startswith(str(run.output.parent)):
            raise error
        finish(source, path, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(output_module, "finish_metadata", full)
        run.fails(WriteFailed, f"(No space left on device|writing tag data).*{KEPT}", "pair", **BIG_TILES)
    assert run.goes_on(expected, **BIG_TILES) > 0


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
def test_a_disk_that_gives_back_other_numbers_leaves_nothing_to_go_on_with(name, trial, monkeypatch):
    monkeypatch.setattr(sink_module, "damaged_sample", lambda *_: "numbers read back differently")
    words = "numbers read back differently. Choose another format, or another disk"
    trial(name).fails(OutputRefused, words, left="nothing", **BIG_TILES)


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
def test_a_quota_that_is_met_when_the_output_is_put_in_place(name, trial, expected, monkeypatch):
    run = trial(name)
    with monkeypatch.context() as patch:
        quota = raising(OSError(errno.EDQUOT, "Disk quota exceeded"))
        patch.setattr(publish_module, "sync_staged", lambda stage: quota())
        run.fails(OutputRefused, "cannot be stored: Disk quota exceeded. Check the disk", **BIG_TILES)
    assert run.goes_on(expected, **BIG_TILES) == 0


def test_a_disk_that_fills_up_again_and_again(trial, expected, monkeypatch):
    """Every run gets one batch further; none takes the tiles of another for its own."""
    run, after = trial("out.tif"), RunRecorder.after

    def full(self, done: int) -> None:
        after(self, done)
        raise WriteFailed("Output out.tif was not written: no space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr(RunRecorder, "after", full)
        for _ in range(5):
            run.fails(WriteFailed, f"no space left on device. {KEPT}", left="pair", **BIG_TILES)
    assert journal_path(run.output).exists()
    assert run.goes_on(expected, **BIG_TILES) == 5
