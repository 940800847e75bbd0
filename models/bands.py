"""Windows of bands for networks that take a limited number of them: which, and how their results come together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    from torch import Tensor


def bounce(available: int, wanted: int) -> list[int]:
    """``wanted`` indices into ``available`` bands, reflected at the ends: 0 1 2 1 0 …"""
    period = max(1, 2 * (available - 1))
    return [min(index % period, period - index % period) if available > 1 else 0 for index in range(wanted)]


def window_starts(bands: int, window: int, overlap: int) -> list[int]:
    """First bands of windows that share ``overlap`` bands and cover all; the last is moved back to end with them."""
    stride = window - overlap
    count = max(1, -(-(bands - overlap) // stride))
    return [max(0, min(index * stride, bands - window)) for index in range(count)]


def averaged_over_windows(
    cube: Tensor, window: int, overlap: int, restore: Callable[[Tensor], Tensor]
) -> Tensor:
    """``restore([N, window, H, W])`` over all of ``[N, B, H, W]``; bands in several windows get the mean of theirs."""
    total, times = cube.new_zeros(cube.shape), cube.new_zeros(cube.shape[1], 1, 1)
    for start in window_starts(cube.shape[1], window, overlap):
        chosen = slice(start, start + window)
        total[:, chosen] += restore(cube[:, chosen])
        times[chosen] += 1
    return total / times
