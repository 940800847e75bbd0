"""A plain DnCNN trained exactly as SSCAN was, and measured exactly as SSCAN was: what the attention is worth.

    make bench-baseline [ARGS="--minutes 30"]

Same recipe and its first stage, and so the same patches, noise, loss, schedule, number of steps, and choice of the best
step; only the network is another one (``bench/dncnn.py``). Goes on where it stopped: the state is in runs/dncnn. When
training is done, the best weights are measured on ../shared/data/val with the noise of ../shared/tools/degrade.py, by
the code that measured the shipped weights, and printed beside the figures in SSCAN's card.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

# As scripts/train.py does, and before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
from measure_weights import NOISY_SCENES, SHARED, measure_denoiser

from checkout import ROOT
from dncnn import NAME, DnCNNArchitecture, register
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.state import load_best
from stages import train_stages

RECIPE = ROOT / "training" / "recipes" / "sscan.toml"
CASES = ("5", "25", "50", "75")


class OutOfTime(Exception):
    """So many minutes are over."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", type=Path, default=RECIPE, help="SSCAN's, which DnCNN is trained with")
    parser.add_argument("--steps", type=int, help="of each stage, instead of the recipe's")
    parser.add_argument("--minutes", type=float, help="end at the first validation after so long; go on another time")
    parser.add_argument("--plain", action="store_true", help="without batch normalisation, in a folder of its own")
    parser.add_argument("--runs", type=Path, default=ROOT / "runs" / NAME, help="where the states are kept")
    parser.add_argument("--cases", nargs="+", default=list(CASES), help="noise to measure with")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not SHARED.is_dir():
        sys.exit(f"The scenes are read from {SHARED}, which is not here.")
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.set_flush_denormal(True)
    register()
    runs = arguments.runs / "plain" if arguments.plain else arguments.runs
    adapt = adaptation(arguments.steps, normalised=not arguments.plain)
    try:
        best = train_stages(arguments.recipe, runs, adapt, deadline(arguments.minutes))
    except OutOfTime:
        sys.exit(f"{arguments.minutes:g} minutes are over; the same command goes on from the last validation.")
    rows = measure(adapt(read_recipe(arguments.recipe)), best, arguments.cases)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def adaptation(steps: int | None, normalised: bool) -> Callable[[Recipe], Recipe]:
    """What makes a recipe of SSCAN's one of DnCNN's, of ``steps`` steps where they are given."""

    def adapt(recipe: Recipe) -> Recipe:
        its_steps = recipe.steps if steps is None else steps
        # Nothing of it is exported.
        return replace(recipe, architecture=NAME, arguments={"normalised": normalised}, steps=its_steps, card={})

    return adapt


def deadline(minutes: float | None) -> Callable[[Recipe, int], None]:
    """Raises ``OutOfTime`` in the first step after the validation that ends so many minutes from now, or later."""
    end = float("inf") if minutes is None else time.monotonic() + 60 * minutes

    def on_step(recipe: Recipe, step: int) -> None:
        if (step - 1) % recipe.validate_every == 0 and time.monotonic() > end:
            raise OutOfTime

    return on_step


def measure(recipe: Recipe, best: Path, cases: list[str]) -> list[dict[str, object]]:
    """The figures of the weights in ``best`` on every validation scene; SSCAN's from its card beside them."""
    sys.path.insert(0, str(SHARED / "tools"))
    architecture = DnCNNArchitecture()
    network = architecture.new_network(recipe.arguments)
    network.load_state_dict(load_best(best))
    model = architecture.as_model(network, recipe.scaling)
    rows = [row for scene in NOISY_SCENES for row in measure_denoiser(model, scene, cases)]
    entry = Entry(DEFAULT_WEIGHTS["sscan"], SHIPPED)
    known = {(row["data"], row["noise"]): row["mpsnr_db"] for row in entry.card().metrics}
    print(f"MPSNR in dB{'':18}noisy    DnCNN    {entry.name}")
    for row in rows:
        row["sscan_mpsnr_db"] = known.get((row["data"], row["noise"]))
        figures = (row[key] for key in ("mpsnr_in_db", "mpsnr_db", "sscan_mpsnr_db"))
        print(f"{row['data']:18}{row['noise']:16}", *(f"{'-' if figure is None else figure:<8}" for figure in figures))
    return rows


if __name__ == "__main__":
    main()
