"""SSCAN as the engine runs it: the network's window of bands slid over any number of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import torch
from torch import Tensor

from ..bands import averaged_over_windows, bounce, window_starts
from ..descriptor import ModelDescriptor, Pulse, Tiling, counted
from ..precision import UNMEASURED, check_precision
from ..restraint import restrained
from .network import SSCAN, SSCANArguments


class SSCANModel:
    """The network with its window; immutable, so one instance may serve many runs."""

    def __init__(self, network: SSCAN, scaling: str = "cube", precision_db: Mapping[str, float] = UNMEASURED) -> None:
        self._network = network.eval().requires_grad_(False)
        self.descriptor = describe(network.arguments, scaling, precision_db)

    def to(self, device: str, precision: str = "fp32") -> SSCANModel:
        """The same model on another torch device."""
        check_precision(self.descriptor.title, precision, self.descriptor.precisions)
        return SSCANModel(
            copy.deepcopy(self._network).to(device), self.descriptor.scaling, self.descriptor.precision_db
        )

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """Denoise ``float32 [N, B, H, W]`` with values about 0 to 1.

        Bands that lie in several windows get the mean of what those give; fewer bands than a window are reflected.
        """
        arguments = self._network.arguments
        bands = batch.shape[1]
        shown = batch[:, bounce(bands, arguments.window)] if bands < arguments.window else batch
        # On a processor one tile after the other: as fast as a batch of them, and cancel is asked for more often.
        pieces = [shown] if shown.is_cuda else shown.split(1)
        windows = len(window_starts(shown.shape[1], arguments.window, arguments.window_overlap))
        tick = counted(pulse, len(pieces) * windows * self._network.steps)
        with torch.inference_mode():
            restored = [
                averaged_over_windows(
                    piece, arguments.window, arguments.window_overlap, lambda bands: self._network(bands, tick)
                )
                for piece in pieces
            ]
            return restrained(batch, torch.cat(restored)[:, :bands])


def describe(
    arguments: SSCANArguments, scaling: str, precision_db: Mapping[str, float] = UNMEASURED
) -> ModelDescriptor:
    """SSCAN for the engine; ``scaling`` is the card's.

    Attention pools over the tile, so tiles of about the size of the training patches do best: on the laboratory scene
    cave-toy with a sigma of 25/255, 34.50 dB with 64 px, 34.33 dB with 128 px, 34.10 dB with all 256 px at once; ramps
    of 16 px leave no seam (``bench/bench_tiles.py``).
    """
    groups = len(window_starts(arguments.window, arguments.group, arguments.overlap))

    def memory_bytes(bands: int, height: int, width: int) -> int:
        # Input, reflected input, sum and mean of windows, correction, mixture; of a window five maps of all groups, and
        # its merger.
        cubes = 6 * 4 * max(bands, arguments.window)
        maps = 4 * groups * (5 * arguments.channels + 3 * arguments.group) + 4 * 4 * arguments.window
        # Half as much again for what the allocator does not give back at once: measured, up to 1.55 times.
        return height * width * (cubes + maps) * 3 // 2

    return ModelDescriptor(
        architecture="sscan",
        title="SSCAN",
        task="denoise",
        scaling=scaling,
        tiling=Tiling.POOLED,
        tile_px=64,
        overlap_px=16,
        memory_bytes=memory_bytes,
        precision_db=precision_db,
    )
