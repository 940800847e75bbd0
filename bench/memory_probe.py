"""Restorations by one model in a process of its own, and the most memory each took: `bench_memory` starts this.

    .venv/bin/python bench/memory_probe.py MODEL CASES FOLDER

CASES is a JSON list of `Case` fields; each gives a line of JSON, as soon as it is measured; of the least memory that is
accepted, ``exact`` says that a megabyte less is refused. The baseline is what the process takes once everything is
imported, the model is built, and a raster of 64 x 64 px with 4 bands was restored by it, so that the libraries' own
pools and the code that is paged in are not the run's; what the allocator keeps of freed memory is given back before it
is read. Then the kernel's high-water mark is set back to now (``/proc/self/clear_refs``), the case is restored, and the
mark is read. Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import json
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

from identity import Identity, Silent, describe
from memory_case import LEAST, Case
from memory_rasters import Raster, make_raster

from hyperrestore.errors import Cancelled, NotEnoughMemory
from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.models.methods import METHODS, build_method
from hyperrestore.models.weights import load_model
from hyperrestore.restoration import RestorationJob, restore_raster

MEGABYTE = 1 << 20
WARM_UP = Raster(64, 64, 4)


class Watching(Silent):
    """Keeps the plan, and the peak before the first tile; stops the run at ``stop_at`` of its progress."""

    def __init__(self, stop_at: float) -> None:
        self.plan, self.prepared, self.done = "", 0.0, 0.0
        self._stop_at = stop_at

    def info(self, text: str) -> None:
        if text.startswith("Tiles:"):
            self.plan, self.prepared = text, _kilobytes("VmHWM") / 1024

    def progress(self, fraction: float) -> None:
        self.done = fraction

    def cancelled(self) -> bool:
        return self.done >= self._stop_at


def build(name: str) -> RestorationModel:
    """A model by the name it has in the table."""
    if name.startswith("identity"):
        return Identity(describe())
    if name.startswith("bicubic-x"):
        return BicubicModel(int(name[-1]))
    if name == "restore":
        return Hybrid(build("ras2s"))
    if name == "restore-alone":
        return Hybrid(None)
    return build_method(name) if name in METHODS else load_model(Entry(DEFAULT_WEIGHTS[name], SHIPPED))


def measure(model: RestorationModel, case: Case, folder: Path) -> dict:
    """Restores ``case``; what it took, or the refusal."""
    restore_raster(_job(case, WARM_UP, "warm.tif", folder, 0), model, Silent())
    raster, output = Raster(**case.raster), f"restored.{case.ending}"
    promise, exact = case.memory_mb, True
    if promise == LEAST:
        promise = _named(model, _job(case, raster, output, folder, 1))
        exact = _named(model, _job(case, raster, output, folder, promise - 1)) == promise
    job = _job(case, raster, output, folder, promise)
    monitor = Watching(case.stop_at)
    baseline = _start_over()
    started, busy, refusal = time.monotonic(), time.process_time(), ""
    try:
        with suppress(Cancelled):
            restore_raster(job, model, monitor)
    except NotEnoughMemory as error:
        refusal = str(error)
    peak = _kilobytes("VmHWM") / 1024
    return {
        "promise_mb": promise,
        "exact": exact,
        "peak_mb": round(peak - baseline, 1),
        "prepared_mb": round(max(0.0, monitor.prepared - baseline), 1),
        "baseline_mb": round(baseline, 1),
        "plan": monitor.plan,
        "refusal": refusal,
        "done": round(monitor.done, 3),
        "seconds": round(time.monotonic() - started, 1),
        "busy_seconds": round(time.process_time() - busy, 1),
    }


def _named(model: RestorationModel, job: RestorationJob) -> int:
    """The megabytes that the refusal of a job says it takes."""
    try:
        restore_raster(job, model, Silent())
    except NotEnoughMemory as error:
        return int(re.search(r"needs (\d+) MB", str(error))[1])
    return 0


def _job(case: Case, raster: Raster, output: str, folder: Path, memory_mb: int) -> RestorationJob:
    source, target = make_raster(raster, folder), str(folder / output)
    return RestorationJob(source, target, device="cpu", memory_mb=memory_mb, **case.job)


def _start_over() -> float:
    """Sets the peak back to now, and returns the megabytes of now."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _kilobytes("VmRSS") / 1024


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    MODEL = build(sys.argv[1])
    for CASE in json.loads(sys.argv[2]):
        print(json.dumps(measure(MODEL, Case(**CASE), Path(sys.argv[3]))), flush=True)
