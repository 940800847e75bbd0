"""What was written to a sink: whether it is complete, and samples to compare with what the disk gives back."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .window import Window, overlap

_SAMPLES = 8
_SAMPLE_VALUES = 1 << 16


@dataclass(frozen=True)
class Sample:
    """A written window and the checksum of its bytes, [B, h, w] in the sink's type."""

    window: Window
    bands: tuple[int, ...]
    checksum: int


class WriteLog:
    """Counts what was written; the same window and bands written again count once.

    Windows that continue each other along a row are one: a raster of many tiles must not fill the memory with notes.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        self._samples: list[Sample] = []

    def add(self, window: Window, bands: Sequence[int], array: np.ndarray) -> None:
        """Notes a write. Samples that it may have written over are given up; the latest write always has one."""
        self.add_unseen(window, bands)
        kept = [sample for sample in self._samples if not overlap(sample.window, window)]
        # The first ones and the last one: what a full disk or a broken header damages.
        self._samples = [*kept[: _SAMPLES - 1], _sample(window, bands, array)]

    def add_unseen(self, window: Window, bands: Sequence[int]) -> None:
        """Notes what an earlier process wrote, or what needs no writing."""
        which = sum(1 << band for band in bands)
        parts = self._rows.setdefault((window.y, window.height, which), [])
        left, right = window.x, window.x + window.width
        if any(start <= left and right <= end for start, end in parts):
            return
        if parts and parts[-1][1] == left:
            left = parts.pop()[0]
        parts.append((left, right))

    @property
    def samples(self) -> tuple[Sample, ...]:
        """At most eight windows."""
        return tuple(self._samples)

    @property
    def values(self) -> int:
        """How many numbers were written."""
        return sum(
            (right - left) * height * bin(bands).count("1")
            for (_, height, bands), parts in self._rows.items()
            for left, right in parts
        )


def checksum(array: np.ndarray) -> int:
    """CRC-32 of the bytes."""
    return zlib.crc32(np.ascontiguousarray(array).data)


def _sample(window: Window, bands: Sequence[int], array: np.ndarray) -> Sample:
    """The last rows of the last band: what a write that was cut short lacks first."""
    rows = min(window.height, max(1, _SAMPLE_VALUES // window.width))
    place = Window(window.x, window.y + window.height - rows, window.width, rows)
    return Sample(place, (bands[-1],), checksum(array[-1:, -rows:]))
