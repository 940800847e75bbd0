"""Rectangles of pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A rectangle in pixels; ``x`` and ``y`` count from the upper left corner of the raster."""

    x: int
    y: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Row and column slices, for an array whose last two axes are the whole raster."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)


def is_inside(window: Window, width: int, height: int) -> bool:
    """True when the window is not empty and lies wholly in a raster of ``width`` x ``height`` pixels."""
    return (
        window.x >= 0
        and window.y >= 0
        and window.width > 0
        and window.height > 0
        and window.x + window.width <= width
        and window.y + window.height <= height
    )


def overlap(one: Window, other: Window) -> bool:
    """True when the two windows share a pixel."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def rows_of_blocks(width: int, height: int, rows: int) -> list[Window]:
    """Full-width windows of at most ``rows`` lines that cover the raster from top to bottom."""
    return [Window(0, top, width, min(rows, height - top)) for top in range(0, height, rows)]
