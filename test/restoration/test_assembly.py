"""What is written goes to GDAL's compression while the next bands are made; bands are made by several threads."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from hyperrestore.raster import Window, everywhere
from hyperrestore.restoration import band_threads
from hyperrestore.restoration.assembly import Assembly
from hyperrestore.restoration.blocks import Answer, BandWork, Block, Numbers
from hyperrestore.restoration.needs import BANDS_AT_ONCE
from hyperrestore.restoration.scaling import Scaling
from hyperrestore.restoration.tiles import TilePlan, plan_tiles

BANDS = 3
WORK = BandWork((0, 2), (1,), Scaling("none", np.zeros(2), np.ones(2)), np.zeros(2))
CUBE = np.random.default_rng(8).integers(0, 3000, (BANDS, 64, 192)).astype(np.uint16)
RESTORED, PASSED = "restored", "passed"
MANY = 2 * BANDS_AT_ONCE + 7


class Notes:
    """A stand-in for a sink that keeps what it is given, and the order of its calls."""

    dtype, nodata = CUBE.dtype, (None,) * BANDS

    def __init__(self, in_place: bool = False) -> None:
        self.in_place = in_place
        self.calls: list[object] = []
        self.cube = np.zeros_like(CUBE)

    def write(self, window: Window, values: np.ndarray, bands: tuple[int, ...], flush: bool) -> None:
        self.cube[(list(bands), *window.slices)] = values
        which = {(0, 2): RESTORED, (1,): PASSED}[bands]
        self.calls.append((window.x, window.y, which))
        if flush:
            self.calls.append(("flush", which))

    def leave_out(self, window: Window) -> None:
        self.calls.append((window.x, window.y))

    def flush(self) -> None:
        self.calls.append(("flush", "all"))


def assemble(plan: TilePlan, first: int = 0, absent: bool = False, in_place: bool = False) -> Notes:
    """All tiles of the plan from number ``first`` on, unchanged by the model; without anything if ``absent``."""
    notes = Notes(in_place)
    with Assembly(notes, plan, WORK, 1, first) as assembly:
        for tile in islice(plan, first, None):
            read = (CUBE[(list(bands), *tile.core.slices)] for bands in (WORK.restored, WORK.passed))
            core, passed = (Numbers(values, everywhere(values.shape)) for values in read)
            correction = np.zeros((len(WORK.restored), plan.height, plan.width), np.float32)
            block = Block(tile, None, None, True) if absent else Block(tile, core, passed, False)
            assembly.add(Answer(block, None if absent else correction, 0))
    return notes


def at(x: int, y: int) -> list[object]:
    """What is to be heard of a core that is made of whole blocks."""
    return [step for bands in (RESTORED, PASSED) for step in ((x, y, bands), ("flush", bands))]


@pytest.fixture
def plan() -> TilePlan:
    """6 tiles wide and 2 high; with hard cuts, so that a run may begin anywhere without seams."""
    plan = plan_tiles(192, 64, tile=48, overlap=8, pooled=False)
    assert (len(plan.columns), len(plan.rows), plan.stride) == (6, 2, 32)
    return plan


CORES = [(x, y) for y in (0, 32) for x in range(0, 192, 32)]


def test_bands_are_flushed_as_soon_as_they_are_written(plan):
    notes = assemble(plan)
    assert notes.calls == [step for core in CORES for step in at(*core)]
    np.testing.assert_array_equal(notes.cube, CUBE)


def test_what_is_not_there_is_neither_written_nor_flushed(plan):
    notes = assemble(plan, absent=True)
    assert notes.calls == CORES
    assert not notes.cube.any()


def test_lines_are_flushed_when_they_are_complete(plan):
    """Each would be written again for every core in it."""
    notes = assemble(plan, in_place=True)
    expected = []
    for x, y in CORES:
        expected += [(x, y, RESTORED), (x, y, PASSED)] + [("flush", "all")] * (x == 160)
    assert notes.calls == expected
    np.testing.assert_array_equal(notes.cube, CUBE)


@pytest.mark.parametrize("first", [2, 6, 9, 11])
def test_a_run_that_goes_on_writes_the_rest(plan, first):
    notes = assemble(plan, first)
    assert notes.calls == [step for core in CORES[first:] for step in at(*core)]
    expected = CUBE.copy()
    for tile in islice(plan, first):
        expected[(slice(None), *tile.core.slices)] = 0
    np.testing.assert_array_equal(notes.cube, expected)


def test_cores_that_share_blocks_are_not_flushed():
    shared = plan_tiles(60, 20, tile=15, overlap=5, pooled=True)
    assert shared.stride == 10 and len(shared.columns) == 6
    assert not any("flush" in call for call in assemble(shared).calls)
    assert ("flush", "all") in assemble(shared, in_place=True).calls


def changed(monkeypatch, plan: TilePlan, scale: int, threads: int) -> tuple[np.ndarray, object]:
    """All tiles of the plan changed at random, so that some values leave the type; and what was counted."""
    monkeypatch.setattr(band_threads, "BAND_THREADS", threads)
    draw, sink = np.random.default_rng(3), Plain((MANY, scale * plan.raster_height, scale * plan.raster_width))
    work = BandWork(tuple(range(MANY)), (), Scaling("none", np.zeros(MANY), np.arange(1.0, MANY + 1)), np.zeros(MANY))
    with Assembly(sink, plan, work, scale) as assembly:
        for tile in plan:
            values = draw.normal(0, 800, (MANY, scale * plan.height, scale * plan.width)).astype(np.float32)
            values[1] *= tile.column > 0
            shape = (MANY, tile.core.height, tile.core.width)
            core = Numbers(draw.integers(0, 3000, shape).astype(np.uint16), draw.random(shape) < 0.9)
            answered = tile.row or tile.column != 1
            assembly.add(Answer(Block(tile, core, None, False), values if answered else None, 0))
    return sink.cube, assembly.tally


class Plain:
    """A stand-in for a sink of many bands."""

    dtype, nodata, in_place = CUBE.dtype, (None,) * MANY, False

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.cube = np.zeros(shape, self.dtype)

    def write(self, window: Window, values: np.ndarray, bands: tuple[int, ...], flush: bool) -> None:
        self.cube[(slice(bands[0], bands[-1] + 1), *window.slices)] = values


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("threads", [2, 3, 4])
def test_bands_in_threads_are_the_bands_of_one(monkeypatch, scale, threads):
    """More bands than go at once, in parts of several and of different lengths."""
    plan = plan_tiles(96, 64, tile=48, overlap=8, pooled=True)
    assert len(plan) > 4 and MANY % BANDS_AT_ONCE % threads
    expected, counted = changed(monkeypatch, plan, scale, 1)
    found, tally = changed(monkeypatch, plan, scale, threads)
    np.testing.assert_array_equal(found, expected)
    assert found.any() and counted.clamped > 0 and counted.changed.all()
    assert (tally.clamped, tally.unusable) == (counted.clamped, counted.unusable)
    np.testing.assert_array_equal(tally.changed, counted.changed)


def test_what_fails_in_a_thread_is_raised(monkeypatch, plan):
    monkeypatch.setattr(band_threads, "BAND_THREADS", 2)
    monkeypatch.setattr(Assembly, "_blend", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        assemble(plan)
