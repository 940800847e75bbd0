"""SSCAN and SSRNet: the fast inference against their plain eager form, in one run.

    .venv/bin/python bench/bench_networks.py [--threads N] [--processor-time] [--json FILE]

Both run float32 on the CPU with the same random weights, alternately, and the best of the repetitions counts. The plain
forms stand in ``textbook.py``. The floor is what the fast form's own multiplications would take at the best rate of a
single 3×3 convolution of that width, measured in the same run. Run it alone, or with ``--threads 1 --processor-time``
beside other work: ratios then still mean something. Exits with 1 if results differ by more than 1e-4.
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
from machine import machine_name
from textbook import run_sscan, run_ssrnet
from torch import Tensor
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.models.sscan import folding as sscan_folding
from hyperrestore.models.sscan import inference as sscan_inference
from hyperrestore.models.ssrnet import folding as ssrnet_folding
from hyperrestore.models.ssrnet import inference as ssrnet_inference

LARGEST_DIFFERENCE = 1e-4
"""Of values of about 1."""


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


def forms(chosen: Case) -> tuple[Callable[[Tensor], Tensor], Callable[[Tensor], Tensor]]:
    """The plain and the fast form; both take the tiles one after the other, as the engine does on a processor."""
    torch.manual_seed(0)
    network = ARCHITECTURES[chosen.architecture].new_network(chosen.arguments).eval().requires_grad_(False)
    if chosen.architecture == "sscan":
        folded = sscan_folding.fold(network)
        plain, fast = (lambda tile: run_sscan(network, tile)), (lambda tile: sscan_inference.run(folded, tile))
    else:
        weights = ssrnet_folding.fold(network)
        plain = lambda tile: run_ssrnet(network, tile)  # noqa: E731
        fast = lambda tile: ssrnet_inference.run(weights, tile[0])[None]  # noqa: E731
    return tuple(lambda cube, form=form: torch.cat([form(tile) for tile in cube.split(1)]) for form in (plain, fast))


def timed(work: Callable[[], Tensor], clock: Callable[[], float]) -> tuple[float, Tensor]:
    started = clock()
    result = work()
    return clock() - started, result


def best_rate(width: int, clock: Callable[[], float]) -> float:
    """Operations a second of one 3×3 convolution of ``width`` channels, laid out last, on 64×64 px; two a product."""
    best = 0.0
    weight = torch.rand(width, width, 3, 3).contiguous(memory_format=torch.channels_last)
    for count in (1, 4, 8):
        maps = torch.rand(count, width, 64, 64).contiguous(memory_format=torch.channels_last)
        for _ in range(5):
            taken, _ = timed(lambda maps=maps: F.conv2d(maps, weight, padding=1), clock)
            best = max(best, 2 * 9 * width**2 * maps[:, 0].numel() / taken)
    return best


def compare(chosen: Case, repetitions: int, clock: Callable[[], float]) -> dict[str, object]:
    """Best seconds of both, their ratio, how far their results differ, and how far the fast one is from the floor."""
    plain, fast = forms(chosen)
    cube = torch.rand(chosen.shape)
    plain_s, fast_s, difference, rate = float("inf"), float("inf"), 0.0, 0.0
    operations = []
    for form in (plain, fast):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            form(cube)
        operations.append(counter.get_total_flops())
    with torch.inference_mode():
        for _ in range(repetitions):
            rate = max(rate, best_rate(chosen.width, clock))
            taken, expected = timed(lambda: plain(cube), clock)
            plain_s = min(plain_s, taken)
            taken, found = timed(lambda: fast(cube), clock)
            fast_s = min(fast_s, taken)
            difference = max(difference, float((expected - found).abs().max()))
    return {
        "network": chosen.architecture,
        **chosen.arguments,
        "shape": "x".join(map(str, chosen.shape)),
        "plain_s": round(plain_s, 3),
        "fast_s": round(fast_s, 3),
        "ratio": round(plain_s / fast_s, 2),
        "plain_gflop": round(operations[0] / 1e9, 1),
        "fast_gflop": round(operations[1] / 1e9, 1),
        "best_gflop_per_s": round(rate / 1e9, 1),
        "floor_s": round(operations[1] / rate, 3),
        "largest_difference": difference,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--processor-time", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    clock = time.process_time if arguments.processor_time else time.perf_counter
    kind = "processor time" if arguments.processor_time else "wall time"
    print(f"{machine_name()}, {arguments.threads} threads, float32, {kind}")
    rows = []
    for chosen in CASES:
        rows.append(compare(chosen, arguments.repetitions, clock))
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
