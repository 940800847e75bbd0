"""The axes of a 3-D array: what the user, the file and the numbers say of them."""

from __future__ import annotations

from ...errors import InvalidParameter
from .axes import BANDS, COLUMNS, CUBES, ROWS, Layout, cube_layout, shown
from .evidence import left_by_few_spectra
from .hints import Hint
from .variable import MatArray

# By how much one axis must be explained better by few spectra than the next one.
_CLEARLY = 2.0
_FEW_BANDS = 8


def lay_out_cube(name: str, array: MatArray, asked: tuple[str, ...] | None, hints: tuple[Hint, ...]):
    """``(Layout, why)`` of a 3-D array; ``asked`` are its axes when the user gave them.

    Raises InvalidParameter when they contradict the size that was given, or when nothing decides.
    """
    sizes = shown(array)
    binding = [hint for hint in hints if hint.binding]
    if asked is not None:
        for hint in binding:
            if not _fits(asked, sizes, hint):
                raise InvalidParameter(
                    f"{hint.source} was asked for, but '{name}' is {_times(sizes)}: as {'-'.join(asked)} it has "
                    f"{sizes[asked.index(ROWS)]} rows and {sizes[asked.index(COLUMNS)]} columns."
                )
        return cube_layout(array, asked), ""
    left, reasons = list(CUBES), []
    for hint in hints:
        fitting = [axes for axes in left if _fits(axes, sizes, hint)]
        if not fitting and hint.binding:
            raise InvalidParameter(f"{hint.source} was asked for, but '{name}' is {_times(sizes)}.")
        if fitting and len(fitting) < len(left) and (hint.binding or _one_bands_axis(fitting)):
            left = fitting
            reasons.append(hint.source)
    if not _one_bands_axis(left):
        left, reason = _by_numbers(array, sizes, left)
        reasons.append(reason)
    if not _one_bands_axis(left):
        raise InvalidParameter(
            f"Which axis of '{name}' ({_times(sizes)}) holds the bands cannot be told from its sizes, nor from its "
            f"numbers. Choose AXES, for example {'-'.join(CUBES[0])}."
        )
    return _decided(name, array, left, reasons)


def _decided(name: str, array: MatArray, left: list[tuple[str, ...]], reasons: list[str]) -> tuple[Layout, str]:
    chosen, sizes = left[0], shown(array)
    why = f"The axes of '{name}' ({_times(sizes)}) are taken as {'-'.join(chosen)}: {'; '.join(reasons)}."
    if len(left) > 1:
        why += " That rows come before columns is MATLAB's custom; choose AXES if the image is turned."
    return cube_layout(array, chosen), why


def _by_numbers(array: MatArray, sizes: tuple[int, ...], left: list[tuple[str, ...]]):
    """The orders among ``left`` that the numbers, or else the sizes, speak for; and why."""
    shares = left_by_few_spectra(array)
    if shares is not None:
        ordered = shares[::-1] if array.from_last else shares
        ranked = sorted({axes.index(BANDS) for axes in left}, key=lambda place: ordered[place])
        best, second = (ordered[place] for place in ranked[:2])
        if _CLEARLY * best < second:
            return [axes for axes in left if axes.index(BANDS) == ranked[0]], (
                f"along the axis of {sizes[ranked[0]]} few spectra explain all but {100 * best:.2g} % of the variance "
                f"(next best axis: {100 * second:.2g} %)"
            )
    place = _odd_one(sizes)
    fitting = [axes for axes in left if place is not None and axes.index(BANDS) == place]
    if fitting:
        return fitting, f"the axis of {sizes[place]} is the one whose size stands apart"
    return left, ""


def _odd_one(sizes: tuple[int, ...]) -> int | None:
    """The place of the only size that differs, or of one that is very small."""
    for place, size in enumerate(sizes):
        others = [other for index, other in enumerate(sizes) if index != place]
        if (others[0] == others[1] != size) or (size < _FEW_BANDS and size * 4 < min(others)):
            return place
    return None


def _fits(axes: tuple[str, ...], sizes: tuple[int, ...], hint: Hint) -> bool:
    return all(sizes[axes.index(axis)] == size for axis, size in hint.sizes.items())


def _one_bands_axis(orders: list[tuple[str, ...]]) -> bool:
    return len({axes.index(BANDS) for axes in orders}) == 1


def _times(sizes: tuple[int, ...]) -> str:
    return " x ".join(map(str, sizes))
