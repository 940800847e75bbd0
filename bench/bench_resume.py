"""A raster of 2 GB is restored in QGIS, killed three times on its way, and resumed: the same pixels in the end?

    .venv/bin/python bench/bench_resume.py [--megabytes N] [--kills N] [--algorithm ID] [--json FILE] [--log FILE]

The scene is San Diego of ``../shared/data/val`` (int16, 189 bands), mirrored to the size and with fresh noise. Each run
is a ``qgis_process`` of its own, as in a batch job; it is killed with SIGKILL some seconds after it has saved itself
for the first time. A last run is left alone from its beginning; both outputs are compared pixel by pixel. Exits with 1
when they differ, or when a run did not go on.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from machine import machine_name
from osgeo import gdal

from checkout import QGIS_PROCESS, ROOT, make_profile

SCENE = ROOT.parent / "shared" / "data" / "val" / "sandiego.tif"
BLOCK, SIGMA_SHARE = 256, 0.03
GOING_ON = "going on after"


def make_raster(path: Path, megabytes: int) -> tuple[int, int, int]:
    """(bands, height, width) of the raster written: uncompressed, so that it has the size asked for."""
    with rasterio.open(SCENE) as scene:
        cube = scene.read()
    cube = np.concatenate([cube, cube[:, ::-1]], axis=1)
    cube = np.concatenate([cube, cube[:, :, ::-1]], axis=2)
    bands, rows, columns = cube.shape
    side = -(-int((megabytes * 2**20 / (2 * bands)) ** 0.5) // rows) * rows
    options = ["TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, bands, gdal.GDT_Int16, options)
    draw, sigma = np.random.default_rng(2018), SIGMA_SHARE * float(np.ptp(cube))
    for y in range(0, side, rows):
        strip = np.tile(cube, (1, 1, side // columns)) + draw.normal(0, sigma, (bands, rows, side)).astype(np.float32)
        strip = np.rint(strip).astype(np.int16)
        dataset.WriteRaster(0, y, side, rows, strip.tobytes(), buf_type=gdal.GDT_Int16)
    dataset = None
    return bands, side, side


def start(algorithm: str, source: Path, output: Path, environment: dict[str, str], log: Path) -> subprocess.Popen:
    command = [QGIS_PROCESS, "run", f"hyperrestore:{algorithm}", "--", f"INPUT={source}", f"OUTPUT={output}"]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log.open("w"), stderr=subprocess.STDOUT
    )


def saved_at(journal: Path) -> float:
    try:
        state = journal.stat()
    except FileNotFoundError:
        return 0.0
    return state.st_mtime if state.st_size > 1 << 16 else 0.0


def kill_after_a_save(process: subprocess.Popen, folder: Path, draw: random.Random) -> str:
    """Waits until the run has saved itself, and for a moment longer; says when it was killed."""
    started, before = time.time(), time.time()
    while process.poll() is None:
        if any(saved_at(journal) > before for journal in folder.glob("*.journal")):
            break
        time.sleep(0.2)
    time.sleep(draw.uniform(0, 40))
    if process.poll() is not None:
        return "ended before it could be killed"
    process.kill()
    process.wait()
    return f"killed with SIGKILL after {time.time() - started:.0f} s"


def different_values(one: Path, other: Path) -> int:
    count = 0
    with rasterio.open(one) as first, rasterio.open(other) as second:
        if first.shape != second.shape or first.count != second.count:
            return first.count * first.width * first.height
        for _, window in first.block_windows(1):
            count += int(np.count_nonzero(first.read(window=window) != second.read(window=window)))
    return count


def telling_lines(log: Path) -> list[str]:
    words = ("Raster:", "Tiles:", "earlier run", "Done in", "% done", "Error", "Results")
    return [line.strip() for line in log.read_text().splitlines() if any(word in line for word in words)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=2048)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--algorithm", default="denoisefasthyde")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--log", type=Path)
    arguments = parser.parse_args()
    told, draw, going_on = [], random.Random(2018), 0

    def tell(line: str) -> None:
        told.append(f"{time.strftime('%H:%M:%S')} {line}")
        print(told[-1], flush=True)

    with tempfile.TemporaryDirectory(prefix="hyperrestore-resume-", dir="/var/tmp") as name:
        folder = Path(name)
        environment, source, log = make_profile(folder / "profile"), folder / "source.tif", folder / "log"
        shape = make_raster(source, arguments.megabytes)
        tell(f"{machine_name()}; {source.stat().st_size / 2**20:.0f} MB, bands x rows x columns {shape}")
        results = folder / "results"
        results.mkdir()
        for number in range(arguments.kills + 1):
            process = start(arguments.algorithm, source, results / "killed.tif", environment, log)
            last = number == arguments.kills
            ended = f"exit {process.wait()}" if last else kill_after_a_save(process, results, draw)
            for line in telling_lines(log):
                tell(f"run {number + 1}: {line}")
            going_on += GOING_ON in log.read_text()
            tell(f"run {number + 1}: {ended}; in the folder: {', '.join(sorted(f.name for f in results.iterdir()))}")
        process = start(arguments.algorithm, source, results / "undisturbed.tif", environment, log)
        ended = process.wait()
        tell(f"undisturbed run: exit {ended}; {telling_lines(log)[-1]}")
        different = different_values(results / "killed.tif", results / "undisturbed.tif")
        tell(f"values that differ between the two outputs: {different}")
    passed = different == 0 and going_on == arguments.kills
    if arguments.log:
        arguments.log.write_text("\n".join(told) + "\n", encoding="utf-8")
    if arguments.json:
        result = {"machine": machine_name(), "shape": shape, "kills": arguments.kills, "went_on": going_on}
        arguments.json.write_text(json.dumps({**result, "different": different, "passed": passed}, indent=2) + "\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
