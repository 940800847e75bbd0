"""RAS2S: the fast inference against the textbook band-by-band loop, in one run.

    .venv/bin/python bench/bench_ras2s.py [--threads N] [--json FILE]

Both run float32 on the CPU with the same weights, alternately, and the best of the repetitions counts. The textbook
loop is the network's own definition (``models/ras2s/network.py``), band after band and gate after gate. Run it
alone: with another busy process the ratio means nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import torch

from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import run
from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments

SHAPES = ((1, 191, 100, 100), (1, 31, 256, 256), (4, 31, 64, 64))


def seconds(work: Callable[[], torch.Tensor]) -> tuple[float, torch.Tensor]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def compare(shape: tuple[int, ...], repetitions: int) -> dict[str, object]:
    """Best seconds of both, their ratio, and how far their results differ."""
    torch.manual_seed(0)
    network = RAS2S(RAS2SArguments()).eval().requires_grad_(False)
    folded, cube = fold(network), torch.rand(shape)
    textbook, fast, difference = float("inf"), float("inf"), 0.0
    with torch.inference_mode():
        for _ in range(repetitions):
            slow_seconds, expected = seconds(lambda: network(cube))
            fast_seconds, restored = seconds(lambda: run(folded, cube, folded.bounds, lambda _: None).restored)
            textbook, fast = min(textbook, slow_seconds), min(fast, fast_seconds)
            difference = max(difference, float((expected - restored).abs().max()))
    return {
        "shape": "x".join(map(str, shape)),
        "textbook_s": round(textbook, 2),
        "fast_s": round(fast, 2),
        "ratio": round(textbook / fast, 2),
        "fast_px_bands_per_s": round(cube.numel() / fast),
        "largest_difference": difference,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = []
    machine = platform.processor() or platform.machine()
    print(f"{machine}, torch {torch.__version__}, {arguments.threads} threads, float32")
    for shape in SHAPES:
        rows.append(compare(shape, arguments.repetitions))
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
