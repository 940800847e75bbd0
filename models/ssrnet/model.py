"""SSRNet as the engine runs it: long spectra in overlapping chunks, so that memory stays bounded."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from functools import partial

from torch import Tensor

from ..descriptor import ModelDescriptor, Pulse, Tiling, counted
from ..precision import FULL, PRECISIONS, UNMEASURED, check_precision, torch_type
from .folding import AHEAD, fold
from .inference import chunk_bands, run, steps, tail_bands
from .network import SSRNet, SSRNetArguments

CHUNK_BANDS = 256
"""Most bands that a chunk gives; it sees as many more on both sides as they depend on."""


class SSRNetModel:
    """The network with its weights folded for inference; immutable, so one instance may serve many runs."""

    def __init__(
        self,
        network: SSRNet,
        scaling: str = "centred",
        precision_db: Mapping[str, float] = UNMEASURED,
        precision: str = FULL,
        chunk: int = CHUNK_BANDS,
    ) -> None:
        self._network = network.eval().requires_grad_(False)
        self._folded = fold(self._network, None if precision == FULL else torch_type(precision))
        self._precision, self._chunk = precision, chunk
        self.descriptor = describe(network.arguments, scaling, chunk, precision_db)

    def to(self, device: str, precision: str = FULL) -> SSRNetModel:
        """The same model on another torch device, computing in ``precision``."""
        known = self.descriptor
        check_precision(known.title, precision, known.precisions)
        network = copy.deepcopy(self._network).to(device)
        return SSRNetModel(network, known.scaling, known.precision_db, precision, self._chunk)

    def __reduce__(self) -> tuple:
        # On its way to another machine: weights that are normalised do not pickle, but for their numbers.
        known, network = self.descriptor, self._network
        options = (known.scaling, known.precision_db, self._precision, self._chunk)
        return _rebuilt, (network.arguments, network.state_dict(), *options)

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
        lengths = (seen.stop - seen.start for seen in chosen)
        each = sum(steps(self._folded, length, height * width, batch.is_cuda) for length in lengths)
        tick = counted(pulse, count * each)
        # One tile after the other: the feature maps of a whole batch would be the peak of memory.
        for item in range(count):
            for first, end, seen in zip(edges, edges[1:], chosen):
                finer = run(self._folded, batch[item, seen], tick)
                result[item, first:end] = finer[first - seen.start : end - seen.start]
        return result


def _rebuilt(arguments: SSRNetArguments, tensors: Mapping[str, Tensor], *options) -> SSRNetModel:
    network = SSRNet(arguments)
    network.load_state_dict(tensors)
    return SSRNetModel(network, *options)


def describe(
    arguments: SSRNetArguments, scaling: str, chunk: int, precision_db: Mapping[str, float] = UNMEASURED
) -> ModelDescriptor:
    """SSRNet for the engine; ``scaling`` is the card's. The halo is all that a pixel depends on."""
    context, grown = arguments.reach + 1, arguments.scale**2

    def memory_bytes(bands: int, height: int, width: int, on_gpu: bool = False) -> int:
        pixels, seen = height * width, min(bands, chunk + 2 * context)
        together, enlarged = (min(seen, each(pixels, on_gpu)) for each in (chunk_bands, tail_bands))
        # The body has five maps, and of the bands that go through a block together three, and seven that convolutions
        # and the allocator hold on to (measured); the tail has one map, what every band adds to five, and of that the
        # sum, its pixels in order, and the bicubic enlargement.
        body = arguments.filters * (5 * seen + 10 * together + 3)
        tail = arguments.filters * seen + grown * (5 * min(seen, enlarged + 2 * AHEAD) + 3 * enlarged + seen)
        # A quarter more for what the allocator does not give back at once: single calls took up to 1.07 of the rest.
        return 5 * pixels * (bands * grown + 2 * seen + max(body, tail))

    return ModelDescriptor(
        architecture="ssrnet",
        title=f"SSRNet ×{arguments.scale}",
        task="superresolve",
        scaling=scaling,
        tiling=Tiling.LOCAL,
        tile_px=192,
        overlap_px=arguments.reach,
        memory_bytes=memory_bytes,
        gpu_memory_bytes=partial(memory_bytes, on_gpu=True),
        scale=arguments.scale,
        precisions=PRECISIONS,
        precision_db=precision_db,
    )
