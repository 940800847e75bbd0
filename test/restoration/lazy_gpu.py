"""A stand-in for a GPU that is as late as it may be: what a stream was given is done when somebody waits for it, and
then no more than that needs. Whoever forgets to wait finds numbers that are none."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np


class Stream:
    """Work in its order."""

    device = "lazy"

    def __init__(self, priority: int = 0) -> None:
        self.priority = priority
        self.given: deque = deque()
        self.count = 0

    def give(self, work) -> None:
        self.given.append(work)
        self.count += 1

    def record_event(self) -> Event:
        return Event(self, self.count)

    def wait_stream(self, other: Stream) -> None:
        self.give(other.record_event().synchronize)

    def synchronize(self) -> None:
        self.record_event().synchronize()


class Event:
    def __init__(self, stream: Stream, number: int) -> None:
        self._stream, self._number = stream, number

    @property
    def has_come(self) -> bool:
        return self._stream.count - len(self._stream.given) >= self._number

    def synchronize(self) -> None:
        while not self.has_come:
            self._stream.given.popleft()()

    def wait(self) -> None:
        cuda.current_stream().give(self.synchronize)


class Maps:
    """A tensor on the GPU, whose numbers come with the work on its stream."""

    device, dtype = "lazy", "float32"

    def __init__(self, make, shape: tuple[int, ...]) -> None:
        self.shape, self.used_by = shape, {cuda.current_stream()}
        self.values = np.full(shape, np.nan, np.float32)
        cuda.current_stream().give(lambda: self.values.__setitem__(..., make()))

    def __getitem__(self, some: slice) -> Maps:
        part = object.__new__(Maps)
        part.values, part.used_by = self.values[some], self.used_by
        part.shape = part.values.shape
        return part

    def record_stream(self, stream: Stream) -> None:
        self.used_by.add(stream)

    def float(self) -> Maps:
        return self

    def plus(self, number: float) -> Maps:
        self.used_on(cuda.current_stream())
        return Maps(lambda: self.values + number, self.shape)

    def __sub__(self, other: Maps) -> Maps:
        for each in (self, other):
            each.used_on(cuda.current_stream())
        return Maps(lambda: self.values - other.values, self.shape)

    def used_on(self, stream: Stream) -> None:
        assert stream in self.used_by, "its memory could be given to others while it is read"


class HostMaps:
    """A tensor in the processor's memory."""

    device, dtype = "cpu", "float32"

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def to(self, device: str, non_blocking: bool = False) -> Maps:
        assert cuda.devices == ["lazy"] * non_blocking, "the thread would begin to use the first GPU on its way back"
        assert cuda.current_stream().priority == -non_blocking, "the copy could become part of a recording"
        maps = Maps(lambda: self._values, self._values.shape)
        if not non_blocking:
            cuda.current_stream().synchronize()
        return maps

    def copy_(self, source: Maps, non_blocking: bool = False) -> None:
        def copy() -> None:
            source.used_on(stream)
            self._values[...] = source.values

        stream = cuda.current_stream()
        stream.give(copy)
        if not non_blocking:
            stream.synchronize()

    def numpy(self) -> np.ndarray:
        return self._values


class Cuda:
    """What of ``torch.cuda`` copies need."""

    Stream = Stream

    def __init__(self) -> None:
        self._current = Stream()
        self.devices: list[str] = []

    def current_stream(self) -> Stream:
        return self._current

    @contextmanager
    def device(self, device: str):
        self.devices.append(device)
        try:
            yield
        finally:
            self.devices.pop()

    @contextmanager
    def stream(self, stream: Stream):
        before, self._current = self._current, stream
        try:
            yield
        finally:
            self._current = before


cuda = Cuda()


@contextmanager
def inference_mode():
    yield


torch = SimpleNamespace(cuda=cuda, from_numpy=HostMaps, inference_mode=inference_mode)
