"""Answers to blocks, blocks to the output: blended, brought back to source units, encoded and written, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..raster import CubeSink, Window, encode_band
from .band_threads import BandThreads
from .blocks import Answer, BandWork, Numbers, enlarge
from .needs import BANDS_AT_ONCE
from .stitch import Stitcher
from .tiles import TilePlan, output_block

EXACT_BYTES = 4
"""Integers of up to so many bytes are float64 without loss: adding a correction of 0 leaves them as they are."""


@dataclass(frozen=True)
class Tally:
    """``clamped`` values, and values that the model gave as NaN or infinite; ``changed`` (bool [B]) are the restored
    bands with at least one change."""

    clamped: int
    unusable: int
    changed: np.ndarray


class Assembly:
    """Takes the answers to all tiles of a plan from number ``first`` on, in the plan's order, and writes every core as
    it is completed. ``written`` tiles of the plan are, a broken number in the middle of one. A context manager."""

    def __init__(self, sink: CubeSink, plan: TilePlan, work: BandWork, scale: int, first: int = 0) -> None:
        self.written = float(first)
        self.stitcher = Stitcher(plan, len(work.restored), scale)
        self.tally = Tally(0, 0, np.zeros(len(work.restored), bool))
        self._sink, self._work, self._scale = sink, work, scale
        self._last_column = len(plan.columns) - 1
        self._has_whole_blocks = makes_whole_blocks(plan, scale)
        self._threads = BandThreads()

    def __enter__(self) -> Assembly:
        return self

    def __exit__(self, *_) -> None:
        self._threads.close()

    def add(self, answer: Answer) -> None:
        """Writes the core that ``answer`` completes.

        Where sizes agree it is the correction that is blended, and added to the numbers as they were read: what a
        model leaves alone comes back bit for bit, in any type.
        """
        block, scale = answer.block, self._scale
        if answer.values is None:
            self.stitcher.skip(block.tile)
        core = block.tile.core
        window = Window(core.x * scale, core.y * scale, core.width * scale, core.height * scale)
        changed, clamped = self.tally.changed.copy(), 0
        if block.core is None:
            self._sink.leave_out(window)
            self.written += 1
        else:
            clamped += self._write_restored(window, answer, changed)
        if block.passed is not None:
            clamped += self._pass_on(window, block.passed)
        tally = self.tally
        self.tally = Tally(tally.clamped + clamped, tally.unusable + answer.unusable, changed)
        if self._sink.in_place and block.tile.column == self._last_column:
            # Whole lines are complete.
            self._sink.flush()

    def _write_restored(self, window: Window, answer: Answer, changed: np.ndarray) -> int:
        bands, clamped = self._work.restored, 0
        for first in range(0, len(bands), BANDS_AT_ONCE):
            some = range(first, min(first + BANDS_AT_ONCE, len(bands)))
            values, beyond = self._encode(some, answer, changed)
            clamped += beyond
            self._write(window, values, bands[some.start : some.stop])
            self.written += len(some) / len(bands)
        return clamped

    def _encode(self, bands: range, answer: Answer, changed: np.ndarray) -> tuple[np.ndarray, int]:
        """The core's numbers in some bands, and how many were clamped; those read, if nothing is to be done to them."""
        core, parts, keeps = answer.block.core, self._threads.parts(bands), self._keeps(answer.block.core)
        if keeps and answer.values is None:
            return core.values[bands.start : bands.stop], 0
        blended = self._threads.map(lambda part: self._blend(part, answer), parts)
        if keeps and not any(values.any() for values in blended):
            return core.values[bands.start : bands.stop], 0
        out = np.empty((len(bands), *blended[0].shape[1:]), self._sink.dtype)
        clamped = self._threads.map(
            lambda part, values: self._encode_part(part, values, core, changed, out[part.start - bands.start :]),
            parts,
            blended,
        )
        return out, sum(clamped)

    def _blend(self, bands: range, answer: Answer) -> np.ndarray:
        """What the model gave for the core in some bands, float32; zeros where it was given nothing."""
        tile, scale = answer.block.tile, self._scale
        if answer.values is None:
            shape = (len(bands), tile.core.height * scale, tile.core.width * scale)
            return np.broadcast_to(np.float32(0), shape)
        return self.stitcher.add(tile, answer.values[bands.start : bands.stop], bands.start)

    def _keeps(self, core: Numbers) -> bool:
        """Whether numbers may go into the output as they are in the input."""
        return self._scale == 1 and self._sink.dtype == core.values.dtype

    def _encode_part(
        self, bands: range, values: np.ndarray, core: Numbers, changed: np.ndarray, out: np.ndarray
    ) -> int:
        encode = self._encode_corrected if self._scale == 1 else self._encode_finer
        # Band by band: all steps find the numbers of one in the processor's cache.
        return sum(encode(band, values[place], core, changed, out[place]) for place, band in enumerate(bands))

    def _write(self, window: Window, values: np.ndarray, bands: Sequence[int]) -> None:
        # Of whole blocks GDAL's threads compress what they are given while the next bands are made.
        self._sink.write(window, values, bands, flush=self._has_whole_blocks and not self._sink.in_place)

    def _encode_corrected(
        self, band: int, correction: np.ndarray, core: Numbers, changed: np.ndarray, out: np.ndarray
    ) -> int:
        native, valid, same_type = core.values[band], core.valid[band], self._keeps(core)
        some_change = bool(correction.any())
        changed[band] |= some_change
        if same_type and not some_change:
            out[...] = native
            return 0
        restored = self._work.scaling.correction_to_source(correction, band)
        restored += native
        if same_type and not (native.dtype.kind in "iu" and native.dtype.itemsize <= EXACT_BYTES):
            valid = valid & (correction != 0)
        return encode_band(restored, native, valid, nodata=self._nodata(band), out=out)

    def _encode_finer(self, band: int, values: np.ndarray, core: Numbers, changed: np.ndarray, out: np.ndarray) -> int:
        changed[band] = True
        native, valid = (enlarge(part[band : band + 1], self._scale)[0] for part in (core.values, core.valid))
        restored = self._work.scaling.to_source(values, band)
        return encode_band(restored, native, valid, nodata=self._nodata(band), out=out)

    def _nodata(self, band: int) -> float | int | None:
        return self._sink.nodata[self._work.restored[band]]

    def _pass_on(self, window: Window, passed: Numbers) -> int:
        """Writes the bands that pass unchanged, bit for bit in the source's type; in another, data remain data."""
        clamped = 0
        for first in range(0, len(self._work.passed), BANDS_AT_ONCE):
            some = slice(first, first + BANDS_AT_ONCE)
            bands, values = self._work.passed[some], enlarge(passed.values[some], self._scale)
            if self._sink.dtype == values.dtype:
                self._write(window, values, bands)
                continue
            valid = enlarge(passed.valid[some], self._scale)
            encoded = np.empty(values.shape, self._sink.dtype)
            for place, band in enumerate(bands):
                clamped += encode_band(
                    values[place], values[place], valid[place], nodata=self._sink.nodata[band], out=encoded[place]
                )
            self._write(window, encoded, bands)
        return clamped


def makes_whole_blocks(plan: TilePlan, scale: int) -> bool:
    """Whether every core is made of whole blocks of the output, which are then written once and never again."""
    return output_block(plan.stride * scale) is not None
