"""Training on ../shared/data, stage by stage: a recipe, and before it the one that it begins with."""
from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from torch import Tensor

from checkout import ROOT
from hyperrestore.training.curve import save_picture
from hyperrestore.training.hardware import best_hardware
from hyperrestore.training.loop import train
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.scenes import centred, load_scene, load_scenes
from hyperrestore.training.state import load_best
from hyperrestore.training.validation import ValidationPair, validation_pairs

DATA = ROOT.parent / "shared" / "data"
# Crops, because a validation is to cost seconds. Sandiego repeats a seventh of its rows: no reference for sharpness.
NOISY_WINDOWS = {
    "sandiego": np.s_[40:80, 20:84, 20:84],
    "jasper-ridge": np.s_[60:100, 20:84, 20:84],
    "cave-toy": np.s_[:, 60:124, 120:184],
}
COARSE_WINDOWS = {"jasper-ridge": np.s_[20:195:6, 2:98, 2:98], "cave-toy": np.s_[:, 64:160, 96:192]}


def train_stages(
    path: Path,
    runs: Path,
    adapt: Callable[[Recipe], Recipe] = lambda recipe: recipe,
    on_step: Callable[[Recipe, int], None] = lambda recipe, step: None,
) -> Path:
    """The file of the best weights of the recipe in ``path``, trained to its last step, in ``runs/NAME``.

    Its ``warm_start``, a recipe beside it, is trained first unless that is done. Every stage goes on where it stopped,
    and leaves a picture of its curve. ``adapt`` may change each recipe. ``on_step`` is told how many steps of which
    stage are done, and may raise to end the run.
    """
    recipe = adapt(read_recipe(path))
    initial: Mapping[str, Tensor] | None = None
    if recipe.warm_start:
        before = train_stages(path.with_name(f"{recipe.warm_start}.toml"), runs, adapt, on_step)
        initial = load_best(before)
    logging.info("recipe %s", recipe.name)
    folder = runs / recipe.name

    def after_step(step: int) -> None:
        if (step - 1) % recipe.validate_every == 0:
            save_picture(folder, recipe.name)
        on_step(recipe, step)

    scenes = load_scenes(DATA / "train", recipe.scenes)
    if recipe.scaling == "centred":
        scenes = [centred(scene) for scene in scenes]
    hardware = best_hardware(os.cpu_count() or 1)
    best = train(recipe, scenes, validation(recipe), folder, hardware, initial, after_step)
    save_picture(folder, recipe.name)
    return best


def validation(recipe: Recipe) -> list[ValidationPair]:
    """Crops of ``data/val`` with the noise, or the coarse pixels, that choose the best step."""
    pairs: list[ValidationPair] = []
    for name, window in (NOISY_WINDOWS if recipe.scale == 1 else COARSE_WINDOWS).items():
        clean = np.ascontiguousarray(load_scene(DATA / "val" / f"{name}.tif")[window])
        pairs += validation_pairs(recipe, name, centred(clean) if recipe.scaling == "centred" else clean)
    return pairs
