"""What runs on a worker of a cluster: it reads its own tiles, restores them, and gives them back.

A worker is told once what all tasks of a run have in common (`Setting`), and keeps the model and the open raster.
"""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..errors import Cancelled, ClusterUnavailable, RestorationError, UnsuitableRaster
from ..raster import Window, block_cache, open_cube
from .asking import Asker
from .blocks import Answer, BandWork, read_group
from .dependencies import require_torch
from .device import Device, choose_device
from .held_memory import keep_freed
from .inference import Inference
from .memory import Budget, find_budget
from .monitor import Progress, Span
from .reading import Reader
from .resume import describe_input
from .software import versions
from .tiles import Tile


@dataclass(frozen=True)
class Introduction:
    """What a worker says of itself; ``asked`` tells that the budget is what was asked for, not what is free."""

    versions: dict[str, str]
    device: Device
    budget: Budget
    asked: bool
    host: str


def introduce(device: str, memory_mb: int) -> Introduction:
    """Runs on the worker. Raises `DeviceUnavailable` and `MissingDependency`."""
    chosen = choose_device(device)
    return Introduction(versions(), chosen, find_budget(memory_mb, chosen), bool(memory_mb), platform.node())


@dataclass(frozen=True)
class Setting:
    """What all tasks of a run share. ``window`` is the part that is restored, None for all of the raster. ``content``
    tells the raster's files from others of their names (without times, which differ between file systems),
    ``inference`` is not on its device yet, ``cache`` bytes are GDAL's."""

    source: str
    window: Window | None
    content: str
    fills: tuple[np.generic, ...]
    work: BandWork
    inference: Inference
    shape: tuple[int, int]
    batch: int
    threads: int
    cache: int


@dataclass(frozen=True)
class Returned:
    """A group of tiles, restored: ``batch`` is how many fitted at once, ``findings`` what the model kept account of."""

    answers: tuple[Answer, ...]
    warnings: tuple[str, ...]
    batch: int
    findings: object | None


class _Listener:
    """The monitor of a task: remembers what is to be said, and whether anybody still wants the result."""

    def __init__(self) -> None:
        self.ended = False

    def progress(self, fraction: float) -> None:
        """Nobody looks at the progress within a group."""

    def info(self, text: str) -> None:
        """Workers have no log of their own."""

    def warn(self, text: str) -> None:
        """`Progress` remembers it."""

    def cancelled(self) -> bool:
        return self.ended


class Desk:
    """One run on this worker: its model on the device, one open raster for each thread."""

    def __init__(self, setting: Setting) -> None:
        self._listener = _Listener()
        self._resources = ExitStack()
        self._sources = threading.local()
        self._computing = threading.Lock()
        self._setting = setting
        keep_freed()
        self._inference = setting.inference.placed()
        self._resources.enter_context(block_cache(setting.cache))

    def restore(self, tiles: Sequence[Tile]) -> Returned:
        """Reads and restores a group of tiles; one thread reads while another computes."""
        progress = Progress(self._listener)
        span, setting = Span(progress), self._setting
        require_torch().set_num_threads(setting.threads)
        model = self._inference.model
        batch = np.empty((len(tiles), len(setting.work.restored), *setting.shape), np.float32)
        group = read_group(self._reader(), setting.work, model.descriptor.tiling, tiles, batch, lambda: span.tick(0.0))
        asker = Asker(self._inference, setting.batch)
        with self._computing:
            findings = getattr(model, "findings", None)
            if findings is not None:
                findings.clear()
            answers = tuple(answer for asked in asker.ask(group, span) for answer in asked.answers())
            kept = findings and findings.copy()
        return Returned(answers, tuple(progress.warnings), asker.batch, kept)

    def end(self) -> None:
        """Lets go of everything; tasks that still run end at their next tick."""
        self._listener.ended = True
        self._resources.close()

    def _reader(self) -> Reader:
        if not hasattr(self._sources, "reader"):
            source = open_cube(self._setting.source, self._setting.window)
            if without_times(describe_input(source)) != self._setting.content:
                raise UnsuitableRaster(
                    f"{self._setting.source} is another raster here than where the run was started. Workers must see "
                    "the same files under the same names."
                )
            self._sources.reader = Reader(self._resources.enter_context(source), self._setting.fills)
        return self._sources.reader


_desks: dict[str, Desk | Exception] = {}


def begin(key: str, pickled: bytes) -> None:
    """Prepares this worker for the tasks of the run ``key``; what fails is kept, and raised by the tasks."""
    import cloudpickle

    try:
        _desks[key] = Desk(cloudpickle.loads(pickled))
    except Exception as error:  # noqa: BLE001 - raised again in the tasks
        _desks[key] = error


def end(key: str) -> None:
    """The run ``key`` is over."""
    desk = _desks.pop(key, None)
    if isinstance(desk, Desk):
        desk.end()


def restore_group(key: str, tiles: Sequence[Tile]) -> Returned:
    """The task. Errors of ours say which worker they happened on."""
    from distributed import get_worker

    try:
        desk = _desks.get(key)
        if desk is None:
            raise ClusterUnavailable("the worker was not prepared for this run. Run again.")
        if isinstance(desk, Exception):
            raise desk
        return desk.restore(tiles)
    except Cancelled:
        raise
    except RestorationError as error:
        raise type(error)(f"On worker {get_worker().address}: {error}") from error


def without_times(description: str) -> str:
    """`describe_input` without times of change."""
    parts = (line.rsplit(" ", 2) for line in description.splitlines())
    return "\n".join(f"{name} {digest}" for name, _, digest in parts)


def seen_from_anywhere(source: str) -> str:
    """A raster's name as it holds in any folder, for those that are files."""
    return os.path.abspath(source) if os.path.exists(source) else source
