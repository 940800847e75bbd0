"""What a tile is before and after the model: read, filled and scaled; restored, with what it takes to write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..models.descriptor import Tiling
from ..raster import everywhere, is_everywhere
from .copies import Sent
from .fill import LOCAL_REACH, fill_invalid
from .inference import Inference, Pending
from .monitor import Span
from .reading import Reader
from .scaling import Scaling
from .tiles import Tile


@dataclass(frozen=True)
class BandWork:
    """The bands that go through the model, their scaling and means (source units), and those that pass unchanged.

    ``leaves_out``: tiles that the file lacks (`CubeSource.is_absent`) are not read, and may lack in the output.
    """

    restored: tuple[int, ...]
    passed: tuple[int, ...]
    scaling: Scaling
    means: np.ndarray
    leaves_out: bool = False


@dataclass(frozen=True)
class Numbers:
    """Values [B, h, w] as they are in the file, and which of them are data (bool [B, h, w])."""

    values: np.ndarray
    valid: np.ndarray

    def cut(self, area: tuple[slice, slice, slice]) -> Numbers:
        """The part in ``area``, which nothing else is held in memory for."""
        valid = self.valid[area]
        return Numbers(self.values[area].copy(), valid if is_everywhere(valid) else valid.copy())

    def __reduce__(self) -> tuple:
        # What takes one byte here takes none on its way to another machine.
        return _numbers, (self.values, None if is_everywhere(self.valid) else self.valid)


def _numbers(values: np.ndarray, valid: np.ndarray | None) -> Numbers:
    return Numbers(values, everywhere(values.shape) if valid is None else valid)


@dataclass(frozen=True)
class Block:
    """A tile as read. ``core`` and ``passed`` are the numbers of its core, in the bands that are restored and in those
    that are not (None without such; both None where the file has nothing); ``empty`` says that no pixel of the whole
    tile is data."""

    tile: Tile
    core: Numbers | None
    passed: Numbers | None
    empty: bool


@dataclass(frozen=True)
class Group:
    """Tiles on their way together, and ``batch``, float32 [N, B, h, w], what the model is shown: those of them that are
    not empty, in their order; ``sent`` is the same on its way to a GPU."""

    blocks: tuple[Block, ...]
    batch: np.ndarray
    sent: Sent | None = None

    def on_its_way(self, inference: Inference) -> Group:
        """The same, which a GPU begins to fetch."""
        return replace(self, sent=inference.send(self.batch)) if len(self.batch) else self

    def part(self, some: slice) -> Group:
        """The tiles in ``some`` (with both ends given)."""
        shown = slice(*(sum(not block.empty for block in self.blocks[:end]) for end in (some.start, some.stop)))
        return Group(self.blocks[some], self.batch[shown], self.sent and self.sent.part(shown))


@dataclass(frozen=True)
class Answer:
    """A tile after the model: ``values``, float32 [B, s·h, s·w], are its correction in the model's range (where sizes
    agree) or else what it gave, None for an empty tile; ``unusable`` of them were no numbers, and the input's stand
    there."""

    block: Block
    values: np.ndarray | None
    unusable: int


def read_group(
    reader: Reader,
    work: BandWork,
    tiling: Tiling,
    tiles: Sequence[Tile],
    batch: np.ndarray,
    check: Callable[[], None],
) -> Group:
    """Reads ``tiles`` into the first places of ``batch``; ``check`` is called now and then, and may raise."""
    means = work.scaling.to_model(work.means[:, None, None])[:, 0, 0]
    reach = LOCAL_REACH if tiling is Tiling.LOCAL else np.inf
    blocks, shown = [], 0
    for tile in tiles:
        check()
        if work.leaves_out and reader.source.is_absent(tile.window):
            blocks.append(Block(tile, None, None, empty=True))
            continue
        values, valid = reader.read(tile.window, work.restored)
        empty = not (is_everywhere(valid) or valid.any())
        if not empty:
            check()
            scaled = work.scaling.to_model(values, out=batch[shown])
            fill_invalid(scaled, valid, means, check, reach)
            shown += 1
        core = Numbers(values, valid).cut(core_slices(tile))
        del values, valid
        passed = Numbers(*reader.read(tile.core, work.passed)) if work.passed else None
        blocks.append(Block(tile, core, passed, empty))
    return Group(tuple(blocks), batch[:shown])


@dataclass(frozen=True)
class Asked:
    """A group that the model was given: ``pending`` answers for the tiles that are not empty, None without such."""

    group: Group
    pending: Pending | None
    scale: int

    def answers(self) -> list[Answer]:
        """The answers to all tiles in their order, once they are there."""
        values = self.pending.wait() if self.pending else ()
        given = iter(zip(self.group.batch, values))
        return [
            Answer(block, None, 0) if block.empty else _answer(block, *next(given), self.scale)
            for block in self.group.blocks
        ]


def ask(group: Group, inference: Inference, span: Span, out: np.ndarray | None = None) -> Asked:
    """Gives a group to the model, but for tiles without a single valid pixel.

    ``out``, float32 [N, B, s·h, s·w], is where answers are put. Raises what the model raises, out of memory included.
    """
    pending = inference.restore(group.batch, span, out, group.sent) if len(group.batch) else None
    # Those that wait to be written need no room on the GPU.
    return Asked(replace(group, sent=None), pending, inference.model.descriptor.scale)


def _answer(block: Block, scaled: np.ndarray, values: np.ndarray, scale: int) -> Answer:
    # One sum tells the usual case: a single value that is no number makes it none either.
    if np.isfinite(np.sum(values)):
        return Answer(block, values, 0)
    unusable = 0
    for band, found in zip(scaled, values):
        wrong = ~np.isfinite(found)
        unusable += int(np.count_nonzero(wrong))
        found[wrong] = 0 if scale == 1 else enlarge(band[None], scale)[0][wrong]
    return Answer(block, values, unusable)


def core_slices(tile: Tile) -> tuple[slice, slice, slice]:
    """Where a tile's core lies in arrays [B, h, w] of its window."""
    top, left = tile.core.y - tile.window.y, tile.core.x - tile.window.x
    return slice(None), slice(top, top + tile.core.height), slice(left, left + tile.core.width)


def enlarge(values: np.ndarray, scale: int) -> np.ndarray:
    """Every pixel of [B, h, w] repeated ``scale`` times along both axes."""
    return values if scale == 1 else values.repeat(scale, axis=1).repeat(scale, axis=2)
