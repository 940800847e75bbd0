"""Peak memory of a restoration does not grow with the height of the raster.

    .venv/bin/python bench/bench_memory.py [--json FILE]

Each size is restored in a process of its own, through files and the whole engine, with a network that changes nothing;
its peak is the kernel's ``ru_maxrss``. Two things that are not the engine's are held still in those processes: GDAL's
block cache, which may grow to 5 % of the machine's memory whatever runs, is set to 32 MB, less than the smaller raster;
and glibc's threshold for giving freed memory back is fixed (by default it rises as arrays are freed, and one and the
same run then peaked anywhere between 442 and 742 MB). ``MEMORY_MB`` is fixed so that both runs plan the same tiles and
batches. Exits with 1 when the peaks differ by more than 10 %.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent
HEIGHTS, WIDTH, BANDS = (1024, 4096), 512, 60
MEMORY_MB = 1024
TOLERANCE = 0.10
CHILD_ENVIRONMENT = {"GDAL_CACHEMAX": "32", "MALLOC_MMAP_THRESHOLD_": "131072", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Identity:
    """A network that changes nothing, with RAS2S's tiles."""

    @dataclass(frozen=True)
    class Descriptor:
        title: str = "identity"
        scale: int = 1
        scaling: str = "cube"
        tiling: object = None
        tile_px: int = 128
        overlap_px: int = 16
        lines: str | None = "columns"
        memory_bytes: Callable[[int, int, int], int] = lambda bands, height, width: 8 * bands * height * width

    descriptor: Descriptor

    def to(self, device: str, precision: str = "fp32") -> Identity:
        return self

    def restore(self, batch, pulse):
        pulse.tick(0.5)
        return batch


class Silent:
    """A monitor for nobody."""

    def progress(self, fraction: float) -> None: ...

    def info(self, text: str) -> None: ...

    def warn(self, text: str) -> None: ...

    def cancelled(self) -> bool:
        return False


def make_raster(path: Path, height: int) -> None:
    """Noise over gradients, written row of blocks by row of blocks."""
    import numpy as np
    from osgeo import gdal

    options = ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128", "INTERLEAVE=BAND"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, height, BANDS, gdal.GDT_Int16, options)
    rng = np.random.default_rng(2018)
    for y in range(0, height, 128):
        rows = 1000 + np.arange(WIDTH) + np.arange(y, y + 128)[:, None] % 512 + rng.normal(0, 50, (BANDS, 128, WIDTH))
        dataset.WriteRaster(0, y, WIDTH, 128, rows.astype(np.int16).tobytes(), buf_type=gdal.GDT_Int16)
    dataset = None


def restore_one(height: int, folder: Path) -> None:
    """In the child: restores and prints, as JSON, what it took."""
    from hyperrestore.models.descriptor import Tiling
    from hyperrestore.restoration import RestorationJob, restore_raster

    job = RestorationJob(
        source=str(folder / f"{height}.tif"),
        output=str(folder / f"{height}-restored.tif"),
        device="cpu",
        memory_mb=MEMORY_MB,
    )
    started = time.monotonic()
    report = restore_raster(job, Identity(Identity.Descriptor(tiling=Tiling.POOLED)), Silent())
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "height": height,
                "width": WIDTH,
                "bands": BANDS,
                "raster_mb": height * WIDTH * BANDS * 2 / 2**20,
                "tile": report.tile,
                "batch": report.batch,
                "seconds": round(time.monotonic() - started, 1),
                "peak_mb": round(peak_mb, 1),
            }
        )
    )


def child(step: str, height: int, folder: str) -> str:
    environment = {**os.environ, **CHILD_ENVIRONMENT, "PYTHONPATH": str(ROOT / ".plugins")}
    command = [sys.executable, __file__, "--step", step, "--height", str(height), "--folder", folder]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description="Peak memory against the height of the raster.")
    parser.add_argument("--json", type=Path, help="also write the measurements to this file")
    for name in ("--step", "--folder"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--height", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step == "make":
        make_raster(Path(arguments.folder) / f"{arguments.height}.tif", arguments.height)
        return 0
    if arguments.step == "restore":
        restore_one(arguments.height, Path(arguments.folder))
        return 0
    measured = []
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-") as folder:
        for height in HEIGHTS:
            child("make", height, folder)
            measured.append(json.loads(child("restore", height, folder)))
    print(f"{'height':>8} {'raster MB':>10} {'peak MB':>9} {'seconds':>8}")
    for row in measured:
        print(f"{row['height']:>8} {row['raster_mb']:>10.0f} {row['peak_mb']:>9.1f} {row['seconds']:>8.1f}")
    ratio = measured[1]["peak_mb"] / measured[0]["peak_mb"]
    result = {
        "measured": measured,
        "ratio": round(ratio, 4),
        "tolerance": TOLERANCE,
        "passed": abs(ratio - 1) <= TOLERANCE,
    }
    print(f"peak of the raster {HEIGHTS[1] // HEIGHTS[0]} times as tall: {ratio:.3f} of the other's")
    print(json.dumps(result))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return 0 if result["passed"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
