"""The one way through the engine: a raster and a model in, a restored raster and a report out."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ..errors import NotEnoughMemory
from ..raster import CubeSource, create_sink, open_cube
from .bands import passed_by_request, ranges
from .device import Device, choose_device
from .inference import Inference, release_memory
from .job import WHOLE_RASTER, RestorationJob, RestorationReport
from .lines import ROWS
from .memory import MEGABYTE, Budget, RunPlan, Workload, find_budget, plan_run, smallest_tile
from .monitor import Monitor, Progress, Span
from .preparation import Preparation, prepare
from .run import Outcome, TileRun
from .tiles import output_block

PREPARED, RESTORED = 0.05, 0.98


def restore_raster(job: RestorationJob, model, monitor: Monitor) -> RestorationReport:
    """Restores ``job.source`` into ``job.output`` with ``model`` (a `RestorationModel`).

    The output appears under its name when it is complete, or not at all. Raises the errors of `errors`, among them
    `Cancelled` within a tick of the model after the user has asked for it; other errors of the model pass through.
    """
    started = time.monotonic()
    progress = Progress(monitor)
    span = Span(progress)
    span.tick(0.0)
    device = choose_device(job.device)
    monitor.info(f"Device {device.reason}.")
    budget = find_budget(job.memory_mb, device)
    with open_cube(job.source) as source:
        monitor.info(f"Raster: {source.width} x {source.height} px, {source.count} bands, {source.dtype}.")
        _refuse_early(job, source, model.descriptor, device, budget)
        ready = prepare(source, job, model.descriptor, budget, span.part(0.0, PREPARED))
        inference = Inference(
            model=model,
            device=device.name,
            turned=ready.lines.direction == ROWS and model.descriptor.lines is not None,
            both_ways=job.quality == "best",
        )
        plan, outcome = _attempt_until_it_fits(job, source, ready, inference, device, budget, span)
    progress.finish()
    seconds = time.monotonic() - started
    _log_outcome(monitor, source, ready, outcome, seconds)
    return RestorationReport(
        device=device.name,
        device_reason=device.reason,
        tile=(plan.tiles.height, plan.tiles.width),
        overlap=plan.tiles.overlap,
        batch=outcome.batch,
        scaling=str(ready.work.scaling),
        line_direction=ready.lines.direction,
        clamped=outcome.clamped,
        restored_bands=ready.work.restored,
        left_bands=outcome.left,
        passed_bands=ready.passed,
        warnings=tuple(progress.warnings),
        seconds=seconds,
    )


def _attempt_until_it_fits(
    job: RestorationJob,
    source: CubeSource,
    ready: Preparation,
    inference: Inference,
    device: Device,
    budget: Budget,
    span: Span,
) -> tuple[RunPlan, Outcome]:
    """Restores the tiles; whenever a single tile is too much for the memory there is, again with half the tile."""
    descriptor = inference.model.descriptor
    work = _workload(source, len(ready.work.restored))
    largest: int | None = None
    while True:
        plan = plan_run(job, descriptor, work, budget, device.is_cuda, largest)
        span.monitor.info(_describe(plan, budget))
        try:
            # Afresh for every attempt: a model may keep account of what it has done.
            placed = replace(inference, model=inference.model.to(device.name))
            outcome = _restore_tiles(job, source, ready, placed, plan, device, span)
            return plan, outcome
        except (NotEnoughMemory, MemoryError) as error:
            side, least = max(plan.tiles.height, plan.tiles.width), smallest_tile(job, descriptor)
            if job.tile_size == WHOLE_RASTER or side <= least:
                raise NotEnoughMemory(
                    str(error) or "Memory ran out; close other programs or restore fewer bands."
                ) from error
            largest = max(side // 2, least)
        release_memory(device.name)
        span.warn(f"Memory ran out with tiles of {side} px; starting again with tiles of {largest} px.")


def _restore_tiles(
    job: RestorationJob,
    source: CubeSource,
    ready: Preparation,
    inference: Inference,
    plan: RunPlan,
    device: Device,
    span: Span,
) -> Outcome:
    dtype, scale = _output_type(job, source), inference.model.descriptor.scale
    sink = create_sink(
        job.output,
        source,
        dtype=dtype,
        scale=scale,
        block=output_block(plan.tiles.stride * scale),
        tags={**job.tags, **_own_tags(job, ready, plan, device, inference.model.descriptor)},
    )
    with sink:
        run = TileRun(ready.reader, sink, plan.tiles, ready.work, inference, dtype)
        outcome = run.restore(plan.batch, span.part(PREPARED, RESTORED))
        span.tick(RESTORED)
        warnings = sink.commit()
    for warning in warnings:
        span.warn(warning)
    if outcome.unusable:
        span.warn(
            f"The model gave {outcome.unusable} values that are not numbers; the input was kept there. "
            "The scaling or the model may not suit this raster."
        )
    return outcome


def _refuse_early(job: RestorationJob, source: CubeSource, descriptor, device: Device, budget: Budget) -> None:
    """Raises before the raster is read rather than after: `OutputRefused`, `InvalidParameter`, `NotEnoughMemory`.

    Memory is asked for all bands that may be restored; how many of them hold nothing is not known yet.
    """
    with create_sink(job.output, source, dtype=_output_type(job, source), scale=descriptor.scale):
        pass
    bands = source.count - len(passed_by_request(source, job.bands))
    if bands:
        plan_run(job, descriptor, _workload(source, bands), budget, device.is_cuda)


def _workload(source: CubeSource, bands: int) -> Workload:
    return Workload(source.width, source.height, bands, source.dtype.itemsize)


def _output_type(job: RestorationJob, source: CubeSource) -> np.dtype:
    return np.dtype(np.float32) if job.data_type == "Float32" else source.dtype


def _own_tags(job: RestorationJob, ready: Preparation, plan: RunPlan, device: Device, descriptor) -> dict[str, str]:
    """What a result depends on beside its input and its model."""
    lines = {} if descriptor.lines is None else {"LINE_DIRECTION": ready.lines.direction}
    return {
        "TILE": f"{plan.tiles.width}x{plan.tiles.height}",
        "OVERLAP": str(plan.tiles.overlap),
        "SCALING": str(ready.work.scaling),
        **lines,
        "QUALITY": job.quality,
        "DEVICE": device.name,
    }


def _describe(plan: RunPlan, budget: Budget) -> str:
    host, device = (-(-count // MEGABYTE) for count in plan.needed)
    allowed = f"{budget.host // MEGABYTE} MB"
    if budget.device is not None:
        allowed += f" of main memory and {budget.device // MEGABYTE} MB of the GPU's"
    tiles = plan.tiles
    return (
        f"Tiles: {len(tiles)} of {tiles.width} x {tiles.height} px, overlap {tiles.overlap} px, {plan.batch} at once; "
        f"about {host} MB for the raster and {device} MB for the model, of {allowed}."
    )


def _log_outcome(monitor: Monitor, source: CubeSource, ready: Preparation, outcome: Outcome, seconds: float) -> None:
    if outcome.left:
        bands = ranges([band + 1 for band in outcome.left])
        monitor.info(f"The model left these bands exactly as they were: {bands}.")
    if outcome.clamped:
        monitor.info(f"{outcome.clamped} values were beyond what the output's type can hold, and were clamped to it.")
    values = source.width * source.height * len(ready.work.restored)
    monitor.info(f"Done in {seconds:.1f} s, {values / max(seconds, 1e-9):,.0f} pixel-bands a second.")
