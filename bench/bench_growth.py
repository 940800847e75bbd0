"""What a pixel-band costs by the size of the raster, through the whole engine: from 1 to 64 times the area.

    .venv/bin/python bench/bench_growth.py [--architecture NAME] [--sides N ...] [--bands N] [--json FILE]

A raster (int16, DEFLATE, noise over gradients) is restored from file to file by the default weights of a network, with
everything chosen by the engine. RAS2S's tiles fill the sides, 4 to 33 of them: where they do not, the last ones are
moved inwards and compute once more what others did, which costs small rasters most and says nothing of growth. All in
one process; of runs that take a few seconds there are several, and the best counts.

Exits with 1 when the seconds a pixel-band of any two sizes differ by more than 10 %.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from bench_engine import make_raster
from identity import Silent
from machine import machine_name

from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.weights import load_model
from hyperrestore.restoration import RestorationJob, restore_raster

SIDES = (464, 912, 1808, 3712)
MOST_DIFFERENCE = 1.1
LEAST_SECONDS = 20.0
"""Of all runs of one size together."""


def measure(folder: Path, model, side: int, bands: int) -> dict[str, object]:
    """One size."""
    source, output = folder / "in.tif", folder / "out.tif"
    make_raster(source, side, bands)
    job = RestorationJob(source=str(source), output=str(output), device="cpu")
    runs: list[float] = []
    while sum(runs) < LEAST_SECONDS:
        started = time.perf_counter()
        report = restore_raster(job, model, Silent())
        runs.append(time.perf_counter() - started)
        output.unlink()
    source.unlink()
    return {
        "raster": f"{side} x {side} x {bands}",
        "precision": report.precision,
        "tile": "x".join(map(str, report.tile)),
        "seconds": round(min(runs), 2),
        "ns_per_pixel_band": round(min(runs) / (side * side * bands) * 1e9, 1),
    }


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
        for side in arguments.sides:
            rows.append(measure(Path(folder), model, side, arguments.bands))
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    costs = [row["ns_per_pixel_band"] for row in rows]
    difference = max(costs) / min(costs)
    print(f"the dearest pixel-band takes {difference:.3f} of the time of the cheapest")
    passed = difference <= MOST_DIFFERENCE
    if arguments.json:
        result = {"machine": machine_name(), "rows": rows, "difference": round(difference, 3), "passed": passed}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
