"""Some pixels of a large image in the place of all."""

from __future__ import annotations

import torch
from torch import Tensor


def some_pixels(count: int, most: int) -> Tensor:
    """Which of ``count`` pixels to look at, at most ``most``: ``int64``, sorted, the same at each call.

    Drawn rather than every second, third …: these could all lie in the same columns, and these be the faulty ones.
    """
    if count <= most:
        return torch.arange(count)
    return torch.randperm(count, generator=torch.Generator().manual_seed(0))[:most].sort().values
