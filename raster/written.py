"""What was written to a sink: whether it is complete, and samples to compare with what the disk gives back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from .window import Window, overlap

_SAMPLES = 8


@dataclass(frozen=True)
class Sample:
    """A written window and the checksum of its bytes, [B, h, w] in the sink's type."""

    window: Window
    bands: tuple[int, ...]
    checksum: int


class WriteLog:
    """Counts what was written; the same window and bands written again count once."""

    def __init__(self) -> None:
        self._windows: dict[tuple[Window, tuple[int, ...]], int] = {}
        self._samples: list[Sample] = []

    def add(self, window: Window, bands: tuple[int, ...], array: np.ndarray) -> None:
        """Notes a write. Samples that it may have written over are given up; the latest write is always one."""
        self._windows[(window, bands)] = window.width * window.height * len(bands)
        kept = [sample for sample in self._samples if not overlap(sample.window, window)]
        # The first ones and the last one: what a full disk or a broken header damages.
        self._samples = [*kept[: _SAMPLES - 1], Sample(window, bands, checksum(array))]

    @property
    def samples(self) -> tuple[Sample, ...]:
        """At most eight windows."""
        return tuple(self._samples)

    @property
    def values(self) -> int:
        """How many numbers were written."""
        return sum(self._windows.values())


def checksum(array: np.ndarray) -> int:
    """CRC-32 of the bytes."""
    return zlib.crc32(np.ascontiguousarray(array).data)
