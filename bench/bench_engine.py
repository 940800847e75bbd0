"""What the engine costs around the model: against a bare GDAL copy, by the raster's size, and in blocks decoded.

    .venv/bin/python bench/bench_engine.py [--side N] [--bands N] [--repetitions N] [--json FILE]

A raster (int16, DEFLATE, tiles of 256 px, noise over gradients) is restored through the whole engine, file to file, by
a network that changes nothing, and by one that changes every value a little; and copied by GDAL window by window into
the blocks and the compression that the engine writes. All in one process, in turn; the best of the repetitions counts.
The same for smaller rasters, down to a sixty-fourth of the area. What was read is the kernel's count of bytes
(``rchar``) over the size of the file: 1 means that no block was read twice.

Exits with 1 when the engine is below 80 % of the copy of the largest raster, or reads its file more than 1.1 times.
What a pixel-band costs by size with a network that computes: ``bench_growth.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from identity import Identity, Silent, describe
from machine import machine_name
from osgeo import gdal

from hyperrestore.raster import COMPRESSING_THREADS
from hyperrestore.restoration import RestorationJob, restore_raster

DIVISORS = (8, 4, 2, 1)
BLOCK, STRIDE = 256, 112
LEAST_RATE, MOST_READ = 0.8, 1.1
THREADS = f"NUM_THREADS={COMPRESSING_THREADS}"
COMPRESSION = ["COMPRESS=DEFLATE", "PREDICTOR=2", "INTERLEAVE=BAND", "TILED=YES", THREADS]


class Nearly(Identity):
    """Adds about half of what one count of the raster is."""

    def restore(self, batch, pulse):
        pulse.tick(0.5)
        return batch + 1e-4


@dataclass(frozen=True)
class Measured:
    seconds: float
    read: float
    """Bytes read over the size of the file."""


def make_raster(path: Path, side: int, bands: int, sigma: float = 20) -> None:
    """Values to about 2500, noise of ``sigma``."""
    options = [*COMPRESSION, f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, bands, gdal.GDT_Int16, options)
    draw = np.random.default_rng(2018)
    noise = draw.normal(0, sigma, (bands, BLOCK, 2 * side)).astype(np.float32)
    for y in range(0, side, BLOCK):
        rows, shift = min(BLOCK, side - y), draw.integers(0, side)
        values = 1000 + 2 * (np.arange(side) % 512) + (np.arange(y, y + rows) % 512)[:, None]
        values = (values + noise[:, :rows, shift : shift + side]).astype(np.int16)
        dataset.WriteRaster(0, y, side, rows, values.tobytes(), buf_type=gdal.GDT_Int16)
    dataset = None


def copy(source: Path, output: Path) -> None:
    """Window by window, each of them a block of the output."""
    reading = gdal.Open(str(source))
    width, height, bands = reading.RasterXSize, reading.RasterYSize, reading.RasterCount
    options = [*COMPRESSION, f"BLOCKXSIZE={STRIDE}", f"BLOCKYSIZE={STRIDE}"]
    writing = gdal.GetDriverByName("GTiff").Create(str(output), width, height, bands, gdal.GDT_Int16, options)
    for y in range(0, height, STRIDE):
        for x in range(0, width, STRIDE):
            window = x, y, min(STRIDE, width - x), min(STRIDE, height - y)
            writing.WriteRaster(*window, bytes(reading.ReadRaster(*window)), buf_type=gdal.GDT_Int16)
        for band in range(1, bands + 1):
            writing.GetRasterBand(band).FlushCache()
    writing = None


def restore(source: Path, output: Path, network: Identity) -> None:
    job = RestorationJob(source=str(source), output=str(output), device="cpu", line_direction="columns")
    restore_raster(job, network, Silent())


def bytes_read() -> int:
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["rchar"])


def measured(work: Callable[[], None], size: int) -> Measured:
    before, started = bytes_read(), time.perf_counter()
    work()
    return Measured(time.perf_counter() - started, (bytes_read() - before) / size)


def measure(folder: Path, side: int, bands: int, repetitions: int) -> dict[str, object]:
    """One raster, all ways."""
    source, output = folder / f"{side}.tif", folder / "out.tif"
    make_raster(source, side, bands)
    ways: dict[str, Callable[[], None]] = {
        "copy": lambda: copy(source, output),
        "identity": lambda: restore(source, output, Identity(describe())),
        "nearly": lambda: restore(source, output, Nearly(describe())),
    }
    runs = {name: [] for name in ways}
    for _ in range(repetitions):
        for name, work in ways.items():
            runs[name].append(measured(work, source.stat().st_size))
            output.unlink()
    best = {name: min(found, key=lambda run: run.seconds) for name, found in runs.items()}
    source.unlink()
    return {
        "raster": f"{side} x {side} x {bands}",
        **{f"{name}_s": round(run.seconds, 2) for name, run in best.items()},
        "identity_of_copy": round(best["copy"].seconds / best["identity"].seconds, 3),
        "nearly_of_copy": round(best["copy"].seconds / best["nearly"].seconds, 3),
        "ns_per_pixel_band": round(best["identity"].seconds / (side * side * bands) * 1e9, 2),
        "read": round(best["identity"].read, 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=4000)
    parser.add_argument("--bands", type=int, default=50)
    parser.add_argument("--repetitions", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    print(machine_name())
    rows = []
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-", dir="/var/tmp") as folder:
        for divisor in DIVISORS:
            rows.append(measure(Path(folder), arguments.side // divisor, arguments.bands, arguments.repetitions))
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    last = rows[-1]
    passed = last["identity_of_copy"] >= LEAST_RATE and last["read"] <= MOST_READ
    if arguments.json:
        result = {"machine": machine_name(), "rows": rows, "passed": passed}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
