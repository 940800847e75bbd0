"""The one way through the engine: a raster and a model in, a restored raster and a report out."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from ..errors import NotEnoughMemory
from ..raster import CubeSink, CubeSource, Output, block_cache, open_cube, plan_output
from .asking import too_much
from .bands import passed_by_request, ranges
from .cluster import ClusterRun
from .held_memory import HeldMemory
from .inference import Inference, is_out_of_memory, release_memory
from .job import WHOLE_RASTER, RestorationJob, RestorationReport
from .lines import ROWS
from .memory import Budget, RunPlan, cache_bytes, fits, plan_run, smallest_tile
from .monitor import Monitor, Progress, Span
from .needs import MEGABYTE, Workload, describe_work, needed_bytes
from .precision import choose_precision
from .preparation import Preparation, prepare
from .recorder import KEPT, Recorder
from .resume import describe_input, describe_task, refuse_changed_input
from .run import TileRun, Tiles
from .termination import heeding_termination
from .tiles import output_block
from .worker import Setting, seen_from_anywhere, without_times
from .workplace import Workplace, find_workplace

PREPARED, RESTORED = 0.05, 0.98


@dataclass(frozen=True)
class _Task:
    """One run, once its input and output are open and the raster was looked at."""

    job: RestorationJob
    source: CubeSource
    output: Output
    ready: Preparation
    inference: Inference
    place: Workplace
    cache: int
    recorder: Recorder
    held: HeldMemory

    @property
    def descriptor(self):
        return self.inference.model.descriptor


@dataclass(frozen=True)
class _Outcome:
    """How the attempt went that succeeded."""

    plan: RunPlan
    batch: int
    clamped: int
    left: tuple[int, ...]


def restore_raster(job: RestorationJob, model, monitor: Monitor) -> RestorationReport:
    """Restores ``job.source`` into ``job.output`` with ``model`` (a `RestorationModel`).

    The output appears under its name when it is complete, or not at all. A run that was killed, that the system told
    to end or whose disk was full goes on where it was when the same run is started again. Raises the errors of
    `errors`, among them `Cancelled` within a tick of the model after the user has asked for it; other errors of the
    model pass through.
    """
    started = time.monotonic()
    progress = Progress(monitor)
    span = Span(progress)
    span.tick(0.0)
    with heeding_termination(progress), find_workplace(job) as place, open_cube(job.source, job.window) as source:
        device, budget = place.device, place.budget
        monitor.info(f"Device {device.reason}." + (f" Computed by {place.cluster}." if place.cluster else ""))
        precision = choose_precision(job.precision, device, model.descriptor)
        monitor.info(f"Precision {precision.reason}.")
        if precision.slow:
            span.warn(f"This device has no fast way to compute in {precision.name}: it may take ten times as long.")
        if job.window is not None:
            monitor.info(_describe_part(source))
        monitor.info(f"Raster: {source.width} x {source.height} px, {source.count} bands, {source.dtype}.")
        dtype = np.dtype(np.float32) if job.data_type == "Float32" else source.dtype
        tags = {**job.tags, **job.notes, "DEVICE": device.name}
        input_text = describe_input(source)
        held = HeldMemory(budget.host)
        cache = _cache(job, source, model.descriptor, place, precision.name)
        planned = plan_output(job.output, source, dtype=dtype, scale=model.descriptor.scale, tags=tags)
        with held, planned as output, block_cache(cache):
            ready = _look_at(source, job, model.descriptor, budget, span.part(0.0, PREPARED))
            ready = ready.leaving_out(output.driver == "GTiff")
            release_memory(device.name)
            inference = Inference(
                model=model,
                device=device.name,
                turned=ready.lines.direction == ROWS and model.descriptor.lines is not None,
                both_ways=job.quality == "best",
                precision=precision.name,
            )
            recorder = Recorder(
                output, describe_task(job, input_text, ready, model.descriptor, inference), job.save_every_s
            )
            task = _Task(job, source, output, ready, inference, place, cache, recorder, held)
            outcome = _attempt_until_it_fits(task, span)
    progress.finish()
    seconds = time.monotonic() - started
    _log_outcome(monitor, task, outcome, seconds)
    tiles = outcome.plan.tiles
    return RestorationReport(
        device=device.name,
        device_reason=device.reason,
        precision=precision.name,
        precision_reason=precision.reason,
        tile=(tiles.height, tiles.width),
        overlap=tiles.overlap,
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


def _look_at(source: CubeSource, job: RestorationJob, descriptor, budget: Budget, span: Span) -> Preparation:
    try:
        return prepare(source, job, descriptor, budget, span)
    except MemoryError as error:
        raise NotEnoughMemory(
            f"Memory ran out while the raster was looked at ({error}); close other programs, or restore fewer bands."
        ) from error


def _attempt_until_it_fits(task: _Task, span: Span) -> _Outcome:
    """Restores the tiles; whenever a single tile is too much for the memory there is, again with half the tile."""
    job, descriptor, device, budget = task.job, task.descriptor, task.place.device, task.place.budget
    bands = len(task.ready.work.restored)
    work = describe_work(job, task.source, descriptor, bands, device, task.inference.precision)
    largest: int | None = None
    plan = _earlier_plan(task, work, span)
    while True:
        going_on = plan is not None
        plan = plan or plan_run(job, descriptor, work, budget, largest)
        span.monitor.info(_describe(plan, budget))
        try:
            return _restore_tiles(task, plan, going_on, span)
        except (NotEnoughMemory, MemoryError, RuntimeError) as error:
            if task.output.published or not (isinstance(error, NotEnoughMemory) or is_out_of_memory(error)):
                raise
            if task.recorder.saved:
                # Smaller tiles would throw away what is finished; it is kept, and the sentence says so.
                if isinstance(error, NotEnoughMemory):
                    raise
                raise NotEnoughMemory(f"Memory ran out. {KEPT}") from error
            side, least = max(plan.tiles.height, plan.tiles.width), smallest_tile(job, descriptor)
            if job.tile_size == WHOLE_RASTER or side <= least:
                if isinstance(error, NotEnoughMemory):
                    raise
                shape = (len(task.ready.work.restored), plan.tiles.height, plan.tiles.width)
                raise NotEnoughMemory(too_much(shape, error)) from error
            largest = max(side // 2, least)
        plan = None
        release_memory(device.name)
        span.warn(f"Memory ran out with tiles of {side} px; starting again with tiles of {largest} px.")


def _earlier_plan(task: _Task, work: Workload, span: Span) -> RunPlan | None:
    """The plan of an earlier run that this one can go on with; says so, or why not if there was one."""
    tiles, batch, why_not = task.recorder.look_back(task.source.width, task.source.height)
    if tiles is None:
        if why_not:
            span.monitor.info(f"An earlier run of this output was interrupted, but {why_not}; starting over.")
        return None
    needed = needed_bytes(task.descriptor, work, tiles, batch)
    if not fits(needed, task.place.budget):
        span.monitor.info(
            "An earlier run of this output was interrupted, but it used more memory than is allowed now; starting over."
        )
        return None
    return RunPlan(tiles, batch, needed)


def _restore_tiles(task: _Task, plan: RunPlan, going_on: bool, span: Span) -> _Outcome:
    descriptor, ready, recorder = task.descriptor, task.ready, task.recorder
    scale = descriptor.scale
    if going_on:
        sink = recorder.reopen(plan.tiles, scale)
        span.monitor.info(
            f"An earlier run of this output was interrupted; going on after {recorder.done} of {len(plan.tiles)} tiles."
        )
    else:
        tags = {**task.job.tags, **task.job.notes, **_own_tags(task, plan)}
        sink = recorder.begin(output_block(plan.tiles.stride * scale), tags)
    with sink:
        run = _run(task, sink, Tiles(plan.tiles, plan.batch, recorder.done, recorder.at_once), span.monitor)
        with recorder.recording(sink, run, plan.tiles, scale):
            stretch = span.part(PREPARED, RESTORED)
            stretch.measure_from(recorder.done / len(plan.tiles))
            run.restore(stretch, recorder.after)
            # Twice: a cancel that the first one's progress has led to is heard by the second.
            span.tick(RESTORED)
            span.tick(RESTORED)
            refuse_changed_input(task.source, recorder.input)
            warnings = sink.commit()
    for warning in warnings:
        span.warn(warning)
    tally = run.assembly.tally
    if tally.unusable:
        span.warn(
            f"The model gave {tally.unusable} values that are not numbers; the input was kept there. "
            "The scaling or the model may not suit this raster."
        )
    left = tuple(band for band, changed in zip(ready.work.restored, tally.changed) if not changed)
    return _Outcome(plan, run.batch, tally.clamped, left)


def _run(task: _Task, sink: CubeSink, tiles: Tiles, monitor: Monitor) -> TileRun | ClusterRun:
    ready, inference, cluster = task.ready, task.inference, task.place.cluster
    if cluster is None:
        placed = inference.placed()
        for note in getattr(placed.model, "notes", ()):
            monitor.info(note)
        return TileRun(ready.reader, sink, tiles, ready.work, placed, task.held)
    setting = Setting(
        source=seen_from_anywhere(task.job.source),
        window=task.job.window,
        content=without_times(task.recorder.input),
        fills=ready.reader.fills,
        work=ready.work,
        inference=inference,
        shape=(tiles.plan.height, tiles.plan.width),
        batch=tiles.at_once or tiles.batch,
        threads=cluster.threads,
        cache=task.cache,
    )
    return ClusterRun(cluster, setting, sink, tiles)


def _cache(job: RestorationJob, source: CubeSource, descriptor, place: Workplace, precision: str) -> int:
    """How much GDAL may keep of decoded blocks. Raises `InvalidParameter` and `NotEnoughMemory` before reading begins.

    Memory is asked for all bands that may be restored; how many of them hold nothing is not known yet.
    """
    bands = source.count - len(passed_by_request(source, job.bands))
    work = describe_work(job, source, descriptor, bands, place.device, precision)
    if not bands:
        return work.least_cache
    return cache_bytes(plan_run(job, descriptor, work, place.budget), work, place.budget)


def _own_tags(task: _Task, plan: RunPlan) -> dict[str, str]:
    """What a result depends on beside its input and its model."""
    lines = {} if task.descriptor.lines is None else {"LINE_DIRECTION": task.ready.lines.direction}
    part = task.job.window
    return {
        **({} if part is None else {"WINDOW": f"{part.width}x{part.height}+{part.x}+{part.y}"}),
        "TILE": f"{plan.tiles.width}x{plan.tiles.height}",
        "OVERLAP": str(plan.tiles.overlap),
        "SCALING": str(task.ready.work.scaling),
        **lines,
        "QUALITY": task.job.quality,
        "PRECISION": task.inference.precision,
        "DEVICE": task.place.device.name,
    }


def _describe_part(source: CubeSource) -> str:
    part, dataset = source.window, source.dataset
    return (
        f"Part of a raster of {dataset.RasterXSize} x {dataset.RasterYSize} px: columns {part.x + 1} to "
        f"{part.x + part.width}, rows {part.y + 1} to {part.y + part.height}."
    )


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


def _log_outcome(monitor: Monitor, task: _Task, outcome: _Outcome, seconds: float) -> None:
    if outcome.left:
        bands = ranges([band + 1 for band in outcome.left])
        monitor.info(f"The model left these bands exactly as they were: {bands}.")
    if outcome.clamped:
        monitor.info(f"{outcome.clamped} values were beyond what the output's type can hold, and were clamped to it.")
    values = task.source.width * task.source.height * len(task.ready.work.restored)
    monitor.info(f"Done in {seconds:.1f} s, {values / max(seconds, 1e-9):,.0f} pixel-bands a second.")
