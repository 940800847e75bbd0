"""Windows of bands for networks that take a fixed number of them: which, and how their results come together."""

from __future__ import annotations


def bounce(available: int, wanted: int) -> list[int]:
    """``wanted`` indices into ``available`` bands, reflected at the ends: 0 1 2 1 0 …"""
    period = max(1, 2 * (available - 1))
    return [min(index % period, period - index % period) if available > 1 else 0 for index in range(wanted)]


def window_starts(bands: int, window: int, overlap: int) -> list[int]:
    """First bands of windows that share ``overlap`` bands and cover all; the last one is moved back to end with them."""
    if bands <= window:
        return [0]
    stride = window - overlap
    count = -(-(bands - overlap) // stride)
    return [min(index * stride, bands - window) for index in range(count)]
