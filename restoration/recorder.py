"""Keeps the journal of a run while it writes, and finds out whether there is one to go on with."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from ..errors import Cancelled, InputChanged, OutputRefused, RestorationError, WriteFailed
from ..raster import CubeSink, Output, Window
from .assembly import Assembly, Tally, makes_whole_blocks
from .journal import Journal, Moment
from .resume import differences
from .run import TileRun
from .tiles import TilePlan, plan_tiles

GIVEN_UP = (Cancelled, InputChanged, OutputRefused)
"""Errors after which a run is not to be gone on with."""

KEPT = "What was finished is kept beside it: start the same run again and it goes on from there."

ACCOUNT_BYTES = 1 << 10
"""For each band, several times what a model's own account takes."""

LARGEST_SHARE = 1 / 20
"""Of a run's time, the most that goes into saving it."""


class Recorder:
    """For one run into ``output`` that does ``task`` (`resume.describe_task`). ``done`` tiles were finished before."""

    def __init__(self, output: Output, task: Mapping[str, str], save_every_s: float) -> None:
        self.input = task["input"]
        self.done, self.at_once = 0, 0
        self._output, self._task, self._every = output, dict(task), save_every_s
        self._journal = Journal(output.claim.file)
        self._moment: Moment | None = None
        self._saves = self._saved = False
        self._next = 0.0
        self._writing: tuple[CubeSink, TileRun] | None = None

    def look_back(self, width: int, height: int) -> tuple[TilePlan | None, int, str]:
        """The tiles and the groups of an earlier run that stopped on its way, for a raster of this size; or None and
        why it cannot be gone on with, empty where there was none. ``at_once`` is how many tiles its memory held."""
        found = self._journal.read()
        if found is None:
            return None, 1, ""
        task, moment = found
        changed = differences(task, self._task)
        if changed:
            return None, 1, f"{' and '.join(changed)} {'has' if len(changed) == 1 else 'have'} changed since"
        stage = self._output.stage
        if not stage.is_file() or stage.stat().st_size < moment.length:
            return None, 1, "its temporary file is gone"
        self._moment, self.at_once = moment, moment.at_once
        tile, overlap, blend = (int(task[key]) for key in ("tile", "overlap", "blend"))
        return plan_tiles(width, height, tile, overlap, pooled=bool(blend) or not overlap), moment.group, ""

    def begin(self, block: int | None, tags: Mapping[str, str]) -> CubeSink:
        """A new file, whatever an earlier run has left (`Output.create`)."""
        self.done, self.at_once, self._moment, self._saved = 0, 0, None, False
        return self._output.create(block=block, tags=tags)

    def reopen(self, plan: TilePlan, scale: int) -> CubeSink:
        """The file of the run that was looked back to, as it was after its ``done`` tiles."""
        self.done, self._saved = self._moment.done, True
        sink = self._output.reopen(self._moment.file)
        cores = (tile.core for tile in islice(plan, self.done))
        sink.written(Window(*(scale * n for n in (core.x, core.y, core.width, core.height))) for core in cores)
        return sink

    @contextmanager
    def recording(self, sink: CubeSink, run: TileRun, plan: TilePlan, scale: int) -> Iterator[None]:
        """While inside, ``after`` saves the run now and then.

        Whatever ends the run, what was saved is kept for the same run to go on with; not if the user cancels, nor where
        going on could not help, as with an input that has changed or a file that reads back wrongly.
        """
        self._saves = self._output.in_place or makes_whole_blocks(plan, scale)
        self._writing = (sink, run)
        if self._moment is not None:
            _restore(run, self._moment)
            self._moment = None
        elif self._saves:
            self._begin_journal(run.assembly, plan, sink)
        self._next = time.monotonic() + self._every
        self._output.own()
        try:
            yield
        except BaseException as error:
            useless = isinstance(error, GIVEN_UP) and not isinstance(error, WriteFailed)
            if useless or not self.saved:
                raise
            sink.suspend()
            if not isinstance(error, RestorationError):
                raise
            raise type(error)(f"{error} {KEPT}") from error

    @property
    def saved(self) -> bool:
        """Whether there is something on the disk that a later run can go on with."""
        return self._saved and self._output.stage.is_file()

    def after(self, done: int) -> None:
        """To be called in the thread that writes, when ``done`` tiles of the plan are written. Raises WriteFailed."""
        if not self._saves or time.monotonic() < self._next:
            return
        started = time.monotonic()
        sink, run = self._writing
        saved, (right, below), tally = sink.save(), run.assembly.stitcher.seams, run.assembly.tally
        moment = Moment(
            done=done,
            group=run.group,
            at_once=run.batch,
            clamped=tally.clamped,
            unusable=tally.unusable,
            account=run.account,
            length=saved.length,
            head=saved.head,
            beside=saved.beside,
            right=right,
            below=below,
            changed=tally.changed,
        )
        self._on_disk(lambda: self._journal.save(moment))
        self._saved = True
        ended = time.monotonic()
        if self._every:
            self._next = ended + max(self._every, (ended - started) / LARGEST_SHARE)

    def _begin_journal(self, assembly: Assembly, plan: TilePlan, sink: CubeSink) -> None:
        arrays = (*assembly.stitcher.seams, assembly.tally.changed)
        counted = sum(array.nbytes for array in arrays) + ACCOUNT_BYTES * assembly.tally.changed.size
        described = {"tile": str(plan.tile), "overlap": str(plan.overlap), "blend": str(plan.blend)}
        self._on_disk(lambda: self._journal.begin({**self._task, **described}, sink.saved_bytes() + counted))

    def _on_disk(self, write) -> None:
        try:
            write()
        except OSError as error:
            raise WriteFailed(
                self._output.failed(f"its journal cannot be written: {error.strerror}. Is the disk full?")
            ) from error


def _restore(run: TileRun, moment: Moment) -> None:
    run.assembly.stitcher.seams = (moment.right, moment.below)
    run.assembly.tally = Tally(moment.clamped, moment.unusable, moment.changed)
    if moment.account:
        run.findings.take(moment.account)
