"""What a pixel-band costs by the size of the raster, through the whole engine: from 1 to 64 times the area.

    .venv/bin/python bench/bench_growth.py [--architecture NAME] [--sides N ...] [--bands N] [--json FILE]

A raster (int16, DEFLATE, noise over gradients) is restored from file to file by the default weights of a network, with
everything chosen by the engine. RAS2S's tiles fill the sides, 4 to 33 of them: where they do not, the last ones are
moved inwards and compute once more what others did, which costs small rasters most and says nothing of growth.

All in one process. The machine's own speed changes while the large ones run, so before and after each raster the
smallest is restored, and what a pixel-band takes is told as a multiple of what it took there.

Exits with 1 when these multiples differ by more than 10 %.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_engine import make_raster
from identity import Silent
from machine import machine_name

from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.weights import load_model
from hyperrestore.restoration import RestorationJob, RestorationReport, restore_raster

SIDES = (464, 912, 1808, 3712)
MOST_DIFFERENCE = 1.1
LEAST_SECONDS = 10.0
"""Of the runs of the smallest before and after another, together."""


@dataclass(frozen=True)
class Raster:
    """A square one, as a file."""

    path: Path
    side: int
    bands: int

    @property
    def pixel_bands(self) -> int:
        return self.side * self.side * self.bands


def made(path: Path, side: int, bands: int) -> Raster:
    make_raster(path, side, bands)
    return Raster(path, side, bands)


def nanoseconds(model: RestorationModel, raster: Raster) -> tuple[float, RestorationReport]:
    """What a pixel-band takes in one run."""
    output = raster.path.with_name("out.tif")
    job = RestorationJob(source=str(raster.path), output=str(output), device="cpu")
    started = time.perf_counter()
    report = restore_raster(job, model, Silent())
    seconds = time.perf_counter() - started
    output.unlink()
    return seconds / raster.pixel_bands * 1e9, report


def reference(model: RestorationModel, raster: Raster) -> float:
    """The median of several runs."""
    costs, deadline = [], time.perf_counter() + LEAST_SECONDS
    while time.perf_counter() < deadline:
        costs.append(nanoseconds(model, raster)[0])
    return statistics.median(costs)


def measure(folder: Path, model: RestorationModel, sides: Sequence[int], bands: int) -> Iterator[dict[str, object]]:
    """A row for each size."""
    smallest = made(folder / "smallest.tif", min(sides), bands)
    nanoseconds(model, smallest)
    before = reference(model, smallest)
    for side in sides:
        raster = made(folder / "in.tif", side, bands)
        cost, report = nanoseconds(model, raster)
        after = reference(model, smallest)
        yield {
            "raster": f"{side} x {side} x {bands}",
            "precision": report.precision,
            "tile": "x".join(map(str, report.tile)),
            "seconds": round(cost * raster.pixel_bands / 1e9, 2),
            "ns_per_pixel_band": round(cost, 1),
            "smallest_before_and_after": [round(before, 1), round(after, 1)],
            "of_the_smallest": round(2 * cost / (before + after), 3),
        }
        before = after


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--architecture", default="ras2s")
    parser.add_argument("--sides", type=int, nargs="+", default=SIDES, help="in pixels")
    parser.add_argument("--bands", type=int, default=8)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    print(machine_name())
    model, rows = load_model(find([SHIPPED], arguments.architecture, "default")), []
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-", dir="/var/tmp") as folder:
        for row in measure(Path(folder), model, arguments.sides, arguments.bands):
            rows.append(row)
            print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    multiples = [row["of_the_smallest"] for row in rows]
    difference = max(multiples) / min(multiples)
    print(f"between the dearest pixel-band and the cheapest lies {difference:.3f}")
    passed = difference <= MOST_DIFFERENCE
    if arguments.json:
        result = {"machine": machine_name(), "rows": rows, "difference": round(difference, 3), "passed": passed}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
