"""The files that a run goes on from: written beside and renamed, so that a kill leaves the old ones or the new ones."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from ..errors import InvalidParameter
from .recipe import Recipe

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """Steps done, and the best validation MPSNR (dB) so far."""

    step: int = 0
    best: float = float("-inf")


def resume(recipe: Recipe, folder: Path, network: nn.Module, optimiser: torch.optim.Optimizer) -> Progress:
    """Loads what ``folder`` keeps into network and optimiser; nothing is kept before the first validation.

    Raises ``InvalidParameter`` when another recipe left it.
    """
    path = folder / "state.pt"
    if not path.exists():
        return Progress()
    state = torch.load(path, weights_only=True, map_location="cpu")
    if state.get("recipe") != _identity(recipe):
        raise InvalidParameter(
            f"{path} is the state of another recipe than '{recipe.name}' as it is now. Only the number of steps and "
            "the card may change while a run is under way; delete the folder to start anew."
        )
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    log.info("going on from step %d", state["step"])
    return Progress(state["step"], state["best"])


def save_state(
    recipe: Recipe, folder: Path, network: nn.Module, optimiser: torch.optim.Optimizer, progress: Progress
) -> None:
    """Everything that the next step depends on: random numbers do on seed and step alone."""
    state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "recipe": _identity(recipe)}
    _save(folder / "state.pt", {**state, "step": progress.step, "best": progress.best})


def save_best(folder: Path, network: nn.Module) -> None:
    """The weights of the best step so far."""
    _save(folder / "best.pt", network.state_dict())


def load_best(path: Path) -> dict[str, Tensor]:
    """What ``save_best`` left, on the processor, whatever it was trained on."""
    return torch.load(path, weights_only=True, map_location="cpu")


def _identity(recipe: Recipe) -> str:
    """All of a recipe but its length, which may be changed to let a run go on or end early, and what its card says."""
    return repr(replace(recipe, steps=0, card={}))


def _save(path: Path, state: dict) -> None:
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    # A power cut after the renaming would leave an empty file otherwise.
    with fresh.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(fresh, path)
