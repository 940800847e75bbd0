"""How busy the engine keeps a device that computes beside the processor, without having one.

    .venv/bin/python bench/bench_feeding.py [--ns N] [--side N] [--bands N] [--repetitions N] [--json FILE]

A stand-in for a GPU answers each batch after ``--ns`` nanoseconds for each pixel and band of its tiles, and sleeps
meanwhile. An H100 took 4.6 for RAS2S (16 tiles of 128 px and 100 bands in 0.12 s, half precision, ``RESULTS.md``), and
that is what is asked for if nothing else is. A raster as in ``bench_engine.py`` is restored by it into a GeoTIFF; into
one that is not compressed, as if there were processors enough for that; and into an ENVI file. "Busy" is the device's
time over the time that tiles were restored. Beside it stands what each part took of a processor, in ns a pixel-band of
the raster: reading, assembling, and giving to GDAL (its compression runs in threads of its own, and is not in there).

What the stand-in does not tell: what copies to and from a GPU take, and what Python's lock costs with many processors.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import numpy as np
from bench_engine import make_raster
from identity import Identity, Timed, describe
from machine import machine_name

from hyperrestore.raster import formats
from hyperrestore.raster.behind import Behind
from hyperrestore.restoration import RestorationJob, inference, memory, restore_raster, run
from hyperrestore.restoration.assembly import Assembly

NS = 4.6
TICK_SECONDS = 0.05
CORRECTION = 1e-3
OUTPUTS = {"GeoTIFF, DEFLATE": "out.tif", "GeoTIFF, as it is": "plain.tif", "ENVI": "out.dat"}


@contextmanager
def stand_in(ns: float, slept: list[float]) -> Iterator[None]:
    """While inside, answers take their time instead of the processor's; batches are as on a GPU."""
    make_buffer = inference.host_buffer

    def restore(self, batch: np.ndarray, span, out: np.ndarray, sent: None) -> inference.Pending:
        seconds = batch.size * ns * 1e-9
        slept.append(seconds)
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            time.sleep(min(left, TICK_SECONDS))
            span.tick(1 - max(0, left) / seconds)
        return inference.Pending(out[: len(batch)], None)

    def buffer(shape: tuple[int, ...], device: str) -> np.ndarray:
        made = make_buffer(shape, device)
        made[...] = CORRECTION
        return made

    batch = patch.object(memory, "CPU_BATCH_PIXELS", memory.GPU_BATCH_PIXELS)
    with patch.object(inference.Inference, "restore", restore), patch.object(run, "host_buffer", buffer), batch:
        yield


@contextmanager
def timed_parts(spent: dict[str, list[float]]) -> Iterator[None]:
    """While inside, adds to ``spent`` the seconds that the parts of the engine take of a processor."""

    def timed(name: str, call: Callable) -> Callable:
        def timed_call(*arguments):
            started = time.thread_time()
            try:
                return call(*arguments)
            finally:
                spent[name].append(time.thread_time() - started)

        return timed_call

    with ExitStack() as stack:
        for name, owner, attribute in (
            ("read", run, "read_group"),
            ("assemble", Assembly, "_blend"),
            ("assemble", Assembly, "_encode_part"),
            ("give", Behind, "_do"),
        ):
            stack.enter_context(patch.object(owner, attribute, timed(name, getattr(owner, attribute))))
        yield


def uncompressed() -> AbstractContextManager:
    options, unwanted = formats._geotiff_options, ("COMPRESS", "PREDICTOR")
    return patch.object(
        formats, "_geotiff_options", lambda *a: tuple(o for o in options(*a) if not o.startswith(unwanted))
    )


def row(source: Path, name: str, values: int, ns: float) -> dict[str, float]:
    slept, spent, monitor = [], defaultdict(list), Timed()
    with tempfile.TemporaryDirectory(dir=source.parent) as folder, stand_in(ns, slept), timed_parts(spent):
        output = str(Path(folder) / name)
        job = RestorationJob(source=str(source), output=output, device="cpu", line_direction="columns")
        restore_raster(job, Identity(describe()), monitor)
    restoring = monitor.ended - monitor.began
    parts = {f"{name}_ns": round(sum(spent[name]) / values * 1e9, 1) for name in ("read", "assemble", "give")}
    return {"restoring_s": round(restoring, 2), "busy": round(sum(slept) / restoring, 3), **parts}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ns", type=float, default=NS)
    parser.add_argument("--side", type=int, default=1500)
    parser.add_argument("--bands", type=int, default=100)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    side, bands, rows = arguments.side, arguments.bands, []
    print(machine_name())
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-", dir="/var/tmp") as folder:
        source = Path(folder) / "source.tif"
        make_raster(source, side, bands)
        for kind, name in OUTPUTS.items():
            found = []
            for _ in range(arguments.repetitions):
                with uncompressed() if name == "plain.tif" else nullcontext():
                    found.append(row(source, name, side * side * bands, arguments.ns))
            rows.append({"output": kind, **min(found, key=lambda each: each["restoring_s"])})
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    if arguments.json:
        told = {"machine": machine_name(), "raster": f"{side} x {side} x {bands}", "ns": arguments.ns, "rows": rows}
        arguments.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
