"""`make train RECIPE=name`: trains on ../shared/data, goes on where it stopped, exports the best with a card.

A recipe that this one begins with (its ``warm_start``) is trained first, unless it is done already.
"""
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
from hyperrestore.models.architectures import ARCHITECTURES, arguments_of
from hyperrestore.models.card import ModelCard
from hyperrestore.models.catalog import SHIPPED
from hyperrestore.models.weights import save_weights
from hyperrestore.training.hardware import best_hardware
from hyperrestore.training.loop import train
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.scenes import centred, load_scene, load_scenes
from hyperrestore.training.validation import ValidationPair, validation_pairs

DATA = ROOT.parent / "shared" / "data"
# Crops, because a validation is to cost seconds. Sandiego repeats a seventh of its rows: no reference for sharpness.
NOISY_WINDOWS = {
    "sandiego": np.s_[40:80, 20:84, 20:84],
    "jasper-ridge": np.s_[60:100, 20:84, 20:84],
    "cave-toy": np.s_[:, 60:124, 120:184],
}
COARSE_WINDOWS = {"jasper-ridge": np.s_[20:195:6, 2:98, 2:98], "cave-toy": np.s_[:, 64:160, 96:192]}
TASKS = {"ras2s": "denoise", "sscan": "denoise", "ssrnet": "superresolve"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--export-only", action="store_true", help="write the card and weights of the best step so far")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not DATA.is_dir():
        sys.exit(f"Training reads clean scenes from {DATA}, which is not here.")
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    # Small gradients become denormal numbers, which the processor is slow at: 5 to 18 % of RAS2S's step.
    torch.set_flush_denormal(True)
    recipe = read_recipe(arguments.recipe)
    best = _best(recipe) if arguments.export_only else _train(recipe, arguments.recipe.parent)
    if recipe.card:
        entry = save_weights(_card(recipe), torch.load(best, weights_only=True), SHIPPED, replace=True)
        logging.info("exported %s", entry.weights_path)


def _train(recipe: Recipe, recipes: Path) -> Path:
    """The file of the recipe's best weights, trained to its last step."""
    initial = None
    if recipe.warm_start:
        before = _train(read_recipe(recipes / f"{recipe.warm_start}.toml"), recipes)
        initial = torch.load(before, weights_only=True)
    logging.info("recipe %s", recipe.name)
    scenes = load_scenes(DATA / "train", recipe.scenes)
    if recipe.scaling == "centred":
        scenes = [centred(scene) for scene in scenes]
    return train(recipe, scenes, _validation(recipe), _folder(recipe), best_hardware(os.cpu_count() or 1), initial)


def _folder(recipe: Recipe) -> Path:
    return ROOT / "runs" / recipe.name


def _best(recipe: Recipe) -> Path:
    return _folder(recipe) / "best.pt"


def _validation(recipe: Recipe) -> list[ValidationPair]:
    pairs: list[ValidationPair] = []
    for name, window in (NOISY_WINDOWS if recipe.scale == 1 else COARSE_WINDOWS).items():
        clean = np.ascontiguousarray(load_scene(DATA / "val" / f"{name}.tif")[window])
        pairs += validation_pairs(recipe, name, centred(clean) if recipe.scaling == "centred" else clean)
    return pairs


def _card(recipe: Recipe) -> ModelCard:
    steps = (_folder(recipe) / "curve.csv").read_text(encoding="utf-8").strip().splitlines()[-1].split(",")[0]
    return ModelCard(
        name=recipe.name,
        architecture=recipe.architecture,
        arguments=arguments_of(ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)),
        task=TASKS[recipe.architecture],
        scaling=recipe.scaling,
        licence="GPL-3.0-or-later",
        authors="HyperRestore contributors",
        training={
            "recipe": f"training/recipes/{recipe.name}.toml",
            "steps": int(steps),
            "data": recipe.card["data"],
            "noise": recipe.card["noise"],
            "exported": datetime.date.today().isoformat(),
        },
        notes=recipe.card["notes"],
    )


if __name__ == "__main__":
    main()
