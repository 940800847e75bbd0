"""What tiles cost: SSCAN's seams and accuracy by tile and overlap, SSRNet's error and time by halo.

    .venv/bin/python bench/bench_tiles.py [--json FILE]

Runs the engine itself on scenes of ../shared/data, with the shipped weights, on one thread. A seam is judged by the
mean jump of the difference to the whole-raster result across tile borders, over the same elsewhere: 1 means that
nobody could tell where the tiles met.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from osgeo import gdal

from checkout import ROOT
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.quality.resample import downsample
from hyperrestore.restoration import RestorationJob, restore_raster

SHARED = ROOT.parent / "shared"
SSCAN_TILES = ((32, 8), (64, 0), (64, 16), (64, 24), (128, 0), (128, 24))
HALOS = (0, 4, 8, 12, 16, 23)
SSRNET_TILE = 64


class Silence:
    """A monitor that nobody watches."""

    def progress(self, fraction: float) -> None:
        """Nobody looks."""

    def info(self, text: str) -> None:
        """Nobody reads."""

    def warn(self, text: str) -> None:
        print("warning:", text)

    def cancelled(self) -> bool:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"The scenes are read from {SHARED}, which is not here.")
    torch.set_num_threads(1)
    sys.path.insert(0, str(SHARED / "tools"))
    with tempfile.TemporaryDirectory() as name:
        figures = {"sscan": bench_sscan(Path(name)), "ssrnet": bench_ssrnet(Path(name))}
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def bench_sscan(folder: Path) -> list[dict]:
    """The laboratory scene, 256 x 256 px, 31 bands, Gaussian noise of 25/255."""
    from degrade import degrade, load_scaled

    clean = load_scaled(SHARED / "data" / "val" / "cave-toy.tif")
    noisy = degrade(clean, "25")
    model = load_model(Entry(DEFAULT_WEIGHTS["sscan"], SHIPPED))
    whole, seconds = _restore(folder, noisy, model, -1, -1)
    print(f"SSCAN, cave-toy, sigma 25: noisy {mpsnr(noisy, clean):.2f} dB, whole raster {mpsnr(whole, clean):.2f} dB")
    rows = []
    for tile, overlap in SSCAN_TILES:
        tiled, spent = _restore(folder, noisy, model, tile, overlap)
        row = {
            "tile": tile,
            "overlap": overlap,
            "mpsnr_db": round(mpsnr(tiled, clean), 2),
            "seam": round(_seam(tiled - whole, tile, overlap), 2),
            "time": round(spent / seconds, 2),
        }
        rows.append(row)
        print("  ", row, flush=True)
    return rows


def bench_ssrnet(folder: Path) -> list[dict]:
    """The coarse laboratory scene at scale 2: largest and mean error against the whole raster, in its range."""
    from degrade import load_scaled

    coarse = downsample(load_scaled(SHARED / "data" / "val" / "cave-toy.tif"), 2).astype(np.float32)
    model = load_model(Entry(DEFAULT_WEIGHTS["ssrnet-x2"], SHIPPED))
    whole, seconds = _restore(folder, coarse, model, -1, -1)
    print(f"SSRNet x2, cave-toy at 128 x 128 px, tiles of {SSRNET_TILE} px")
    rows = []
    for halo in HALOS:
        tiled, spent = _restore(folder, coarse, model, SSRNET_TILE, halo)
        error = np.abs(tiled - whole)
        row = {
            "halo": halo,
            "largest_error": float(f"{error.max():.2e}"),
            "mean_error": float(f"{error.mean():.2e}"),
            "time": round(spent / seconds, 2),
        }
        rows.append(row)
        print("  ", row, flush=True)
    return rows


def _restore(folder: Path, cube: np.ndarray, model, tile: int, overlap: int) -> tuple[np.ndarray, float]:
    """The engine's result, and its seconds."""
    source, target = folder / "source.tif", folder / "restored.tif"
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(source), width, height, bands, gdal.GDT_Float32)
    dataset.WriteArray(cube)
    dataset = None
    began = time.perf_counter()
    job = RestorationJob(str(source), str(target), device="cpu", tile_size=tile, overlap=overlap, scaling="auto")
    restore_raster(job, model, Silence())
    spent = time.perf_counter() - began
    return gdal.Open(str(target)).ReadAsArray(), spent


def _seam(difference: np.ndarray, tile: int, overlap: int) -> float:
    """Mean jump between the columns left and right of a tile's core, over the mean jump between other columns."""
    jumps = np.abs(np.diff(difference, axis=2)).mean(axis=(0, 1))
    stride = (tile - overlap) // 16 * 16 or tile - overlap
    seams = np.arange(stride, difference.shape[2], stride) - 1
    return float(jumps[seams].mean() / np.delete(jumps, seams).mean())


if __name__ == "__main__":
    main()
