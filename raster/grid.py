"""Output grids finer or coarser than the source's: sizes, and which source pixels a coarse pixel is made of.

``scale`` is how many output pixels stand for one source pixel along each axis: a whole number for a finer grid,
``Fraction(1, factor)`` for a coarser one, whose pixels are made by a cubic kernel as wide as they are.
"""

from __future__ import annotations

from numbers import Rational

import numpy as np

from .window import Window

REACH = 2
"""Coarse pixels on each side of a coarse pixel's centre, beyond which no source pixel enters it."""


def scaled(number: float, scale: Rational) -> float:
    """A pixel coordinate or a number of pixels, in output pixels."""
    return number * scale.numerator / scale.denominator


def per_output_pixel(number: float, scale: Rational) -> float:
    """What is stated for one source pixel, such as its size on the ground, for one output pixel."""
    return number * scale.denominator / scale.numerator


def output_size(width: int, height: int, scale: Rational) -> tuple[int, int]:
    """(width, height) of the output; source columns and rows that fill no coarse pixel are left out."""
    return width * scale.numerator // scale.denominator, height * scale.numerator // scale.denominator


def reached_window(window: Window, factor: int, width: int, height: int) -> tuple[Window, tuple[slice, slice]]:
    """The source pixels that enter the coarse ``window`` of a raster of ``width`` x ``height`` source pixels.

    Also row and column slices: where ``window`` lies in the coarse pixels that are made of those.
    """
    left, top = max(0, window.x - REACH), max(0, window.y - REACH)
    right = min(width // factor, window.x + window.width + REACH)
    bottom = min(height // factor, window.y + window.height + REACH)
    reached = Window(left * factor, top * factor, (right - left) * factor, (bottom - top) * factor)
    return reached, Window(window.x - left, window.y - top, window.width, window.height).slices


def lowest_reached(values: np.ndarray, factor: int) -> np.ndarray:
    """[..., h, w] to [..., h // factor, w // factor]: the lowest of the values that enter each coarse pixel.

    Of bool it says where all that enter are True; of a mask or an alpha band it is what the coarse one must be.
    """
    return _lowest_rows(_lowest_rows(values, factor).swapaxes(-1, -2), factor).swapaxes(-1, -2)


def _lowest_rows(values: np.ndarray, factor: int) -> np.ndarray:
    count = values.shape[-2] // factor
    rows = values[..., : count * factor, :]
    # reduceat takes no end past the last element, so that one is doubled.
    padded = np.concatenate([rows, rows[..., -1:, :]], axis=-2)
    centres = (np.arange(count) + 0.5) * factor - 0.5
    starts = np.maximum(np.floor(centres - REACH * factor).astype(int) + 1, 0)
    ends = np.minimum(np.ceil(centres + REACH * factor).astype(int), count * factor)
    return np.minimum.reduceat(padded, np.stack([starts, ends], axis=1).ravel(), axis=-2)[..., ::2, :]
