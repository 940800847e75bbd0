"""Runs that something goes wrong in, and what is to be left of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hyperrestore.errors import RestorationError
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.networks import Network, Recorder, read_raster

GOING_ON = "An earlier run of this output was interrupted; going on after "
KEPT = "What was finished is kept beside it: start the same run again and it goes on from there."
OLD = b"the output of last week"


def raised(batch):
    """What the undisturbed network gives: the same whatever the tile, the batch and the seams."""
    return batch + 5


@dataclass(frozen=True)
class Trial:
    """Runs of ``source`` into ``output``, where an older output lies, in a folder that holds nothing else."""

    source: str
    output: Path

    def run(self, function: Callable = raised, monitor: Recorder | None = None, network: Network | None = None, **job):
        """Tiles of 32 px, noted one by one; ``function`` is the network."""
        fields = {"device": "cpu", "line_direction": "columns", "tile_size": 32, "overlap": 0, "save_every_s": 0.0}
        restored_by = network or Network(function, scaling="none", batchable=False)
        asked = RestorationJob(source=self.source, output=str(self.output), **{**fields, **job})
        return restore_raster(asked, restored_by, monitor or Recorder())

    def put_old(self) -> None:
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self.output.write_bytes(OLD)
        os.utime(self.output, ns=(1, 1))

    @property
    def pair(self) -> set[str]:
        """The names of what a later run goes on with."""
        return {stage_path(self.output).name, journal_path(self.output).name}

    def left(self) -> set[str]:
        """The names of what lies in the folder beside the older output. Fails if that is another one now."""
        assert self.output.read_bytes() == OLD, "the older output was changed"
        assert self.output.stat().st_mtime_ns == 1, "the older output was written to"
        return {file.name for file in self.output.parent.iterdir()} - {self.output.name}

    def fails(self, error: type[BaseException], match: str, left: str = "nothing", **run) -> BaseException:
        """Runs and checks that it ends with ``error``; one of ours is a sentence.

        ``left`` is "nothing", "pair", or "either" where it depends on what was saved by then.
        """
        with pytest.raises(error, match=match) as caught:
            self.run(**run)
        assert type(caught.value) is error or isinstance(caught.value, RestorationError)
        assert not isinstance(caught.value, RestorationError) or is_a_sentence(str(caught.value))
        stem = stage_path(self.output).stem
        remaining = self.left()
        if left == "pair" or (left == "either" and remaining):
            assert self.pair <= remaining and all(name.startswith(stem) for name in remaining)
        else:
            assert remaining == set()
        assert stage_threads() == []
        return caught.value

    def goes_on(self, expected: np.ndarray, function: Callable = raised, **job) -> int:
        """Runs again, undisturbed: the number of tiles that needed no second time. The result is ``expected``."""
        monitor = Recorder()
        self.run(function, monitor, **job)
        assert np.array_equal(read_raster(self.output), expected)
        assert self.pair.isdisjoint(file.name for file in self.output.parent.iterdir())
        told = [line for line in monitor.infos if line.startswith(GOING_ON)]
        return int(told[0][len(GOING_ON) :].split()[0]) if told else 0


def is_a_sentence(text: str) -> bool:
    return "\n" not in text and text[:1].isupper() and text.endswith((".", "?")) and ".." not in text


def stage_threads() -> list[str]:
    """The threads of runs that are still there."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("hyperrestore-")]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """While inside, no file of this process can grow beyond ``size`` bytes, as if the disk or the quota were full."""
    resource = pytest.importorskip("resource", reason="the system cannot limit the size of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Python ignores SIGXFSZ, so that writing fails with EFBIG.
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def at_call(number: int, act: Callable[[], None], function: Callable) -> Callable:
    """``function``, which does ``act`` first when it is called for the ``number``-th time (from 1 on)."""
    calls = []

    def disturbed(*arguments, **named):
        calls.append(None)
        if len(calls) == number:
            act()
        return function(*arguments, **named)

    return disturbed


def raising(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act
