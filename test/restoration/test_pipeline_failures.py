"""Cancel, lack of memory and refusals: what was asked is done whole or not at all."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from hyperrestore.errors import (
    Cancelled,
    InvalidParameter,
    NotEnoughMemory,
    OutputRefused,
    RestorationError,
    UnsuitableRaster,
)
from hyperrestore.restoration import RestorationJob, restore_raster, run
from hyperrestore.test.restoration.networks import (
    Network,
    Recorder,
    noise_cube,
    write_raster,
)
from hyperrestore.test.restoration.through_the_engine import restore


@pytest.mark.parametrize("at", [0.0, 0.01, 0.3, 0.6, 0.9])
def test_cancel_leaves_no_file(tmp_path, at):
    monitor = Recorder(stop=lambda fraction: fraction >= at)
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 200, 200), Network(tile_px=32, overlap_px=8), monitor)
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]
    assert sum(fraction >= at for fraction in monitor.fractions) == 1


def test_cancel_is_asked_for_within_the_model(tmp_path):
    network = Network()
    monitor = Recorder(stop=lambda fraction: bool(network.seen))
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 300, 300), network, monitor)
    assert len(network.seen) == 1


def test_a_failing_model_leaves_an_earlier_output_untouched(tmp_path):
    def fail(batch):
        raise ValueError("broken layer")

    (tmp_path / "out.tif").write_bytes(b"precious")
    with pytest.raises(ValueError, match="broken layer"):
        restore(tmp_path, noise_cube(2, 20, 20), Network(fail))
    assert (tmp_path / "out.tif").read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.tif", "out.tif"]


def test_a_model_of_the_wrong_size_is_reported_as_such(tmp_path):
    with pytest.raises(RestorationError, match=r"should have given tiles of shape \(1, 2, 20, 20\)"):
        restore(tmp_path, noise_cube(2, 20, 20), Network(lambda batch: batch[..., :-1]))


CUDA_ERROR = RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")


def out_of_memory_above(pixels: int, error: Exception = CUDA_ERROR):
    def function(batch):
        if batch.shape[0] * batch.shape[2] * batch.shape[3] > pixels:
            raise error
        return batch + 1

    return function


@pytest.mark.parametrize(
    "error",
    [
        CUDA_ERROR,
        RuntimeError("[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate"),
        torch.cuda.OutOfMemoryError("out"),
        MemoryError(),
    ],
)
def test_running_out_of_memory_halves_the_batch(tmp_path, error):
    cube = noise_cube(2, 200, 200) // 2
    monitor = Recorder()
    network = Network(out_of_memory_above(3 * 64 * 64, error))
    restored, report = restore(tmp_path, cube, network, monitor, tile_size=64)
    assert (restored == cube + 1).all()
    assert report.batch <= 3 and report.tile == (64, 64)
    assert "Memory ran out with" in monitor.warnings[0]


def test_running_out_of_memory_with_one_tile_starts_again_with_half_the_tile(tmp_path):
    cube = noise_cube(2, 150, 150) // 2
    monitor = Recorder()
    network = Network(out_of_memory_above(64 * 64))
    restored, report = restore(tmp_path, cube, network, monitor, tile_size=128, overlap=64)
    assert (restored == cube + 1).all()
    assert report.tile == (64, 64) and report.batch == 1 and report.overlap == 32
    assert any("starting again with tiles of 64 px" in text for text in monitor.warnings)
    assert (np.diff(monitor.fractions) >= 0).all()


def test_there_is_a_smallest_tile(tmp_path):
    with pytest.raises(NotEnoughMemory, match="single tile of 48 x 48 px"):
        restore(tmp_path, noise_cube(2, 150, 150), Network(out_of_memory_above(100)))
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]


def test_the_whole_raster_is_never_cut_behind_the_users_back(tmp_path):
    with pytest.raises(NotEnoughMemory, match="150 x 150"):
        restore(tmp_path, noise_cube(2, 150, 150), Network(out_of_memory_above(100)), tile_size=-1)


def test_other_errors_of_the_model_are_not_taken_for_lack_of_memory(tmp_path):
    network = Network(out_of_memory_above(0, RuntimeError("size mismatch")))
    with pytest.raises(RuntimeError, match="size mismatch"):
        restore(tmp_path, noise_cube(2, 20, 20), network)
    assert len(network.seen) == 1


def test_an_output_that_cannot_be_is_refused_before_the_raster_is_read(tmp_path, monkeypatch):
    source = write_raster(tmp_path / "in.tif", noise_cube(2, 20, 20))
    monitor = Recorder()
    job = RestorationJob(source=source, output=str(tmp_path / "out.jpeg"), device="cpu")
    with pytest.raises(OutputRefused):
        restore_raster(job, Network(), monitor)
    assert monitor.fractions == [0.0]
    with pytest.raises(OutputRefused):
        restore_raster(RestorationJob(source=source, output=source, device="cpu"), Network(), monitor)


def test_a_cancel_that_comes_after_the_output_is_there_is_too_late(tmp_path):
    monitor = Recorder()
    monitor.cancelled = (tmp_path / "out.tif").exists
    cube = noise_cube(2, 40, 40)
    restored, _ = restore(tmp_path, cube, Network(), monitor)
    assert (restored == cube).all()
    assert monitor.fractions[-1] == 1


def test_cancel_is_asked_for_right_before_the_output_appears(tmp_path, monkeypatch):
    monitor, finished = Recorder(), []
    restore_tiles = run.TileRun.restore

    def restore_and_cancel(self, *arguments):
        restore_tiles(self, *arguments)
        finished.append(True)

    monkeypatch.setattr(run.TileRun, "restore", restore_and_cancel)
    monitor.cancelled = lambda: bool(finished)
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 40, 40), Network(), monitor)
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"tile_size": 32, "overlap": 40}, InvalidParameter),
        ({"tile_size": -1, "memory_mb": 1}, NotEnoughMemory),
        ({"bands": (7,)}, InvalidParameter),
    ],
)
def test_what_cannot_be_is_refused_before_the_raster_is_read(tmp_path, fields, error):
    monitor = Recorder()
    with pytest.raises(error):
        restore(tmp_path, noise_cube(2, 900, 900), Network(), monitor, **fields)
    assert monitor.fractions == [0.0]


def test_a_raster_without_a_band_to_restore_is_refused(tmp_path):
    with pytest.raises(UnsuitableRaster, match=r"constant \(3\): 1-2"):
        restore(tmp_path, np.full((2, 9, 9), 3, np.int16), Network())
    assert not (tmp_path / "out.tif").exists()


def test_a_band_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidParameter, match="Band 9 was asked for"):
        restore(tmp_path, noise_cube(3, 9, 9), Network(), bands=(0, 8))
