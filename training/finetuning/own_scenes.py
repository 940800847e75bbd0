"""A user's own raster as a scene: a strip that is held out, and the rest in pieces without gaps, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, isqrt

import numpy as np

from ...errors import InvalidParameter, UnsuitableRaster
from ...models.descriptor import ModelDescriptor
from ...raster import CubeSource, Window, open_cube
from ...restoration.device import Device
from ...restoration.job import RestorationJob
from ...restoration.memory import find_budget
from ...restoration.monitor import Progress, Span
from ...restoration.preparation import Preparation, prepare
from .rectangles import full_rectangles
from .strips import around, candidate_strips, named

READ_VALUES = 4_000_000
"""About so many values are read at once; up to four times as many where that saves a narrow rest."""

LONGEST_CROP = 96
"""Side of the largest crop that stands for what is held out."""

PREPARED, HELD_OUT = 0.5, 0.7
_ADVICE = "Take a larger raster, or crop it to where it holds data."


@dataclass(frozen=True)
class Needs:
    """What a run wants of a raster; sides in pixels, numbers of values as float32 in memory."""

    piece: int
    """Least side of a piece that patches can be cut from."""
    values: int
    """Most values in all pieces together: the bound on memory."""
    share: float
    """How many of the raster's rows (of a wide one: columns) are held out, 0 to 1."""
    held_side: int
    """Least side of the crop that stands for what is held out."""
    held_values: int
    """Most values in that crop, where its least side allows."""
    whole: int = 1
    """The crop's sides are multiples of this."""
    seed: int = 0
    """Decides which windows are read of a raster that does not fit."""


@dataclass(frozen=True)
class OwnScene:
    """A raster's usable ``bands`` (0-based), scaled as the engine scales them for the model.

    ``pieces`` and ``held_out`` are ``float32 [B, h, w]``. No piece reaches into ``strip``; ``held_window`` is the crop
    of it that ``held_out`` holds. Both count in the raster's pixels, of which it has ``size`` (width, height).
    """

    name: str
    size: tuple[int, int]
    pieces: tuple[np.ndarray, ...]
    strip: Window
    held_window: Window
    held_out: np.ndarray
    bands: tuple[int, ...]
    left_out: Mapping[int, str]
    wavelengths_nm: tuple[float | None, ...]
    """Of all bands of the raster."""

    @property
    def strip_name(self) -> str:
        """``rows 241-300``, counted from 1."""
        return named(self.strip, self.size[1])


def read_own_scene(path: str, name: str, descriptor: ModelDescriptor, needs: Needs, span: Span) -> OwnScene:
    """The raster that GDAL opens under ``path``, called ``name`` from here on, for the model of ``descriptor``.

    Bands are left out, and values scaled, as in a restoration of the whole raster. Raises ``UnsuitableRaster`` when no
    band or no large enough part can be used, ``InvalidParameter`` when the strip is too narrow, and ``Cancelled``.
    """
    with open_cube(path) as source:
        look = Span(Progress(_OverSpan(span.part(0.0, PREPARED))))
        job, budget = RestorationJob(path, ""), find_budget(0, Device("cpu", "always there"))
        ready = prepare(source, job, replace(descriptor, lines=None), budget, look)
        cutter = _Cutter(name, source, ready, needs)
        strip, window = cutter.held_out(span.part(PREPARED, HELD_OUT))
        return OwnScene(
            name=name,
            size=(source.width, source.height),
            pieces=cutter.pieces(strip, span.part(HELD_OUT, 1.0)),
            strip=strip,
            held_window=window,
            held_out=cutter.read(window),
            bands=ready.work.restored,
            left_out=ready.passed,
            wavelengths_nm=source.spectral.wavelengths_nm or (None,) * source.count,
        )


