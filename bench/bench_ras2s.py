"""RAS2S: the fast inference against the textbook band-by-band loop, in one run, a row for each shape and precision.

    .venv/bin/python bench/bench_ras2s.py [--device cuda] [--threads N] [--processor-time] [--json FILE]

Both run with the same weights on the same device, the fast one in the form that the engine takes there, alternately, in
several processes of their own, and the median of all times counts; the ratio of the best times is told beside it. The
textbook is the network's own definition (``models/ras2s/network.py``) in float32, band after band and gate after gate.
It takes fresh memory for every map, and whether the C library has it come from the system anew is a matter of luck: on
the machine of ``RESULTS.md`` its seconds go from 4.7 to 8 between two processes. The fast form runs as in the engine,
which has freed memory kept.
Reduced precisions have rows where the device is fast in them. The floor (``floor.py``) is what the multiplications and
bytes would take at rates measured in the same run. Run it alone: with another busy process only ``--threads 1
--processor-time`` gives ratios that mean something.

Results are held against the definition in float64. Where two of the filters that the region-aware block offers a pixel
are as good as each other, rounding decides, and the result is off by some 1e-3 thereabouts: the definition itself, in
float32, is. So what counts is the share of values that differ by more than 1e-4. Exits with 1 when it is larger than
1e-4 for the fast float32.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from alone import seconds_alone
from floor import count, measure_rates, wait
from machine import machine_name
from torch import Tensor

from hyperrestore.models.precision import FULL, REDUCED, torch_type
from hyperrestore.models.ras2s.folded import FoldedRAS2S, in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.forms import form_for
from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments
from hyperrestore.restoration.device import fast_formats
from hyperrestore.restoration.held_memory import keep_freed

TEXTBOOK = "textbook"
SHAPES = ((1, 191, 100, 100), (1, 31, 256, 256), (4, 31, 64, 64))
GPU_SHAPES = (*SHAPES, (32, 100, 128, 128))
DIFFERENCE, MOST_DIFFERING = 1e-4, 1e-4
"""Of float32: in values of about 1, and the share of values that may differ by more."""
PROMISED = {"cpu": {FULL: 2.0, "bf16": 4.0}, "cuda": {FULL: 10.0, "fp16": 10.0, "bf16": 10.0}}
"""Times as fast as the textbook loop."""
RUNS = 3
"""In one process."""


@dataclass(frozen=True)
class Bench:
    """How to time."""

    device: str
    processor_time: bool
    threads: int
    repetitions: int

    @property
    def kind(self) -> str:
        return self.device.split(":")[0]

    @property
    def clock(self) -> Callable[[], float]:
        return time.process_time if self.processor_time else time.perf_counter

    def timed(self, work: Callable[[], object]) -> float:
        """Seconds until the device has the result."""
        wait(self.device)
        started = self.clock()
        work()
        wait(self.device)
        return self.clock() - started

    def alone(self, contestant: str, shape: tuple[int, ...]) -> list[float]:
        """Seconds of one contestant in a process of its own, several times."""
        asked = ["--only", contestant, "--shapes", "x".join(map(str, shape))]
        asked += ["--device", self.device, "--threads", str(self.threads)]
        return seconds_alone(__file__, *asked, *["--processor-time"] * self.processor_time)


@dataclass(frozen=True)
class Contest:
    """One network and one batch, the same in every process."""

    network: RAS2S
    cube: Tensor

    def work(self, contestant: str) -> Callable[[], Tensor]:
        """``textbook``, or the name of a precision, ready to run."""
        if contestant == TEXTBOOK:
            return lambda: self.network(self.cube)
        form = form_for(in_type(fold(self.network), torch_type(contestant)))
        return lambda: form.run(form.net, self.cube, form.net.bounds, lambda _: None).restored


def settled(work: Callable[[], Tensor], kind: str) -> Tensor:
    """What it gives once libraries have settled; on a GPU the second run records, and the third plays that."""
    for _ in range(2 if kind == "cuda" else 0):
        work()
    return work()


def contest(device: str, shape: tuple[int, ...]) -> Contest:
    torch.manual_seed(0)
    network = RAS2S(RAS2SArguments()).eval().requires_grad_(False).to(device)
    return Contest(network, torch.rand(shape).to(device))


def time_one(bench: Bench, contestant: str, shape: tuple[int, ...]) -> list[float]:
    """Seconds of some runs, after what it takes to settle."""
    with torch.inference_mode():
        work = contest(bench.device, shape).work(contestant)
        if contestant != TEXTBOOK:
            keep_freed()
        settled(work, bench.kind)
        return [bench.timed(work) for _ in range(RUNS)]


def compare(bench: Bench, shape: tuple[int, ...]) -> list[dict[str, object]]:
    """A row for each precision: seconds of both, their ratio, and how far the results differ."""
    precisions = (FULL, *(name for name in REDUCED if name in fast_formats(bench.device)))
    times: dict[str, list[float]] = {name: [] for name in (TEXTBOOK, *precisions)}
    for _ in range(bench.repetitions):
        for name, seconds in times.items():
            seconds += bench.alone(name, shape)
    with torch.inference_mode():
        both = contest(bench.device, shape)
        expected = copy.deepcopy(both.network).double()(both.cube.double())
        found = {name: settled(both.work(name), bench.kind) for name in precisions}
    net = fold(both.network)
    return [
        row(bench, shape, name, in_type(net, torch_type(name)), times, (expected - found[name]).abs())
        for name in precisions
    ]


def row(
    bench: Bench, shape: tuple[int, ...], name: str, net: FoldedRAS2S, times: dict[str, list[float]], difference: Tensor
) -> dict[str, object]:
    """What the table shows."""
    textbook, fast = statistics.median(times[TEXTBOOK]), statistics.median(times[name])
    work, pixel_bands = count(net), torch.Size(shape).numel()
    rates = measure_rates(bench.device, torch_type(name), bench.clock)
    return {
        "shape": "x".join(map(str, shape)),
        "precision": name,
        "textbook_s": round(textbook, 3),
        "fast_s": round(fast, 3),
        "ratio": round(textbook / fast, 2),
        "promised": PROMISED[bench.kind][name],
        "textbook_runs_s": [round(seconds, 3) for seconds in times[TEXTBOOK]],
        "fast_runs_s": [round(seconds, 3) for seconds in times[name]],
        "ratio_of_best": round(min(times[TEXTBOOK]) / min(times[name]), 2),
        "px_bands_per_s": round(pixel_bands / fast),
        "largest_difference": float(difference.max()),
        "share_differing": float((difference > DIFFERENCE).double().mean()),
        "operations_per_px_band": round(work.operations),
        "bytes_per_px_band": round(work.bytes),
        "device_gflops": round(rates.operations / 1e9),
        "device_gbytes": round(rates.bytes / 1e9, 1),
        "times_the_floor": round(fast / rates.least_seconds(work, pixel_bands), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--processor-time", action="store_true", help="time of this process instead of the wall's")
    parser.add_argument("--repetitions", type=int, default=3, help="processes of each contestant")
    parser.add_argument("--shapes", nargs="+", help="as 1x191x100x100")
    parser.add_argument("--only", metavar="CONTESTANT", help="print the seconds of textbook, or of a precision")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    # As in the engine: float32 is float32.
    torch.backends.cudnn.allow_tf32 = False
    bench = Bench(arguments.device, arguments.processor_time, arguments.threads, arguments.repetitions)
    given = [tuple(map(int, text.split("x"))) for text in arguments.shapes or ()]
    if arguments.only:
        print(*(seconds for shape in given for seconds in time_one(bench, arguments.only, shape)))
        return
    where = torch.cuda.get_device_name(bench.device) if bench.kind == "cuda" else f"{arguments.threads} threads"
    print(f"{machine_name()}, {where}")
    for name in REDUCED:
        if name not in fast_formats(bench.device):
            print(f"no rows for {name}: torch knows no fast convolutions of it on this device")
    rows = []
    for shape in given or (GPU_SHAPES if bench.kind == "cuda" else SHAPES):
        for each in compare(bench, shape):
            rows.append(each)
            kept = "kept" if each["ratio"] >= each["promised"] else "MISSED"
            print("  ".join(f"{key} {value}" for key, value in each.items()), f"({kept})", flush=True)
    if arguments.json:
        told = {"machine": machine_name(), "device": where, "processor_time": arguments.processor_time, "rows": rows}
        arguments.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    wrong = [each for each in rows if each["precision"] == FULL and each["share_differing"] > MOST_DIFFERING]
    if wrong:
        sys.exit(f"{len(wrong)} rows of float32: over {MOST_DIFFERING} of values differ by more than {DIFFERENCE}.")


if __name__ == "__main__":
    main()
