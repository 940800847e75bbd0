"""Inputs that change or go away while they are read, and places that an output cannot be written to, or no more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

import hyperrestore.restoration.pipeline as pipeline_module
from checkout import ROOT
from hyperrestore.errors import InputChanged, OutputRefused, UnsuitableRaster
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.test.restoration.disturbed import OLD, Trial, at_call, is_a_sentence, raised, raising, stage_threads
from hyperrestore.test.restoration.networks import noise_cube, read_raster, write_raster

CUBE = noise_cube(2, 192, 192, "int16") // 2
LAST = {"column": 160, "row": 160}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Compressed, in tiles as those of the run."""
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "in.tif"
    plain = write_raster(tmp_path / "in" / "plain.tif", CUBE)
    gdal.Translate(
        str(path), plain, creationOptions=["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=DEFLATE"]
    )
    os.unlink(plain)
    return path


@pytest.fixture
def trial(source: Path, tmp_path: Path) -> Trial:
    trial = Trial(str(source), tmp_path / "out" / "out.tif")
    trial.put_old()
    return trial


def spoil_last_tile(path: Path) -> None:
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    place, size = (int(band.GetMetadataItem(f"BLOCK_{what}_5_5", "TIFF")) for what in ("OFFSET", "SIZE"))
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(b"\xff" * size)


