"""Work of many small launches on a CUDA device, recorded once for a shape of batch and played again from then on.

A recurrence is thousands of kernels so short that a GPU waits for the processor to launch them. As CUDA graphs they
start by the hundred. What is recorded must be the same for every batch of its shape, in buffers that stay.

Tests have a stand-in that records and plays torch's operations on the processor; on an H100 recorded RAS2S gave the
very numbers that it gives unrecorded.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Callable, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from torch import Tensor

STEPS_TOGETHER = 32
"""Steps of one graph: progress is told, and cancel heard, between graphs."""

BESIDE = 1 / 4
"""Work on a batch of up to this part of the last one's size is done beside what is recorded, and takes memory besides.
Forgetting would cost the batches after it more time than it takes."""

Result = TypeVar("Result")


class Program(Protocol[Result]):
    """Work on batches of one shape, in buffers of its own."""

    def load(self, batch: Tensor) -> None:
        """The batch that the next steps work on."""

    def steps(self) -> Iterator[float]:
        """The work, which may not depend on any value of the batch; gives the share done, and ends with 1."""

    def result(self) -> Result:
        """Of the batch that was worked on last, in buffers that the next one overwrites."""


class Graph(Protocol):
    """What was recorded."""

    def replay(self) -> None:
        """Does it again."""


Recorder = Callable[[], AbstractContextManager[Graph]]
"""Gives a context; what is launched inside is recorded, and not done. Graphs are played in the order of recording."""


def cuda_recorder() -> Recorder:
    """A recorder whose graphs share their memory."""
    import torch

    pool = torch.cuda.graph_pool_handle()

    @contextmanager
    def recording() -> Iterator[Graph]:
        graph = torch.cuda.CUDAGraph()
        # Other threads copy tiles to and from the device meanwhile.
        with torch.cuda.graph(graph, pool=pool, capture_error_mode="thread_local"):
            yield graph

    return recording


def plainly(program: Program[Result], batch: Tensor, tick: Callable[[float], None]) -> Result:
    """The program without any recording; ``tick`` hears the share done after every step."""
    program.load(batch)
    for share in program.steps():
        tick(share)
    return program.result()


class Recording(Generic[Result]):
    """All graphs of a program."""

    def __init__(self, program: Program[Result], recorder: Recorder) -> None:
        self._program = program
        self._graphs: list[tuple[Graph, float]] = []
        steps, share = program.steps(), 0.0
        while share < 1:
            with recorder() as graph:
                *_, share = islice(steps, STEPS_TOGETHER)
            self._graphs.append((graph, share))

    def play(self, batch: Tensor, tick: Callable[[float], None]) -> Result:
        """What the program makes of ``batch``."""
        self._program.load(batch)
        for graph, share in self._graphs:
            graph.replay()
            tick(share)
        return self._program.result()


class Replays:
    """Runs programs by what fixes their work, for instance a shape: plainly the first time, recorded from the second.

    So work that does not come again is not recorded, and every library has settled before a recording. A recording is
    kept until there is other work that may need its memory: little work, such as single tiles that are done again, is
    done plainly in between. Threads wait for each other: there is one set of buffers.
    """

    def __init__(self, recorder: Callable[[], Recorder] = cuda_recorder) -> None:
        self._recorder = recorder
        self._seen: Hashable = None
        self._size = 0
        self._recorded: Hashable = None
        self._recording: Recording | None = None
        self._lock = threading.Lock()

    def run(
        self, work: Hashable, build: Callable[[], Program[Result]], batch: Tensor, tick: Callable[[float], None]
    ) -> Result:
        """The result of the program that ``build`` makes for ``work``; good until the next call."""
        with self._lock:
            try:
                if work != self._seen and batch.numel() <= BESIDE * self._size:
                    return plainly(build(), batch, tick)
                if work != self._recorded:
                    self._forget()
                    if work != self._seen:
                        self._seen, self._size = work, batch.numel()
                        return plainly(build(), batch, tick)
                    self._recording, self._recorded = Recording(build(), self._recorder()), work
                return self._recording.play(batch, tick)
            except RuntimeError:
                # Out of memory above all: what is kept here is what a smaller batch needs, and that comes from now on.
                self._forget()
                self._seen, self._size = None, 0
                raise

    def forget(self) -> None:
        """Gives back what a recording holds, for work that is not to be recorded."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._recording = self._recorded = None
