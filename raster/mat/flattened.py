"""A 2-D array: a cube flattened to bands and pixels, or a map of one band."""

from __future__ import annotations

from math import isqrt

from ...errors import InvalidParameter
from .axes import BANDS, COLUMNS, FLATTENED, MAPS, PIXELS, ROWS, Layout, flattened_layout, map_layout, shown
from .evidence import differences
from .hints import Hint, is_map_name, pixel_hints
from .variable import MatArray, Variable

ORDERS = ("auto", "fortran", "C")
"""How the pixels of a flattened image run: down the columns (MATLAB's own), or along the rows."""

# Which of two line lengths is right shows in pixels that are at least so much more alike.
_CLEARLY = 0.9
_SHORTEST_LINE = 8
_MOST_PAIRS = 12


def lay_out_matrix(
    variable: Variable, array: MatArray, asked: tuple[str, ...] | None, order: str, hints: tuple[Hint, ...]
) -> tuple[Layout, str]:
    """``(Layout, why)`` of a 2-D array; ``asked`` are its axes when the user gave them, ``order`` one of `ORDERS`.

    Raises InvalidParameter when the size is unknown or contradicts the array, or when nothing decides.
    """
    axes = asked or _guessed_axes(variable, shown(array), hints)
    if axes in MAPS:
        return _as_map(variable, array, axes, hints)
    pixels = shown(array)[axes.index(PIXELS)]
    height, width, why = _image_size(variable, array, axes, pixels, hints)
    fortran, how = _pixel_order(variable, array, axes, (height, width), order)
    text = f"'{variable.name}' ({shown(array)[0]} x {shown(array)[1]}) is taken as {'-'.join(axes)}, {why}; {how}."
    return flattened_layout(array, axes, height, width, fortran=fortran), text


def _guessed_axes(variable: Variable, sizes: tuple[int, ...], hints: tuple[Hint, ...]) -> tuple[str, ...]:
    known = [axes for axes in FLATTENED if any(pixel_hints(hints, sizes[axes.index(PIXELS)]))]
    named_so = variable.kind == "logical" or is_map_name(variable.name)
    is_map = any((hint.sizes.get(ROWS), hint.sizes.get(COLUMNS)) == sizes for hint in hints)
    if is_map or (named_so and not known):
        return MAPS[0]
    if len(known) == 1:
        return known[0]
    if not known and sizes[0] == sizes[1]:
        return MAPS[0]
    longer = [axes for axes in FLATTENED if sizes[axes.index(PIXELS)] > sizes[axes.index(BANDS)]]
    binding = [hint for hint in hints if hint.binding]
    squares = [axes for axes in longer if _is_square(sizes[axes.index(PIXELS)])]
    if squares and not binding:
        return squares[0]
    for hint in binding:
        # One side is enough where the other follows from the number of pixels.
        given = next(iter(hint.sizes.values()))
        fitting = [axes for axes in longer if len(hint.sizes) == 1 and sizes[axes.index(PIXELS)] % given == 0]
        if fitting:
            return fitting[0]
        raise InvalidParameter(
            f"{hint.source} was asked for, but '{variable.name}' is {sizes[0]} x {sizes[1]}: neither of its sizes is "
            f"the number of pixels of such an image. Correct it, or choose AXES."
        )
    raise InvalidParameter(
        f"'{variable.name}' ({sizes[0]} x {sizes[1]}) may be a map of one band or a flattened cube. Choose AXES: "
        f"{'-'.join(MAPS[0])} for a map; {' or '.join('-'.join(axes) for axes in FLATTENED)}, with HEIGHT and WIDTH, "
        f"for a cube. {' '.join(_pairs_text(sizes[axes.index(PIXELS)]) for axes in longer)}".strip()
    )


