"""The least time that RAS2S could take on a device: its multiplications at the device's rate, its bytes at its speed.

Both rates are measured in the same run, by one large matrix product and one large copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.utils.flop_counter import FlopCounterMode

from hyperrestore.models.ras2s.folded import FoldedRAS2S
from hyperrestore.models.ras2s.runs import run

LIST_PASSES = 13
"""Times that a state of the length of one band is read or written in lists too long for any cache: features 1; first
sweep 2; second 3; region-aware block 2; third 3; fourth 2."""

CUBE_PASSES = 5
"""Times that the cube is: read for the features and for the result, written and read back as the result, loaded."""

COUNTED_SHAPE = (1, 12, 48, 48)

REPETITIONS = 5


@dataclass(frozen=True)
class Work:
    """Of one pixel of one band."""

    operations: float
    """A multiplication and an addition are two; those with padded zeros count, they are done."""
    bytes: float


@dataclass(frozen=True)
class Rates:
    """What a device does in a second."""

    operations: float
    bytes: float

    def least_seconds(self, work: Work, pixel_bands: int) -> float:
        """Whichever of the two takes longer, if the other hides behind it entirely."""
        return pixel_bands * max(work.operations / self.operations, work.bytes / self.bytes)


def count(net: FoldedRAS2S) -> Work:
    """Counted where the weights are; a little more per pixel-band than on large tiles."""
    device = net.regions.squeeze[0].device
    with FlopCounterMode(display=False) as counter:
        run(net, torch.rand(COUNTED_SHAPE, device=device), net.bounds, lambda _: None)
    pixel_bands = torch.Size(COUNTED_SHAPE).numel()
    return Work(counter.get_total_flops() / pixel_bands, 4 * (LIST_PASSES * net.width + CUBE_PASSES))


def measure_rates(device: str, dtype: torch.dtype, clock: Callable[[], float]) -> Rates:
    """A product of matrices in ``dtype``, and a copy of 256 MB, timed by ``clock``."""
    side = 8192 if device.startswith("cuda") else 1024
    left, right = (torch.rand(side, side, device=device).to(dtype) for _ in range(2))
    source = torch.empty(1 << 26, device=device).fill_(1.0)
    target = torch.empty_like(source)
    product = _best_seconds(lambda: left @ right, device, clock)
    copy = _best_seconds(lambda: target.copy_(source), device, clock)
    return Rates(2 * side**3 / product, 2 * source.numel() * source.element_size() / copy)


def _best_seconds(work: Callable[[], object], device: str, clock: Callable[[], float]) -> float:
    best = float("inf")
    for _ in range(REPETITIONS):
        wait(device)
        started = clock()
        work()
        wait(device)
        best = min(best, clock() - started)
    return best


def wait(device: str) -> None:
    """Until a GPU has done what it was told."""
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)
