"""Tiles of a batch in threads of their own, each with its share of the processor.

Networks with few channels do too little in one operation to keep several cores busy with it, and cores that share one
wait for the slowest. Tiles know nothing of each other, so several can go their own ways. On two cores RAS2S gains 8 %,
a whole run 10 %, and beside another busy process a quarter (``bench/RESULTS.md``).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Callable, TypeVar

from .tilewise import Tick, between

if TYPE_CHECKING:
    from torch import Tensor

Result = TypeVar("Result")


class _Stopped(Exception):
    """Ends a part because another has failed, or the user has had enough."""


def in_threads(work: Callable[[Tensor, Tick], Result], parts: Sequence[Tensor], tick: Tick) -> list[Result]:
    """``work(part, tick)`` of all parts, as many at a time as torch has threads; each gets its share of those.

    ``tick`` hears the share done of all, in the calling thread; what it raises ends every part at its next tick, as
    does what any part raises. Meanwhile threads that first use torch get as few threads as a part has.
    """
    import torch

    threads = torch.get_num_threads()
    workers = min(len(parts), threads)
    if workers == 1:
        ends = [number / len(parts) for number in range(len(parts) + 1)]
        return [work(part, between(tick, *both)) for part, both in zip(parts, zip(ends, ends[1:]))]
    shares, news, stop = [0.0] * len(parts), threading.Event(), threading.Event()

    def call(number: int) -> Result:
        def heard(share: float) -> None:
            if stop.is_set():
                raise _Stopped
            shares[number] = share
            news.set()

        heard(0.0)
        return work(parts[number], heard)

    with ThreadPoolExecutor(workers, "hyperrestore-tiles", lambda: torch.set_num_threads(threads // workers)) as pool:
        futures = [pool.submit(call, number) for number in range(len(parts))]
        for future in futures:
            # The end of a part is news, too.
            future.add_done_callback(lambda _: news.set())
        try:
            while not _ended(futures):
                news.wait()
                news.clear()
                tick(sum(shares) / len(shares))
        finally:
            stop.set()
            wait(futures)
            torch.set_num_threads(threads)
    return _results(futures)


def _ended(futures: Sequence[Future]) -> bool:
    """Whether all are done, or one has failed."""
    done = [future for future in futures if future.done()]
    return len(done) == len(futures) or any(future.exception() for future in done)


def _results(futures: Sequence[Future[Result]]) -> list[Result]:
    """Of all; raises what the first to fail has raised of itself."""
    errors = [future.exception() for future in futures]
    for error in errors:
        if error is not None and not isinstance(error, _Stopped):
            raise error
    return [future.result() for future in futures]
