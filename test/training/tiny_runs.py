"""Scenes, recipes and runs of a second or so, for tests of training."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from hyperrestore.quality.resample import downsample
from hyperrestore.training.clean import PatchShape
from hyperrestore.training.hardware import THIS_THREAD, Hardware
from hyperrestore.training.loop import train
from hyperrestore.training.recipe import Recipe
from hyperrestore.training.validation import ValidationPair

TINY = Recipe(
    name="tiny",
    arguments={"channels": 8},
    steps=6,
    warmup=2,
    validate_every=2,
    shapes=(PatchShape(2, 4, 8), PatchShape(1, 3, 12)),
)


def ramp_scene(bands: int = 12, size: int = 24) -> np.ndarray:
    """A scene whose value tells its place: rises along bands, rows and columns, 0 to 1."""
    cube = np.add.outer(np.arange(bands) * 3.0, np.add.outer(np.arange(size), np.arange(size) * 0.5))
    return (cube / cube.max()).astype(np.float32)


def tiny_scenes() -> list[np.ndarray]:
    return [ramp_scene(size=40)]


def tiny_pairs(recipe: Recipe = TINY) -> list[ValidationPair]:
    """Two: noisy ones, or coarse ones."""
    pairs = []
    for name, clean in (("low", ramp_scene(5, 12)), ("high", 1 - ramp_scene(4, 24))):
        given = clean + 0.1 * np.random.default_rng(0).standard_normal(clean.shape).astype(np.float32)
        if recipe.scale > 1:
            given = downsample(clean, recipe.scale).astype(np.float32)
        pairs.append(ValidationPair(name, given, clean))
    return pairs


def tiny_run(
    folder: Path,
    recipe: Recipe = TINY,
    hardware: Hardware = THIS_THREAD,
    initial: dict[str, torch.Tensor] | None = None,
    on_step: Callable[[int], None] = lambda step: None,
) -> dict[str, torch.Tensor]:
    """Trains, and returns the tensors of the last step."""
    train(recipe, tiny_scenes(), tiny_pairs(recipe), folder, hardware, initial, on_step)
    return saved_state(folder)["network"]


def saved_state(folder: Path) -> dict:
    """What ``state.pt`` holds."""
    return torch.load(folder / "state.pt", weights_only=True)


def assert_same(one: object, other: object) -> None:
    """Equal to the last bit, tensors in dicts and lists included."""
    assert type(one) is type(other)
    if isinstance(one, torch.Tensor):
        assert torch.equal(one, other)
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other)
        for item, counterpart in zip(one, other):
            assert_same(item, counterpart)
    else:
        assert one == other
