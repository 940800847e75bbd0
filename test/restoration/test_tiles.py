"""The tile plan covers every pixel exactly once, with equal tiles on a grid that a TIFF's blocks can follow."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.errors import InvalidParameter
from hyperrestore.restoration.tiles import output_block, plan_tiles, tile_stride

SIZES = [(1, 1), (7, 13), (13, 7), (64, 64), (65, 64), (257, 129), (100, 1000), (81, 80)]
POOLED = [(64, 16), (64, 0), (16, 8), (10, 3), (33, 16), (128, 16), (1, 0), (40, 20)]
LOCAL = [(64, 23), (64, 0), (16, 7), (10, 3), (33, 16), (128, 2), (1, 0)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(("tile", "overlap", "pooled"), [(*p, True) for p in POOLED] + [(*p, False) for p in LOCAL])
def test_cores_cover_every_pixel_once_and_lie_in_equal_windows(width, height, tile, overlap, pooled):
    plan = plan_tiles(width, height, tile, overlap, pooled)
    covered = np.zeros((height, width), int)
    for entry in plan:
        core, window = entry.core, entry.window
        covered[core.slices] += 1
        assert (window.width, window.height) == (min(tile, width), min(tile, height))
        assert window.x >= 0 and window.y >= 0
        assert window.x + window.width <= width and window.y + window.height <= height
        assert window.x <= core.x and core.x + core.width <= window.x + window.width
        assert window.y <= core.y and core.y + core.height <= window.y + window.height
    assert (covered == 1).all()
    assert len(plan) == len(list(plan))


@pytest.mark.parametrize(("tile", "overlap"), LOCAL)
def test_local_cores_have_the_whole_halo_except_at_the_border_of_the_raster(tile, overlap):
    for entry in plan_tiles(300, 211, tile, overlap, pooled=False):
        core, window = entry.core, entry.window
        assert window.x == 0 or core.x - window.x >= overlap
        assert window.y == 0 or core.y - window.y >= overlap
        assert window.x + window.width == 300 or window.x + window.width - core.x - core.width >= overlap
        assert window.y + window.height == 211 or window.y + window.height - core.y - core.height >= overlap


@pytest.mark.parametrize(("tile", "overlap"), POOLED)
def test_pooled_neighbours_both_cover_the_ramp_between_them(tile, overlap):
    plan = plan_tiles(301, 211, tile, overlap, pooled=True)
    for (before, _, _), (after, start, _) in zip(plan.columns, plan.columns[1:]):
        assert before + plan.width >= start + overlap
        assert after <= start


def test_strides_are_multiples_of_16_when_they_can_be():
    assert tile_stride(128, 16, pooled=True) == 112
    assert tile_stride(64, 10, pooled=True) == 48
    assert tile_stride(20, 8, pooled=True) == 12
    assert tile_stride(64, 23, pooled=False) == 16
    assert tile_stride(128, 23, pooled=False) == 80
    assert tile_stride(33, 16, pooled=True) == 16


def test_cores_but_the_last_lie_on_the_grid():
    plan = plan_tiles(300, 300, 64, 16, pooled=True)
    assert [core for _, core, _ in plan.columns] == [0, 48, 96, 144, 192, 240]
    assert plan.columns[-1] == (236, 240, 300)


@pytest.mark.parametrize(
    ("tile", "overlap", "pooled"), [(16, 9, True), (16, 16, True), (16, 8, False), (0, 0, True), (8, -1, True)]
)
def test_overlaps_beyond_half_a_tile_are_refused(tile, overlap, pooled):
    with pytest.raises(InvalidParameter, match=f"{overlap} px"):
        plan_tiles(100, 100, tile, overlap, pooled)


@pytest.mark.parametrize(
    ("stride", "block"),
    [(112, 112), (48, 48), (496, 496), (1984, 496), (2032, None), (960, 480), (50, None), (16, 16)],
)
def test_output_blocks_divide_the_cores(stride, block):
    assert output_block(stride) == block
