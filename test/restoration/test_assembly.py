"""What is written goes to GDAL's compression while the next cores are made: after every fourth, and at a row's end."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from hyperrestore.raster import Window, everywhere
from hyperrestore.restoration.assembly import Assembly
from hyperrestore.restoration.blocks import Answer, BandWork, Block, Numbers
from hyperrestore.restoration.scaling import Scaling
from hyperrestore.restoration.tiles import TilePlan, plan_tiles

BANDS = 3
WORK = BandWork((0, 2), (1,), Scaling("none", np.zeros(2), np.ones(2)), np.zeros(2))
CUBE = np.random.default_rng(8).integers(0, 3000, (BANDS, 64, 192)).astype(np.uint16)


class Notes:
    """A stand-in for a sink that keeps what it is given, and the order of its calls."""

    dtype, nodata = CUBE.dtype, (None,) * BANDS

    def __init__(self) -> None:
        self.calls: list[tuple[int, int] | str] = []
        self.cube = np.zeros_like(CUBE)

    def write(self, window: Window, values: np.ndarray, bands: tuple[int, ...]) -> None:
        self.cube[(list(bands), *window.slices)] = values
        self._note(window)

    def leave_out(self, window: Window) -> None:
        self._note(window)

    def flush(self) -> None:
        self.calls.append("flush")

    def _note(self, window: Window) -> None:
        place = window.x, window.y
        if not self.calls or self.calls[-1] != place:
            self.calls.append(place)


def assemble(plan: TilePlan, first: int = 0, absent: bool = False) -> Notes:
    """All tiles of the plan from number ``first`` on, unchanged by the model; without anything if ``absent``."""
    notes = Notes()
    assembly = Assembly(notes, plan, WORK, 1, first)
    for tile in islice(plan, first, None):
        core, passed = (
            Numbers(CUBE[(list(bands), *tile.core.slices)], everywhere((len(bands), tile.core.height, tile.core.width)))
            for bands in (WORK.restored, WORK.passed)
        )
        correction = np.zeros((len(WORK.restored), plan.height, plan.width), np.float32)
        block = Block(tile, None, None, True) if absent else Block(tile, core, passed, False)
        assembly.add(Answer(block, None if absent else correction, 0))
    return notes


def row(y: int) -> list[tuple[int, int] | str]:
    """What is to be heard of a row of six cores of 32 px."""
    return [(0, y), (32, y), (64, y), (96, y), "flush", (128, y), (160, y), "flush"]


@pytest.fixture
def plan() -> TilePlan:
    """6 tiles wide and 2 high; with hard cuts, so that a run may begin anywhere without seams."""
    plan = plan_tiles(192, 64, tile=48, overlap=8, pooled=False)
    assert (len(plan.columns), len(plan.rows), plan.stride) == (6, 2, 32)
    return plan


@pytest.mark.parametrize("absent", [False, True])
def test_cores_are_flushed_after_the_fourth_and_at_the_end_of_a_row(plan, absent):
    notes = assemble(plan, absent=absent)
    assert notes.calls == row(0) + row(32)
    np.testing.assert_array_equal(notes.cube, 0 if absent else CUBE)


@pytest.mark.parametrize(("first", "skipped"), [(2, 2), (4, 5), (6, 8), (9, 11), (11, 14)])
def test_a_run_that_goes_on_flushes_after_the_same_cores(plan, first, skipped):
    notes = assemble(plan, first)
    assert notes.calls == (row(0) + row(32))[skipped:]
    done = [tile.core.slices for tile in islice(plan, first)]
    expected = CUBE.copy()
    for area in done:
        expected[(slice(None), *area)] = 0
    np.testing.assert_array_equal(notes.cube, expected)


def test_a_row_of_four_ends_with_one_flush():
    plan = plan_tiles(128, 32, tile=48, overlap=8, pooled=False)
    assert assemble(plan).calls == [(0, 0), (32, 0), (64, 0), (96, 0), "flush"]


def test_cores_that_share_blocks_are_not_flushed():
    plan = plan_tiles(192, 20, tile=48, overlap=4, pooled=True)
    shared = plan_tiles(60, 20, tile=15, overlap=5, pooled=True)
    assert (plan.stride, shared.stride) == (32, 10) and len(shared.columns) == 6
    assert "flush" in assemble(plan).calls
    assert "flush" not in assemble(shared).calls
