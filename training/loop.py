"""The training loop: draws pairs, steps, validates, keeps the best, and goes on where a killed run stopped."""

from __future__ import annotations

import csv
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InvalidParameter
from ..models.architectures import ARCHITECTURES
from ..models.catalog import SHIPPED, Entry
from ..models.weights import load_tensors
from ..quality.metrics import mpsnr
from .patches import draw_coarse_pairs, draw_pairs
from .recipe import Recipe

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ValidationPair:
    """A cube as the network is shown it (noisy or coarse), and its truth, ``float32 [B, H, W]``, both scaled alike."""

    given: np.ndarray
    truth: np.ndarray


class _Silence:
    """A pulse for models that nobody waits for."""

    def tick(self, fraction: float) -> None:
        """Nobody asks."""

    def warn(self, message: str) -> None:
        log.warning("%s", message)


def train(recipe: Recipe, scenes: Sequence[np.ndarray], validation: ValidationPair, folder: Path) -> Path:
    """Train to the recipe's last step and return the file of the best weights (``best.pt``, a state dict).

    ``folder`` keeps ``state.pt`` (network, optimiser, step), ``best.pt`` and ``curve.csv``. A run that finds
    ``state.pt`` goes on from it; pairs depend on seed and step alone, so the result does not depend on the pause.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    network = ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)
    if recipe.warm_start:
        _warm_start(network, load_tensors(Entry(recipe.warm_start, SHIPPED)))
    prefer_channels_last(network)
    optimiser = torch.optim.Adam(network.parameters(), lr=recipe.learning_rate, betas=recipe.betas)
    first, best = _resume(recipe, folder, network, optimiser)
    losses: list[float] = []
    began = time.monotonic()
    for step in range(first, recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate(step)
        losses.append(_step(recipe, step, network, optimiser, scenes))
        done = step + 1
        if done % recipe.validate_every == 0 or done == recipe.steps:
            score = mpsnr(restore(recipe, network, validation.given), validation.truth)
            loss, seconds = float(np.mean(losses)), time.monotonic() - began
            log.info("step %d: loss %.5f, validation MPSNR %.2f dB", done, loss, score)
            losses.clear()
            if score > best:
                best = score
                _save(folder / "best.pt", network.state_dict())
            state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": done, "best": best}
            _save(folder / "state.pt", {**state, "recipe": _identity(recipe)})
            # Last: a run that is killed before it goes on from the state would otherwise write the line twice.
            _append(folder / "curve.csv", done, loss, score, recipe.rate(step), seconds)
    return folder / "best.pt"


def restore(recipe: Recipe, network: nn.Module, cube: np.ndarray) -> np.ndarray:
    """One cube through the network as the engine would run it, float32 ``[B, H, W]`` in, ``[B, s·H, s·W]`` out."""
    # A model folds the network that it is given, and a deep copy of weight-normalised layers shares their class.
    architecture = ARCHITECTURES[recipe.architecture]
    twin = architecture.new_network(recipe.arguments)
    twin.load_state_dict(network.state_dict())
    model = architecture.as_model(twin, recipe.scaling)
    return model.restore(torch.from_numpy(cube)[None], _Silence())[0].numpy()


def prefer_channels_last(network: nn.Module) -> None:
    """Lay 2-D convolution weights out channels-last, which the CPU's narrow convolutions run faster on."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.to(memory_format=torch.channels_last)


def _step(
    recipe: Recipe, step: int, network: nn.Module, optimiser: torch.optim.Optimizer, scenes: Sequence[np.ndarray]
) -> float:
    rng = np.random.default_rng([recipe.seed, step])
    shape = recipe.shapes[step % len(recipe.shapes)]
    if recipe.scale > 1:
        given, truth = draw_coarse_pairs(scenes, shape, recipe.scale, rng)
    else:
        given, truth = draw_pairs(scenes, shape, recipe.noise, rng)
    with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
        restored = network(torch.from_numpy(given))
    loss = _loss(recipe, restored.float() - torch.from_numpy(truth))
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(network.parameters(), recipe.clip_norm)
    if torch.isfinite(norm):
        optimiser.step()
    else:
        log.warning("step %d skipped: its gradient is not finite", step)
    return float(loss.detach())


def _loss(recipe: Recipe, error: Tensor) -> Tensor:
    return error.abs().mean() if recipe.loss == "l1" else error.square().mean() / 2


def _warm_start(network: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Takes over every tensor of the same name and shape; the others keep their fresh values."""
    own = network.state_dict()
    taken = {name: tensor for name, tensor in tensors.items() if name in own and own[name].shape == tensor.shape}
    network.load_state_dict(taken, strict=False)
    log.info("warm start with %d of %d tensors", len(taken), len(own))


def _resume(
    recipe: Recipe, folder: Path, network: nn.Module, optimiser: torch.optim.Optimizer
) -> tuple[int, float]:
    path = folder / "state.pt"
    if not path.exists():
        return 0, float("-inf")
    state = torch.load(path, weights_only=True)
    if state.get("recipe") != _identity(recipe):
        raise InvalidParameter(
            f"{path} is the state of another recipe than '{recipe.name}' as it is now. Only the number of steps may "
            "change while a run is under way; delete the folder to start anew."
        )
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    log.info("going on from step %d", state["step"])
    return state["step"], state["best"]


def _identity(recipe: Recipe) -> str:
    """All of a recipe but its length, which may be changed to let a run go on or end early."""
    return repr(replace(recipe, steps=0))


def _save(path: Path, state: dict) -> None:
    """Write and rename, so that a kill leaves the old file or the new one."""
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    os.replace(fresh, path)


def _append(path: Path, step: int, loss: float, score: float, rate: float, seconds: float) -> None:
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(["step", "loss", "validation_mpsnr_db", "learning_rate", "seconds"])
        writer.writerow([step, f"{loss:.6f}", f"{score:.3f}", f"{rate:.2e}", f"{seconds:.0f}"])
