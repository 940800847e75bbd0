"""Memory for what is larger than any cache: lists of states that a network keeps for all bands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def large(shape: Sequence[int], device: torch.device) -> Tensor:
    """``float32`` of any value. On a processor numpy takes it, which asks Linux for large pages, as torch does not:
    first use then stops at a page every 2 MB instead of every 4 KB. Elsewhere nothing but the memory is the same."""
    if device.type == "cpu":
        return torch.from_numpy(np.empty(shape, np.float32))
    return torch.empty(shape, device=device)
