"""SSCAN and SSRNet: the fast inference against their plain eager form, in one run.

    .venv/bin/python bench/bench_networks.py [--threads N] [--processor-time] [--json FILE]

Both run on the CPU with the same random weights, alternately, each in processes of its own, and the best counts. The
fast form runs as in the engine, which has freed memory kept, and in 16 bits, too, where the processor is fast in them.
The plain forms stand in ``textbook.py`` and are float32. The floor is what the fast form's own multiplications would
take at the best rate of a single 3×3 convolution of that width in float32, measured in the same run. Run it alone, or
with ``--threads 1 --processor-time`` beside other work: ratios then still mean something. Exits with 1 if results in
float32 differ by more than 1e-4.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import torch
from alone import seconds_alone
from machine import machine_name
from textbook import run_sscan, run_ssrnet
from torch import Tensor
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.models.precision import FULL, REDUCED, torch_type
from hyperrestore.models.sscan import folding as sscan_folding
from hyperrestore.models.sscan import inference as sscan_inference
from hyperrestore.models.ssrnet import folding as ssrnet_folding
from hyperrestore.models.ssrnet import inference as ssrnet_inference
from hyperrestore.restoration.device import fast_formats
from hyperrestore.restoration.held_memory import keep_freed

PLAIN = "plain"
LARGEST_DIFFERENCE = 1e-4
"""Of values of about 1."""
RUNS = 3
"""In one process."""


@dataclass(frozen=True)
class Case:
    """A network with random weights, and the tiles that it gets."""

    architecture: str
    arguments: Mapping[str, int]
    shape: tuple[int, int, int, int]

    @property
    def width(self) -> int:
        return self.arguments.get("channels") or self.arguments["filters"]


def case(architecture: str, shape: tuple[int, int, int, int], **arguments: int) -> Case:
    return Case(architecture, MappingProxyType(arguments), shape)


CASES = (
    case("sscan", (1, 32, 64, 64), channels=32),
    case("sscan", (4, 32, 64, 64), channels=32),
    case("sscan", (1, 191, 64, 64), channels=32),
    case("sscan", (1, 32, 128, 128), channels=32),
    case("sscan", (1, 32, 64, 64), channels=64),
    case("sscan", (1, 191, 64, 64), channels=64),
    case("ssrnet", (1, 31, 64, 64), filters=24, scale=2),
    case("ssrnet", (1, 31, 64, 64), filters=24, scale=3),
    case("ssrnet", (1, 31, 64, 64), filters=24, scale=4),
    case("ssrnet", (1, 31, 128, 128), filters=24, scale=2),
    case("ssrnet", (1, 31, 64, 64), filters=64, scale=2),
)


def form(chosen: Case, contestant: str) -> Callable[[Tensor], Tensor]:
    """``plain``, or the fast form in a precision; takes the tiles one after the other, as the engine does."""
    torch.manual_seed(0)
    network = ARCHITECTURES[chosen.architecture].new_network(chosen.arguments).eval().requires_grad_(False)
    dtype = None if contestant == PLAIN else torch_type(contestant)
    if chosen.architecture == "sscan":
        folded = sscan_folding.fold(network, dtype)
        plain, fast = (lambda tile: run_sscan(network, tile)), (lambda tile: sscan_inference.run(folded, tile))
    else:
        weights = ssrnet_folding.fold(network, dtype)
        plain = lambda tile: run_ssrnet(network, tile)  # noqa: E731
        fast = lambda tile: ssrnet_inference.run(weights, tile[0])[None]  # noqa: E731
    work = plain if contestant == PLAIN else fast
    return lambda cube: torch.cat([work(tile) for tile in cube.split(1)])


def timed(work: Callable[[], Tensor], clock: Callable[[], float]) -> float:
    started = clock()
    work()
    return clock() - started


def time_one(chosen: Case, contestant: str, clock: Callable[[], float]) -> list[float]:
    """Seconds of a few runs in this process."""
    cube, work = torch.rand(chosen.shape), form(chosen, contestant)
    if contestant != PLAIN:
        keep_freed()
    with torch.inference_mode():
        work(cube)
        return [timed(lambda: work(cube), clock) for _ in range(RUNS)]


def best_rate(width: int, clock: Callable[[], float]) -> float:
    """Operations a second of one 3×3 convolution of ``width`` channels, laid out last, on 64×64 px; two a product."""
    best = 0.0
    weight = torch.rand(width, width, 3, 3).contiguous(memory_format=torch.channels_last)
    for count in (1, 4, 8):
        maps = torch.rand(count, width, 64, 64).contiguous(memory_format=torch.channels_last)
        for _ in range(5):
            taken = timed(lambda maps=maps: F.conv2d(maps, weight, padding=1), clock)
            best = max(best, 2 * 9 * width**2 * maps[:, 0].numel() / taken)
    return best


def compare(chosen: Case, alone: Callable[[Case, str], float], repetitions: int, clock: Callable[[], float]) -> dict:
    """Best seconds of all, ratios, how far the results differ, and how far the fast form is from the floor."""
    reduced = [name for name in REDUCED if name in fast_formats("cpu")]
    best = dict.fromkeys((PLAIN, FULL, *reduced), float("inf"))
    cube, results, operations, rate = torch.rand(chosen.shape), {}, {}, 0.0
    for _ in range(repetitions):
        rate = max(rate, best_rate(chosen.width, clock))
        best = {name: min(seconds, alone(chosen, name)) for name, seconds in best.items()}
    for name in (PLAIN, FULL):
        with FlopCounterMode(display=False) as counter, torch.inference_mode():
            results[name] = form(chosen, name)(cube)
        operations[name] = counter.get_total_flops()
    return {
        "network": chosen.architecture,
        **chosen.arguments,
        "shape": "x".join(map(str, chosen.shape)),
        "plain_s": round(best[PLAIN], 3),
        "fast_s": round(best[FULL], 3),
        "ratio": round(best[PLAIN] / best[FULL], 2),
        **{f"{name}_s": round(best[name], 3) for name in reduced},
        **{f"{name}_ratio": round(best[PLAIN] / best[name], 2) for name in reduced},
        "plain_gflop": round(operations[PLAIN] / 1e9, 1),
        "fast_gflop": round(operations[FULL] / 1e9, 1),
        "best_gflop_per_s": round(rate / 1e9, 1),
        "floor_s": round(operations[FULL] / rate, 3),
        "largest_difference": float((results[PLAIN] - results[FULL]).abs().max()),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repetitions", type=int, default=2, help="processes of each contestant")
    parser.add_argument("--processor-time", action="store_true")
    parser.add_argument("--only", nargs=2, metavar=("CASE", "CONTESTANT"), help="print the seconds of one")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    clock = time.process_time if arguments.processor_time else time.perf_counter
    if arguments.only:
        print(*time_one(CASES[int(arguments.only[0])], arguments.only[1], clock))
        return 0

    def alone(chosen: Case, contestant: str) -> float:
        asked = ["--only", str(CASES.index(chosen)), contestant, "--threads", str(arguments.threads)]
        return min(seconds_alone(__file__, *asked, *["--processor-time"] * arguments.processor_time))

    kind = "processor time" if arguments.processor_time else "wall time"
    print(f"{machine_name()}, {arguments.threads} threads, {kind}")
    rows = []
    for chosen in CASES:
        rows.append(compare(chosen, alone, arguments.repetitions, clock))
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    worst = max(row["largest_difference"] for row in rows)
    if worst > LARGEST_DIFFERENCE:
        print(f"The results differ by up to {worst:.1e}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
