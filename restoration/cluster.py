"""All tiles of one plan on the workers of a cluster: given out in order, taken back in order, written here.

Only so many groups are given out that every worker has the next one; a result stays on its worker until its turn has
come, so what is in memory is bounded wherever the writer is.
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ..errors import ClusterLost, ClusterUnavailable
from ..raster import CubeSink
from .assembly import Assembly
from .monitor import Span
from .run import INFERRED, Tiles
from .scheduler import Cluster
from .stages import Halt, WriteBehind
from .worker import Returned, Setting, begin, end, restore_group

AHEAD = 2
"""Groups given out for every thread of a worker."""

RETRIES = 2
"""How often a group that failed is tried again: shared storage has its moments."""

POLL_SECONDS, LOOK_SECONDS = 0.2, 2.0
LONELY_SECONDS = 120
"""How long the run waits when all workers are gone."""


class ClusterRun:
    """One attempt to restore the raster of ``setting`` into ``sink``; used once. The counterpart of `run.TileRun`."""

    def __init__(self, cluster: Cluster, setting: Setting, sink: CubeSink, tiles: Tiles) -> None:
        self._client, self._setting, self._tiles = cluster.client, setting, tiles
        self._scheduler, self._threads = cluster.scheduler, cluster.workers
        model = setting.inference.model
        self.assembly = Assembly(sink, tiles.plan, setting.work, model.descriptor.scale, tiles.first)
        self.group, self.batch = tiles.batch, tiles.at_once or tiles.batch
        self.findings = getattr(model, "findings", None)
        self.account = ""
        if self.findings is not None:
            self.findings.clear()
        self._key = f"hyperrestore-{uuid.uuid4().hex}"
        self._halt = Halt()
        self._last_seen = self._next_look = time.monotonic()
        self._warned: set[str] = set()

    def restore(self, span: Span, finished: Callable[[int], None] = lambda tiles: None) -> None:
        """Runs all tiles; ``finished`` hears, in the writing thread, how many tiles of the plan are written.

        Raises what any task raises, `Cancelled`, and `ClusterLost` when the cluster is gone.
        """
        total, received = len(self._tiles.plan), [self._tiles.first]

        def tick() -> None:
            span.tick((INFERRED * received[0] + (1 - INFERRED) * self.assembly.written) / total)

        with self.assembly, WriteBehind(lambda job: self._write(*job, finished), self._halt, tick) as writing:
            with self._prepared():
                for returned in self._in_order(tick):
                    self._note(returned, span)
                    received[0] += len(returned.answers)
                    writing.put((returned, received[0], self.findings.as_text() if self.findings else ""))
            writing.finish()

    @contextmanager
    def _prepared(self) -> Iterator[None]:
        """While inside, all workers, those that join later too, are prepared for the tasks of this run."""
        import cloudpickle

        plugin = _plugin(self._key, cloudpickle.dumps(self._setting))
        with self._reaching():
            self._client.register_plugin(plugin, name=self._key)
        try:
            yield
        finally:
            # Workers that went away meanwhile cannot be told, and what ended the run is what is to be heard.
            with suppress(ClusterLost), self._reaching():
                self._client.unregister_worker_plugin(self._key)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """While inside, a scheduler that does not answer raises `ClusterLost`."""
        from distributed import TimeoutError

        try:
            yield
        except (OSError, TimeoutError, RuntimeError) as error:
            raise ClusterLost(f"The Dask scheduler {self._scheduler} does not answer ({error}).") from error

    def _in_order(self, tick: Callable[[], None]) -> Iterator[Returned]:
        groups, given = self._tiles.groups(), deque()
        try:
            while True:
                for group in groups:
                    given.append(self._give(group))
                    if len(given) >= AHEAD * self._threads:
                        break
                if not given:
                    return
                yield self._take(given[0], tick)
                given.popleft().release()
        finally:
            with suppress(ClusterLost), self._reaching():
                self._client.cancel(list(given), force=True)

    def _give(self, group):
        number = group[0].row * len(self._tiles.plan.columns) + group[0].column
        return self._client.submit(
            restore_group, self._key, tuple(group), key=f"{self._key}-{number}", retries=RETRIES, pure=False
        )

    def _take(self, future, tick: Callable[[], None]) -> Returned:
        """The result of a task, once it is there; cancel is heard meanwhile."""
        from distributed import CancelledError, KilledWorker, TimeoutError, wait

        try:
            while not future.done():
                tick()
                self._look_around()
                # Waiting ends by raising, mostly because nothing has happened yet.
                with suppress(TimeoutError):
                    wait(future, timeout=POLL_SECONDS)
            tick()
            return future.result()
        except KilledWorker as error:
            raise ClusterLost(
                f"Workers of {self._scheduler} died one after the other on the same tiles ({error.last_worker.address} "
                "was the last); most likely their memory ran out. Give them more, or lower MEMORY_MB."
            ) from error
        except CancelledError as error:
            raise ClusterLost(f"The Dask scheduler {self._scheduler} is gone ({error}).") from error
        except ImportError as error:
            raise ClusterUnavailable(
                f"A worker of {self._scheduler} cannot run HyperRestore ({error}). Install the same version there "
                "(docs/cluster.md)."
            ) from error

    def _look_around(self) -> None:
        """Counts the workers' threads now and then. Raises `ClusterLost` when there have been none for long."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        with self._reaching():
            found = sum(self._client.nthreads().values())
        if found:
            self._threads, self._last_seen = found, now
        elif now - self._last_seen > LONELY_SECONDS:
            raise ClusterLost(f"The Dask scheduler {self._scheduler} has had no workers for {LONELY_SECONDS} s.")

    def _note(self, returned: Returned, span: Span) -> None:
        for warning in returned.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                span.warn(warning)
        self.batch = min(self.batch, returned.batch)
        if returned.findings is not None:
            self.findings.merge(returned.findings)

    def _write(self, returned: Returned, done: int, account: str, finished: Callable[[int], None]) -> None:
        """In the writing thread, which alone uses the sink."""
        for answer in returned.answers:
            self._halt.check()
            self.assembly.add(answer)
        self.account = account
        finished(done)


def _plugin(key: str, pickled: bytes):
    """What Dask gives to every worker, now or when it joins: made here, since Dask is imported only when it is used."""
    from distributed import WorkerPlugin

    class Workplace(WorkerPlugin):
        def setup(self, worker) -> None:
            begin(key, pickled)

        def teardown(self, worker) -> None:
            end(key)

    return Workplace()
