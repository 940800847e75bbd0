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
class Restoring:
    """Rasters of one number of bands, by side, restored by one model."""

    folder: Path
    model: RestorationModel
    bands: int

    def make(self, side: int) -> None:
        make_raster(self.source(side), side, self.bands)

    def source(self, side: int) -> Path:
        return self.folder / f"{side}.tif"

    def nanoseconds(self, side: int) -> tuple[float, RestorationReport]:
        """What a pixel-band takes in one run."""
        output = self.folder / "out.tif"
        job = RestorationJob(source=str(self.source(side)), output=str(output), device="cpu")
        started = time.perf_counter()
        report = restore_raster(job, self.model, Silent())
        seconds = time.perf_counter() - started
        output.unlink()
        return seconds / (side * side * self.bands) * 1e9, report

    def reference(self, side: int) -> float:
        """The median of several runs."""
        costs, deadline = [], time.perf_counter() + LEAST_SECONDS
        while time.perf_counter() < deadline:
            costs.append(self.nanoseconds(side)[0])
        return statistics.median(costs)


def measure(restoring: Restoring, sides: Sequence[int]) -> Iterator[dict[str, object]]:
    """A row for each size."""
    smallest = min(sides)
    restoring.make(smallest)
    restoring.nanoseconds(smallest)
    before = restoring.reference(smallest)
    for side in sides:
        if side != smallest:
            restoring.make(side)
        cost, report = restoring.nanoseconds(side)
        if side != smallest:
            restoring.source(side).unlink()
        after = restoring.reference(smallest)
        yield {
            "raster": f"{side} x {side} x {restoring.bands}",
            "precision": report.precision,
            "tile": "x".join(map(str, report.tile)),
            "seconds": round(cost * side * side * restoring.bands / 1e9, 2),
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
        for row in measure(Restoring(Path(folder), model, arguments.bands), arguments.sides):
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