class _OverSpan:
    """A monitor that is a part of a longer run. What it is told of a restoration does not hold here, and is dropped."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def progress(self, fraction: float) -> None:
        self._span.tick(fraction)

    def info(self, text: str) -> None: ...

    def warn(self, text: str) -> None:
        self._span.warn(text)

    def cancelled(self) -> bool:
        """The span itself asks, with every progress."""
        return False


class _Cutter:
    """Finds and reads the parts of one open raster in which every usable band holds data."""

    def __init__(self, name: str, source: CubeSource, ready: Preparation, needs: Needs) -> None:
        self._name, self._reader, self._work, self._needs = name, ready.reader, ready.work, needs
        self._size = (source.width, source.height)
        self._count = len(ready.work.restored)

    def read(self, window: Window) -> np.ndarray:
        """The usable bands of a window in the model's range."""
        return self._work.scaling.to_model(self._reader.read(window, self._work.restored)[0])

    def held_out(self, span: Span) -> tuple[Window, Window]:
        """The strip that is held out, and the crop that stands for it.

        Of the possible strips the first with a crop as large as can be used, or else that with the largest.
        """
        strips = self._strips()
        crops: list[Window | None] = []
        for number, strip in enumerate(strips):
            crops.append(self._crop(strip, span.part(number / len(strips), (number + 1) / len(strips))))
            if self._is_plenty(crops[-1]):
                break
        best = max(range(len(crops)), key=lambda number: _pixels(crops[number]))
        if crops[best] is None:
            tried = ", ".join(named(strip, self._size[1]) for strip in strips)
            raise UnsuitableRaster(
                f"{self._name} cannot be used: none of the parts that could be held out ({tried}) holds data in all "
                f"{self._count} usable bands over {self._needs.held_side} x {self._needs.held_side} pixels, the least "
                f"to judge the result by. {_ADVICE}"
            )
        return strips[best], crops[best]

    def pieces(self, strip: Window, span: Span) -> tuple[np.ndarray, ...]:
        """All that lies outside the strip, as far as it has no gaps and fits."""
        least = self._needs.piece
        windows = [window for rest in around(strip, *self._size) for window in self._windows(rest)]
        left = max(least * least, self._needs.values // self._count)
        pieces: list[np.ndarray] = []
        for number, index in enumerate(np.random.default_rng(self._needs.seed).permutation(len(windows)), start=1):
            for found in self._full(windows[index], least):
                width = min(found.width, left // least)
                height = min(found.height, left // max(1, width))
                if min(width, height) >= least:
                    pieces.append(self.read(replace(found, width=width, height=height)))
                    left -= width * height
            span.tick(number / len(windows))
            if left < least * least:
                break
        if not pieces:
            raise UnsuitableRaster(
                f"{self._name} cannot be trained on: outside the part that is held out "
                f"({named(strip, self._size[1])}), nowhere do all {self._count} usable bands hold data over "
                f"{least} x {least} pixels. {_ADVICE}"
            )
        return tuple(pieces)

    def _strips(self) -> list[Window]:
        needed, longer = self._needs.held_side, max(self._size)
        strips = candidate_strips(*self._size, self._needs.share)
        if not strips or min(strips[0].width, strips[0].height) < needed:
            share = ceil(100 * needed / longer)
            helps = share <= 50 and min(self._size) >= needed
            hold = f"Hold out {share} per cent or more, or take a larger raster." if helps else _ADVICE
            raise InvalidParameter(
                f"{100 * self._needs.share:g} per cent of {self._name} ({self._size[0]} x {self._size[1]} pixels) were "
                f"to be held out, but it takes a part of {needed} x {needed} pixels to judge the result by. {hold}"
            )
        return strips

    def _crop(self, strip: Window, span: Span) -> Window | None:
        """The largest crop without gaps, or the first that is large enough, from the strip's middle outwards."""
        windows = sorted(self._windows(strip), key=lambda window: _distance(window, strip))
        best = None
        for number, window in enumerate(windows, start=1):
            for found in self._full(window, self._needs.held_side):
                best = max(best, self._trimmed(found), key=_pixels)
            span.tick(number / len(windows))
            if self._is_plenty(best):
                break
        return best

    def _trimmed(self, window: Window) -> Window:
        """The middle of a window, as large as can be used."""
        pixels, whole = self._crop_side() ** 2, self._needs.whole
        height = min(window.height, max(self._crop_side(), pixels // window.width))
        width = min(window.width, pixels // height)
        height, width = whole * (height // whole), whole * (width // whole)
        return Window(window.x + (window.width - width) // 2, window.y + (window.height - height) // 2, width, height)

    def _crop_side(self) -> int:
        return min(LONGEST_CROP, max(self._needs.held_side, isqrt(self._needs.held_values // self._count)))

    def _is_plenty(self, crop: Window | None) -> bool:
        """Whether a further search for a larger crop would gain little."""
        return _pixels(crop) >= self._crop_side() ** 2 * 3 // 4

    def _windows(self, area: Window) -> Iterator[Window]:
        """Windows of about equal size that cover an area."""
        least = max(self._needs.piece, self._needs.held_side)
        side = max(least, isqrt(min(READ_VALUES, self._needs.values) // self._count))
        rows, columns = (_edges(*stretch, side) for stretch in ((area.y, area.height), (area.x, area.width)))
        for top, bottom in zip(rows, rows[1:]):
            for left, right in zip(columns, columns[1:]):
                yield Window(left, top, right - left, bottom - top)

    def _full(self, window: Window, least: int) -> Iterator[Window]:
        """The parts of a window, ``least`` pixels wide and high or more, where every usable band holds data."""
        _, valid = self._reader.read(window, self._work.restored)
        for found in full_rectangles(valid.all(axis=0), least):
            yield Window(window.x + found.x, window.y + found.y, found.width, found.height)


def _edges(start: int, length: int, side: int) -> Sequence[int]:
    parts = max(1, length // side)
    return [start + length * number // parts for number in range(parts + 1)]


def _pixels(window: Window | None) -> int:
    return 0 if window is None else window.width * window.height


def _distance(window: Window, area: Window) -> int:
    """Between middles, in half pixels."""
    across = abs(2 * window.x + window.width - 2 * area.x - area.width)
    return across + abs(2 * window.y + window.height - 2 * area.y - area.height)
