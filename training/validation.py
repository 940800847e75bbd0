"""What a run is judged by on the way: pairs that it is not trained on, restored as the engine would restore them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ..models.architectures import ARCHITECTURES
from ..models.descriptor import Pulse
from ..quality.metrics import mpsnr
from ..quality.noise import degrade
from ..quality.resample import downsample
from .recipe import Recipe

log = logging.getLogger(__name__)

HIGHEST = 60.0
"""dB that count: of clean pairs the models leave more than anyone can see, which would decide the mean alone."""


@dataclass(frozen=True)
class ValidationPair:
    """A cube as the network is shown it (noisy or coarse), and its truth, ``float32 [B, H, W]``, both scaled alike."""

    name: str
    given: np.ndarray
    truth: np.ndarray


def validation_pairs(recipe: Recipe, name: str, clean: np.ndarray) -> list[ValidationPair]:
    """The pairs of a clean cube ``[B, H, W]``: one per case of noise that the recipe names, or one with coarse pixels.

    Values 0 to 1 for denoisers, each band's mean at 0 for super-resolution. The noise is that of the recipe's seed.
    """
    if recipe.scale > 1:
        size = [recipe.scale * (side // recipe.scale) for side in clean.shape[1:]]
        truth = np.ascontiguousarray(clean[:, : size[0], : size[1]], dtype=np.float32)
        return [ValidationPair(name, downsample(truth, recipe.scale).astype(np.float32), truth)]
    pairs = []
    for case in recipe.validation_noise:
        rng = np.random.default_rng(recipe.seed)
        plain = case.replace(".", "").isdigit()
        noisy = degrade(clean, "gaussian" if plain else case, rng, sigma=float(case) / 255 if plain else 0.0)
        pairs.append(ValidationPair(f"{name} {case}", noisy.astype(np.float32), clean))
    return pairs


def validate(
    recipe: Recipe, network: nn.Module, pairs: Sequence[ValidationPair], pulse: Pulse | None = None
) -> dict[str, float]:
    """MPSNR in dB of each pair, by its name, at most ``HIGHEST``.

    ``pulse`` hears of the work on each pair, and may raise to end it.
    """
    # A model folds the network that it is given, and a deep copy of weight-normalised layers shares their class.
    architecture = ARCHITECTURES[recipe.architecture]
    twin = architecture.new_network(recipe.arguments)
    twin.load_state_dict(network.state_dict())
    device = next(network.parameters()).device
    model = architecture.as_model(twin.to(device), recipe.scaling)
    scores = {}
    for pair in pairs:
        restored = model.restore(torch.from_numpy(pair.given)[None].to(device), pulse or _Silence())[0].cpu().numpy()
        scores[pair.name] = min(mpsnr(restored, pair.truth), HIGHEST)
    return scores


class _Silence:
    """A pulse for models that nobody waits for."""

    def tick(self, fraction: float) -> None:
        """Nobody asks."""

    def warn(self, message: str) -> None:
        log.warning("%s", message)
