"""The training loop: draws pairs, steps, validates, keeps the best, and goes on where a killed run stopped."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from ..models.architectures import ARCHITECTURES
from ..models.descriptor import Pulse
from .curve import append_to_curve, cut_curve
from .hardware import THIS_THREAD, Hardware
from .patches import draw_coarse_pairs, draw_pairs
from .recipe import Recipe
from .state import Progress, resume, save_best, save_state
from .validation import ValidationPair, validate

log = logging.getLogger(__name__)

LOG_FLOOR = 1e-3
"""Mean absolute error, of a range of 1, below which the logarithmic loss stops asking for more."""


def train(
    recipe: Recipe,
    scenes: Sequence[np.ndarray],
    pairs: Sequence[ValidationPair],
    folder: Path,
    hardware: Hardware = THIS_THREAD,
    initial: Mapping[str, Tensor] | None = None,
    on_step: Callable[[int], None] = lambda step: None,
    pulse: Pulse | None = None,
) -> Path:
    """Train to the recipe's last step and return the file of the best weights (``best.pt``, a state dict).

    ``folder`` keeps ``state.pt`` (network, optimiser, step), ``best.pt`` and ``curve.csv``. A run that finds
    ``state.pt`` goes on from it; pairs depend on seed and step alone, so the result does not depend on the pause.
    ``initial`` are tensors of a state dict to begin with; layers of another name or shape begin anew.
    ``on_step`` is told how many steps are done, and ``pulse`` hears of validations; both may raise to end the run. The
    best step is that of the highest MPSNR, averaged over ``pairs``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    network = ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)
    if initial:
        _warm_start(network, initial)
    network = hardware.prepare(network)
    optimiser = torch.optim.Adam(network.parameters(), lr=recipe.learning_rate, betas=recipe.betas)
    progress = resume(recipe, folder, network, optimiser)
    cut_curve(folder, progress.step)
    inputs = {(shape.count, shape.bands, shape.side, shape.side) for shape in recipe.shapes}
    networks = {shape: hardware.recorded(network, shape) for shape in sorted(inputs)}
    supply = DataLoader(
        _Pairs(recipe, scenes),
        batch_size=None,
        sampler=range(progress.step, recipe.steps),
        num_workers=hardware.workers,
        pin_memory=hardware.device.startswith("cuda"),
    )
    losses: list[Tensor] = []
    began = time.monotonic()
    for step, (given, truth) in zip(range(progress.step, recipe.steps), supply):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate(step)
        given, truth = (cube.to(hardware.device, non_blocking=True) for cube in (given, truth))
        with hardware.precision():
            restored = networks[tuple(given.shape)](given)
        loss = _loss(recipe.loss, restored.float() - truth)
        # To None, not to zero: a graph writes gradients into the buffers that parameters took theirs from before, and
        # they would be added to themselves.
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        _apply(optimiser, nn.utils.clip_grad_norm_(network.parameters(), recipe.clip_norm), step)
        losses.append(loss.detach())
        on_step(step + 1)
        if (step + 1) % recipe.validate_every == 0 or step + 1 == recipe.steps:
            scores = validate(recipe, network, pairs, pulse)
            mean = float(np.mean(list(scores.values())))
            loss_then, seconds = float(torch.stack(losses).mean()), time.monotonic() - began
            log.info("step %d: loss %.5f, validation MPSNR %.2f dB", step + 1, loss_then, mean)
            losses.clear()
            append_to_curve(folder, step + 1, loss_then, recipe.rate(step), seconds, scores)
            if mean > progress.best:
                save_best(folder, network)
            # A mean that is not a number is not the best.
            progress = Progress(step + 1, mean if mean > progress.best else progress.best)
            save_state(recipe, folder, network, optimiser, progress)
    return folder / "best.pt"


class _Pairs(Dataset):
    """(given, truth) of every step."""

    def __init__(self, recipe: Recipe, scenes: Sequence[np.ndarray]) -> None:
        self.recipe, self.scenes = recipe, scenes

    def __getitem__(self, step: int) -> tuple[Tensor, Tensor]:
        recipe = self.recipe
        rng = np.random.default_rng([recipe.seed, step])
        shape = recipe.shapes[step % len(recipe.shapes)]
        if recipe.scale > 1:
            pair = draw_coarse_pairs(self.scenes, shape, recipe.augmentation, recipe.scale, rng)
        else:
            pair = draw_pairs(self.scenes, shape, recipe.augmentation, recipe.noise, rng)
        return torch.from_numpy(pair[0]), torch.from_numpy(pair[1])


def _loss(kind: str, error: Tensor) -> Tensor:
    if kind == "l1":
        return error.abs().mean()
    if kind == "l2":
        return error.square().mean() / 2
    return torch.log(error.abs().mean(dim=(2, 3)) + LOG_FLOOR).mean()


def _apply(optimiser: torch.optim.Optimizer, norm: Tensor, step: int) -> None:
    if torch.isfinite(norm):
        optimiser.step()
    else:
        log.warning("step %d skipped: its gradient is not finite", step)


def _warm_start(network: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Takes over every tensor of the same name and shape; the others keep their fresh values."""
    own = network.state_dict()
    taken = {name: tensor for name, tensor in tensors.items() if name in own and own[name].shape == tensor.shape}
    network.load_state_dict(taken, strict=False)
    log.info("warm start with %d of %d tensors", len(taken), len(own))
