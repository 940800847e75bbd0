"""Calls in a thread of their own, one after the other, while the next one is prepared."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Behind:
    """At most one call is under way: the next one waits for it, and raises what it has raised.

    The thread is there from the first call until ``close``.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, f"hyperrestore-{name}")
        self._under_way: Future | None = None

    def begin(self, call: Callable[..., None], *arguments: object) -> None:
        """Begins ``call(*arguments)`` once the one before is done. What it is given must stay as it is until then."""
        self.settle()
        self._under_way = self._pool.submit(call, *arguments)

    def settle(self) -> None:
        """Waits for the call that is under way. Raises what it raises, once."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def close(self) -> None:
        """Waits as ``settle`` does, whatever comes of the call; without effect when called again."""
        self._under_way = None
        self._pool.shutdown()
