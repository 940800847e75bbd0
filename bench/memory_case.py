"""What is measured in one row of `bench_memory`."""

from __future__ import annotations

from dataclasses import dataclass, field

LEAST = 0
"""As ``memory_mb``: the least that is accepted."""


@dataclass(frozen=True)
class Case:
    """``raster`` are fields of `Raster`, ``job`` of `RestorationJob`; the run ends at ``stop_at`` of its progress."""

    memory_mb: int
    raster: dict
    job: dict = field(default_factory=dict)
    ending: str = "tif"
    stop_at: float = 2.0
