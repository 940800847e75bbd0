"""`make measure-generalisation`: default denoisers over all scenes of ../shared/data, through the engine, file to file.

Each scene's middle is cut out, all of its bands kept, spoilt by `simulate_noise`, restored by `restore_raster` with
every setting at its default, and measured by `evaluate` against what it was. Asked of every run: that the result is not
worse than what went in. The table goes to a CSV file; the command fails when any run is worse, and names it.
"""
from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
from osgeo import gdal

from checkout import ROOT
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.weights import load_model
from hyperrestore.quality.evaluation.evaluate import evaluate
from hyperrestore.quality.evaluation.job import EvaluationJob
from hyperrestore.quality.noise import CASES
from hyperrestore.quality.simulation import simulate_noise
from hyperrestore.quality.simulation_job import SimulationJob
from hyperrestore.restoration.job import RestorationJob
from hyperrestore.restoration.pipeline import restore_raster

DATA = ROOT.parent / "shared" / "data"
SIDE = 40
BAND_COUNTS = (1, 2, 3, 4, 8, 16, 31, 32, 33, 64, 100, 150, 189, 195, 205, 224)
SIGMAS = (1, 2, 5, 10, 25, 50, 75, 100)


@dataclass(frozen=True)
class Trial:
    """One noise on one piece of a scene; ``bands`` (0-based) in the order in which they are written, None for all."""

    scene: str
    case: str
    sigma: float = 25.0
    direction: str = "columns"
    bands: tuple[int, ...] | None = None
    what: str = ""


def trials(scenes: list[str], counts: dict[str, int]) -> Iterator[Trial]:
    """All cases on all scenes; then sigmas, directions, reversed orders and band counts on the validation scenes."""
    for scene in scenes:
        for case in CASES:
            yield Trial(scene, case, what="case")
    for scene in (scene for scene in scenes if scene.startswith("val/")):
        for sigma in SIGMAS:
            yield Trial(scene, "gaussian", sigma, what="sigma")
        for case in ("stripe", "deadline", "mixture"):
            yield Trial(scene, case, direction="rows", what="rows")
        for case in ("noniid", "mixture"):
            yield Trial(scene, case, bands=tuple(reversed(range(counts[scene]))), what="reversed")
    longest = max((scene for scene in scenes if scene.startswith("train/")), key=counts.__getitem__)
    for count in BAND_COUNTS:
        for case in ("gaussian", "mixture"):
            # More bands than any clean scene has: the first ones come again at the end, in reverse.
            cycle = [*range(counts[longest]), *reversed(range(counts[longest]))]
            yield Trial(longest, case, bands=tuple(cycle[:count]), what="bands")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="ras2s", choices=("ras2s", "sscan"))
    parser.add_argument("--weights", help="of the catalog; the model's default otherwise")
    parser.add_argument("--out", type=Path, help="CSV file; build/generalisation-MODEL.csv otherwise")
    parser.add_argument("--only", nargs="+", help="kinds of trials: case, sigma, rows, reversed, bands")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"The scenes are read from {DATA}, which is not here.")
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    model = load_model(Entry(arguments.weights or DEFAULT_WEIGHTS[arguments.model], SHIPPED))
    out = arguments.out or ROOT / "build" / f"generalisation-{arguments.model}.csv"
    out.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, out.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["trial", "scene", "bands", "noise", "lines", "noisy_mpsnr_db", "restored_mpsnr_db", "sam_rad"])
        pieces = cut_pieces(Path(folder))
        counts = {scene: gdal.Open(str(path)).RasterCount for scene, path in pieces.items()}
        worse = []
        for trial in trials(list(pieces), counts):
            if arguments.only and trial.what not in arguments.only:
                continue
            row = run(trial, pieces[trial.scene], Path(folder), model)
            writer.writerow(row)
            stream.flush()
            print(*row, flush=True)
            if not row[6] >= row[5]:
                worse.append(row)
    if worse:
        sys.exit("worse than the input: " + "; ".join(" ".join(map(str, row)) for row in worse))


def cut_pieces(folder: Path) -> dict[str, Path]:
    """The middle of every scene as a GeoTIFF, by the scene's name."""
    pieces = {}
    # The EnMAP tiles are of one mosaic: two of them stand for it.
    tiles = sorted(DATA.glob("real/enmap-*/*.tif"))[::5]
    for path in sorted([*DATA.glob("*/*.tif"), *tiles, *DATA.glob("real/*.bil")]):
        scene = path.relative_to(DATA).with_suffix("").as_posix()
        dataset = gdal.Open(str(path))
        width, height = (min(SIDE, size) for size in (dataset.RasterXSize, dataset.RasterYSize))
        window = [(dataset.RasterXSize - width) // 2, (dataset.RasterYSize - height) // 2, width, height]
        pieces[scene] = folder / f"{scene.replace('/', '_')}.tif"
        gdal.Translate(str(pieces[scene]), dataset, srcWin=window)
    return pieces


def run(trial: Trial, piece: Path, folder: Path, model: RestorationModel) -> list[object]:
    """One line of the table."""
    names = {name: str(folder / f"{name}.tif") for name in ("clean", "noisy", "restored")}
    bands = None if trial.bands is None else [band + 1 for band in trial.bands]
    gdal.Translate(names["clean"], str(piece), bandList=bands)
    simulate_noise(
        SimulationJob(names["clean"], names["noisy"], trial.case, trial.sigma, line_direction=trial.direction), Silent()
    )
    restore_raster(RestorationJob(names["noisy"], names["restored"]), model, Silent())
    job = EvaluationJob(names["noisy"], names["clean"])
    before, after = (evaluate(each, Silent()).scores for each in (job, replace(job, source=names["restored"])))
    return [
        trial.what, trial.scene, gdal.Open(names["clean"]).RasterCount,
        f"{trial.case} {trial.sigma:g}/255" if trial.case in ("gaussian", "speckle") else trial.case, trial.direction,
        round(before.mpsnr, 2), round(after.mpsnr, 2), round(after.sam, 4),
    ]  # fmt: skip


class Silent:
    """A monitor that nobody reads."""

    def progress(self, fraction: float) -> None:
        """Not shown."""

    def info(self, text: str) -> None:
        """Not shown."""

    def warn(self, text: str) -> None:
        """Not shown."""

    def cancelled(self) -> bool:
        return False


if __name__ == "__main__":
    main()
