"""SSCAN as the engine runs it: the network's window of bands slid over any number of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import partial

import torch
from torch import Tensor

from ..descriptor import ModelDescriptor, Pulse, Tiling, counted
from ..precision import FULL, PRECISIONS, UNMEASURED, check_precision, torch_type
from ..restraint import restrained
from .folding import fold
from .groups import plan_windows
from .inference import chunk_pixels, run, steps
from .network import SSCAN, SSCANArguments

LIBRARIES = 2**22
"""Bytes that the restraint's linear algebra takes for itself when it is first used."""


class SSCANModel:
    """The network with its weights folded for inference; immutable, so one instance may serve many runs."""

    def __init__(
        self,
        network: SSCAN,
        scaling: str = "cube",
        precision_db: Mapping[str, float] = UNMEASURED,
        precision: str = FULL,
    ) -> None:
        self._network = network.eval().requires_grad_(False)
        self._folded = fold(self._network, None if precision == FULL else torch_type(precision))
        self.descriptor = describe(network.arguments, scaling, precision_db)

    def to(self, device: str, precision: str = FULL) -> SSCANModel:
        """The same model on another torch device, its convolutions in ``precision``."""
        check_precision(self.descriptor.title, precision, self.descriptor.precisions)
        network = copy.deepcopy(self._network).to(device)
        return SSCANModel(network, self.descriptor.scaling, self.descriptor.precision_db, precision)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """Denoise ``float32 [N, B, H, W]`` with values about 0 to 1.

        Bands that lie in several windows get the mean of what those give; fewer bands than a window are reflected.
        """
        # On a processor one tile after the other: as fast as a batch of them, and cancel is asked for more often.
        pieces = [batch] if batch.is_cuda else batch.split(1)
        tick = counted(pulse, len(pieces) * steps(self._folded, batch.shape, batch.is_cuda))
        with torch.inference_mode():
            restored = torch.empty_like(batch)
            for noisy, piece in zip(pieces, restored.split(len(pieces[0]))):
                piece.copy_(run(self._folded, noisy, tick))
            return restrained(batch, restored)


def describe(
    arguments: SSCANArguments, scaling: str, precision_db: Mapping[str, float] = UNMEASURED
) -> ModelDescriptor:
    """SSCAN for the engine; ``scaling`` is the card's.

    Attention pools over the tile, so tiles of about the size of the training patches do best: on the laboratory scene
    cave-toy with a sigma of 25/255, 34.50 dB with 64 px, 34.33 dB with 128 px, 34.10 dB with all 256 px at once; ramps
    of 16 px leave no seam (``bench/bench_tiles.py``).
    """

    def memory_bytes(bands: int, height: int, width: int, on_gpu: bool = False) -> int:
        plan, pixels = plan_windows(arguments, bands), height * width
        # What goes through a chain together has four maps there and one in the convolution, and its bands twice;
        # beside it are the result, the sum of windows, and the groups merged in every window.
        branch, trunk = (
            max(min(chunk_pixels(on_gpu), many * pixels), pixels) * (5 * arguments.channels + 2 * each)
            for many, each in ((len(plan.pairs), arguments.group), (len(plan.bands), arguments.window))
        )
        running = pixels * (2 * bands + len(plan.bands) * arguments.window) + max(branch, trunk)
        # Afterwards the restraint looks at the noise in double precision.
        restraining = pixels * 7 * bands
        # A quarter more for what the allocator does not give back at once. Measured: 40 to 80 % of all this.
        return 5 * max(running, restraining) + LIBRARIES

    return ModelDescriptor(
        architecture="sscan",
        title="SSCAN",
        task="denoise",
        scaling=scaling,
        tiling=Tiling.POOLED,
        tile_px=64,
        overlap_px=16,
        memory_bytes=memory_bytes,
        gpu_memory_bytes=partial(memory_bytes, on_gpu=True),
        precisions=PRECISIONS,
        precision_db=precision_db,
    )
