"""Tile and batch by memory."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from hyperrestore.errors import InvalidParameter, NotEnoughMemory
from hyperrestore.restoration import memory, needs
from hyperrestore.restoration.device import Device
from hyperrestore.restoration.job import RestorationJob
from hyperrestore.restoration.memory import Budget, cache_bytes, find_budget, plan_run
from hyperrestore.restoration.needs import Workload, describe_work, look_within, needed_bytes
from hyperrestore.test.restoration.networks import Descriptor, Tiling

CPU = Device("cpu", "for the test")
WORK = Workload(width=1000, height=1000, bands=100, value_bytes=2)
ON_GPU = replace(WORK, on_gpu=True)
MODEL = Descriptor(memory_bytes=lambda bands, height, width: 100 * bands * height * width, tile_px=128)


def job(**fields) -> RestorationJob:
    return RestorationJob(source="in.tif", output="out.tif", **fields)


def raster(**fields) -> SimpleNamespace:
    """What is asked of a source."""
    common = {"width": 9, "height": 9, "count": 3, "dtype": np.dtype("int16"), "block_bytes": 0, "places": 0}
    return SimpleNamespace(**{**common, "can_be_halved": False, **fields})


def budget(megabytes: int) -> Budget:
    return Budget(host=megabytes << 20, device=None)


def test_plenty_of_memory_gives_the_models_own_tile_and_a_full_batch():
    plan = plan_run(job(), MODEL, WORK, budget(100_000))
    assert (plan.tiles.tile, plan.batch) == (128, 4)
    assert plan_run(job(), MODEL, ON_GPU, budget(100_000)).batch == 16


def test_models_that_take_one_tile_after_the_other_are_given_one():
    assert plan_run(job(), Descriptor(tile_px=128, batchable=False), WORK, budget(100_000)).batch == 1


def test_little_memory_shrinks_the_batch_and_then_the_tile():
    full = plan_run(job(), MODEL, WORK, budget(100_000))
    one = needed_bytes(MODEL, WORK, full.tiles, 1)
    two = needed_bytes(MODEL, WORK, full.tiles, 2)
    assert plan_run(job(), MODEL, WORK, Budget(sum(two), None)).batch == 2
    tight = plan_run(job(), MODEL, WORK, Budget(sum(one), None))
    assert (tight.tiles.tile, tight.batch) == (128, 1)
    assert plan_run(job(), MODEL, WORK, Budget(sum(one) - 1, None)).tiles.tile == 112


@pytest.mark.parametrize("megabytes", [67, 100, 200, 500, 1000])
def test_a_plan_never_exceeds_its_budget(megabytes):
    plan = plan_run(job(), MODEL, WORK, budget(megabytes))
    assert sum(plan.needed) <= megabytes << 20
    assert plan.needed == needed_bytes(MODEL, WORK, plan.tiles, plan.batch)


def test_the_smallest_unit_that_does_not_fit_is_refused_with_what_it_needs():
    refusal = r"tile that takes least.*48 x 48 px.* needs (\d+) MB.* may use 5 MB"
    with pytest.raises(NotEnoughMemory, match=refusal) as caught:
        plan_run(job(), MODEL, WORK, budget(5))
    needed = int(str(caught.value).split("needs ")[1].split(" MB")[0])
    assert plan_run(job(), MODEL, WORK, budget(needed)).tiles.tile == 48
    with pytest.raises(NotEnoughMemory):
        plan_run(job(), MODEL, WORK, budget(needed - 1))


def test_where_small_tiles_take_more_the_refusal_names_the_tile_that_takes_least():
    """A TIFF of 200 bands and 400 Mpx has 78 million blocks of 32 px, and 5 million of 128 px."""
    work = Workload(width=20_000, height=20_000, bands=200, value_bytes=2, tiff=True)
    with pytest.raises(NotEnoughMemory, match=r"(\d+) x .* px\) needs (\d+) MB") as caught:
        plan_run(job(overlap=0), MODEL, work, budget(5))
    side, needed = map(int, re.search(r"(\d+) x .*needs (\d+) MB", str(caught.value)).groups())
    assert side > 64
    assert plan_run(job(overlap=0), MODEL, work, budget(needed)).tiles.tile == side
    with pytest.raises(NotEnoughMemory):
        plan_run(job(overlap=0), MODEL, work, budget(needed - 1))


def test_the_whole_raster_is_one_tile_or_refused():
    plan = plan_run(job(tile_size=-1), MODEL, WORK, budget(100_000))
    assert len(plan.tiles) == 1 and (plan.tiles.width, plan.tiles.height, plan.batch) == (1000, 1000, 1)
    with pytest.raises(NotEnoughMemory, match=r"whole raster as one tile \(1000 x 1000 px\) needs \d{5} MB"):
        plan_run(job(tile_size=-1), MODEL, WORK, budget(2000))


def test_an_asked_tile_is_kept_or_refused():
    assert plan_run(job(tile_size=200), MODEL, WORK, budget(100_000)).tiles.tile == 200
    with pytest.raises(NotEnoughMemory, match="200 x 200"):
        plan_run(job(tile_size=200), MODEL, WORK, budget(300))


@pytest.mark.parametrize(("tile", "overlap"), [(64, 64), (64, 33), (0, 65), (16, 20)])
def test_overlaps_beyond_half_the_tile_are_refused(tile, overlap):
    with pytest.raises(InvalidParameter, match=f"{overlap} px"):
        plan_run(job(tile_size=tile, overlap=overlap), MODEL, WORK, budget(100_000))


def test_the_models_own_overlap_gives_way_to_a_small_tile():
    assert plan_run(job(tile_size=20), MODEL, WORK, budget(100_000)).tiles.overlap == 10


def test_the_halo_of_a_local_model_never_gives_way():
    local = Descriptor(tiling=Tiling.LOCAL, overlap_px=23, tile_px=128)
    assert memory.smallest_tile(job(), local) == 78
    assert plan_run(job(), local, WORK, budget(100_000), largest=78).tiles.overlap == 23
    with pytest.raises(InvalidParameter, match="halo of 23 px"):
        plan_run(job(tile_size=46), local, WORK, budget(100_000))


def test_the_gpu_has_a_budget_of_its_own():
    plan = plan_run(job(), MODEL, ON_GPU, Budget(host=10 << 30, device=200 << 20))
    assert (plan.tiles.tile, plan.batch) == (128, 1)
    assert plan_run(job(), MODEL, ON_GPU, Budget(host=10 << 30, device=400 << 20)).batch == 2
    with pytest.raises(NotEnoughMemory, match="on the GPU"):
        plan_run(job(), MODEL, ON_GPU, Budget(host=10 << 30, device=1 << 20))


@pytest.mark.parametrize("side_by_side", [2, 8])
@pytest.mark.parametrize("bands", [1, 200])
@pytest.mark.parametrize("megabytes", [280, 400, 2000])
def test_cache_and_looking_stay_within_what_is_promised(monkeypatch, megabytes, bands, side_by_side):
    monkeypatch.setattr(needs, "SIDE_BY_SIDE", side_by_side)
    work = Workload(width=5000, height=5000, bands=bands, value_bytes=2, block=1 << 17, tiff=True)
    plan = plan_run(job(), MODEL, work, budget(megabytes))
    more = cache_bytes(plan, work, budget(megabytes)) - work.least_cache
    looking = look_within(work, megabytes << 20)
    assert more > 0
    assert sum(plan.needed) + more <= megabytes << 20
    assert work.always + looking.needed + more <= megabytes << 20
    assert looking.read > 0 and looking.sample > 256 * bands


def test_more_windows_side_by_side_do_not_thin_out_a_sample_that_has_room(monkeypatch):
    work, host = Workload(width=5000, height=5000, bands=100, value_bytes=2), 2000 << 20
    monkeypatch.setattr(needs, "SIDE_BY_SIDE", 2)
    two = look_within(work, host)
    monkeypatch.setattr(needs, "SIDE_BY_SIDE", 8)
    eight = look_within(work, host)
    assert two.sample == eight.sample == needs.SAMPLE_VALUES
    assert eight.needed - two.needed == 6 * 28 * 96 * 96 * 100


def test_bands_that_pass_and_wider_outputs_are_counted():
    tiles = plan_run(job(), MODEL, WORK, budget(100_000)).tiles
    pixels, host = 128 * 128, needed_bytes(MODEL, WORK, tiles, 2)[0]
    passing = needed_bytes(MODEL, replace(WORK, passed=10), tiles, 2)[0]
    assert passing - host == pixels * 10 * (3 * 2 * 3 + 3 + 3 * 2 + 2 * 2)
    assert needed_bytes(MODEL, replace(WORK, out_bytes=4), tiles, 2)[0] - host == pixels * 3 * 32 * 2
    shown = needed_bytes(MODEL, replace(WORK, copies=3), tiles, 2)[1] - needed_bytes(MODEL, WORK, tiles, 2)[1]
    assert shown == 2 * 3 * 4 * pixels * 100


@pytest.mark.parametrize(
    ("quality", "direction", "lines", "copies"),
    [
        ("normal", "columns", "columns", 0),
        ("normal", "auto", "columns", 1),
        ("best", "columns", "columns", 4),
        ("best", "auto", "columns", 5),
        ("best", "rows", "columns", 5),
        ("best", "rows", None, 4),
    ],
)
def test_turning_a_tile_and_showing_it_backwards_too_take_copies(quality, direction, lines, copies):
    """Turned; and of the other way the bands in reverse, both answers, and the second the right way round."""
    asked = job(quality=quality, line_direction=direction)
    assert describe_work(asked, raster(), replace(MODEL, lines=lines), 3).copies == copies


def test_where_the_blocks_of_a_tiff_are_is_counted():
    few, many = (describe_work(job(), raster(places=places), MODEL, 3) for places in (0, 10**6))
    assert many.always - few.always == 24 * 10**6


def test_seams_count_by_the_width_only():
    tall = Workload(width=1000, height=100_000, bands=100, value_bytes=2)
    wide = Workload(width=100_000, height=1000, bands=100, value_bytes=2)
    plans = [plan_run(job(tile_size=64), MODEL, work, budget(10_000)) for work in (WORK, tall, wide)]
    host = [needed_bytes(MODEL, work, plan.tiles, 1)[0] for work, plan in zip((WORK, tall, wide), plans)]
    assert host[1] == host[0]
    assert host[2] - host[0] == 99_000 * 16 * 100 * 4


def test_the_budget_is_what_was_asked_or_half_of_what_is_free(monkeypatch):
    assert find_budget(500, CPU) == Budget(500 << 20, None)
    assert find_budget(500, Device("cuda:1", "")) == Budget(500 << 20, 500 << 20)
    monkeypatch.setattr(memory, "free_host_memory", lambda: 1000)
    assert find_budget(0, CPU) == Budget(500, None)


def test_a_model_may_take_other_memory_on_a_gpu() -> None:
    model = Descriptor(memory_bytes=lambda *shape: 1000, gpu_memory_bytes=lambda *shape: 5000)
    tiles = plan_run(job(), model, WORK, budget(100_000)).tiles
    on_cpu, on_gpu = (needed_bytes(model, work, tiles, 2)[1] for work in (WORK, ON_GPU))
    assert (on_cpu, on_gpu - 2 * travelling(tiles.height)) == (2000, 10_000)
    host, device = needed_bytes(MODEL, WORK, tiles, 1)
    assert needed_bytes(MODEL, ON_GPU, tiles, 1) == (host, device + travelling(tiles.height))
    grown = replace(model, scale=4)
    assert needed_bytes(grown, ON_GPU, tiles, 1)[1] == 5000 + 3 * 17 * 4 * tiles.height**2 * WORK.bands


def test_formats_that_a_processor_does_not_multiply_itself_take_more() -> None:
    slow, fast, full = ("bf16", CPU), ("bf16", replace(CPU, fast=("bf16",))), ("fp32", CPU)
    source = raster()
    works = [describe_work(job(), source, MODEL, 3, device, precision) for precision, device in (slow, fast, full)]
    tiles = plan_run(job(), MODEL, works[1], budget(100_000)).tiles
    needed = [needed_bytes(MODEL, work, tiles, 2) for work in works]
    assert needed[1] == needed[2]
    assert (needed[0][0], needed[0][1] - needed[1][1]) == (needed[1][0], 2 * 1.5 * 100 * 3 * 9 * 9)
    gpu = describe_work(job(), source, MODEL, 3, Device("cuda", "an old one"), "bf16")
    assert gpu.on_gpu and not gpu.foreign_format
    assert not describe_work(job(), source, MODEL, 3, Device("mps", ""), "bf16").foreign_format


def travelling(side: int) -> int:
    """Bytes of a tile on a GPU's ways, in and out: those of three groups."""
    return 3 * 2 * 4 * side * side * WORK.bands