def _as_map(variable: Variable, array: MatArray, axes: tuple[str, ...], hints: tuple[Hint, ...]) -> tuple[Layout, str]:
    sizes = dict(zip(axes, shown(array)))
    for hint in hints:
        if hint.binding and any(sizes[axis] != size for axis, size in hint.sizes.items()):
            raise InvalidParameter(
                f"{hint.source} was asked for, but the map '{variable.name}' has {sizes[ROWS]} rows and "
                f"{sizes[COLUMNS]} columns."
            )
    return map_layout(array, axes), f"'{variable.name}' is taken as a map of one band, {'-'.join(axes)}."


def _image_size(variable: Variable, array: MatArray, axes, pixels: int, hints: tuple[Hint, ...]):
    """Height, width, and the words for where they come from."""
    for hint in hints:
        if hint.binding:
            return (*_asked_size(variable, pixels, hint), f"{hint.source} was given")
    for hint in pixel_hints(hints, pixels):
        return hint.sizes[ROWS], hint.sizes[COLUMNS], hint.source
    lines = [length for length in range(_SHORTEST_LINE, pixels // _SHORTEST_LINE + 1) if pixels % length == 0]
    alike = dict(zip(lines, differences(array, lines, pixels_first=_pixels_first(array, axes)))) if lines else {}
    best = min(alike, key=alike.__getitem__, default=None)
    side = isqrt(pixels)
    if _is_square(pixels) and alike.get(side, 0.0) * _CLEARLY <= alike.get(best, 0.0):
        return side, side, f"{side} x {side} pixels because {pixels} is a square number (check the picture)"
    likely = "" if best is None else f" Neighbours are most alike in lines of {best}."
    raise InvalidParameter(
        f"'{variable.name}' has {pixels} pixels, and nothing tells their rows and columns. Give HEIGHT and WIDTH. "
        f"{_pairs_text(pixels)}{likely}"
    )


def _asked_size(variable: Variable, pixels: int, hint: Hint) -> tuple[int, int]:
    height, width = hint.sizes.get(ROWS), hint.sizes.get(COLUMNS)
    height = height or pixels // width
    width = width or pixels // height
    if height * width != pixels:
        raise InvalidParameter(
            f"{hint.source} was asked for, but '{variable.name}' has {pixels} pixels. {_pairs_text(pixels)}"
        )
    return height, width


def _pixel_order(variable: Variable, array: MatArray, axes, size: tuple[int, int], order: str) -> tuple[bool, str]:
    """True for Fortran's order, and the words for it."""
    height, width = size
    words = {True: "pixels run down the columns (fortran)", False: "pixels run along the rows (C)"}
    if order != "auto":
        return order == "fortran", words[order == "fortran"] + ", as given"
    if height == width:
        return True, f"{words[True]}, MATLAB's custom, which a square does not let check: choose ORDER if it is turned"
    if min(size) == 1:
        return True, words[True]
    by_column, by_row = differences(array, [height, width], pixels_first=_pixels_first(array, axes))
    if max(by_column, by_row) * _CLEARLY < min(by_column, by_row):
        raise InvalidParameter(
            f"Whether the pixels of '{variable.name}' run down the columns or along the rows cannot be told: "
            f"neighbours are as alike either way. Choose ORDER, fortran or C."
        )
    fortran = by_column < by_row
    alike, unlike = sorted((by_column, by_row))
    return fortran, f"{words[fortran]}: neighbours differ by {alike:.2g} of the variance, the other way by {unlike:.2g}"


def _pixels_first(array: MatArray, axes: tuple[str, ...]) -> bool:
    return (axes[-1] if array.from_last else axes[0]) == PIXELS


def _is_square(count: int) -> bool:
    return count >= _SHORTEST_LINE**2 and isqrt(count) ** 2 == count


def _pairs_text(count: int) -> str:
    pairs = [(side, count // side) for side in range(isqrt(count), 1, -1) if count % side == 0]
    if not pairs:
        return f"{count} has no factors, so it is no number of pixels of a rectangle."
    more = ", ..." if len(pairs) > _MOST_PAIRS else ""
    listed = ", ".join(f"{one} x {other}" for one, other in pairs[:_MOST_PAIRS])
    return f"{count} pixels are {listed}{more}, or the other way round."
