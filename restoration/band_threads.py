"""The bands of a tile in threads of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
BAND_THREADS = max(1, min(4, (os.cpu_count() or 1) // 2))
"""Enough to keep up with a GPU; the rest is for reading and for compression."""


class BandThreads:
    """As many threads as ``parts`` makes of some bands, until they are closed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(BAND_THREADS, "hyperrestore-bands") if BAND_THREADS > 1 else None

    @staticmethod
    def parts(bands: range) -> list[range]:
        each = -(-len(bands) // BAND_THREADS)
        return [bands[first : first + each] for first in range(0, len(bands), each)]

    def map(self, work: Callable[..., Result], *arguments: Iterable) -> list[Result]:
        """Like Python's own, in the order of the arguments."""
        return list(map(work, *arguments) if self._pool is None else self._pool.map(work, *arguments))

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
