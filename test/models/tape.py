"""A stand-in for CUDA's graphs: torch's operations are recorded and played on the processor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Tape(TorchDispatchMode):
    """Operations with the very tensors they were called with; playing them fills those again."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[tuple] = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        given = func(*args, **(kwargs or {}))
        self._calls.append((func, args, kwargs or {}, given))
        return given

    def replay(self) -> None:
        for func, args, kwargs, given in self._calls:
            for old, new in zip(tree_leaves(given), tree_leaves(func(*args, **kwargs))):
                if old.data_ptr() != new.data_ptr():
                    old.copy_(new)


class Tapes:
    """What ``Replays`` asks for; ``recorded`` counts the recordings and ``tapes`` their pieces."""

    def __init__(self) -> None:
        self.recorded = self.tapes = 0

    def __call__(self):
        self.recorded += 1
        return self._recording

    @contextmanager
    def _recording(self) -> Iterator[Tape]:
        self.tapes += 1
        with Tape() as tape:
            yield tape
