"""Errors in the model and in the threads beside it: they come out as what they are, and nothing of the run is left."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import torch

import hyperrestore.restoration.assembly as assembly_module
import hyperrestore.restoration.run as run_module
from hyperrestore.errors import Cancelled, NotEnoughMemory
from hyperrestore.raster import CubeSink
from hyperrestore.restoration import stages
from hyperrestore.restoration.inference import Inference
from hyperrestore.restoration.reading import Reader
from hyperrestore.restoration.recorder import Recorder as RunRecorder
from hyperrestore.test.restoration.disturbed import KEPT, Trial, at_call, raised, raising, stage_threads
from hyperrestore.test.restoration.networks import Network, Recorder, noise_cube, read_raster, write_raster

CUBE = noise_cube(2, 96, 96, "int16") // 2
PLACES = {
    "reader": (Reader, "read"),
    "sink": (CubeSink, "write"),
    "encoding": (assembly_module, "encode_band"),
    "journal": (RunRecorder, "after"),
    "reading a group": (run_module, "read_group"),
}
ERRORS = [ValueError("broken"), OSError(5, "broken"), RuntimeError("broken"), KeyboardInterrupt("broken")]
OUT_OF_MEMORY = [MemoryError(), torch.cuda.OutOfMemoryError("CUDA out of memory"), RuntimeError("out of memory")]


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    (tmp_path / "in").mkdir()
    trial = Trial(write_raster(tmp_path / "in" / "in.tif", CUBE), tmp_path / "out" / "out.tif")
    trial.put_old()
    return trial


def disturb(monkeypatch, place: str, call: int, error: BaseException) -> None:
    owner, name = PLACES[place]
    monkeypatch.setattr(owner, name, at_call(call, raising(error), getattr(owner, name)))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("call", [1, 8])
@pytest.mark.parametrize("place", PLACES)
def test_an_error_beside_the_model(place, call, error, trial, monkeypatch):
    with monkeypatch.context() as patch:
        disturb(patch, place, call, error)
        assert trial.fails(type(error), "broken", left="either") is error
    trial.goes_on(CUBE + 5)


@pytest.mark.parametrize("place", PLACES)
def test_an_error_beside_the_model_where_nothing_is_saved(place, trial, monkeypatch):
    disturb(monkeypatch, place, 8, ValueError("broken"))
    trial.fails(ValueError, "broken", save_every_s=1000.0)


@pytest.mark.parametrize("error", [*ERRORS, SystemExit("broken")], ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("call", [1, 9])
def test_an_error_of_the_model(call, error, trial):
    function = at_call(call, raising(error), raised)
    # Saved is what was written by then: with the ninth tile asked for, at least the fifth.
    assert trial.fails(type(error), "broken", "pair" if call == 9 else "nothing", function=function) is error
    assert (trial.goes_on(CUBE + 5) > 0) == (call == 9)


def test_a_thread_that_cannot_be_started(trial, monkeypatch):
    """The first one has begun to read when the second one is refused."""
    start = at_call(2, raising(RuntimeError("can't start new thread")), threading.Thread.start)
    monkeypatch.setattr(stages.threading.Thread, "start", start)
    trial.fails(RuntimeError, "can't start new thread")


def cancelling_at(number: int) -> Recorder:
    monitor, asked = Recorder(), []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) == number

    monitor.cancelled = cancelled
    return monitor


def test_cancel_at_every_stage(trial):
    """At every tick of a run, until one comes too late, because the output is there."""
    number = 0
    while True:
        number += 1
        trial.put_old()
        try:
            trial.run(monitor=cancelling_at(number))
            break
        except Cancelled as error:
            assert str(error) == "The run was cancelled; no output was written."
            assert trial.left() == set()
            assert stage_threads() == []
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    assert number > 3 * 9


def batched(function) -> Network:
    return Network(function, scaling="none")


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__)
def test_memory_runs_out_at_any_call(error, trial):
    """Once, at every call of the network in turn, whatever the batch by then."""
    number, fewer = 1, set()
    while True:
        network = batched(at_call(number, raising(error), raised))
        report = trial.run(network=network)
        assert np.array_equal(read_raster(trial.output), CUBE + 5)
        fewer.add(report.batch)
        if len(network.seen) < number:
            break
        number += 1
    assert number > 1 and min(fewer) < max(fewer)


def only_up_to(batch: int, side: int, error: Exception):
    """A network for which memory runs out above so many tiles at once, or above tiles of such a side."""

    def function(tiles):
        if len(tiles) > batch or tiles.shape[-1] > side:
            raise error
        return raised(tiles)

    return batched(function)


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("batch", [8, 4, 2, 1])
def test_the_batch_is_halved_until_it_fits(batch, error, trial):
    report = trial.run(network=only_up_to(batch, 32, error))
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    assert report.batch <= batch and report.tile == (32, 32)


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__)
def test_then_the_tile_is_halved(error, trial):
    report = trial.run(network=only_up_to(1, 32, error), tile_size=64)
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    assert (report.batch, report.tile) == (1, (32, 32))


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__)
def test_then_it_is_said_what_to_do(error, trial):
    trial.fails(
        NotEnoughMemory, "single tile of 32 x 32 px and 2 bands.* Use a smaller tile size or fewer bands",
        network=only_up_to(0, 0, error), tile_size=64,
    )  # fmt: skip


@pytest.mark.parametrize("call", [1, 4])
@pytest.mark.parametrize("place", [place for place in PLACES if place != "reader"])
def test_memory_that_runs_out_beside_the_model_makes_tiles_smaller(place, call, trial, monkeypatch):
    disturb(monkeypatch, place, call, MemoryError("Unable to allocate 1 GiB"))
    monitor = Recorder()
    report = trial.run(monitor=monitor, tile_size=64, save_every_s=1000.0)
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    assert report.tile == (32, 32)
    assert any("starting again with tiles of 32 px" in warning for warning in monitor.warnings)
    assert stage_threads() == []


@pytest.mark.parametrize("place", [place for place in PLACES if place != "reader"])
def test_memory_that_runs_out_beside_the_model_takes_nothing_that_is_saved(place, trial, monkeypatch):
    """Smaller tiles would start over: that is for the user to choose."""
    with monkeypatch.context() as patch:
        disturb(patch, place, 9, MemoryError("Unable to allocate 1 GiB"))
        trial.fails(NotEnoughMemory, f"single tile of 32 x 32 px.*{KEPT}", left="pair")
    assert trial.goes_on(CUBE + 5) > 0


@pytest.mark.parametrize("place", PLACES)
def test_memory_that_never_suffices_beside_the_model(place, trial, monkeypatch):
    owner, name = PLACES[place]
    monkeypatch.setattr(owner, name, lambda *_, **__: raising(MemoryError("Unable to allocate 1 GiB"))())
    # The raster is read before the first tile too, and smaller tiles would not help there.
    when = "while the raster was looked at" if place == "reader" else "with a single tile of 32 x 32 px"
    trial.fails(NotEnoughMemory, f"Memory ran out {when}.*close other programs")


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("what", ["buffers", "model"])
def test_memory_that_runs_out_before_the_first_tile(what, error, trial, monkeypatch):
    """Pinned buffers of a GPU and the model itself need memory too."""
    owner, name = (run_module, "host_buffer") if what == "buffers" else (Inference, "placed")
    real = getattr(owner, name)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, at_call(1, raising(error), real))
        assert trial.run(tile_size=64).tile == (32, 32)
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    trial.put_old()
    monkeypatch.setattr(owner, name, lambda *_: raising(error)())
    trial.fails(NotEnoughMemory, "[Mm]emory", tile_size=64)
