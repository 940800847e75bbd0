"""RAS2S: the fast inference against the textbook band-by-band loop, in one run, a row for each shape and precision.

    .venv/bin/python bench/bench_ras2s.py [--device cuda] [--threads N] [--processor-time] [--json FILE]

Both run with the same weights on the same device, alternately, and the best of the repetitions counts. The textbook
loop is the network's own definition (``models/ras2s/network.py``) in float32, band after band and gate after gate.
Reduced precisions have rows where the device is fast in them. The floor (``floor.py``) is what the multiplications and
bytes would take at rates measured in the same run. Run it alone: with another busy process only ``--threads 1
--processor-time`` gives ratios that mean something.

Results are held against the definition in float64. In float32 the definition itself may take another of the filters
that the region-aware block offers a pixel, where two are as good as each other, and is then off by some 1e-3 there.
Exits with 1 when the fast float32 differs from float64 by more than 1e-4.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from floor import count, measure_rates, wait
from machine import machine_name
from torch import Tensor

from hyperrestore.models.cuda_graphs import Replays
from hyperrestore.models.precision import FULL, REDUCED, torch_type
from hyperrestore.models.ras2s.folded import in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import recorded, run
from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments
from hyperrestore.restoration.device import fast_formats

SHAPES = ((1, 191, 100, 100), (1, 31, 256, 256), (4, 31, 64, 64))
GPU_SHAPES = (*SHAPES, (32, 100, 128, 128))
LARGEST_DIFFERENCE = 1e-4
"""Of float32, in values of about 1."""
PROMISED = {"cpu": {FULL: 2.0, "bf16": 4.0}, "cuda": {FULL: 10.0, "fp16": 10.0, "bf16": 10.0}}
"""Times as fast as the textbook loop."""


@dataclass(frozen=True)
class Bench:
    """How to time."""

    device: str
    clock: Callable[[], float]
    repetitions: int

    @property
    def kind(self) -> str:
        return self.device.split(":")[0]

    def timed(self, work: Callable[[], Tensor]) -> tuple[float, Tensor]:
        """Seconds until the device has the result, and the result."""
        wait(self.device)
        started = self.clock()
        result = work()
        wait(self.device)
        return self.clock() - started, result


def compare(bench: Bench, shape: tuple[int, ...]) -> list[dict[str, object]]:
    """A row for each precision: best seconds of both, their ratio, and how far the results differ."""
    torch.manual_seed(0)
    network = RAS2S(RAS2SArguments()).eval().requires_grad_(False).to(bench.device)
    cube = torch.rand(shape).to(bench.device)
    precisions = (FULL, *(name for name in REDUCED if name in fast_formats(bench.device)))
    nets = {name: in_type(fold(network), torch_type(name)) for name in precisions}
    runs = {name: recorded(Replays()) if bench.kind == "cuda" else run for name in precisions}
    best, difference = dict.fromkeys(("textbook", *precisions), float("inf")), dict.fromkeys(precisions, 0.0)

    def fast(name: str) -> Tensor:
        return runs[name](nets[name], cube, nets[name].bounds, lambda _: None).restored

    with torch.inference_mode():
        if bench.kind == "cuda":
            # The first run settles the libraries, the second records.
            for name in 2 * precisions:
                fast(name)
        expected = copy.deepcopy(network).double()(cube.double())
        for _ in range(bench.repetitions):
            best["textbook"] = min(best["textbook"], bench.timed(lambda: network(cube))[0])
            for name in precisions:
                seconds, restored = bench.timed(lambda name=name: fast(name))
                best[name] = min(best[name], seconds)
                difference[name] = max(difference[name], float((expected - restored).abs().max()))
    return [row(bench, shape, name, nets[name], best, difference[name]) for name in precisions]


def row(bench: Bench, shape: tuple[int, ...], name: str, net, best: dict[str, float], difference: float) -> dict:
    """What the table shows."""
    work, pixel_bands = count(net), torch.Size(shape).numel()
    rates = measure_rates(bench.device, torch_type(name), bench.clock)
    return {
        "shape": "x".join(map(str, shape)),
        "precision": name,
        "textbook_s": round(best["textbook"], 3),
        "fast_s": round(best[name], 3),
        "ratio": round(best["textbook"] / best[name], 2),
        "promised": PROMISED[bench.kind][name],
        "px_bands_per_s": round(pixel_bands / best[name]),
        "largest_difference": difference,
        "operations_per_px_band": round(work.operations),
        "bytes_per_px_band": round(work.bytes),
        "device_gflops": round(rates.operations / 1e9),
        "device_gbytes": round(rates.bytes / 1e9, 1),
        "times_the_floor": round(best[name] / rates.least_seconds(work, pixel_bands), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--processor-time", action="store_true", help="time of this process instead of the wall's")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--shapes", nargs="+", help="as 1x191x100x100")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    clock = time.process_time if arguments.processor_time else time.perf_counter
    bench = Bench(arguments.device, clock, arguments.repetitions)
    where = torch.cuda.get_device_name(bench.device) if bench.kind == "cuda" else f"{arguments.threads} threads"
    print(f"{machine_name()}, {where}")
    for name in REDUCED:
        if name not in fast_formats(bench.device):
            print(f"no rows for {name}: torch knows no fast convolutions of it on this device")
    given = [tuple(map(int, text.split("x"))) for text in arguments.shapes or ()]
    rows = []
    for shape in given or (GPU_SHAPES if bench.kind == "cuda" else SHAPES):
        for each in compare(bench, shape):
            rows.append(each)
            kept = "kept" if each["ratio"] >= each["promised"] else "MISSED"
            print("  ".join(f"{key} {value}" for key, value in each.items()), f"({kept})", flush=True)
    if arguments.json:
        told = {"machine": machine_name(), "device": where, "processor_time": arguments.processor_time, "rows": rows}
        arguments.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    wrong = [each for each in rows if each["precision"] == FULL and each["largest_difference"] > LARGEST_DIFFERENCE]
    if wrong:
        sys.exit(f"{len(wrong)} rows of float32 differ by more than {LARGEST_DIFFERENCE}.")


if __name__ == "__main__":
    main()
