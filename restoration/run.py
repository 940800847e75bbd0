"""All tiles of one plan: read ahead of the model, restored in batches, assembled and written behind it."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ..errors import NotEnoughMemory
from ..raster import CubeSink
from .asking import Asker, too_much
from .assembly import Assembly
from .blocks import Asked, BandWork, Group, read_group
from .held_memory import HeldMemory
from .inference import Inference, host_buffer
from .monitor import Span
from .needs import SLOTS
from .reading import Reader
from .stages import Halt, ReadAhead, WriteBehind, take
from .tiles import Tile, TilePlan

INFERRED = 0.9
"""The model's share of the progress; the rest is the writing's."""


@dataclass(frozen=True)
class Slot:
    """Memory of one group on its way: ``batch``, float32 [N, B, h, w], for the model, ``result`` [N, B, s·h, s·w]."""

    batch: np.ndarray
    result: np.ndarray


@dataclass(frozen=True)
class Tiles:
    """What is to be restored: the tiles of ``plan`` from number ``first`` on, in groups of ``batch``. The model is
    shown a group at once, or ``at_once`` tiles of it where memory has run out before (0: it has not)."""

    plan: TilePlan
    batch: int
    first: int = 0
    at_once: int = 0

    def groups(self) -> Iterator[list[Tile]]:
        """The tiles in the plan's order. Where a run goes on, they form the groups that they would have formed."""
        tiles = islice(self.plan, self.first, None)
        while group := list(islice(tiles, self.batch)):
            yield group


class TileRun:
    """One attempt to restore what ``reader`` reads into ``sink``; used once.

    ``findings`` are what the model keeps account of, if it does; ``account`` is how they stood (``as_text``) when the
    last tiles that are written left the model, which is ahead of the writing.
    """

    def __init__(
        self, reader: Reader, sink: CubeSink, tiles: Tiles, work: BandWork, inference: Inference, held: HeldMemory
    ) -> None:
        self._reader, self._tiles, self._work, self._inference = reader, tiles, work, inference
        self.assembly = Assembly(sink, tiles.plan, work, inference.model.descriptor.scale, tiles.first)
        self.findings = getattr(inference.model, "findings", None)
        self.account = ""
        self._asker = Asker(inference, tiles.at_once or tiles.batch)
        self._halt, self._held = Halt(), held
        self._slots: queue.Queue[Slot] = queue.Queue()

    @property
    def group(self) -> int:
        """Tiles that are read and written together."""
        return self._tiles.batch

    @property
    def batch(self) -> int:
        """Tiles that the model is shown at once: fewer than were asked for once memory has run out."""
        return self._asker.batch

    def restore(self, span: Span, finished: Callable[[int], None] = lambda tiles: None) -> None:
        """Runs all tiles. ``finished`` hears, in the writing thread, how many tiles of the plan are written.

        Raises `NotEnoughMemory` when not even one tile at a time works, `Cancelled`, and what any part raises.
        """
        total, asked_of = len(self._tiles.plan), [self._tiles.first]

        def share() -> float:
            return (INFERRED * asked_of[0] + (1 - INFERRED) * self.assembly.written) / total

        def tick() -> None:
            span.tick(share())

        self._make_slots()
        try:
            ahead = self._read()
            with self.assembly, ReadAhead(ahead, self._halt, tick) as reading, self._writing(finished, tick) as writing:
                for slot, group in reading:
                    count = len(group.blocks)
                    part = span.part(share(), share() + INFERRED * count / total)
                    self._held.look()
                    asked = self._asker.ask(group, part, slot.result)
                    asked_of[0] += count
                    writing.put((slot, asked, asked_of[0], self.findings.as_text() if self.findings else ""))
                writing.finish()
        except MemoryError as error:
            shape = (len(self._work.restored), self._tiles.plan.height, self._tiles.plan.width)
            raise NotEnoughMemory(too_much(shape, error)) from error
        finally:
            # After a failure the slots are on their way to the allocator, and may be to a next attempt's.
            self._inference.settle()

    def _writing(self, finished: Callable[[int], None], tick: Callable[[], None]) -> WriteBehind:
        return WriteBehind(lambda job: self._write(*job, finished), self._halt, tick)

    def _make_slots(self) -> None:
        plan, scale, bands = self._tiles.plan, self._inference.model.descriptor.scale, len(self._work.restored)
        count = min(self._tiles.batch, len(plan))
        device = self._inference.device
        for _ in range(SLOTS):
            batch = host_buffer((count, bands, plan.height, plan.width), device)
            result = host_buffer((count, bands, plan.height * scale, plan.width * scale), device)
            self._slots.put(Slot(batch, result))

    def _read(self) -> Iterator[tuple[Slot, Group]]:
        """In the reading thread, which alone uses the source."""
        tiling = self._inference.model.descriptor.tiling
        for tiles in self._tiles.groups():
            slot = take(self._slots, None, self._halt.check)
            group = read_group(self._reader, self._work, tiling, tiles, slot.batch, self._halt.check)
            yield slot, group.on_its_way(self._inference)

    def _write(self, slot: Slot, asked: list[Asked], done: int, account: str, finished: Callable[[int], None]) -> None:
        """In the writing thread, which alone uses the sink."""
        for part in asked:
            for answer in part.answers():
                self._halt.check()
                self._held.look()
                self.assembly.add(answer)
        self._slots.put(slot)
        self.account = account
        finished(done)
