"""Fine-tuning: weights of the catalog, trained further on a user's own clean rasters, and judged by what they hold out.

Needs torch when it runs, not when it is imported.
"""

from __future__ import annotations

import datetime
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import NotEnoughMemory, RestorationError
from ...models.architectures import build_model
from ...models.card import ModelCard
from ...models.catalog import Entry
from ...models.descriptor import ModelDescriptor
from ...models.weights import load_tensors
from ...restoration.bands import describe
from ...restoration.dependencies import require_torch
from ...restoration.device import Device, choose_device
from ...restoration.inference import is_out_of_memory
from ...restoration.monitor import Monitor, Progress, Span
from ..curve import read_curve
from ..recipe import Recipe
from .judging import HeldOut, Judged, Look, enlarged, held_out_pairs, judge, mean_psnr, restored
from .own_recipe import Wishes, needs_of, noise_in_words, recipe_for
from .own_scenes import Needs, OwnScene, read_own_scene
from .pace import Pace, mean_of

if TYPE_CHECKING:
    from torch import Tensor

READ = 0.01
"""Share of a run's progress in which the rasters are read."""


@dataclass(frozen=True)
class FineTuned:
    """The ``tensors`` of the best step with their card, and how a run came to them.

    ``curve`` has a row for every validation, the first for step 0: ``step``, ``loss`` (NaN at first) and, by name, the
    MPSNR in dB of each held-out crop in each case. ``start`` and ``best`` are means over those.
    """

    parent: Entry
    card: ModelCard
    tensors: Mapping[str, Tensor]
    recipe: Recipe
    wishes: Wishes
    scenes: tuple[OwnScene, ...]
    curve: tuple[Mapping[str, float], ...]
    judged: tuple[Judged, ...]
    look: Look
    start: float
    best: float
    best_step: int
    device: str
    seconds: float


def fine_tune(parent: Entry, sources: Sequence[str], wishes: Wishes, device: str, monitor: Monitor) -> FineTuned:
    """Trains the weights ``parent`` further on the rasters that GDAL opens under ``sources``; stores nothing.

    Of every raster a strip is held out; the best step is that of the highest MPSNR on crops of those strips, averaged
    over crops and cases. Raises ``RestorationError`` when no step is better than the start, for weights that are no
    better are of no use; ``UnsuitableRaster``, ``InvalidParameter`` and ``WeightsMismatch`` for what cannot be trained
    on or with; ``NotEnoughMemory``; and ``Cancelled``, within about a step after the user has asked for it.
    """
    span = Span(Progress(monitor))
    span.tick(0.0)
    chosen = choose_device(device)
    monitor.info(f"Device {chosen.reason}.")
    with _torch_as_it_was():
        return _fine_tune(parent, sources, wishes, chosen, span)


def _fine_tune(parent: Entry, sources: Sequence[str], wishes: Wishes, chosen: Device, span: Span) -> FineTuned:
    began, monitor = time.monotonic(), span.monitor
    card, tensors = parent.card(), load_tensors(parent)
    model = build_model(card, tensors)
    scenes = _read(sources, model.descriptor, needs_of(card, wishes, len(sources)), span.part(0.0, READ))
    recipe = recipe_for(card, wishes, scenes)
    held = held_out_pairs(recipe, scenes)
    with _memory_watched(recipe), tempfile.TemporaryDirectory(prefix="hyperrestore-") as folder:
        pace = Pace(recipe, sum(one.pair.truth.size for one in held), Path(folder), span.part(READ, 1.0))
        given, before = enlarged(held, recipe.scale, pace), restored(model, held, chosen.name, pace)
        start = mean_psnr(before, held)
        monitor.info(f"Before: MPSNR {start:.2f} dB on what is held out, with '{parent.name}' as it is.")
        best_tensors = _train(recipe, scenes, held, Path(folder), chosen, tensors, pace)
        pace.tell()
        rows = read_curve(Path(folder))
        best_row = max(rows, key=mean_of)
        after = restored(build_model(card, best_tensors), held, chosen.name, pace) if best_tensors else before
    best = mean_psnr(after, held)
    if not best > start:
        raise RestorationError(
            f"Fine-tuning did not help: on what is held out, '{parent.name}' has an MPSNR of {start:.2f} dB as it is, "
            f"and the best of {len(rows)} validations on the way found {mean_of(best_row):.2f} dB. Nothing was stored. "
            "Give more or larger clean rasters, more steps, or a smaller learning rate."
        )
    monitor.info(f"Best at step {best_row['step']:.0f}: MPSNR {best:.2f} dB, {best - start:+.2f} dB.")
    judged = judge(held, given, before, after)
    return FineTuned(
        parent=parent,
        card=_new_card(parent, recipe, wishes, scenes, judged, int(best_row["step"])),
        tensors=best_tensors,
        recipe=recipe,
        wishes=wishes,
        scenes=scenes,
        curve=(_row_of_start(held, judged), *rows),
        judged=judged,
        look=Look(scenes[0], judged[0], given[0], before[0], after[0], held[0].pair.truth),
        start=start,
        best=best,
        best_step=int(best_row["step"]),
        device=chosen.name,
        seconds=time.monotonic() - began,
    )


