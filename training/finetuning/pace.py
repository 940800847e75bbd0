"""How far a fine-tuning is, and what is said of it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from pathlib import Path

import numpy as np

from ...restoration.monitor import Span
from ..curve import read_curve, scores_of
from ..recipe import Recipe

STEP_COST = 4
"""How many times as long as restoring so many values it takes to train on them."""


class Pace:
    """A run's progress: told of steps, and, as a pulse, of the validations between them.

    Both raise ``Cancelled`` when the user has asked for it. A validation counts as the steps that take as long.
    """

    def __init__(self, recipe: Recipe, held_values: int, folder: Path, span: Span) -> None:
        step_values = np.mean([shape.count * shape.bands * shape.side**2 for shape in recipe.shapes])
        self._recipe, self._folder, self._span = recipe, folder, span
        self._cost = held_values / (STEP_COST * float(step_values))
        rounds = ceil(recipe.steps / recipe.validate_every)
        # Beside those on the way there is one of the start, and one of the result.
        self._total = recipe.steps + (rounds + 2) * self._cost
        self._done = 0.0
        self._told = 0

    def on_step(self, step: int) -> None:
        """So many steps are done; the validation after them, if there is one, is not."""
        self.tell()
        validated = 1 + (step - 1) // self._recipe.validate_every
        self._done = (step + validated * self._cost) / self._total
        self.tick(0.0)

    def tick(self, fraction: float) -> None:
        """A validation goes on; it is a small part of a run, so the progress stays where it is."""
        self._span.tick(self._done)

    def warn(self, message: str) -> None:
        self._span.warn(message)

    def tell(self) -> None:
        """Says what the last validation found, once."""
        validations = read_curve(self._folder)
        if len(validations) > self._told:
            self._told = len(validations)
            last = validations[-1]
            self._span.monitor.info(
                f"Step {last['step']:.0f} of {self._recipe.steps}: MPSNR {mean_of(last):.2f} dB on what is held out."
            )


def mean_of(row: Mapping[str, float]) -> float:
    """The mean over a curve's row of what is MPSNR in dB; the least there is where that is no number."""
    found = float(np.mean([row[name] for name in scores_of(row)]))
    return found if np.isfinite(found) else float("-inf")
