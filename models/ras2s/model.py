"""RAS2S as the engine runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import torch
from torch import Tensor

from ...errors import InvalidParameter, WeightsMismatch
from ..card import ModelCard
from ..descriptor import ModelDescriptor, Pulse, Tiling
from .folding import LANE, fold
from .guard import restore_guarded
from .network import RAS2S, RAS2SArguments


class RAS2SModel:
    """The network with its weights folded for inference; immutable, so one instance may serve many runs."""

    def __init__(self, network: RAS2S, scaling: str = "cube") -> None:
        self._network = network.eval().requires_grad_(False)
        self._folded = fold(self._network)
        self.descriptor = describe(network.arguments, scaling)

    @classmethod
    def from_weights(cls, card: ModelCard, tensors: Mapping[str, Tensor]) -> RAS2SModel:
        """The model that a card and a weights file make. Raises ``WeightsMismatch`` if they disagree."""
        try:
            network = RAS2S(RAS2SArguments(**card.arguments))
            network.load_state_dict(dict(tensors))
        except (TypeError, RuntimeError, InvalidParameter) as error:
            raise WeightsMismatch(
                f"The weights do not fit a RAS2S with {dict(card.arguments)}: {error}. "
                "The card and the weights file must come from the same model; import it again."
            ) from error
        if not all(torch.isfinite(tensor).all() for tensor in tensors.values()):
            raise WeightsMismatch(f"The weights of '{card.name}' hold values that are not numbers; import them again.")
        return cls(network, card.scaling)

    @property
    def arguments(self) -> dict[str, float]:
        """What a card must say to build this network again."""
        return asdict(self._network.arguments)

    def to(self, device: str) -> RAS2SModel:
        """The same model on another torch device."""
        copy = RAS2S(self._network.arguments)
        copy.load_state_dict(self._network.state_dict())
        return RAS2SModel(copy.to(device), self.descriptor.scaling)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """Denoise ``float32 [N, B, H, W]`` with values about 0 to 1; fewer bands than the span are reflected."""
        bands = batch.shape[1]
        if bands < self._folded.span:
            batch = batch[:, bounce(bands, self._folded.span)]
        with torch.inference_mode():
            return restore_guarded(self._folded, batch, pulse)[:, :bands]


def describe(arguments: RAS2SArguments, scaling: str) -> ModelDescriptor:
    """RAS2S for the engine; ``scaling`` is the card's. 16 px of ramp blend without a seam."""
    width = -(-arguments.channels // LANE) * LANE

    def memory_bytes(bands: int, height: int, width_px: int) -> int:
        # Two lists of states, four cubes (input twice, result twice), and some fifty maps alive within a band step.
        per_pixel = bands * (2 * width * 4 + 4 * 4) + 50 * width * 4
        return height * width_px * per_pixel

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
    )


def bounce(available: int, wanted: int) -> list[int]:
    """``wanted`` indices into ``available`` bands, reflected at the ends: 0 1 2 1 0 …"""
    period = max(1, 2 * (available - 1))
    return [min(index % period, period - index % period) if available > 1 else 0 for index in range(wanted)]
