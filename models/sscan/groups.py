"""Which groups and windows of bands SSCAN runs over a cube, each group once however many windows hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..bands import bounce, window_starts
from .network import SSCANArguments


@dataclass(frozen=True)
class Pair:
    """A group of bands and the neighbour it is crossed with, as bands of the cube; and where its result belongs."""

    group: tuple[int, ...]
    neighbour: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    """``(window, first band in it)``"""


@dataclass(frozen=True)
class Windows:
    """Windows over a cube of ``bands`` bands, and the distinct pairs of groups in them."""

    bands: tuple[tuple[int, ...], ...]
    """Bands of the cube in every window; fewer than a window holds are reflected."""
    pairs: tuple[Pair, ...]


def plan_windows(arguments: SSCANArguments, bands: int) -> Windows:
    """Neighbouring windows share groups, and reflected bands repeat theirs: what is computed once is named once."""
    order = bounce(bands, max(bands, arguments.window))
    windows = tuple(
        tuple(order[start : start + arguments.window])
        for start in window_starts(len(order), arguments.window, arguments.window_overlap)
    )
    starts = window_starts(arguments.window, arguments.group, arguments.overlap)
    places: dict[tuple[tuple[int, ...], tuple[int, ...]], list[tuple[int, int]]] = {}
    for number, window in enumerate(windows):
        groups = [window[start : start + arguments.group] for start in starts]
        for start, group, neighbour in zip(starts, groups, _neighbours(groups)):
            places.setdefault((group, neighbour), []).append((number, start))
    return Windows(windows, tuple(Pair(*groups, tuple(found)) for groups, found in places.items()))


def _neighbours(groups: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The next group; for the last the one before, and for a single one itself."""
    return [*groups[1:], groups[max(0, len(groups) - 2)]]
