"""Whether kernels can be compiled and run here: Triton needs a C compiler, and a GPU that it knows."""

from __future__ import annotations

import torch

from .convolutions import from_band
from .pixels import patches


def try_out(device: torch.device) -> None:
    """Runs a small kernel. Raises whatever keeps it from giving what it should."""
    height, width, channels = 8, 16, 16
    band, out = torch.ones(height, width, device=device), torch.empty(height, width, channels, device=device)
    weight, bias = torch.ones(9, channels, device=device), torch.zeros(channels, device=device)
    from_band[patches(1, height, width)](band, weight, bias, out, height, width, width, height * width, channels, 1.0)
    corner, middle = float(out[0, 0, 0]), float(out[4, 8, 15])
    if (corner, middle) != (4.0, 9.0):
        raise ArithmeticError(f"a first kernel gave {corner} and {middle} instead of 4 and 9")
