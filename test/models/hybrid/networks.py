"""Stand-ins for a network."""

from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor

from hyperrestore.models.descriptor import Pulse
from hyperrestore.models.tilewise import describe_method
from hyperrestore.test.models.subspace.scenes import low_rank


class Network:
    """Makes of a batch what ``answer`` says."""

    def __init__(self, answer: Callable[[Tensor], Tensor], tile_px: int = 64) -> None:
        self.descriptor = describe_method(
            "network", "Network", copies=50, tile_px=tile_px, overlap_px=8, lines="columns"
        )
        self._answer = answer
        self.calls = 0
        self.devices: list[str] = []

    def to(self, device: str, precision: str = "fp32") -> Network:
        self.devices.append(device)
        return self

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        self.calls += 1
        pulse.tick(1.0)
        return self._answer(batch)


def blocky(bands: int = 16, side: int = 32) -> Tensor:
    """``low_rank`` under blocks of 3 px with a spectrum of their own each: too many for a subspace."""
    own = 0.12 * torch.randn(bands, 1, 11, 11, generator=torch.Generator().manual_seed(2))
    blocks = torch.nn.functional.interpolate(own, size=(side, side), mode="nearest")[:, 0]
    return low_rank(bands, side, side) + blocks


def garbage(batch: Tensor) -> Tensor:
    """Anything from 0 to 1."""
    return torch.rand(batch.shape, generator=torch.Generator().manual_seed(3))
