"""`make weights-page`: the tables and pictures of docs/weights.md, from the cards, the runs' curves and HySU.

Tables are written between the page's markers from the metrics in the cards (`make measure-weights`), beside figures of
others from ../shared/data/README.md. Pictures show HySU (DLR, free with credit), which nothing was trained on.
"""
from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from measure_weights import Quiet

from checkout import ROOT
from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.quality.noise import degrade
from hyperrestore.quality.report import new_figure
from hyperrestore.quality.resample import downsample
from hyperrestore.training.curve import draw_curve, read_curve
from hyperrestore.training.scenes import load_scene

PAGE = ROOT / "docs" / "weights.md"
IMAGES = ROOT / "docs" / "images"
HYSU = ROOT.parent / "shared" / "data" / "real" / "hysu.tif"
HYSU_WINDOW = np.s_[:, 8:80, 20:116]
RED_GREEN_BLUE = (61, 37, 12)
SCENES = {"val/sandiego": "San Diego", "val/jasper-ridge": "Jasper Ridge", "val/cave-toy": "CAVE toy"}
# ../shared/data/README.md: the authors' RAS2S with its own checkpoint, and whitened SVD with BM3D on 8 eigen-images.
AUTHORS = {
    "val/sandiego": {
        "Gaussian 0/255": 43.77, "Gaussian 5/255": 43.50, "Gaussian 25/255": 38.05, "Gaussian 50/255": 34.05,
        "Gaussian 75/255": 25.68, "noniid": 38.36, "stripe": 38.20, "deadline": 38.25, "impulse": 37.38,
        "mixture": 35.96,
    },
    "val/jasper-ridge": {"noniid": 38.09, "stripe": 37.89, "deadline": 37.95, "impulse": 37.00, "mixture": 36.65},
    "val/cave-toy": {"noniid": 37.19, "stripe": 37.12, "deadline": 37.07, "impulse": 36.66, "mixture": 34.68},
}  # fmt: skip
SUBSPACE = {"val/sandiego": {"noniid": 39.26, "mixture": 26.10}}
PAPER_GAIN = {2: 4.2, 3: 3.4, 4: 3.2}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables-only", action="store_true", help="leave the pictures as they are")
    arguments = parser.parse_args()
    tables = {"denoisers": denoiser_table(), "super-resolution": enlargement_table()}
    fill_marked(PAGE, "make weights-page", tables)
    if not arguments.tables_only:
        draw_denoised()
        draw_enlarged()
        draw_curves()


def fill_marked(page: Path, command: str, places: Mapping[str, list[str]]) -> None:
    """The lines of each place between its markers on the page, which name the command that makes them."""
    text = page.read_text(encoding="utf-8")
    for marker, lines in places.items():
        begin, end = f"<!-- {marker}: made by {command} -->", f"<!-- {marker}: end -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            sys.exit(f"{page} has no place marked '{begin}'.")
        body = "\n".join([begin, *lines, end])
        text = pattern.sub(lambda _, body=body: body, text)
    page.write_text(text, encoding="utf-8")


