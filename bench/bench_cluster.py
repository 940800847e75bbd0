"""What a Dask cluster gains and costs: one and two workers against this process, and the price of a tile.

    .venv/bin/python bench/bench_cluster.py [--tiles N] [--bands N] [--cheap-bands N] [--repetitions N] [--json FILE]

The workers are processes of this machine, one thread each, as many as it has processors but two at most; this process
computes with one thread, too. All runs go file to file, in turn; the best of the repetitions counts.

RAS2S tells the speed-up: ``--tiles`` squared tiles of 128 px and ``--bands`` bands. A network that changes nothing
tells what a tile costs besides: ``here_ms`` of processor time in the one process that gives out tiles, takes them back
and writes, which is what many workers wait for in the end; and ``added_ms``, by how much longer a tile takes with one
worker than here. ``looked_s`` is the time before the first tile, which no worker shortens.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from distributed import LocalCluster
from identity import Identity, Silent, describe
from machine import machine_name
from osgeo import gdal

from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.weights import load_model
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.restoration.pipeline import PREPARED
from hyperrestore.test.restoration.networks import read_raster

TILE, STRIDE, OVERLAP = 128, 112, 16
MOST_WORKERS = 2


@dataclass
class Watch(Silent):
    """Notes when the first tile was begun, in a run here: of those on workers only the end is heard."""

    started: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.process_time)
    looked_s: float = 0.0
    looked_processor_s: float = 0.0

    def progress(self, fraction: float) -> None:
        if fraction > PREPARED and not self.looked_s:
            self.looked_s = time.perf_counter() - self.started
            self.looked_processor_s = time.process_time() - self.worked


@dataclass(frozen=True)
class Measured:
    """Of one run; processor time is that of this process alone."""

    seconds: float
    processor_s: float
    looked_s: float
    looked_processor_s: float


@contextmanager
def workers(count: int) -> Iterator[str]:
    """The address of a cluster of so many processes; none for 0."""
    if not count:
        yield ""
        return
    with LocalCluster(
        n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=None
    ) as cluster:
        yield cluster.scheduler_address


def make_raster(path: Path, side: int, bands: int) -> None:
    """int16, smooth with noise; uncompressed, so that reading is cheap everywhere."""
    draw = np.random.default_rng(11)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, bands, gdal.GDT_Int16, ["TILED=YES"])
    y, x = np.mgrid[:side, :side]
    for band in range(bands):
        scene = 2000 + 600 * np.sin(x / 23 + band / 9) + 400 * np.cos(y / 31)
        values = (scene + draw.normal(0, 60, scene.shape)).astype(np.int16)
        dataset.GetRasterBand(band + 1).WriteRaster(0, 0, side, side, values.tobytes(), buf_type=gdal.GDT_Int16)
    dataset = None


def measure(source: Path, output: Path, model, scheduler: str) -> Measured:
    job = RestorationJob(
        str(source), str(output), device="cpu", line_direction="columns", tile_size=TILE, overlap=OVERLAP,
        scheduler=scheduler,
    )  # fmt: skip
    watch = Watch()
    restore_raster(job, model, watch)
    return Measured(
        time.perf_counter() - watch.started,
        time.process_time() - watch.worked,
        watch.looked_s,
        watch.looked_processor_s,
    )


def compare(folder: Path, model, tiles: int, bands: int, counts: range, repetitions: int) -> dict[int, Measured]:
    """The best run for each number of workers, 0 being this process; all outputs must be equal."""
    source = folder / "scene.tif"
    make_raster(source, tiles * STRIDE + OVERLAP, bands)
    runs: dict[int, list[Measured]] = {count: [] for count in counts}
    expected = None
    for _ in range(repetitions):
        for count in counts:
            with workers(count) as scheduler:
                # Once for nothing: torch is imported, and finds its memory, when it is first asked.
                measure(source, folder / "out.tif", model, scheduler)
                runs[count].append(measure(source, folder / "out.tif", model, scheduler))
            found = read_raster(folder / "out.tif")
            expected = found if expected is None else expected
            if not np.array_equal(found, expected):
                sys.exit(f"bench_cluster: the result of {count} workers is another one")
    return {count: min(found, key=lambda run: run.seconds) for count, found in runs.items()}


def speed_up(best: dict[int, Measured], tiles: int) -> dict[str, float]:
    """Of a network that computes."""
    computing = {count: run.seconds - best[0].looked_s for count, run in best.items()}
    return {
        "tiles": tiles,
        **{f"workers_{count}_s": round(run.seconds, 2) for count, run in best.items()},
        "looked_s": round(best[0].looked_s, 2),
        "tile_s": round(computing[0] / tiles, 3),
        "one_worker_of_here": round(computing[0] / computing[1], 3),
        **({"two_of_one": round(computing[1] / computing[2], 3)} if 2 in computing else {}),
    }


def price(best: dict[int, Measured], tiles: int, bands: int) -> dict[str, float]:
    """Of a tile that costs nothing to compute."""
    megabytes = bands * (4 * TILE**2 + 2 * STRIDE**2) / 1e6
    here_ms = 1000 * (best[1].processor_s - best[0].looked_processor_s) / tiles
    return {
        "tiles": tiles,
        "bands": bands,
        "tile_mb": round(megabytes, 2),
        "looked_ns_per_pixel_band": round(1e9 * best[0].looked_processor_s / (tiles * STRIDE**2 * bands), 2),
        "here_ms": round(here_ms, 2),
        "here_ms_per_mb": round(here_ms / megabytes, 2),
        "added_ms": round(1000 * (best[1].seconds - best[0].seconds) / tiles, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tiles", type=int, default=6, help="along each side")
    parser.add_argument("--bands", type=int, default=16)
    parser.add_argument("--cheap-bands", type=int, default=50)
    parser.add_argument("--repetitions", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print(machine_name())
    counts = range(min(MOST_WORKERS, os.cpu_count() or 1) + 1)
    network = load_model(find([SHIPPED], "ras2s", "default"))
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-", dir="/var/tmp") as name:
        folder, side, repetitions = Path(name), arguments.tiles, arguments.repetitions
        costly = speed_up(compare(folder, network, side, arguments.bands, counts, repetitions), side**2)
        print("RAS2S:  " + "  ".join(f"{key} {value}" for key, value in costly.items()), flush=True)
        best = compare(folder, Identity(describe()), 2 * side, arguments.cheap_bands, range(2), repetitions)
        cheap = price(best, (2 * side) ** 2, arguments.cheap_bands)
        print("identity:  " + "  ".join(f"{key} {value}" for key, value in cheap.items()), flush=True)
    if arguments.json:
        result = {"machine": machine_name(), "ras2s": costly, "identity": cheap}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
