"""The tile plan: which windows are read, and which part of the raster each of them completes.

Along each axis a raster longer than the tile is covered by tiles of one equal length ``T`` whose nominal places lie on
a grid of stride ``S``. Tile ``k`` owns ``[kS, (k+1)S)``, its core; the last one owns up to the edge. Tiles that would
stick out are shifted inwards, never shrunk or padded, so that a model always meets the same size.

Pooled models (their statistics run over the whole tile, so no halo makes tiles agree): ``S + overlap <= T``, and tile
``k`` is blended with tile ``k-1`` over ``[kS, kS + overlap)`` (`restoration.stitch`).
Local models: ``S + 2 overlap <= T``, the overlap is a halo on both sides of the core, and cores are cut hard.
At a raster's own border there is no halo: what the network does at an image border is right there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import InvalidParameter
from ..raster import Window

BLOCK = 16
SMALLEST_BLOCK, LARGEST_BLOCK = 32, 512


@dataclass(frozen=True)
class Tile:
    """``window`` is read and restored; ``core``, inside it, is what this tile completes. Both in source pixels."""

    row: int
    column: int
    window: Window
    core: Window


@dataclass(frozen=True)
class TilePlan:
    """All tiles of a raster. Iterates over them row by row, the order in which `restoration.stitch` needs them.

    ``tile`` is the nominal side, ``height`` and ``width`` are the size of every window, ``stride`` is the side of
    a core and of the blocks the output is written in, ``blend`` is the width of the ramps (0 for hard cuts).
    """

    raster_height: int
    raster_width: int
    tile: int
    overlap: int
    stride: int
    blend: int
    rows: tuple[tuple[int, int, int], ...]
    columns: tuple[tuple[int, int, int], ...]
    height: int
    width: int

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)

    def __iter__(self) -> Iterator[Tile]:
        for row, (y, top, bottom) in enumerate(self.rows):
            for column, (x, left, right) in enumerate(self.columns):
                yield Tile(
                    row=row,
                    column=column,
                    window=Window(x, y, self.width, self.height),
                    core=Window(left, top, right - left, bottom - top),
                )


def plan_tiles(width: int, height: int, tile: int, overlap: int, pooled: bool) -> TilePlan:
    """The tiles of a raster of ``width`` by ``height`` pixels.

    ``tile`` is the side of a tile, ``overlap`` the blend width of pooled models or the halo of local ones, all in
    source pixels. Raises `InvalidParameter` when neighbouring tiles would overlap by more than they have in common.
    """
    stride = tile_stride(tile, overlap, pooled)
    lead = 0 if pooled else overlap
    return TilePlan(
        raster_height=height,
        raster_width=width,
        tile=tile,
        overlap=overlap,
        stride=stride,
        blend=overlap if pooled else 0,
        rows=tuple(_plan_axis(height, tile, stride, overlap, lead)),
        columns=tuple(_plan_axis(width, tile, stride, overlap, lead)),
        height=min(tile, height),
        width=min(tile, width),
    )


def tile_stride(tile: int, overlap: int, pooled: bool) -> int:
    """The distance between tiles: a multiple of 16 when it can be, so that it can be the block of a TIFF."""
    if tile < 1 or overlap < 0:
        raise InvalidParameter(
            f"A tile of {tile} px with an overlap of {overlap} px was asked for; both must be positive."
        )
    if 2 * overlap > tile or (not pooled and 2 * overlap == tile):
        raise InvalidParameter(
            f"An overlap of {overlap} px was asked for with tiles of {tile} px; it may be at most half the tile. "
            "Use a smaller overlap or a larger tile."
        )
    room = tile - (overlap if pooled else 2 * overlap)
    rounded = room // BLOCK * BLOCK
    return rounded if rounded >= max(BLOCK, overlap if pooled else 0) else room


def output_block(stride: int) -> int | None:
    """The side of the output's blocks that makes every core whole blocks; None when no sensible side does.

    Cores of 16 px have blocks of their own size, small as these are: of larger ones each would be compressed again for
    every core in it, and GDAL appends it to the file each time.
    """
    if stride == BLOCK:
        return BLOCK
    sides = [side for side in range(SMALLEST_BLOCK, LARGEST_BLOCK + 1, BLOCK) if stride % side == 0]
    return max(sides, default=None)


def _plan_axis(length: int, tile: int, stride: int, overlap: int, lead: int) -> list[tuple[int, int, int]]:
    """(start of the window, start and end of the core) for each tile along one axis."""
    if length <= tile:
        return [(0, 0, length)]
    count = max(1, math.ceil((length - overlap) / stride))
    return [
        (
            max(0, min(k * stride - lead, length - tile)),
            k * stride,
            length if k == count - 1 else (k + 1) * stride,
        )
        for k in range(count)
    ]
