"""A network that changes nothing, and a monitor for nobody: what is left is the engine."""

from __future__ import annotations

import time
from dataclasses import dataclass

from hyperrestore.models.descriptor import ModelDescriptor, Tiling
from hyperrestore.restoration.pipeline import PREPARED, RESTORED


@dataclass(frozen=True)
class Identity:
    """With RAS2S's tiles, unless ``describe`` was told otherwise."""

    descriptor: ModelDescriptor

    def to(self, device: str, precision: str = "fp32") -> Identity:
        return self

    def restore(self, batch, pulse):
        pulse.tick(0.5)
        return batch


def describe(**changes) -> ModelDescriptor:
    """The identity's descriptor."""
    fields = {
        "architecture": "identity",
        "title": "identity",
        "task": "denoise",
        "scaling": "cube",
        "tiling": Tiling.POOLED,
        "tile_px": 128,
        "overlap_px": 16,
        "memory_bytes": lambda bands, height, width: 8 * bands * height * width,
        "lines": "columns",
    }
    return ModelDescriptor(**{**fields, **changes})


class Silent:
    """A monitor for nobody."""

    def progress(self, fraction: float) -> None: ...

    def info(self, text: str) -> None: ...

    def warn(self, text: str) -> None: ...

    def cancelled(self) -> bool:
        return False


class Timed(Silent):
    """Notes when the tiles began and ended."""

    began = ended = 0.0

    def progress(self, fraction: float) -> None:
        now = time.perf_counter()
        if not self.began and fraction >= PREPARED:
            self.began = now
        if fraction < RESTORED:
            self.ended = now