def denoiser_table() -> list[str]:
    # Cards need not have the same cases.
    others = {(row["data"], row["noise"]): _figures(row) for row in _metrics("sscan")}
    lines = [
        "| scene | noise | noisy | RAS2S | SSCAN | authors' RAS2S | whitened SVD + BM3D |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for ours in _metrics("ras2s"):
        scene, noise = ours["data"], ours["noise"]
        noisy = "∞" if ours["mpsnr_in_db"] >= 100 else f"{ours['mpsnr_in_db']:.2f}"
        cells = [SCENES[scene], noise, noisy, _figures(ours), others.get((scene, noise), "")]
        known = (table.get(scene, {}).get(noise) for table in (AUTHORS, SUBSPACE))
        cells += ["" if value is None else f"{value:.2f}" for value in known]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def enlargement_table() -> list[str]:
    lines = [
        "| scene | scale | bicubic | SSRNet | gain | gain in the paper (CAVE, 512²) |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for scale, paper in PAPER_GAIN.items():
        for row in _metrics(f"ssrnet-x{scale}"):
            gain = row["mpsnr_db"] - row["bicubic_mpsnr_db"]
            bicubic = _figures({key.removeprefix("bicubic_"): row[key] for key in row if key.startswith("bicubic_")})
            quoted = f"+{paper}" if row["data"] == "val/cave-toy" else ""
            scene = SCENES.get(row["data"], "HySU")
            lines.append(f"| {scene} | ×{scale} | {bicubic} | {_figures(row)} | {gain:+.2f} | {quoted} |")
    return lines


def draw_denoised() -> None:
    clean = np.ascontiguousarray(load_scene(HYSU)[HYSU_WINDOW])
    figure = new_figure(11, 6.2)
    axes = figure.subplots(2, 3)
    for panels, (case, sigma, name) in zip(axes, (("mixture", 0.0, "ras2s"), ("gaussian", 50 / 255, "sscan"))):
        noisy = degrade(clean, case, np.random.default_rng(2018), sigma=sigma)
        model = load_model(Entry(DEFAULT_WEIGHTS[name], SHIPPED))
        restored = model.restore(torch.from_numpy(noisy.astype(np.float32))[None], Quiet())[0].numpy()
        title = "mixture" if case == "mixture" else "Gaussian, σ = 50/255"
        for panel, cube, label in zip(panels, (noisy, restored, clean), (title, name.upper(), "clean")):
            show(panel, cube, clean, f"{label}, {mpsnr(cube, clean):.1f} dB" if cube is not clean else label)
    figure.savefig(IMAGES / "weights-denoised.png", dpi=90)


def draw_enlarged() -> None:
    scene = load_scene(HYSU)[HYSU_WINDOW]
    figure = new_figure(11, 6.2)
    axes = figure.subplots(2, 3)
    for panels, scale in zip(axes, (2, 4)):
        coarse = torch.from_numpy(downsample(scene, scale))[None].float()
        means = coarse.mean(dim=(2, 3), keepdim=True)
        model = load_model(Entry(DEFAULT_WEIGHTS[f"ssrnet-x{scale}"], SHIPPED))
        fine = (model.restore(coarse - means, Quiet()) + means)[0].numpy()
        bicubic = BicubicModel(scale).restore(coarse, Quiet())[0].numpy()
        for panel, cube, label in zip(panels, (bicubic, fine, scene), ("bicubic", "SSRNet", "truth")):
            show(panel, cube, scene, f"{label} ×{scale}, {mpsnr(cube, scene):.1f} dB" if cube is not scene else label)
    figure.savefig(IMAGES / "weights-enlarged.png", dpi=90)


def draw_curves() -> None:
    """One panel per run; runs that this checkout has not got are left out, and named."""
    paths = {name: ROOT / "runs" / name / "curve.csv" for name in DEFAULT_WEIGHTS.values()}
    missing = [name for name, path in paths.items() if not path.exists()]
    if missing:
        print(f"no curve of {', '.join(missing)}: docs/images/weights-curves.png is left as it is")
        return
    figure = new_figure(11, 9)
    panels = list(figure.subplots(3, 2).flat)
    for panel, (name, path) in zip(panels, paths.items()):
        draw_curve(read_curve(path.parent), panel)
        panel.set_title(name)
    for panel in panels[len(paths) :]:
        panel.set_axis_off()
    figure.savefig(IMAGES / "weights-curves.png", dpi=90)


def _metrics(default: str) -> tuple[dict, ...]:
    return Entry(DEFAULT_WEIGHTS[default], SHIPPED).card().metrics


def _figures(row: dict) -> str:
    return f"{row['mpsnr_db']:.2f} / {row['mssim']:.4f} / {row['sam_rad']:.4f}"


def show(panel, cube: np.ndarray, clean: np.ndarray, title: str) -> None:
    """Red, green and blue bands, stretched by what the clean ones hold."""
    limits = [np.percentile(clean[band], (2, 98)) for band in RED_GREEN_BLUE]
    stretched = [(cube[band] - low) / (high - low) for band, (low, high) in zip(RED_GREEN_BLUE, limits)]
    picture = np.stack(stretched, axis=-1)
    panel.imshow(picture.clip(0, 1), interpolation="nearest")
    panel.set_title(title)
    panel.axis("off")


if __name__ == "__main__":
    main()
