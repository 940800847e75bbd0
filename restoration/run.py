"""All tiles of one plan: read, fill, scale, restore in batches, stitch, encode, write."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import NotEnoughMemory
from ..models.descriptor import Tiling
from ..raster import CubeSink, Window, encode
from .fill import LOCAL_REACH, fill_invalid
from .inference import Inference, is_out_of_memory, release_memory
from .monitor import Span
from .reading import Reader
from .scaling import Scaling
from .stitch import Stitcher
from .tiles import Tile, TilePlan, output_block

INFERRED = 0.9
BANDS_AT_ONCE = 32


@dataclass(frozen=True)
class BandWork:
    """The bands that go through the model, their scaling and means (source units), and those that pass unchanged."""

    restored: tuple[int, ...]
    passed: tuple[int, ...]
    scaling: Scaling
    means: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """``clamped`` values, values that the model gave as NaN or infinite, and the batch that was used in the end.

    ``left`` are the bands (0-based) that went through the model and came back without a single change.
    """

    clamped: int = 0
    unusable: int = 0
    batch: int = 1
    left: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Block:
    """A tile as read: ``native``, ``valid`` (bool) and ``scaled`` (float32, the model's range), each [B, h, w]."""

    tile: Tile
    native: np.ndarray
    valid: np.ndarray
    scaled: np.ndarray


class TileRun:
    """One attempt to restore what ``reader`` reads into ``sink`` with the tiles of ``plan``; used once."""

    def __init__(
        self, reader: Reader, sink: CubeSink, plan: TilePlan, work: BandWork, inference: Inference, dtype: np.dtype
    ) -> None:
        self._reader = reader
        self._sink = sink
        self._plan = plan
        self._work = work
        self._inference = inference
        self._dtype = dtype
        self._scale = inference.model.descriptor.scale
        self._stitcher = Stitcher(plan, len(work.restored), self._scale)
        self._changed = np.zeros(len(work.restored), bool)
        self._flushes = output_block(plan.stride * self._scale) is not None
        self._means = work.scaling.to_model(work.means[:, None, None])[:, 0, 0]

    def restore(self, batch: int, span: Span) -> Outcome:
        """Runs all tiles, ``batch`` at a time, halving that when memory runs out.

        Raises `NotEnoughMemory` when not even one tile at a time works, and `Cancelled`.
        """
        tiles = list(self._plan)
        outcome = Outcome(batch=batch)
        done = 0
        while done < len(tiles):
            group = tiles[done : done + outcome.batch]
            stretch = span.part(done / len(tiles), (done + len(group)) / len(tiles))
            results = None
            try:
                blocks = [self._read(tile, stretch) for tile in group]
                results = self._infer(blocks, stretch.part(0.0, INFERRED))
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                outcome = replace(outcome, batch=self._smaller_batch(len(group), error, span))
            if results is None:
                # Not before the failed attempt's tensors are gone with the exception that held on to them.
                release_memory(self._inference.device)
                continue
            finishing = stretch.part(INFERRED, 1.0)
            for number, (block, result) in enumerate(zip(blocks, results)):
                outcome = self._finish(
                    block, result, outcome, finishing.part(number / len(group), (number + 1) / len(group))
                )
                if self._flushes and block.tile.core.x + block.tile.core.width == self._plan.raster_width:
                    self._sink.flush()
                finishing.tick((number + 1) / len(group))
            done += len(group)
        left = () if self._scale > 1 else np.flatnonzero(~self._changed)
        return replace(outcome, left=tuple(self._work.restored[index] for index in left))

    def _smaller_batch(self, tried: int, error: Exception, span: Span) -> int:
        if tried == 1:
            raise NotEnoughMemory(
                f"Memory ran out with a single tile of {self._plan.width} x {self._plan.height} px and "
                f"{len(self._work.restored)} bands ({error}). Use a smaller tile size or fewer bands."
            ) from error
        span.warn(f"Memory ran out with {tried} tiles at once; going on with {tried // 2}.")
        return tried // 2

    def _read(self, tile: Tile, span: Span) -> _Block:
        span.tick(0.0)
        native, valid = self._reader.read(tile.window, self._work.restored)
        span.tick(0.0)
        scaled = self._work.scaling.to_model(native)
        reach = LOCAL_REACH if self._inference.model.descriptor.tiling is Tiling.LOCAL else np.inf
        fill_invalid(scaled, valid, self._means, lambda: span.tick(0.0), reach)
        return _Block(tile, native, valid, scaled)

    def _infer(self, blocks: list[_Block], span: Span) -> list[np.ndarray]:
        """The model's answers in the order of ``blocks``; tiles without a single valid pixel skip the model."""
        used = [block for block in blocks if block.valid.any()]
        answers = iter(self._inference.restore(np.stack([block.scaled for block in used]), span) if used else ())
        return [next(answers) if block.valid.any() else _enlarge(block.scaled, self._scale) for block in blocks]

    def _finish(self, block: _Block, result: np.ndarray, outcome: Outcome, span: Span) -> Outcome:
        """Writes the core that ``block`` completes.

        Where sizes agree it is the correction that is blended, and added to the numbers as they were read: what a
        model leaves alone comes back bit for bit, in any type.
        """
        tile, core = block.tile, _core_slices(block.tile)
        native, valid = (_enlarge(part[core], self._scale) for part in (block.native, block.valid))
        finite = np.isfinite(result)
        unusable = result.size - int(np.count_nonzero(finite))
        span.tick(0.1)
        if unusable:
            result = np.where(finite, result, _enlarge(block.scaled, self._scale))
        if self._scale == 1:
            correction = self._stitcher.add(tile, result - block.scaled)
            self._changed |= (correction != 0).any(axis=(1, 2))
            restored = self._work.scaling.correction_to_source(correction)
            restored += native
            if self._dtype == native.dtype:
                valid = valid & (correction != 0)
        else:
            restored = self._work.scaling.to_source(self._stitcher.add(tile, result))
        span.tick(0.5)
        clamped = self._write(tile, self._work.restored, restored, native, valid, span.part(0.5, 0.8))
        if self._work.passed:
            self._pass_on(tile, span.part(0.8, 1.0))
        return replace(outcome, clamped=outcome.clamped + clamped, unusable=outcome.unusable + unusable)

    def _pass_on(self, tile: Tile, span: Span) -> None:
        """Writes the bands that pass unchanged, bit for bit in the source's type; in another, data remain data."""
        untouched, valid = (_enlarge(part, self._scale) for part in self._reader.read(tile.core, self._work.passed))
        if self._dtype == untouched.dtype:
            valid = np.zeros_like(valid)
        self._write(tile, self._work.passed, untouched, untouched, valid, span)

    def _write(self, tile: Tile, bands: tuple[int, ...], restored, native, valid, span: Span) -> int:
        """Encodes and writes a core, some bands at a time; returns how many values were clamped."""
        core, scale = tile.core, self._scale
        window = Window(core.x * scale, core.y * scale, core.width * scale, core.height * scale)
        total = 0
        for first in range(0, len(bands), BANDS_AT_ONCE):
            some = slice(first, first + BANDS_AT_ONCE)
            nodata = [self._sink.nodata[band] for band in bands[some]]
            encoded, clamped = encode(restored[some], native[some], valid[some], dtype=self._dtype, nodata=nodata)
            self._sink.write(window, encoded, bands[some])
            total += clamped
            span.tick(min(1.0, (first + BANDS_AT_ONCE) / len(bands)))
        return total


def _core_slices(tile: Tile) -> tuple[slice, slice, slice]:
    """Where a tile's core lies in arrays [B, h, w] of its window."""
    top, left = tile.core.y - tile.window.y, tile.core.x - tile.window.x
    return slice(None), slice(top, top + tile.core.height), slice(left, left + tile.core.width)


def _enlarge(values: np.ndarray, scale: int) -> np.ndarray:
    """Every pixel of [B, h, w] repeated ``scale`` times along both axes."""
    return values if scale == 1 else values.repeat(scale, axis=1).repeat(scale, axis=2)
