"""`make train-ras2s`: trains on ../shared/data, goes on where it stopped, and exports the best weights with a card."""
from __future__ import annotations

import argparse
import datetime
import logging
import os
import sys
from pathlib import Path

# One thread, and workers that sleep when idle: training shares the machine. Must be set before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch

from checkout import ROOT
from hyperrestore.models.card import ModelCard
from hyperrestore.models.catalog import SHIPPED
from hyperrestore.models.weights import save_weights
from hyperrestore.quality.noise import degrade
from hyperrestore.training.loop import ValidationPair, train
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.scenes import load_scene, load_scenes

DATA = ROOT.parent / "shared" / "data"
VALIDATION_SCENE, VALIDATION_WINDOW = "val/sandiego.tif", np.s_[:, 20:84, 20:84]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--export-only", action="store_true", help="write the card and weights of the best step so far")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not DATA.is_dir():
        sys.exit(f"Training reads clean scenes from {DATA}, which is not here.")
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    recipe = read_recipe(arguments.recipe)
    folder = ROOT / "runs" / recipe.name
    best = folder / "best.pt"
    if not arguments.export_only:
        best = train(recipe, load_scenes(DATA / "train"), _validation_pair(recipe), folder)
    entry = save_weights(_card(recipe, folder), torch.load(best, weights_only=True), SHIPPED, replace=True)
    logging.info("exported %s", entry.weights_path)


def _validation_pair(recipe: Recipe) -> ValidationPair:
    clean = np.ascontiguousarray(load_scene(DATA / VALIDATION_SCENE)[VALIDATION_WINDOW])
    return ValidationPair(noisy=degrade(clean, "mixture", np.random.default_rng(recipe.seed)), clean=clean)


def _card(recipe: Recipe, folder: Path) -> ModelCard:
    steps = (folder / "curve.csv").read_text(encoding="utf-8").strip().splitlines()[-1].split(",")[0]
    return ModelCard(
        name=recipe.name,
        architecture="ras2s",
        arguments={"channels": recipe.channels, "regions": recipe.regions, "reach": 1, "bound": recipe.bound},
        task="denoise",
        scaling="cube",
        licence="GPL-3.0-or-later",
        authors="HyperRestore contributors",
        training={
            "recipe": f"training/recipes/{recipe.name}.toml",
            "steps": int(steps),
            "data": "16 clean scenes: AVIRIS (ABU, Reno, Moffett), Samson, MUUFL, two of CAVE; no flight of data/val",
            "noise": "Gaussian 0-75/255; 10/30/50/70 per band, plain and with stripes, dead lines, impulses or all",
            "exported": datetime.date.today().isoformat(),
        },
        notes=(
            "A start, trained on one CPU core for less than two hours; to be replaced. The step is chosen on a crop of "
            "val/sandiego with mixture noise, so figures on that scene are not quite independent of it."
        ),
    )


if __name__ == "__main__":
    main()
