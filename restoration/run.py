"""All tiles of one plan: read, fill, scale, restore in batches, stitch, encode, write."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import NotEnoughMemory
from ..raster import CubeSink, CubeSource, Window, encode
from .fill import fill_invalid
from .inference import Inference, is_out_of_memory, release_memory
from .monitor import Span
from .scaling import Scaling
from .stitch import Stitcher
from .tiles import Tile, TilePlan, output_block

INFERRED = 0.9


@dataclass(frozen=True)
class BandWork:
    """The bands that go through the model, their scaling and means (source units), and those that pass unchanged."""

    restored: tuple[int, ...]
    passed: tuple[int, ...]
    scaling: Scaling
    means: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """``clamped`` values, values that the model gave as NaN or infinite, and the batch that was used in the end."""

    clamped: int = 0
    unusable: int = 0
    batch: int = 1


@dataclass(frozen=True)
class _Block:
    """A tile as read: ``native``, ``valid`` (bool) and ``scaled`` (float32, the model's range), each [B, h, w]."""

    tile: Tile
    native: np.ndarray
    valid: np.ndarray
    scaled: np.ndarray


class TileRun:
    """One attempt to restore ``source`` into ``sink`` with the tiles of ``plan``; used once."""

    def __init__(
        self, source: CubeSource, sink: CubeSink, plan: TilePlan, work: BandWork, inference: Inference, dtype: np.dtype
    ) -> None:
        self._source = source
        self._sink = sink
        self._plan = plan
        self._work = work
        self._inference = inference
        self._dtype = dtype
        self._scale = inference.model.descriptor.scale
        self._stitcher = Stitcher(plan, len(work.restored), self._scale)
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
            for number, (block, result) in enumerate(zip(blocks, results), start=1):
                outcome = self._finish(block, result, outcome)
                if self._flushes and block.tile.core.x + block.tile.core.width == self._source.width:
                    self._sink.flush()
                finishing.tick(number / len(group))
            done += len(group)
        return outcome

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
        bands = self._work.restored
        native = self._source.read(tile.window, bands)
        valid = self._source.read_valid(tile.window, bands, native)
        scaled = self._work.scaling.to_model(native)
        fill_invalid(scaled, valid, self._means)
        return _Block(tile, native, valid, scaled)

    def _infer(self, blocks: list[_Block], span: Span) -> list[np.ndarray]:
        """The model's answers in the order of ``blocks``; tiles without a single valid pixel skip the model."""
        used = [block for block in blocks if block.valid.any()]
        answers = iter(self._inference.restore(np.stack([block.scaled for block in used]), span) if used else ())
        return [next(answers) if block.valid.any() else _enlarge(block.scaled, self._scale) for block in blocks]

    def _finish(self, block: _Block, result: np.ndarray, outcome: Outcome) -> Outcome:
        """Writes the core that ``block`` completes.

        Where sizes agree it is the correction that is blended, and added to the numbers as they were read: what a
        model leaves alone comes back bit for bit, in any type.
        """
        tile, core = block.tile, _core_slices(block.tile)
        native, valid = (_enlarge(part[core], self._scale) for part in (block.native, block.valid))
        finite = np.isfinite(result)
        unusable = result.size - int(np.count_nonzero(finite))
        if unusable:
            result = np.where(finite, result, _enlarge(block.scaled, self._scale))
        if self._scale == 1:
            correction = self._stitcher.add(tile, result - block.scaled)
            restored = self._work.scaling.correction_to_source(correction)
            restored += native
            if self._dtype == native.dtype:
                valid = valid & (correction != 0)
        else:
            restored = self._work.scaling.to_source(self._stitcher.add(tile, result))
        clamped = self._write(tile, self._work.restored, restored, native, valid)
        if self._work.passed:
            untouched = _enlarge(self._source.read(tile.core, self._work.passed), self._scale)
            self._write(tile, self._work.passed, untouched, untouched, np.zeros(untouched.shape, bool))
        return replace(outcome, clamped=outcome.clamped + clamped, unusable=outcome.unusable + unusable)

    def _write(self, tile: Tile, bands: tuple[int, ...], restored, native, valid) -> int:
        nodata = [self._sink.nodata[band] for band in bands]
        encoded, clamped = encode(restored, native, valid, dtype=self._dtype, nodata=nodata)
        core, scale = tile.core, self._scale
        window = Window(core.x * scale, core.y * scale, core.width * scale, core.height * scale)
        self._sink.write(window, encoded, bands)
        return clamped


def _core_slices(tile: Tile) -> tuple[slice, slice, slice]:
    """Where a tile's core lies in arrays [B, h, w] of its window."""
    top, left = tile.core.y - tile.window.y, tile.core.x - tile.window.x
    return slice(None), slice(top, top + tile.core.height), slice(left, left + tile.core.width)


def _enlarge(values: np.ndarray, scale: int) -> np.ndarray:
    """Every pixel of [B, h, w] repeated ``scale`` times along both axes."""
    return values if scale == 1 else values.repeat(scale, axis=1).repeat(scale, axis=2)
