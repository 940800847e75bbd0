"""What the engine must know of a model, and no more. Imports nothing heavy: the catalog reads it without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Callable, Protocol

if TYPE_CHECKING:
    from torch import Tensor


class Tiling(Enum):
    """How a model's result depends on the tile it sees."""

    POOLED = "pooled"
    """It pools over the whole tile: tiles of one fixed size, overlapping, blended by linear ramps."""
    LOCAL = "local"
    """It sees a bounded neighbourhood: a halo at least that wide makes tiled and one-shot results equal."""


@dataclass(frozen=True)
class ModelDescriptor:
    """A model as the engine sees it."""

    architecture: str
    """Short stable name, e.g. ``ras2s``; catalog entries of the same architecture are interchangeable."""
    title: str
    task: str
    """``denoise`` or ``superresolve``."""
    scaling: str
    """What SCALING=auto means: ``cube`` (one range over all bands), ``band``, ``centred`` (the cube's range with each
    band's mean at 0) or ``none``."""
    tiling: Tiling
    tile_px: int
    """Side of a tile when the user does not say."""
    overlap_px: int
    """Width of the blending ramp (pooled) or of the halo (local)."""
    memory_bytes: Callable[[int, int, int], int]
    """``(bands, height, width) ->`` bytes that one tile of a batch takes on the device, all told."""
    gpu_memory_bytes: Callable[[int, int, int], int] | None = None
    """The same on a GPU, where it differs."""
    batchable: bool = True
    """Whether several tiles at once are faster than one after the other."""
    scale: int = 1
    """Output pixels per input pixel along each axis."""
    lines: str | None = None
    """Direction of the line noise it was trained on (``columns``), None where it does not matter."""
    precisions: tuple[str, ...] = ("fp32",)
    """What it can compute in, by the names of ``models.precision``."""
    precision_db: Mapping[str, float] = field(default_factory=dict)
    """By reduced precision, the worst change of MPSNR in dB that was measured against fp32, negative for a loss; those
    that were not measured are missing."""


class Pulse(Protocol):
    """How a long computation stays in touch with whoever started it."""

    def tick(self, fraction: float) -> None:
        """Called at least every second or so with the share done, 0 to 1; may raise ``Cancelled``."""

    def warn(self, message: str) -> None:
        """Something that the user should read in the log."""


class Stretch:
    """The part of a pulse's progress between two shares of it: a pulse for one of several steps."""

    def __init__(self, pulse: Pulse, start: float, end: float) -> None:
        self._pulse, self._start, self._length = pulse, start, end - start

    def tick(self, fraction: float) -> None:
        self._pulse.tick(self._start + self._length * fraction)

    def warn(self, message: str) -> None:
        self._pulse.warn(message)


def counted(pulse: Pulse, total: int) -> Callable[[], None]:
    """What a network calls after each of its ``total`` steps, so that ``pulse`` hears the share done."""
    numbers = iter(range(1, total + 1))
    return lambda: pulse.tick(next(numbers, total) / total)


class RestorationModel(Protocol):
    """A network, or a training-free method, ready to run.

    It may have ``notes``, sentences for the log on how it computes on its device.
    """

    descriptor: ModelDescriptor

    def to(self, device: str, precision: str = "fp32") -> RestorationModel:
        """The same model with its weights on a torch device, computing in one of ``descriptor.precisions``.

        Tiles and results are float32 in any precision. Raises ``InvalidParameter`` for one that it does not have.
        """

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """``float32 [N, B, H, W]`` in the model's value range to ``[N, B, scale·H, scale·W]``; any B from 1.

        The result is on the batch's device, and the caller's: it may still be copied while the next batch is restored.
        """
