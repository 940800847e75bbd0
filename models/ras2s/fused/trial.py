"""Whether the kernels work here: Triton needs a C compiler, and a GPU that it knows and that has room for them."""

from __future__ import annotations

import torch

from ...cuda_graphs import plainly
from ..folded import FoldedRAS2S
from ..inference import Sweeps
from .sweeps import FusedSweeps

PIXELS = (9, 17)
"""More than a patch either way."""
NEAR = 0.02
"""Of values of about 1: far more than half precision loses."""


def try_out(net: FoldedRAS2S, arranged: FoldedRAS2S, device: torch.device) -> None:
    """Restores a few pixels by every kernel that there is, and by torch's operations.

    Raises whatever keeps that from working, and ``ArithmeticError`` when the results differ.
    """
    rows, columns = PIXELS
    cube = torch.linspace(0, 1, net.span * rows * columns, device=device).view(1, net.span, rows, columns)
    found, expected = (
        plainly(form(weights, cube.shape, device, net.bounds), cube, lambda _: None).restored
        for form, weights in ((FusedSweeps, arranged), (Sweeps, net))
    )
    # The median: where two filters are as good as each other, single pixels may differ by more.
    difference = float((found - expected).abs().median())
    if not difference <= NEAR:
        raise ArithmeticError(f"they differed from torch's operations by {difference:.2g}")