def _read(sources: Sequence[str], descriptor: ModelDescriptor, needs: Needs, span: Span) -> tuple[OwnScene, ...]:
    scenes = []
    for number, (source, name) in enumerate(zip(sources, _names(sources))):
        part = span.part(number / len(sources), (number + 1) / len(sources))
        scene = read_own_scene(source, name, descriptor, needs, part)
        scenes.append(scene)
        left_out = f"; left out: {describe(scene.left_out)}" if scene.left_out else ""
        pixels = sum(piece[0].size for piece in scene.pieces)
        held = scene.held_window
        span.monitor.info(
            f"{name}: {len(scene.bands)} bands{left_out}. {pixels} of {scene.size[0] * scene.size[1]} pixels to train "
            f"on. Held out: {scene.strip_name}, judged by {held.width} x {held.height} pixels of them."
        )
    return tuple(scenes)


def _names(sources: Sequence[str]) -> list[str]:
    """File names, with a number where another raster has the same."""
    names = [Path(source).name for source in sources]
    return [
        name if names.index(name) == number else f"{name} ({names[: number + 1].count(name)})"
        for number, name in enumerate(names)
    ]


def _train(
    recipe: Recipe,
    scenes: Sequence[OwnScene],
    held: Sequence[HeldOut],
    folder: Path,
    device: Device,
    tensors: Mapping[str, Tensor],
    pace: Pace,
) -> Mapping[str, Tensor] | None:
    """The tensors of the best step; None when none gave numbers."""
    from ..hardware import Hardware
    from ..loop import train
    from ..state import load_best

    torch = require_torch()
    hardware = Hardware(device.name, bfloat16=device.is_cuda and torch.cuda.is_bf16_supported())
    pieces = [piece for scene in scenes for piece in scene.pieces]
    pairs = [one.pair for one in held]
    path = train(recipe, pieces, pairs, folder, hardware, tensors, pace.on_step, pace)
    return load_best(path) if path.exists() else None


def _row_of_start(held: Sequence[HeldOut], judged: Sequence[Judged]) -> dict[str, float]:
    return {"step": 0.0, "loss": float("nan"), **{one.pair.name: it.before for one, it in zip(held, judged)}}


def _new_card(
    parent: Entry, recipe: Recipe, wishes: Wishes, scenes: Sequence[OwnScene], judged: Sequence[Judged], best_step: int
) -> ModelCard:
    """The parent's card, with what has been done to its weights, and what that was worth."""
    card, today = parent.card(), datetime.date.today().isoformat()
    return replace(
        card,
        name=wishes.name,
        training={
            "fine_tuned_from": parent.name,
            "sha256_of_that": parent.digest(),
            "training_of_that": dict(card.training),
            "data": ", ".join(scene.name for scene in scenes),
            "held_out": ", ".join(f"{scene.strip_name} of {scene.name}" for scene in scenes),
            "noise": noise_in_words(card, wishes),
            "steps": recipe.steps,
            "best_step": best_step,
            "learning_rate": recipe.learning_rate,
            "loss": recipe.loss,
            "patches": [[shape.count, shape.bands, shape.side] for shape in recipe.shapes],
            "seed": recipe.seed,
            "date": today,
        },
        metrics=tuple(
            {
                "data": f"{one.scene}, part that is held out",
                "noise": one.case,
                "mpsnr_in_db": round(one.given, 2),
                "mpsnr_before_db": round(one.before, 2),
                "mpsnr_db": round(one.after, 2),
                "date": today,
                "command": "hyperrestore:finetune",
            }
            for one in judged
        ),
        notes=(
            f"Fine-tuned by the user from '{parent.name}', whose licence and authors are stated here. The step was "
            "chosen by the figures above, so they are a little too good."
        ),
    )


@contextmanager
def _torch_as_it_was() -> Iterator[None]:
    """Building and training networks changes torch's random numbers, and TF32, for the whole process: put back here.

    One processor is left to QGIS and other programs. Threads wait for each other thousands of times in a step: on a
    machine of two processors of which one was busy, a step took 18 times as long with two threads as with one.
    """
    torch = require_torch()
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    allowed, threads = (matmul.allow_tf32, cudnn.allow_tf32), torch.get_num_threads()
    devices = range(torch.cuda.device_count()) if torch.cuda.is_initialized() else ()
    torch.set_num_threads(max(1, min(threads, (os.cpu_count() or 1) - 1)))
    try:
        with torch.random.fork_rng(devices=list(devices)):
            yield
    finally:
        torch.set_num_threads(threads)
        matmul.allow_tf32, cudnn.allow_tf32 = allowed


@contextmanager
def _memory_watched(recipe: Recipe) -> Iterator[None]:
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        raise NotEnoughMemory(
            f"Memory ran out while training on patches of {recipe.shapes[0].side} pixels ({error}). Use smaller "
            "patches, or close other programs."
        ) from error
