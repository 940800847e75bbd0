"""RAS2S on a GPU, a raster from file to file: how long, how busy the GPU is, and against the textbook's loop.

    .venv/bin/python bench/bench_gpu.py [--side N] [--bands N] [--precision NAME ...] [--device cuda] [--json FILE]

A raster (int16, DEFLATE, noise over gradients) is restored by the default weights, with everything chosen by the
engine, in each precision once to settle (kernels are compiled, on a smaller raster) and once timed. "Busy" is the time
between a GPU's beginning and end of each batch (CUDA events; copies from and to the host are not counted), over the
time that tiles were restored, and over all of the run. nvidia-smi's own figure for the same time stands beside it, and
so do the first batches (the second is recorded, later ones are played unless many tiles were done again), and the
pauses between two. The textbook's loop, ``models/ras2s/network.py`` in float32, is timed on the same GPU for one tile
of the engine's size at a time, as its authors' code restores an image, and for as many tiles at once as the engine
takes; both are told for all tiles of the raster.

Where there is no CUDA device it says so, and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch
from bench_engine import make_raster
from identity import Timed
from machine import machine_name

from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments
from hyperrestore.models.weights import load_model
from hyperrestore.restoration import RestorationJob, RestorationReport, restore_raster

SETTLING_SIDE = 1000
SIGMA = 100
"""Of the noise, a tenth of the range that the engine finds: fainter noise takes its own time (`models.restraint`)."""


@dataclass
class Watched:
    """A model, with CUDA events around every batch."""

    model: object
    batches: list[tuple[torch.cuda.Event, torch.cuda.Event]] = field(default_factory=list)

    @property
    def descriptor(self):
        return self.model.descriptor

    @property
    def notes(self) -> tuple[str, ...]:
        return self.model.notes

    def to(self, device: str, precision: str = "fp32") -> Watched:
        return Watched(self.model.to(device, precision), self.batches)

    def restore(self, batch, pulse):
        began, ended = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        began.record()
        restored = self.model.restore(batch, pulse)
        ended.record()
        self.batches.append((began, ended))
        return restored

    def milliseconds(self) -> tuple[list[float], list[float]]:
        """Of each batch, and of each pause between two."""
        torch.cuda.synchronize()
        pauses = [ended.elapsed_time(began) for (_, ended), (began, _) in zip(self.batches, self.batches[1:])]
        return [began.elapsed_time(ended) for began, ended in self.batches], pauses


class Told(Timed):
    """Prints what is told."""

    def info(self, text: str) -> None:
        print("   ", text)

    def warn(self, text: str) -> None:
        print("    warning:", text)


@contextmanager
def utilisation() -> Iterator[list[tuple[float, int]]]:
    """Moments and percent, ten times a second, as nvidia-smi tells them."""
    asked = ["nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits", "-lms", "100"]
    samples: list[tuple[float, int]] = []
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as told:
        reading = threading.Thread(
            target=lambda: samples.extend((time.perf_counter(), int(line)) for line in told.stdout), daemon=True
        )
        reading.start()
        try:
            yield samples
        finally:
            told.terminate()
            reading.join()


def restored(path: Path, precision: str, device: str) -> tuple[RestorationReport, Watched, Told, list, float]:
    model, monitor = Watched(load_model(find([SHIPPED], "ras2s", "default"))), Told()
    job = RestorationJob(source=str(path), output=str(path.with_name("out.tif")), device=device, precision=precision)
    with utilisation() as samples:
        started = time.perf_counter()
        report = restore_raster(job, model, monitor)
        seconds = time.perf_counter() - started
    path.with_name("out.tif").unlink()
    return report, model, monitor, samples, seconds


def textbook_seconds(bands: int, side: int, count: int, device: str) -> float:
    """The median of three, for ``count`` tiles at once."""
    torch.manual_seed(0)
    network = RAS2S(RAS2SArguments()).eval().requires_grad_(False).to(device)
    cube, times = torch.rand(count, bands, side, side, device=device), []
    torch.backends.cudnn.allow_tf32 = False
    with torch.inference_mode():
        for _ in range(4):
            torch.cuda.synchronize()
            started = time.perf_counter()
            network(cube)
            torch.cuda.synchronize()
            times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def row(path: Path, side: int, bands: int, precision: str, device: str) -> dict[str, object]:
    report, model, monitor, samples, seconds = restored(path, precision, device)
    batches, pauses = model.milliseconds()
    busy, restoring = sum(batches) / 1e3, monitor.ended - monitor.began
    seen = [percent for moment, percent in samples if monitor.began <= moment <= monitor.ended]
    return {
        "raster": f"{side} x {side} x {bands}",
        "precision": report.precision,
        "tile": "x".join(map(str, report.tile)),
        "overlap": report.overlap,
        "batch": report.batch,
        "seconds": round(seconds, 2),
        "restoring_s": round(restoring, 2),
        "busy_s": round(busy, 2),
        "busy_while_restoring": round(busy / restoring, 3),
        "busy_of_all": round(busy / seconds, 3),
        "first_batches_ms": [round(each, 1) for each in batches[:3]],
        "batch_ms": round(statistics.median(batches), 1),
        "pause_ms": round(statistics.median(pauses), 2) if pauses else None,
        "longest_pauses_ms": [round(each, 1) for each in sorted(pauses)[:-4:-1]],
        "nvidia_smi_percent": round(statistics.mean(seen), 1) if seen else None,
        "px_bands_per_s": round(side * side * bands / seconds),
        "px_bands_per_busy_s": round(side * side * bands / busy),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=2000)
    parser.add_argument("--bands", type=int, default=100)
    parser.add_argument("--precision", nargs="+", default=["auto", "fp32"])
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        print("torch sees no CUDA device: nothing measured")
        return 0
    print(machine_name(), torch.cuda.get_device_name(arguments.device), sep=", ")
    side, bands, rows = arguments.side, arguments.bands, []
    with tempfile.TemporaryDirectory(prefix="hyperrestore-bench-", dir="/var/tmp") as folder:
        small, large = Path(folder) / "small.tif", Path(folder) / "large.tif"
        make_raster(small, min(side, SETTLING_SIDE), bands, SIGMA)
        make_raster(large, side, bands, SIGMA)
        for precision in arguments.precision:
            restored(small, precision, arguments.device)
            rows.append(row(large, side, bands, precision, arguments.device))
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    tile, batch = int(rows[0]["tile"].split("x")[0]), rows[0]["batch"]
    tiles = -(-(side - tile) // (tile - rows[0]["overlap"])) + 1
    alone = tiles**2 * textbook_seconds(bands, tile, 1, arguments.device)
    together = tiles**2 * textbook_seconds(bands, tile, batch, arguments.device) / batch
    print(f"the textbook's loop: {alone:.1f} s tile by tile, {together:.1f} s {batch} tiles at once")
    for each in rows:
        each["of_textbook_tile_by_tile"] = round(alone / each["busy_s"], 1)
        each["of_textbook_in_batches"] = round(together / each["busy_s"], 1)
        print(each["precision"], each["of_textbook_tile_by_tile"], each["of_textbook_in_batches"])
    if arguments.json:
        told = {"machine": machine_name(), "device": torch.cuda.get_device_name(arguments.device), "rows": rows}
        told |= {"textbook_tile_by_tile_s": round(alone, 1), "textbook_in_batches_s": round(together, 1)}
        arguments.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
