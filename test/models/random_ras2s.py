"""A RAS2S with random weights, and a pulse that remembers."""

from __future__ import annotations

import torch

from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments


class Quiet:
    """A pulse that keeps what it hears."""

    def __init__(self) -> None:
        self.ticks: list[float] = []
        self.warnings: list[str] = []

    def tick(self, fraction: float) -> None:
        self.ticks.append(fraction)

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def random_network(seed: int = 0, **arguments: int) -> RAS2S:
    torch.manual_seed(seed)
    network = RAS2S(RAS2SArguments(**arguments)).eval().requires_grad_(False)
    # Larger than initial weights, so that gates, attention and choices are far from their neutral values.
    for parameter in network.parameters():
        parameter.mul_(1.5).add_(0.02 * torch.randn_like(parameter))
    return network
