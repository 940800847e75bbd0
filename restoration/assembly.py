"""Answers to blocks, blocks to the output: blended, brought back to source units, encoded and written, in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster import CubeSink, Window, encode_band
from .blocks import Answer, BandWork, Numbers, enlarge
from .needs import BANDS_AT_ONCE
from .stitch import Stitcher
from .tiles import TilePlan, output_block

EXACT_BYTES = 4
"""Integers of up to so many bytes are float64 without loss: adding a correction of 0 leaves them as they are."""

CORES_FLUSHED = 4
"""Cores after which what was written goes to GDAL's threads, which compress it while the next ones are made."""


@dataclass(frozen=True)
class Tally:
    """``clamped`` values, and values that the model gave as NaN or infinite; ``changed`` (bool [B]) are the restored
    bands with at least one change."""

    clamped: int
    unusable: int
    changed: np.ndarray


class Assembly:
    """Takes the answers to all tiles of a plan from number ``first`` on, in the plan's order, and writes every core as
    it is completed. ``written`` tiles of the plan are, a broken number in the middle of one."""

    def __init__(self, sink: CubeSink, plan: TilePlan, work: BandWork, scale: int, first: int = 0) -> None:
        self.written = float(first)
        self.stitcher = Stitcher(plan, len(work.restored), scale)
        self.tally = Tally(0, 0, np.zeros(len(work.restored), bool))
        self._sink, self._plan, self._work, self._scale = sink, plan, work, scale
        self._flushes = makes_whole_blocks(plan, scale)

    def add(self, answer: Answer) -> None:
        """Writes the core that ``answer`` completes.

        Where sizes agree it is the correction that is blended, and added to the numbers as they were read: what a
        model leaves alone comes back bit for bit, in any type.
        """
        block, scale = answer.block, self._scale
        values = None if answer.values is None else self.stitcher.add(block.tile, answer.values)
        if values is None:
            self.stitcher.skip(block.tile)
        core = block.tile.core
        window = Window(core.x * scale, core.y * scale, core.width * scale, core.height * scale)
        changed, clamped = self.tally.changed.copy(), 0
        if block.core is None:
            self._sink.leave_out(window)
            self.written += 1
        else:
            clamped += self._write_restored(window, values, block.core, changed)
        if block.passed is not None:
            clamped += self._pass_on(window, block.passed)
        tally = self.tally
        self.tally = Tally(tally.clamped + clamped, tally.unusable + answer.unusable, changed)
        column = block.tile.column + 1
        if self._flushes and (column % CORES_FLUSHED == 0 or column == len(self._plan.columns)):
            self._sink.flush()

    def _write_restored(self, window: Window, values: np.ndarray | None, core: Numbers, changed: np.ndarray) -> int:
        """``values`` are None where the tile is empty."""
        bands, clamped = self._work.restored, 0
        for first in range(0, len(bands), BANDS_AT_ONCE):
            some = slice(first, min(first + BANDS_AT_ONCE, len(bands)))
            encoded = self._as_read(some, values, core)
            if encoded is None:
                encoded = np.empty((some.stop - first, window.height, window.width), self._sink.dtype)
                for place, band in enumerate(range(first, some.stop)):
                    # Band by band: all steps find the numbers of one in the processor's cache.
                    encode = self._encode_corrected if self._scale == 1 else self._encode_finer
                    of_band = np.zeros(encoded.shape[1:], np.float32) if values is None else values[band]
                    clamped += encode(band, of_band, core, changed, encoded[place])
            self._sink.write(window, encoded, bands[some])
            self.written += (some.stop - first) / len(bands)
        return clamped

    def _as_read(self, some: slice, values: np.ndarray | None, core: Numbers) -> np.ndarray | None:
        """The numbers of these bands as they were read, where nothing is to be done to them."""
        if self._scale != 1 or self._sink.dtype != core.values.dtype or (values is not None and values[some].any()):
            return None
        return core.values[some]

    def _encode_corrected(
        self, band: int, correction: np.ndarray, core: Numbers, changed: np.ndarray, out: np.ndarray
    ) -> int:
        native, valid, same_type = core.values[band], core.valid[band], self._sink.dtype == core.values.dtype
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
                self._sink.write(window, values, bands)
                continue
            valid = enlarge(passed.valid[some], self._scale)
            encoded = np.empty(values.shape, self._sink.dtype)
            for place, band in enumerate(bands):
                clamped += encode_band(
                    values[place], values[place], valid[place], nodata=self._sink.nodata[band], out=encoded[place]
                )
            self._sink.write(window, encoded, bands)
        return clamped


def makes_whole_blocks(plan: TilePlan, scale: int) -> bool:
    """Whether every core is made of whole blocks of the output, which are then written once and never again."""
    return output_block(plan.stride * scale) is not None
