"""Memory for what is larger than any cache: lists of states that a network keeps for all bands."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def large(shape: Sequence[int], device: torch.device, dtype: torch.dtype = torch.float32) -> Tensor:
    """Of any value. On a processor numpy takes the memory, which asks Linux for large pages, as torch does not: first
    use then stops at a page every 2 MB instead of every 4 KB. Elsewhere nothing but the memory is the same."""
    if device.type == "cpu":
        memory = np.empty(math.prod(shape) * dtype.itemsize, np.uint8)
        return torch.from_numpy(memory).view(dtype).view(*shape)
    return torch.empty(shape, device=device, dtype=dtype)
