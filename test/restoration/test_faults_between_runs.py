"""Several runs of one output: told to end at any moment, killed between two steps, or at the same time."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from hyperrestore.errors import Interrupted, OutputRefused
from hyperrestore.raster import CubeSink, Output, Window, create_sink, open_cube
from hyperrestore.raster.claim import Claim
from hyperrestore.restoration.journal import Journal
from hyperrestore.restoration.recorder import Recorder as RunRecorder
from hyperrestore.test.restoration.disturbed import GOING_ON, OLD, Trial, raised, stage_threads
from hyperrestore.test.restoration.networks import Network, Recorder, noise_cube, read_raster, write_raster

CUBE = noise_cube(2, 96, 96, "int16") // 2
TILES = 9


class Killed(BaseException):
    """Stands for the end of the process: what lies on the disk then is what stays there."""


@pytest.fixture
def trial(tmp_path) -> Trial:
    (tmp_path / "in").mkdir()
    trial = Trial(write_raster(tmp_path / "in" / "in.tif", CUBE), tmp_path / "out" / "out.dat")
    trial.put_old()
    return trial


def killed_after(monkeypatch, owner: type, method: str, tiles: int = 1) -> None:
    """Runs end at the ``tiles``-th return from ``method`` as if the process had been killed."""
    real, calls = getattr(owner, method), []

    def deadly(self, *arguments, **named):
        result = real(self, *arguments, **named)
        calls.append(None)
        if len(calls) >= tiles:
            raise Killed
        return result

    monkeypatch.setattr(owner, method, deadly)
    # Nothing is cleaned up by the dead.
    monkeypatch.setattr("hyperrestore.raster.output.Output.drop", lambda self: None)
    monkeypatch.setattr("hyperrestore.raster.claim.Claim.release", lambda self, keep=False: self.file.close())


@pytest.mark.parametrize(
    ("owner", "method"), [(Claim, "forget"), (Output, "create"), (RunRecorder, "begin"), (Journal, "begin")]
)
def test_the_file_of_another_run_is_not_gone_on_with(owner, method, trial, monkeypatch):
    """A run is killed, then another one of this output with other parameters, early; then comes the first again."""
    with monkeypatch.context() as patch:
        killed_after(patch, RunRecorder, "after", tiles=4)
        with pytest.raises(Killed):
            trial.run()
    with monkeypatch.context() as patch:
        killed_after(patch, owner, method)
        with pytest.raises(Killed):
            trial.run(scaling="cube")
    assert trial.left() != set()
    assert trial.goes_on(CUBE + 5) == 0


def test_the_file_of_another_tool_is_not_gone_on_with(trial, monkeypatch):
    """Tools without a journal write under the same temporary name, and may be killed, too."""
    with monkeypatch.context() as patch:
        killed_after(patch, RunRecorder, "after", tiles=4)
        with pytest.raises(Killed):
            trial.run()
    with monkeypatch.context() as patch, open_cube(trial.source) as source:
        killed_after(patch, CubeSink, "write")
        with pytest.raises(Killed), create_sink(str(trial.output), source, dtype=source.dtype) as sink:
            sink.write(Window(0, 0, source.width, source.height), CUBE)
    assert trial.left() != set()
    assert trial.goes_on(CUBE + 5) == 0


def told_to_end_at(number: int) -> Recorder:
    """A monitor during whose ``number``-th question SIGTERM arrives."""
    monitor, asked = Recorder(), []

    def cancelled() -> bool:
        asked.append(None)
        if len(asked) == number:
            os.kill(os.getpid(), signal.SIGTERM)
        return False

    monitor.cancelled = cancelled
    return monitor


def test_told_to_end_at_any_moment(trial):
    """At every tick of a run, until one comes too late: the pair stays or nothing, and the same run goes on."""
    # The first question comes before anything is opened, and before the signal is heeded.
    number, kept = 2, []
    while True:
        trial.put_old()
        try:
            trial.run(monitor=told_to_end_at(number))
            break
        except Interrupted as error:
            assert "told to end (SIGTERM)" in str(error)
            left = trial.left()
            assert ("kept beside it" in str(error)) == bool(left)
            assert not left or trial.pair <= left
            kept.append(trial.goes_on(CUBE + 5) if left else 0)
        assert stage_threads() == []
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        number += 1
    assert np.array_equal(read_raster(trial.output), CUBE + 5)
    assert number > 2 * TILES
    # Early on nothing is worth keeping, in the end nearly all.
    assert kept[0] == 0 and max(kept) >= TILES - 2


def test_a_second_run_is_refused_and_the_first_one_does_not_notice(trial):
    refused = []

    def second(batch):
        with pytest.raises(OutputRefused, match="is being written by another run. Wait for it, or choose") as caught:
            trial.run()
        refused.append(caught.value)
        return raised(batch)

    trial.run(second)
    assert len(refused) == TILES
    assert np.array_equal(read_raster(trial.output), CUBE + 5)


def test_after_a_refused_run_the_first_can_still_be_interrupted_and_go_on(trial, monkeypatch):
    def second(batch):
        with pytest.raises(OutputRefused, match="is being written by another run"):
            trial.run()
        return raised(batch)

    with pytest.raises(Interrupted, match="kept beside it"):
        trial.run(second, monitor=told_to_end_at(30))
    assert trial.output.read_bytes() == OLD
    assert trial.goes_on(CUBE + 5) > 0


def test_an_interrupted_run_that_the_user_cancels_leaves_nothing(trial):
    with pytest.raises(Interrupted, match="kept beside it"):
        trial.run(monitor=told_to_end_at(30))
    monitor = Recorder()
    monitor.cancelled = lambda: any(line.startswith(GOING_ON) for line in monitor.infos)
    with pytest.raises(Exception, match="cancelled"):
        trial.run(monitor=monitor)
    assert trial.left() == set()


def test_the_folder_may_be_moved_between_two_runs(trial, tmp_path: Path):
    with pytest.raises(Interrupted, match="kept beside it"):
        trial.run(monitor=told_to_end_at(30))
    trial.output.parent.rename(tmp_path / "elsewhere")
    moved = Trial(trial.source, tmp_path / "elsewhere" / "out.dat")
    assert moved.goes_on(CUBE + 5) > 0


def test_a_network_is_asked_again_for_what_was_not_saved_only(trial):
    with pytest.raises(Interrupted, match="kept beside it"):
        trial.run(monitor=told_to_end_at(30))
    network = Network(raised, scaling="none", batchable=False)
    monitor = Recorder()
    trial.run(network=network, monitor=monitor)
    (told,) = [line for line in monitor.infos if line.startswith(GOING_ON)]
    assert len(network.seen) == TILES - int(told[len(GOING_ON) :].split()[0])
