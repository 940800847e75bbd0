"""RAS2S as the engine runs it."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from ..bands import bounce
from ..descriptor import ModelDescriptor, Pulse, Tiling
from ..precision import FULL, PRECISIONS, UNMEASURED, check_precision, torch_type
from ..restraint import restrained
from .folded import in_type
from .folding import LANE, fold
from .forms import form_for
from .guard import restore_guarded
from .inference import CHUNK_BANDS, CHUNK_PIXELS
from .network import RAS2S, RAS2SArguments


class RAS2SModel:
    """The network with its weights folded for inference; immutable, so one instance may serve many runs."""

    def __init__(
        self,
        network: RAS2S,
        scaling: str = "cube",
        precision_db: Mapping[str, float] = UNMEASURED,
        precision: str = FULL,
    ) -> None:
        self._network = network.eval().requires_grad_(False)
        self._form = form_for(in_type(fold(self._network), torch_type(precision)))
        self.notes = (self._form.note,) if self._form.note else ()
        self.descriptor = describe(network.arguments, scaling, precision_db)

    def to(self, device: str, precision: str = FULL) -> RAS2SModel:
        """The same model on another torch device, its convolutions in ``precision``."""
        check_precision(self.descriptor.title, precision, self.descriptor.precisions)
        copy = RAS2S(self._network.arguments)
        copy.load_state_dict(self._network.state_dict())
        return RAS2SModel(copy.to(device), self.descriptor.scaling, self.descriptor.precision_db, precision)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """Denoise ``float32 [N, B, H, W]`` with values about 0 to 1; fewer bands than the span are reflected."""
        bands, net = batch.shape[1], self._form.net
        shown = batch[:, bounce(bands, net.span)] if bands < net.span else batch
        with torch.inference_mode():
            return restrained(batch, restore_guarded(net, shown, pulse, self._form.run)[:, :bands])


def describe(
    arguments: RAS2SArguments, scaling: str, precision_db: Mapping[str, float] = UNMEASURED
) -> ModelDescriptor:
    """RAS2S for the engine; ``scaling`` is the card's. 16 px of ramp blend without a seam."""
    width = -(-arguments.channels // LANE) * LANE

    def memory_bytes(bands: int, height: int, width_px: int) -> int:
        # Two lists of states and some twenty cubes (input, result, correction and mixture, several times); in the bands
        # that go through a step together ten maps, in one band five more (measured); and the filters of those bands,
        # before and after they are padded.
        pixels = height * width_px
        together = max(pixels, min(bands * pixels, CHUNK_PIXELS))
        filters = 3 * 9 * arguments.regions * width**2 * max(1, min(bands, CHUNK_BANDS, CHUNK_PIXELS // pixels))
        return bands * pixels * (2 * width * 4 + 21 * 4) + ((10 * together + 5 * pixels) * width + filters) * 4

    return ModelDescriptor(
        architecture="ras2s",
        title="RAS2S",
        task="denoise",
        scaling=scaling,
        tiling=Tiling.POOLED,
        tile_px=128,
        overlap_px=16,
        memory_bytes=memory_bytes,
        lines="columns",
        precisions=PRECISIONS,
        precision_db=precision_db,
    )
