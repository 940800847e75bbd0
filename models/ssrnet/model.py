"""SSRNet as the engine runs it: long spectra in overlapping chunks, so that memory stays bounded."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping

import torch
from torch import Tensor

from ..descriptor import ModelDescriptor, Pulse, Tiling, counted
from ..precision import UNMEASURED, check_precision
from .network import SSRNet, SSRNetArguments, fold

CHUNK_BANDS = 128
"""Most bands that a chunk gives; it sees as many more on both sides as they depend on."""


class SSRNetModel:
    """The network with its weights folded for inference; immutable, so one instance may serve many runs."""

    def __init__(
        self,
        network: SSRNet,
        scaling: str = "centred",
        precision_db: Mapping[str, float] = UNMEASURED,
        chunk: int = CHUNK_BANDS,
    ) -> None:
        self._network = fold(network.eval().requires_grad_(False))
        self._chunk = chunk
        self.descriptor = describe(network.arguments, scaling, chunk, precision_db)

    def to(self, device: str, precision: str = "fp32") -> SSRNetModel:
        """The same model on another torch device."""
        known = self.descriptor
        check_precision(known.title, precision, known.precisions)
        return SSRNetModel(copy.deepcopy(self._network).to(device), known.scaling, known.precision_db, self._chunk)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """``float32 [N, B, H, W]``, each band's mean over the whole raster at 0, to ``[N, B, s·H, s·W]``.

        Chunks of bands are read with all the bands that their result depends on: the same numbers as in one go.
        """
        scale, context = self._network.arguments.scale, self._network.arguments.reach + 1
        count, bands, height, width = batch.shape
        result = batch.new_empty((count, bands, scale * height, scale * width))
        chunks = math.ceil(bands / self._chunk)
        edges = [bands * number // chunks for number in range(chunks + 1)]
        chosen = [slice(max(0, first - context), min(bands, end + context)) for first, end in zip(edges, edges[1:])]
        steps = counted(pulse, count * sum(self._network.steps(seen.stop - seen.start) for seen in chosen))
        with torch.inference_mode():
            # One tile after the other: the feature maps of a whole batch would be the peak of memory.
            for item in range(count):
                for first, end, seen in zip(edges, edges[1:], chosen):
                    finer = self._network(batch[item : item + 1, seen], steps)
                    result[item, first:end] = finer[0, first - seen.start : end - seen.start]
        return result


def describe(
    arguments: SSRNetArguments, scaling: str, chunk: int, precision_db: Mapping[str, float] = UNMEASURED
) -> ModelDescriptor:
    """SSRNet for the engine; ``scaling`` is the card's. The halo is all that a pixel depends on."""
    context = arguments.reach + 1

    def memory_bytes(bands: int, height: int, width: int) -> int:
        # Input and result; and of a chunk some dozen maps of the body. Measured at 24 and 64 filters: 60 to 99 % of it.
        maps = 4 * 14 * arguments.filters * min(bands, chunk + 2 * context)
        return height * width * (4 * bands * (1 + 2 * arguments.scale**2) + maps)

    return ModelDescriptor(
        architecture="ssrnet",
        title=f"SSRNet ×{arguments.scale}",
        task="superresolve",
        scaling=scaling,
        tiling=Tiling.LOCAL,
        tile_px=192,
        overlap_px=arguments.reach,
        memory_bytes=memory_bytes,
        scale=arguments.scale,
        precision_db=precision_db,
    )
