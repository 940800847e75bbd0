"""Where a training run computes, and what makes it fast there. None of it changes what a recipe means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Hardware:
    """How to compute. A run may go on with another one than it began with."""

    device: str = "cpu"
    bfloat16: bool = False
    """Convolutions and products in bfloat16 (weights, states and sums stay float32)."""
    graphs: bool = False
    """Record each step as CUDA graphs, one per patch shape: a recurrence is thousands of small launches otherwise."""
    workers: int = 0
    """Processes that draw pairs ahead; 0 draws them in the training thread. QGIS must not start processes of its own
    executable, so only scripts ask for them."""

    def precision(self) -> AbstractContextManager:
        """Inside, networks compute in what was asked for."""
        if not self.bfloat16:
            return nullcontext()
        # A graph may not hold on to casts of weights that were made outside of it.
        return torch.autocast(torch.device(self.device).type, torch.bfloat16, cache_enabled=not self.graphs)

    def prepare(self, network: nn.Module) -> nn.Module:
        """The network on the device, weights of 2-D convolutions channels-last: narrow ones run faster so."""
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                module.to(memory_format=torch.channels_last)
        return network.to(self.device)

    def recorded(self, network: nn.Module, shape: Sequence[int]) -> Callable[[Tensor], Tensor]:
        """The network for inputs of a shape, as a CUDA graph where those were asked for.

        No other thread may use the card meanwhile, and a loader's that pins memory does.
        """
        if not self.graphs:
            return network
        sample = torch.rand(*shape, device=self.device)
        with self.precision():
            return torch.cuda.make_graphed_callables(_Shell(network), (sample,))


class _Shell(nn.Module):
    """A network to be recorded for one shape. Recording replaces a module's ``forward`` for good, and the network's own
    is still needed for the next shape."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, cube: Tensor) -> Tensor:
        return self.network(cube)


THIS_THREAD = Hardware()


def best_hardware(processes: int) -> Hardware:
    """A CUDA card with everything on when there is one, else this thread."""
    if torch.cuda.is_available():
        return Hardware("cuda", bfloat16=torch.cuda.is_bf16_supported(), graphs=True, workers=max(1, processes - 1))
    return THIS_THREAD
