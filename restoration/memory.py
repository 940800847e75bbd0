"""How much memory a run may use, and the tile and batch that fit into it."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InvalidParameter, NotEnoughMemory
from ..models.descriptor import Tiling
from .device import Device
from .free_memory import free_host_memory
from .job import AUTO_OVERLAP, AUTO_TILE, WHOLE_RASTER, RestorationJob
from .needs import MEGABYTE, Workload, look_within, needed_bytes
from .tiles import BLOCK, TilePlan, plan_tiles

SMALLEST_CORE = 32
"""Side of the smallest core in output pixels: smaller blocks of a TIFF take more memory than larger tiles do."""
CPU_BATCH_PIXELS = 1 << 16
GPU_BATCH_PIXELS = 1 << 18
CACHE_SHARE = 3 / 4
"""Of what is left, how much GDAL's blocks may take: memory in blocks of many sizes has gaps."""


@dataclass(frozen=True)
class Budget:
    """Bytes that a run may use: of the host, and of the accelerator when that has memory of its own (else None)."""

    host: int
    device: int | None


@dataclass(frozen=True)
class RunPlan:
    """Tiles, how many of them go through the model at once, and the bytes that takes (host, device)."""

    tiles: TilePlan
    batch: int
    needed: tuple[int, int]


def cache_bytes(plan: RunPlan, work: Workload, budget: Budget) -> int:
    """How much GDAL may keep of decoded blocks: what ``plan``, and looking at the raster before, leave of the budget;
    at most the whole raster, which is then decoded only once for all passes over it."""
    host, device = plan.needed
    restoring = host + (device if budget.device is None else 0)
    looking = work.always + look_within(work, budget.host).needed
    left = int(CACHE_SHARE * (budget.host - max(restoring, looking)))
    whole = work.width * work.height * (work.bands + work.passed) * work.value_bytes
    return work.least_cache + max(0, min(left, 2 * whole - work.least_cache))


def find_budget(memory_mb: int, device: Device) -> Budget:
    """``memory_mb`` megabytes, or half of what is free when it is 0."""
    if memory_mb:
        allowed = memory_mb * MEGABYTE
        return Budget(host=allowed, device=allowed if device.is_cuda else None)
    return Budget(host=free_host_memory() // 2, device=_free_cuda_memory(device.name) // 2 if device.is_cuda else None)


def _free_cuda_memory(name: str) -> int:
    import torch

    return torch.cuda.mem_get_info(name)[0]


def plan_run(job: RestorationJob, descriptor, work: Workload, budget: Budget, largest: int | None = None) -> RunPlan:
    """Tiles and batch for a run within ``budget``.

    ``largest`` bounds the tile's side after a run that ran out of memory. Raises `NotEnoughMemory`, naming the
    megabytes that would do, and `InvalidParameter` for an overlap that does not go with the tile.
    """
    if job.tile_size == WHOLE_RASTER:
        sides = [max(work.width, work.height)]
    elif job.tile_size == AUTO_TILE:
        sides = list(range(descriptor.tile_px, smallest_tile(job, descriptor), -BLOCK))
        sides.append(min(descriptor.tile_px, smallest_tile(job, descriptor)))
    else:
        sides = [job.tile_size]
    if largest is not None:
        sides = [side for side in sides if side <= largest] or [largest]
    tried = []
    for side in sides:
        tiles = _plan_side(job, descriptor, work, side)
        needed = needed_bytes(descriptor, work, tiles, 1)
        if fits(needed, budget):
            break
        tried.append((needed, tiles))
    else:
        raise NotEnoughMemory(_refusal(job, *min(tried, key=lambda pair: sum(pair[0])), budget))
    most = (GPU_BATCH_PIXELS if work.on_gpu else CPU_BATCH_PIXELS) // (tiles.height * tiles.width)
    batch = max(1, min(most, len(tiles))) if descriptor.batchable else 1
    while batch > 1 and not fits(needed_bytes(descriptor, work, tiles, batch), budget):
        batch -= 1
    return RunPlan(tiles, batch, needed_bytes(descriptor, work, tiles, batch))


def smallest_tile(job: RestorationJob, descriptor) -> int:
    """The smallest side that tiles are shrunk to: a core, and what neighbours share of it or its halo."""
    core = max(BLOCK, SMALLEST_CORE // descriptor.scale)
    if _is_pooled(descriptor):
        return core + min(_asked_overlap(job, descriptor), BLOCK)
    return 2 * _asked_overlap(job, descriptor) + core


def _plan_side(job: RestorationJob, descriptor, work: Workload, side: int) -> TilePlan:
    pooled = _is_pooled(descriptor)
    overlap = _asked_overlap(job, descriptor)
    asked_side = descriptor.tile_px if job.tile_size == AUTO_TILE else job.tile_size
    if job.tile_size == WHOLE_RASTER or max(work.width, work.height) <= side:
        overlap = 0
    elif pooled and (job.overlap == AUTO_OVERLAP or (side < asked_side and 2 * overlap <= asked_side)):
        overlap = min(overlap, _half(side))
    if side < 1 or (not pooled and 2 * overlap >= side):
        raise InvalidParameter(
            f"Tiles of {side} px were asked for, but {descriptor.title} needs a halo of {overlap} px on each side; "
            f"use a tile size of at least {2 * overlap + BLOCK}."
        )
    return plan_tiles(work.width, work.height, side, overlap, pooled)


def _half(side: int) -> int:
    """Half a tile at most, and such that cores are whole blocks of a TIFF where they can be."""
    return side // 2 // BLOCK * BLOCK or side // 2


def _is_pooled(descriptor) -> bool:
    return descriptor.tiling is Tiling.POOLED


def _asked_overlap(job: RestorationJob, descriptor) -> int:
    return descriptor.overlap_px if job.overlap == AUTO_OVERLAP else job.overlap


def fits(needed: tuple[int, int], budget: Budget) -> bool:
    """Whether ``needed`` bytes (host, device) are within the budget."""
    host, device = needed
    if budget.device is None:
        return host + device <= budget.host
    return host <= budget.host and device <= budget.device


def _refusal(job: RestorationJob, needed: tuple[int, int], tiles: TilePlan, budget: Budget) -> str:
    names = {WHOLE_RASTER: "The whole raster as one tile", AUTO_TILE: "The tile that takes least"}
    asked = names.get(job.tile_size, "A tile of the size asked for")
    host, device = needed
    if budget.device is None:
        needs, has = f"{_megabytes(host + device)} MB", f"{budget.host // MEGABYTE} MB"
    else:
        needs = f"{_megabytes(device)} MB on the GPU and {_megabytes(host)} MB of main memory"
        has = f"{budget.device // MEGABYTE} MB and {budget.host // MEGABYTE} MB"
    cure = "let the tile size be chosen (0)" if job.tile_size else "restore fewer bands at a time"
    return (
        f"{asked} ({tiles.width} x {tiles.height} px) needs {needs}, and this run may use {has}. "
        f"Allow more memory (MEMORY_MB), or {cure}."
    )


def _megabytes(count: int) -> int:
    """As many as are enough."""
    return -(-count // MEGABYTE)
