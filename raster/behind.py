"""Calls in a thread of their own, one after the other, while the next ones are prepared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

MOST_CALLS = 2
"""Under way or waiting: while GDAL compresses what it was given, the next numbers wait already. Else it would run out
of work."""


class Behind:
    """The thread is there from the first call until ``close``."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, f"hyperrestore-{name}")
        self._calls: deque[Future] = deque()
        self._failed = False

    def begin(self, call: Callable[..., None], *arguments: object) -> None:
        """Has ``call(*arguments)`` done after those before it; waits while there are ``MOST_CALLS`` of them.

        What it is given must stay as it is until then. Raises what one of those has raised; the ones that waited behind
        that one, and this one, are not done.
        """
        self._wait(MOST_CALLS - 1)
        self._calls.append(self._pool.submit(self._do, call, *arguments))

    def settle(self) -> None:
        """Waits until all is done. Raises as ``begin`` does."""
        self._wait(0)

    def close(self) -> None:
        """Waits until all is done, whatever comes of it; without effect when called again."""
        self._calls.clear()
        self._pool.shutdown()

    def _do(self, call: Callable[..., None], *arguments: object) -> None:
        if self._failed:
            return
        try:
            call(*arguments)
        except BaseException:
            self._failed = True
            raise

    def _wait(self, most: int) -> None:
        while self._calls and (len(self._calls) > most or self._calls[0].done()):
            first = self._calls.popleft()
            if first.exception() is None:
                continue
            wait(self._calls)
            self._calls.clear()
            self._failed = False
            try:
                first.result()
            finally:
                # The error's traceback knows this frame: they would keep each other, and all that was to be written.
                del first
