"""Ways to run all sweeps over a batch: as it is, its tiles in threads, or recorded for batches of its shape to come."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Callable

import torch
from torch import Tensor

from ..cuda_graphs import Replays, plainly
from ..tile_threads import in_threads
from .folded import FoldedRAS2S
from .inference import Sweep, Sweeps
from .network import StateBounds

UNRECORDED_PIXELS = 2**19
"""Pixels of a batch's bands from which on a GPU takes longer than launching its work: nothing is recorded then."""

Run = Callable[[FoldedRAS2S, Tensor, StateBounds, Callable[[float], None]], Sweep]
"""A way to run the network, as ``run``."""


def run(net: FoldedRAS2S, cube: Tensor, bounds: StateBounds, tick: Callable[[float], None]) -> Sweep:
    """Restore ``cube`` ``float32 [N, B, H, W]``, B at least ``net.span``; ``tick`` hears the share that is done."""
    with torch.inference_mode():
        # GPUs would have to wait for every answer.
        looks = cube.device.type == "cpu"
        return plainly(Sweeps(net, cube.shape, cube.device, bounds, looks), cube, tick)


def split(net: FoldedRAS2S, cube: Tensor, bounds: StateBounds, tick: Callable[[float], None]) -> Sweep:
    """As ``run``, the tiles of a batch in as many threads as there are for them."""
    parts = cube.chunk(min(len(cube), torch.get_num_threads()))
    sweeps = in_threads(lambda part, heard: run(net, part, bounds, heard), parts, tick)
    if len(sweeps) == 1:
        return sweeps[0]
    return Sweep(*(torch.cat([getattr(each, name) for each in sweeps]) for name in ("restored", "bounded")))


def recorded(replays: Replays, sweeps: type[Sweeps] = Sweeps) -> Run:
    """As ``run``, but small batches of a shape that came before are played from a recording, and ticks are fewer.

    ``sweeps`` is another way to do them than ``Sweeps``, with weights that it can read.
    """

    def run_recorded(net: FoldedRAS2S, cube: Tensor, bounds: StateBounds, tick: Callable[[float], None]) -> Sweep:
        def build() -> Sweeps:
            return sweeps(net, cube.shape, cube.device, bounds)

        with torch.inference_mode(), torch.cuda.device(cube.device) if cube.is_cuda else nullcontext():
            if cube[:, 0].numel() >= UNRECORDED_PIXELS:
                replays.forget()
                return plainly(build(), cube, tick)
            sweep = replays.run((tuple(cube.shape), bounds), build, cube, tick)
            return Sweep(sweep.restored.clone(), sweep.bounded)

    return run_recorded
