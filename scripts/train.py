"""`make train RECIPE=name`: trains on ../shared/data, goes on where it stopped, exports the best with a card.

A recipe that this one begins with (its ``warm_start``) is trained first, unless it is done already. Each leaves its
state, curve.csv and curve.png in runs/NAME.
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

import torch

from checkout import ROOT
from hyperrestore.models.architectures import ARCHITECTURES, arguments_of
from hyperrestore.models.card import ModelCard
from hyperrestore.models.catalog import SHIPPED
from hyperrestore.models.weights import save_weights
from hyperrestore.training.curve import read_curve
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.state import load_best
from stages import DATA, train_stages

RUNS = ROOT / "runs"
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
    best = RUNS / recipe.name / "best.pt" if arguments.export_only else train_stages(arguments.recipe, RUNS)
    if recipe.card:
        entry = save_weights(_card(recipe), load_best(best), SHIPPED, replace=True)
        logging.info("exported %s", entry.weights_path)


def _card(recipe: Recipe) -> ModelCard:
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
            **({"begun_with": f"training/recipes/{recipe.warm_start}.toml"} if recipe.warm_start else {}),
            "steps": int(read_curve(RUNS / recipe.name)[-1]["step"]),
            "data": recipe.card["data"],
            "noise": recipe.card["noise"],
            "exported": datetime.date.today().isoformat(),
        },
        notes=recipe.card["notes"],
    )


if __name__ == "__main__":
    main()
