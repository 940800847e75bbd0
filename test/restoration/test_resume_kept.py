"""What an earlier run has left is not lost by what stops the next one, and what is saved outlives whatever happens."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hyperrestore.errors import Cancelled, Interrupted, NotEnoughMemory, UnsuitableRaster
from hyperrestore.raster import CubeSink, CubeSource
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.restoration import RestorationJob, pipeline, restore_raster
from hyperrestore.test.restoration.networks import Network, Recorder, noise_cube, read_raster, write_raster

SIZE = {"tile_px": 64, "overlap_px": 16}


@pytest.fixture
def job(tmp_path: Path) -> RestorationJob:
    source = write_raster(tmp_path / "in.tif", noise_cube(3, 200, 200, "int16"))
    return RestorationJob(source, str(tmp_path / "out.tif"), device="cpu", line_direction="columns", save_every_s=0.0)


def fails_at(call: int, error: Exception, **fields) -> Network:
    """A network that changes nothing, and raises in its ``call``-th call, once the writing has caught up."""
    calls = []

    def answer(batch):
        calls.append(len(batch))
        if len(calls) == call:
            time.sleep(1)
            raise error
        return batch

    return Network(answer, **SIZE, **{"batchable": False, **fields})


def is_kept(job: RestorationJob) -> bool:
    output = Path(job.output)
    return stage_path(output).exists() and journal_path(output).exists() and not output.exists()


def goes_on(job: RestorationJob) -> str:
    monitor = Recorder()
    restore_raster(job, Network(batchable=False, **SIZE), monitor)
    assert np.array_equal(read_raster(job.output), read_raster(job.source))
    return next((line for line in monitor.infos if line.startswith("An earlier run")), "")


def test_a_fault_of_the_model_keeps_what_is_finished(job):
    with pytest.raises(RuntimeError, match="a fault of the driver"):
        restore_raster(job, fails_at(9, RuntimeError("a fault of the driver")), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


def test_a_read_that_fails_keeps_what_is_finished_and_says_so(job, monkeypatch):
    read, count = CubeSource.read, []

    def stale(self, window, bands=None):
        count.append(window)
        if len(count) == 14:
            raise UnsuitableRaster("Raster in.tif cannot be read: stale file handle.")
        return read(self, window, bands)

    with monkeypatch.context() as patch:
        patch.setattr(CubeSource, "read", stale)
        with pytest.raises(UnsuitableRaster, match="stale file handle. What was finished is kept beside it"):
            restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


@pytest.mark.parametrize("error", [Interrupted("told to end"), UnsuitableRaster("unreadable"), KeyboardInterrupt()])
def test_what_stops_the_next_run_before_its_tiles_loses_nothing(error, job, monkeypatch):
    with pytest.raises(RuntimeError):
        restore_raster(job, fails_at(9, RuntimeError("a fault")), Recorder())

    def stops(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "prepare", stops)
        with pytest.raises(type(error)):
            restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


def test_a_cancel_before_the_tiles_of_a_run_that_goes_on_leaves_nothing(job, monkeypatch):
    with pytest.raises(RuntimeError):
        restore_raster(job, fails_at(9, RuntimeError("a fault")), Recorder())

    def cancel(*_):
        raise Cancelled("The run was cancelled; no output was written.")

    monkeypatch.setattr(pipeline, "prepare", cancel)
    with pytest.raises(Cancelled):
        restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert [file.name for file in Path(job.output).parent.iterdir()] == ["in.tif"]


def test_memory_that_runs_out_late_does_not_throw_away_what_is_finished(job):
    with pytest.raises(NotEnoughMemory, match="What was finished is kept beside it"):
        restore_raster(job, fails_at(9, RuntimeError("CUDA out of memory")), Recorder())
    assert is_kept(job)


@pytest.mark.parametrize("error", [NotEnoughMemory("It is full."), RuntimeError("CUDA out of memory"), OSError("no")])
def test_a_model_that_finds_no_room_when_going_on_loses_nothing(error, job, monkeypatch):
    with pytest.raises(RuntimeError):
        restore_raster(job, fails_at(9, RuntimeError("a fault")), Recorder())

    def full(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Network, "to", full)
        told = "Memory ran out. What was finished is kept beside it" if isinstance(error, RuntimeError) else str(error)
        with pytest.raises(NotEnoughMemory if isinstance(error, RuntimeError) else type(error), match=told):
            restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


@pytest.mark.parametrize("where", ["commit", "save"])
def test_memory_that_runs_out_beside_the_model_does_not_throw_away_what_is_finished(where, job, monkeypatch):
    calls = []

    def full(self, *arguments):
        calls.append(where)
        if where == "commit" or len(calls) == 5:
            raise MemoryError
        return real(self, *arguments)

    with monkeypatch.context() as patch:
        real = getattr(CubeSink, where)
        patch.setattr(CubeSink, where, full)
        with pytest.raises(NotEnoughMemory, match="Memory ran out.* What was finished is kept beside it"):
            restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


def test_memory_that_runs_out_when_the_output_is_in_place_is_no_reason_to_do_it_again(job, monkeypatch):
    def published(self, path):
        if path == self._output.final:
            raise MemoryError
        return ""

    monkeypatch.setattr(CubeSink, "_damage", published)
    with pytest.raises(MemoryError):
        restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert sorted(file.name for file in Path(job.output).parent.iterdir()) == ["in.tif", "out.tif"]
    assert np.array_equal(read_raster(job.output), read_raster(job.source))


def test_an_interrupt_while_the_state_is_taken_up_again_loses_nothing(job, monkeypatch):
    with pytest.raises(RuntimeError):
        restore_raster(job, fails_at(9, RuntimeError("a fault")), Recorder())

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hyperrestore.restoration.recorder._restore", interrupted)
        with pytest.raises(KeyboardInterrupt):
            restore_raster(job, Network(batchable=False, **SIZE), Recorder())
    assert is_kept(job)
    assert "going on after" in goes_on(job)


def test_a_batch_that_was_halved_is_gone_on_with_in_the_same_groups(tmp_path):
    source = write_raster(tmp_path / "in.tif", noise_cube(3, 300, 290, "int16"))
    job = RestorationJob(source, str(tmp_path / "out.tif"), device="cpu", line_direction="columns", save_every_s=0.0)
    counts: list[int] = []

    def restore(fault_at: int | None = None):
        def answer(batch):
            if len(batch) > 5:
                raise RuntimeError("out of memory")
            counts.append(len(batch))
            if len(counts) == fault_at:
                # The writing is behind the model; the first groups are to be on the disk by now.
                time.sleep(2)
                raise RuntimeError("a fault")
            return batch

        counts.clear()
        # Memory for groups of seven, which three do not divide.
        network = Network(answer, **SIZE, memory_bytes=lambda bands, height, width: 14 << 20)
        return restore_raster(replace(job, memory_mb=160), network, Recorder())

    groups = restore().batch, list(counts)
    with pytest.raises(RuntimeError, match="a fault"):
        restore(fault_at=8)
    assert restore().batch == groups[0] < max(groups[1]) + 1
    assert 0 < len(counts) < len(groups[1]) and counts == groups[1][-len(counts) :]
    assert len(set(groups[1])) > 1
