"""What one restoration is asked to do, and what it reports when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import InvalidParameter
from .addresses import check_scheduler

if TYPE_CHECKING:
    from ..raster import Window

AUTO_TILE = 0
WHOLE_RASTER = -1
AUTO_OVERLAP = -1

CHOICES = {
    "scaling": ("auto", "cube", "band", "centred", "none"),
    "data_type": ("source", "Float32"),
    "line_direction": ("auto", "columns", "rows"),
    "quality": ("normal", "best"),
    "precision": ("auto", "fp32", "bf16", "fp16"),
}


@dataclass(frozen=True)
class RestorationJob:
    """One run of the engine.

    ``bands`` are 0-based; ``None`` means all. Only what lies in ``window`` is read, restored and written, as if the
    raster were no larger; ``None`` is all of it. ``tile_size`` is a side in source pixels, 0 for the model's own and -1
    for the whole raster as one tile. ``overlap`` in source pixels is the blend width of pooled models and the halo of
    local ones, -1 for the model's own. ``memory_mb`` is what the run may use, 0 for half of what is free. ``tags`` go
    into the output beside the engine's own; so do ``notes``, which need not be the same for the run to go on with what
    another has finished. ``model_mark`` tells models apart whose tags do not: a run goes on with what another has
    finished only if theirs are the same. Every ``save_every_s`` seconds, at most (0: after every batch), the run
    notes how far it is, so that the same run can go on there. ``scheduler`` has tiles computed by a Dask cluster: its
    address, or ``local:N`` for N processes of this machine.

    Raises `InvalidParameter` for values that no run could honour.
    """

    source: str
    output: str
    bands: tuple[int, ...] | None = None
    window: Window | None = None
    device: str = "auto"
    tile_size: int = AUTO_TILE
    overlap: int = AUTO_OVERLAP
    memory_mb: int = 0
    scaling: str = "auto"
    data_type: str = "source"
    line_direction: str = "auto"
    quality: str = "normal"
    precision: str = "auto"
    tags: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    model_mark: str = ""
    save_every_s: float = 30.0
    scheduler: str = ""

    def __post_init__(self) -> None:
        check_choices(self, CHOICES)
        check_scheduler(self.scheduler)
        if self.tile_size < WHOLE_RASTER:
            raise InvalidParameter(
                f"The tile size was given as {self.tile_size}; use a side in pixels, 0 for the model's own, "
                "or -1 for the whole raster as one tile."
            )
        if self.overlap < AUTO_OVERLAP:
            raise InvalidParameter(
                f"The overlap was given as {self.overlap}; use a number of pixels, or -1 for the model's own."
            )
        if self.memory_mb < 0:
            raise InvalidParameter(
                f"The memory was given as {self.memory_mb} MB; use a positive number, or 0 for half of what is free."
            )


def check_choices(job: object, choices: Mapping[str, Sequence[str]]) -> None:
    """Raises `InvalidParameter` when a field of ``job`` is not among its words."""
    for name, words in choices.items():
        if getattr(job, name) not in words:
            raise InvalidParameter(
                f"{name} was given as '{getattr(job, name)}', which is not one of {', '.join(words)}."
            )


@dataclass(frozen=True)
class RestorationReport:
    """What a finished run did.

    ``passed_bands`` maps 0-based bands that were copied unchanged to the reason; ``left_bands`` are those of
    ``restored_bands`` that the model did not change anywhere.
    """

    device: str
    device_reason: str
    precision: str
    precision_reason: str
    tile: tuple[int, int]
    overlap: int
    batch: int
    scaling: str
    line_direction: str
    clamped: int
    restored_bands: tuple[int, ...]
    left_bands: tuple[int, ...]
    passed_bands: Mapping[int, str]
    warnings: tuple[str, ...]
    seconds: float
