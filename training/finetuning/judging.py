"""Held-out crops restored by weights as they were and as they are now: what a fine-tuning is judged by.

Needs torch when it runs, not when it is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...models.bicubic import BicubicModel
from ...models.descriptor import Pulse, RestorationModel
from ...quality.metrics import mpsnr
from ...restoration.dependencies import require_torch
from ..recipe import Recipe
from .own_scenes import OwnScene

if TYPE_CHECKING:
    from ..validation import ValidationPair


@dataclass(frozen=True)
class Judged:
    """A held-out crop in one case, by mean PSNR in dB: as it is given, restored with the weights before, and after.

    For super-resolution, what is given is enlarged by bicubic interpolation.
    """

    scene: str
    case: str
    """In words: ``mixture``, ``Gaussian 25/255``, ``pixels 2 times as coarse``."""
    given: float
    before: float
    after: float


@dataclass(frozen=True)
class Look:
    """The crop of ``scene`` in one case, for the eye; all ``float32 [B, h, w]``, in the model's range."""

    scene: OwnScene
    judged: Judged
    given: np.ndarray
    before: np.ndarray
    after: np.ndarray
    clean: np.ndarray


@dataclass(frozen=True)
class HeldOut:
    """The pair of a held-out crop in one case."""

    scene: OwnScene
    case: str
    pair: ValidationPair


def held_out_pairs(recipe: Recipe, scenes: Sequence[OwnScene]) -> list[HeldOut]:
    """Every crop in every case that the recipe names."""
    from ..validation import validation_pairs

    cases = [_in_words(case) for case in recipe.validation_noise]
    if recipe.scale > 1:
        cases = [f"pixels {recipe.scale} times as coarse"]
    return [
        HeldOut(scene, case, pair)
        for scene in scenes
        for case, pair in zip(cases, validation_pairs(recipe, scene.name, scene.held_out))
    ]


def restored(model: RestorationModel, held: Sequence[HeldOut], device: str, pulse: Pulse) -> list[np.ndarray]:
    """What the model makes of each, ``float32 [B, H, W]``."""
    torch = require_torch()
    model = model.to(device)
    results = []
    for one in held:
        with torch.inference_mode():
            cube = model.restore(torch.from_numpy(one.pair.given)[None].to(device), pulse)
        results.append(cube[0].float().cpu().numpy())
    return results


def mean_psnr(cubes: Sequence[np.ndarray], held: Sequence[HeldOut]) -> float:
    """Mean PSNR in dB over bands, crops and cases."""
    return float(np.mean([mpsnr(cube, one.pair.truth) for cube, one in zip(cubes, held)]))


def enlarged(held: Sequence[HeldOut], scale: int, pulse: Pulse) -> list[np.ndarray]:
    """What is given, as large as the truth."""
    return restored(BicubicModel(scale), held, "cpu", pulse) if scale > 1 else [one.pair.given for one in held]


def judge(
    held: Sequence[HeldOut], given: Sequence[np.ndarray], before: Sequence[np.ndarray], after: Sequence[np.ndarray]
) -> tuple[Judged, ...]:
    """The scores of all."""
    return tuple(
        Judged(one.scene.name, one.case, *(mpsnr(cube, one.pair.truth) for cube in cubes))
        for one, *cubes in zip(held, given, before, after)
    )


def _in_words(case: str) -> str:
    return f"Gaussian {case}/255" if case.replace(".", "").isdigit() else case
