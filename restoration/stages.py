"""Work in threads beside the one that waits for it: reading ahead of a model, writing behind it, looking at several
windows at once; what fails there is raised here."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
POLL_SECONDS = 0.1
SIDE_BY_SIDE = max(2, min(8, (os.cpu_count() or 1) // 2))
"""Windows of a sample that are looked at in threads of their own at the same time."""
_END = object()


class Stopped(Exception):
    """Raised inside a stage that is to end because another part of the run has ended."""


class Halt:
    """Tells stages to end. ``check`` raises `Stopped` in them once that is so."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def check(self) -> None:
        if self._event.is_set():
            raise Stopped


class _Stage:
    """A thread with the error that ended it."""

    def __init__(self, work: Callable[[], None], name: str) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=f"hyperrestore-{name}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again where the run waits
            self._error = error
        finally:
            # Else the work, and all its buffers with it, would live until Python looks for cycles.
            self._work = None

    def raise_error(self) -> None:
        if self._error is None:
            return
        error, self._error = self._error, None
        try:
            raise error
        finally:
            # Its traceback knows this frame: they would keep each other, and the open file, for a while.
            del error

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def join(self, seconds: float | None = None) -> None:
        self._thread.join(seconds)


class ReadAhead(Generic[Item]):
    """Iterates over ``items``, which are made in another thread, one ahead. ``tick`` is called while waiting."""

    def __init__(self, items: Iterable[Item], halt: Halt, tick: Callable[[], None]) -> None:
        self._queue: queue.Queue = queue.Queue(maxsize=1)
        self._halt, self._tick = halt, tick
        self._stage = _Stage(lambda: self._fill(items), "reader")

    def __enter__(self) -> ReadAhead[Item]:
        return self

    def __exit__(self, *_) -> None:
        """Ends this stage and all that heed its ``halt``; waits for the thread's end."""
        self._halt.set()
        self._stage.join()

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        item = take(self._queue, self._stage, self._tick)
        if item is _END:
            raise StopIteration
        return item

    def _fill(self, items: Iterable[Item]) -> None:
        for item in items:
            _offer(self._queue, item, self._halt.check)
            # Else it would be kept while the next one is made, though it may have been used up by then.
            del item
        _offer(self._queue, _END, self._halt.check)


class WriteBehind(Generic[Item]):
    """Calls ``work`` on every item given, in order, in another thread, which is at most one item behind."""

    def __init__(self, work: Callable[[Item], None], halt: Halt, tick: Callable[[], None]) -> None:
        self._queue: queue.Queue = queue.Queue(maxsize=1)
        self._halt, self._tick = halt, tick
        self._stage = _Stage(lambda: self._drain(work), "writer")

    def __enter__(self) -> WriteBehind[Item]:
        return self

    def __exit__(self, *_) -> None:
        """Ends this stage and all that heed its ``halt``; waits for the thread's end."""
        self._halt.set()
        self._stage.join()

    def put(self, item: Item) -> None:
        """Hands an item over. Raises what an earlier one has raised."""

        def check() -> None:
            self._stage.raise_error()
            self._tick()

        _offer(self._queue, item, check)

    def finish(self) -> None:
        """Waits until all items are done. Raises what one of them has raised."""
        self.put(_END)
        while not self._stage.ended:
            self._tick()
            self._stage.join(POLL_SECONDS)
        self._stage.raise_error()

    def _drain(self, work: Callable[[Item], None]) -> None:
        while True:
            item = take(self._queue, None, self._halt.check)
            if item is _END:
                return
            work(item)


def _offer(places: queue.Queue, item: object, check: Callable[[], None]) -> None:
    """Puts ``item`` as soon as there is room; ``check`` is called while waiting, and may raise."""
    while True:
        check()
        try:
            places.put(item, timeout=POLL_SECONDS)
            return
        except queue.Full:
            continue


def take(places: queue.Queue, source: _Stage | None, check: Callable[[], None]) -> object:
    """The next item; raises what ended ``source`` if it ended without one."""
    while True:
        check()
        ended = source is not None and source.ended
        try:
            return places.get_nowait() if ended else places.get(timeout=POLL_SECONDS)
        except queue.Empty:
            if ended:
                source.raise_error()
                raise Stopped from None


def side_by_side(
    work: Callable[[Item], Result], items: Iterable[Item], tick: Callable[[], None] = lambda: None
) -> Iterator[Result]:
    """What ``work`` makes of each item, in their order, ``SIDE_BY_SIDE`` of them at a time in threads.

    ``tick`` is called before each item and while waiting, and may raise; what is not begun by then never is.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE, "hyperrestore-look") as pool:
        futures: list[Future[Result]] = [pool.submit(work, item) for item in items]
        try:
            for future in futures:
                tick()
                while not wait([future], POLL_SECONDS).done:
                    tick()
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
