"""Which part of a raster is held out: a strip of whole rows or columns, so that no training pixel lies in it."""

from __future__ import annotations

from ...raster import Window


def candidate_strips(width: int, height: int, share: float) -> list[Window]:
    """The last, the first and the middle ``share`` (0 to 1) of a raster's rows; of its columns if it is wide.

    Empty when that is less than one row, or all of them.
    """
    longer = max(width, height)
    thick = round(share * longer)
    if not 0 < thick < longer:
        return []
    starts = (longer - thick, 0, (longer - thick) // 2)
    if width > height:
        return [Window(start, 0, thick, height) for start in starts]
    return [Window(0, start, width, thick) for start in starts]


def around(strip: Window, width: int, height: int) -> list[Window]:
    """What is left of a raster without a strip of whole rows or columns: one window or two."""
    right, below = strip.x + strip.width, strip.y + strip.height
    if strip.width == width:
        parts = [Window(0, 0, width, strip.y), Window(0, below, width, height - below)]
    else:
        parts = [Window(0, 0, strip.x, height), Window(right, 0, width - right, height)]
    return [part for part in parts if part.width * part.height]


def named(strip: Window, height: int) -> str:
    """``rows 241-300`` or ``columns 1-60`` of a raster of that height, counted from 1."""
    if strip.height == height:
        return f"columns {strip.x + 1}-{strip.x + strip.width}"
    return f"rows {strip.y + 1}-{strip.y + strip.height}"
