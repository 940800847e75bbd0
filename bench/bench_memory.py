"""``MEMORY_MB`` is a promise: what restorations really take of memory, against what they were allowed.

    .venv/bin/python bench/bench_memory.py [--quick] [--only MODEL …] [--json FILE]

Every model restores rasters from file to file in a process of its own (`memory_probe` says what the baseline is), with
the least memory that is accepted, as the refusal of 1 MB names it, and with more. One row a case: the promise, the peak
of resident memory above the baseline, and their ratio. Nothing about the allocator is set in these processes. A peak
that grows with the raster's height, at the same tiles, is a fault too. Exits with 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from machine import machine_name
from memory_case import LEAST, Case

BENCH = Path(__file__).resolve().parent
GROWTH = 1.25
"""Of the largest peak, from the lower raster to the one four times as tall; what a run takes varies by a fifth."""

BEST = {"quality": "best", "line_direction": "rows"}
IN_16_BITS = {"precision": "bf16"}
"""Of which processors that do not multiply it themselves take more memory."""
HUGE = {"width": 20_000, "height": 20_000, "bands": 200, "layout": "sparse"}
LOW, TALL = (512, 1024, 60), (512, 4096, 60)


def raster(width: int, height: int, bands: int, **more) -> dict:
    return {"width": width, "height": height, "bands": bands, **more}


MANY_BANDS = Case(LEAST, raster(4, 4, 1500))
"""Few pixels of many bands, whose covariance is larger than the raster."""


def small(bands: int = 24, side: int = 96) -> list[Case]:
    """What every model is asked for: the least that is accepted, and plenty."""
    return [Case(LEAST, raster(side, side, bands)), Case(2000, raster(side, side, bands))]


QUICK = {
    "identity": [
        Case(LEAST, raster(64, 64, 1)),
        Case(LEAST, raster(4000, 48, 60)),
        Case(LEAST, raster(512, 256, 60)),
        Case(140, raster(256, 256, 60, layout="one block")),
        MANY_BANDS,
    ],
    "bicubic-x4": [Case(LEAST, raster(200, 64, 24))],
    "fasthyde": [MANY_BANDS],
}
"""Takes less than a minute: the test that belongs to the promise."""

ALL = {
    "ras2s": [
        *small(),
        Case(LEAST, raster(96, 96, 24), BEST),
        Case(LEAST, raster(96, 96, 24), IN_16_BITS),
        Case(300, raster(256, 256, 24), IN_16_BITS),
        Case(1000, raster(512, 512, 200), stop_at=0.12),
        Case(1000, raster(512, 512, 60)),
        MANY_BANDS,
    ],
    "sscan": [
        *small(),
        MANY_BANDS,
        Case(LEAST, raster(64, 64, 24), BEST),
        Case(LEAST, raster(96, 96, 24), IN_16_BITS),
        Case(200, raster(256, 256, 24), IN_16_BITS),
    ],
    **{name: small(12, 64) for name in ("ssrnet-x2", "ssrnet-x3", "ssrnet-x4", "bicubic-x2", "bicubic-x4")},
    "lrta": [*small(), Case(LEAST, raster(1200, 24, 12), {"tile_size": -1})],
    "lrtdtv": [*small(8, 64), Case(LEAST, raster(800, 16, 6), {"tile_size": -1})],
    "llrgtv": small(8, 64),
    "llrt": [*small(8, 64), MANY_BANDS],
    "ngmeet": [*small(12, 64), MANY_BANDS],
    "fasthyde": [*small(), MANY_BANDS],
    "robustsubspace": [*small(12, 64), MANY_BANDS],
    "restore": [*small(12, 64), MANY_BANDS],
    "restore-alone": small(12, 64),
    "identity": [
        MANY_BANDS,
        Case(LEAST, raster(64, 64, 1)),
        Case(LEAST, raster(64, 64, 200)),
        Case(LEAST, raster(512, 512, 60)),
        Case(300, raster(512, 512, 200)),
        Case(LEAST, raster(8000, 200, 50)),
        Case(700, raster(8000, 200, 50)),
        Case(LEAST, raster(512, 512, 60, layout="pixels")),
        Case(LEAST, raster(400, 400, 60, layout="one block")),
        Case(100, raster(512, 512, 60, layout="bil")),
        Case(100, raster(512, 512, 60, layout="bip"), ending="bip"),
        Case(LEAST, raster(512, 1024, 60, layout="deflated")),
        Case(250, raster(512, 1024, 60, layout="deflated")),
        Case(LEAST, raster(512, 1024, 60, layout="pixels")),
        Case(LEAST, raster(512, 512, 60, dtype="float64")),
        Case(400, raster(512, 512, 60, dtype="float64")),
        Case(100, raster(512, 512, 60, holes="nodata")),
        Case(100, raster(512, 512, 60, holes="mask")),
        Case(100, raster(512, 512, 60), BEST),
        Case(150, raster(512, 512, 60), {"bands": [0, 1], "data_type": "Float32"}),
        Case(LEAST, raster(300, 300, 60), {"tile_size": -1}),
        Case(100, raster(*LOW)),
        Case(100, raster(*TALL)),
        # Twice: in memory that the case before has left, one may look half as large as it is.
        Case(100, raster(*LOW)),
        Case(100, raster(*TALL)),
        Case(LEAST, {**HUGE, "holes": "nodata"}, stop_at=0.0501),
        Case(1500, {**HUGE, "holes": "nodata"}),
        Case(1500, HUGE, stop_at=0.001),
        Case(500, raster(20_000, 160, 30)),
    ],
}


def measured(models: dict[str, list[Case]], folder: Path) -> Iterator[dict]:
    """A row for each case, as soon as it is measured."""
    environment = {**os.environ, "PYTHONPATH": str(BENCH.parent / ".plugins")}
    for model, cases in models.items():
        command = [sys.executable, str(BENCH / "memory_probe.py"), model, json.dumps([asdict(c) for c in cases])]
        with subprocess.Popen([*command, str(folder)], env=environment, stdout=subprocess.PIPE, text=True) as child:
            for case, line in zip(cases, child.stdout):
                yield _row(model, case, json.loads(line))
        if child.returncode:
            raise SystemExit(f"{model}: the process that measures ended with {child.returncode}")


def _row(model: str, case: Case, found: dict) -> dict:
    kept = found["exact"] and not found["refusal"] and found["peak_mb"] <= found["promise_mb"]
    ratio = round(found["peak_mb"] / found["promise_mb"], 3)
    return {"model": model, **asdict(case), **found, "ratio": ratio, "kept": kept}


def growth(rows: list[dict]) -> float | None:
    """The largest peak of the taller of two rasters over that of the other; None where they were not measured."""
    peaks = [[row["peak_mb"] for row in rows if row["raster"] == raster(*size)] for size in (LOW, TALL)]
    return round(max(peaks[1]) / max(peaks[0]), 3) if all(peaks) else None


def _line(row: dict) -> str:
    what = row["raster"]
    extra = " ".join(str(what[key]) for key in ("dtype", "layout", "holes") if what.get(key))
    job = " ".join(f"{key}={value}" for key, value in row["job"].items())
    size = f"{what['width']}x{what['height']}x{what['bands']}"
    part = "" if row["done"] >= 1 else f" (stopped at {100 * row['done']:.1f} %)"
    return (
        f"{row['model']:<15}{size:<17}{row['promise_mb']:>8}{row['peak_mb']:>9.1f}{row['ratio']:>7.2f}  "
        f"{'kept' if row['kept'] else 'BROKEN':<7}{extra} {job}{part}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Peak memory of restorations against MEMORY_MB.")
    parser.add_argument("--quick", action="store_true", help="a few small cases")
    parser.add_argument("--only", nargs="+", choices=ALL, metavar="MODEL", help="these models")
    parser.add_argument("--json", type=Path, help="also write the measurements to this file")
    arguments = parser.parse_args()
    models = QUICK if arguments.quick else ALL
    models = {name: cases for name, cases in models.items() if not arguments.only or name in arguments.only}
    rows = []
    print(f"{'model':<15}{'raster':<17}{'promise':>8}{'peak':>9}{'ratio':>7}")
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-") as folder:
        for row in measured(models, Path(folder)):
            rows.append(row)
            print(_line(row), flush=True)
            taller = growth(rows)
            passed = all(row["kept"] for row in rows) and (taller is None or taller <= GROWTH)
            if arguments.json:
                result = {"machine": machine_name(), "growth": taller, "passed": passed, "measured": rows}
                arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    if taller is not None:
        print(f"peak of the raster {TALL[1] // LOW[1]} times as tall: {taller:.3f} of the other's")
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