@pytest.mark.parametrize(
    "spoil", [spoil_last_tile, lambda path: os.truncate(path, path.stat().st_size // 4)], ids=["damaged", "cut off"]
)
def test_a_tile_that_cannot_be_read_any_more_is_named(spoil, trial, source, monkeypatch):
    """All was well while the raster was looked at; the error is that of the reading thread."""
    # What GDAL keeps of decoded blocks would hide the damage from a raster as small as this.
    monkeypatch.setattr(pipeline_module, "_cache", lambda *_: 0)
    places = r"cannot be read at column \d+, row \d+ \(32 x 32 pixels\)"
    function = at_call(1, lambda: spoil(source), raised)
    error = trial.fails(UnsuitableRaster, places, left="either", function=function)
    if spoil is spoil_last_tile:
        assert "column {column}, row {row} (".format(**LAST) in str(error)


def replaced(path: Path) -> None:
    other = path.with_name("other.tif")
    write_raster(other, CUBE[::-1])
    os.replace(other, path)


@pytest.mark.parametrize("change", [os.unlink, os.utime, replaced], ids=["removed", "touched", "replaced"])
@pytest.mark.parametrize("call", [1, 36])
def test_an_input_that_changes_or_goes_away(change, call, trial, source):
    trial.fails(
        UnsuitableRaster,
        "was changed while it was being restored",
        function=at_call(call, lambda: change(source), raised),
    )


def test_numbers_that_change_are_noticed_though_the_time_of_the_file_is_put_back(trial, source):
    """As a copy that keeps times does. It is too large to be compared whole."""
    path = Path(write_raster(source.with_name("large.tif"), noise_cube(4, 400, 400, "int16")))
    before = path.stat()

    def change() -> None:
        with open(path, "r+b") as file:
            file.seek(before.st_size // 2)
            file.write(bytes(1 << 16))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    run = Trial(str(path), trial.output)
    words = "was changed while it was being restored"
    run.fails(InputChanged, words, function=at_call(1, change, raised), tile_size=192)
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def look_at(path: Path) -> None:
    """As QGIS does for a layer's histogram: a sidecar with statistics appears."""
    dataset = gdal.Open(str(path))
    dataset.GetRasterBand(1).GetDefaultHistogram(force=1)
    dataset.GetRasterBand(1).ComputeStatistics(False)


def describe(path: Path) -> None:
    """In the sidecar too, and something that the output is to have."""
    dataset = gdal.Open(str(path))
    dataset.SetMetadataItem("SENSOR", "AVIRIS")


def sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".aux.xml")


def named(path: Path) -> None:
    """In the raster itself, with a number of many digits; GDAL repeats both in a sidecar that it has to write."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetDescription("Bänd 1 (418.24 Nanometers)")
    dataset.GetRasterBand(1).SetScale(0.1 + 0.2)


@pytest.mark.parametrize("described", [False, True])
def test_statistics_that_appear_are_no_change(described, trial, source):
    if described:
        describe(source)
    trial.run(at_call(1, lambda: look_at(source), raised))
    text = sidecar(source).read_text()
    assert "STATISTICS_MEAN" in text and "<Histograms>" in text and ("AVIRIS" in text) == described
    assert np.array_equal(read_raster(trial.output), CUBE + 5)


def test_a_run_goes_on_though_somebody_has_looked_at_its_input_meanwhile(trial, source, expected=CUBE + 5):
    named(source)
    trial.fails(RuntimeError, "a fault", left="either", function=at_call(20, raising(RuntimeError("a fault")), raised))
    assert trial.left() != set() and not sidecar(source).exists()
    look_at(source)
    assert "<Description>" in sidecar(source).read_text(encoding="utf-8")
    assert trial.goes_on(expected) > 0


def test_other_words_that_appear_are_a_change(trial, source):
    """In a sidecar that was there: one that appears says nothing to a raster that is open already."""
    look_at(source)
    trial.fails(UnsuitableRaster, "was changed while it was", function=at_call(1, lambda: describe(source), raised))
    assert "AVIRIS" in sidecar(source).read_text()


def test_a_part_of_a_mosaic_that_goes_away(trial, source):
    mosaic = source.with_suffix(".vrt")
    gdal.Translate(str(mosaic), str(source), format="VRT").FlushCache()
    run = Trial(str(mosaic), trial.output)
    function = at_call(1, lambda: os.unlink(source), raised)
    words = "was changed while it was being restored|cannot be read at column"
    run.fails(UnsuitableRaster, words, left="either", function=function)


def test_an_input_that_goes_away_at_once(trial, source, monkeypatch):
    real = pipeline_module.describe_input

    def gone(opened):
        os.rename(source, source.with_suffix(".moved"))
        try:
            return real(opened)
        finally:
            os.rename(source.with_suffix(".moved"), source)

    monkeypatch.setattr("hyperrestore.restoration.resume.input_files", lambda opened: [str(source)])
    monkeypatch.setattr(pipeline_module, "describe_input", gone)
    trial.fails(UnsuitableRaster, "cannot be looked at.*No such file or directory. Is it still there")


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def replace_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(OLD)


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
@pytest.mark.parametrize("call", [1, 2, 20, 36])
@pytest.mark.parametrize("save_every_s", [0.0, 1000.0])
@pytest.mark.parametrize("take_away", [remove, replace_by_a_file])
def test_an_output_folder_that_goes_away(take_away, save_every_s, call, name, trial):
    folder = trial.output.parent
    run = Trial(trial.source, folder / name)
    with pytest.raises(OutputRefused) as caught:
        run.run(at_call(call, lambda: take_away(folder), raised), save_every_s=save_every_s)
    assert is_a_sentence(str(caught.value))
    assert "kept beside it" not in str(caught.value)
    assert stage_threads() == []
    assert folder.read_bytes() == OLD if take_away is replace_by_a_file else not folder.exists()


@pytest.mark.parametrize("call", [1, 20, 36])
def test_a_temporary_file_that_somebody_removes(call, trial):
    function = at_call(call, lambda: os.unlink(stage_path(trial.output)), raised)
    with pytest.raises(OutputRefused, match="was not written") as caught:
        trial.run(function)
    assert is_a_sentence(str(caught.value))
    assert trial.left() == set()


@pytest.mark.parametrize(("place", "words"), [(journal_path, "no file can be made beside it"), (stage_path, "was not")])
def test_a_folder_where_a_temporary_file_is_to_be(place, words, trial):
    place(trial.output).mkdir()
    with pytest.raises(OutputRefused, match=words) as caught:
        trial.run()
    assert is_a_sentence(str(caught.value))
    assert trial.left() == {place(trial.output).name}


def test_a_disk_that_may_only_be_read(trial, tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a disk, and not in every container")
    try:
        with pytest.raises(OutputRefused, match="its folder may not be written to. Choose another folder"):
            Trial(trial.source, folder / "out.tif").run()
    finally:
        subprocess.run(["umount", str(folder)], check=True)


PROGRAM = """
import sys
from pathlib import Path
from hyperrestore.errors import RestorationError
from hyperrestore.test.restoration.disturbed import Trial
try:
    Trial(sys.argv[1], Path(sys.argv[2])).run()
except RestorationError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


@pytest.fixture
def open_folder(source: Path) -> Iterator[Path]:
    """A folder that everybody may read and write, with the raster; pytest's own are closed to other users."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        shutil.copy(source, folder / "in.tif")
        (folder / "in.tif").chmod(0o644)
        yield folder


def run_as_somebody(source: Path, output: Path) -> subprocess.CompletedProcess:
    """Nothing is forbidden to root: who runs the tests as root runs this as nobody."""
    somebody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".plugins"), "HOME": "/nonexistent", "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(source), str(output)],
        env=environment, capture_output=True, text=True, check=False, timeout=300, **somebody,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_may_not_be_written_or_read(open_folder):
    source, closed, own = open_folder / "in.tif", open_folder / "closed", open_folder / "own"
    closed.mkdir()
    (closed / "out.tif").write_bytes(OLD)
    closed.chmod(0o555)
    own.mkdir()
    own.chmod(0o777)
    (own / "protected.tif").write_bytes(OLD)
    (own / "protected.tif").chmod(0o444)

    done = run_as_somebody(source, closed / "out.tif")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("its folder may not be written to. Choose another folder.")
    assert (closed / "out.tif").read_bytes() == OLD

    done = run_as_somebody(source, own / "protected.tif")
    assert done.returncode == 1
    assert "may not be written to: it is protected. Choose another name" in done.stderr
    assert (own / "protected.tif").read_bytes() == OLD

    source.chmod(0)
    done = run_as_somebody(source, own / "out.tif")
    assert done.returncode == 1
    assert "UnsuitableRaster" in done.stderr and "Traceback" not in done.stderr
    assert [file.name for file in own.iterdir()] == ["protected.tif"]
