"""Block matching against a search that looks at every position."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace.matching import Grouping, match


def grid(positions: int, step: int) -> list[int]:
    return sorted({*range(0, positions, step), positions - 1})


def searched(image: Tensor, grouping: Grouping, count: int) -> list[tuple[int, list[float]]]:
    """Of each group its reference and the distances of its members, by brute force."""
    patch, reach = grouping.patch, grouping.reach
    rows, columns = (side - patch + 1 for side in image.shape[1:])

    def patch_at(row: int, column: int) -> Tensor:
        return image[:, row : row + patch, column : column + patch]

    groups = []
    for row in grid(rows, grouping.step):
        for column in grid(columns, grouping.step):
            found = [
                float((patch_at(row, column) - patch_at(other_row, other_column)).square().sum() / patch**2)
                for other_row in range(max(0, row - reach), min(rows, row + reach + 1))
                for other_column in range(max(0, column - reach), min(columns, column + reach + 1))
            ]
            groups.append((row * columns + column, sorted(found)[:count]))
    return groups


@pytest.mark.parametrize(
    ("size", "grouping", "count"),
    [
        ((13, 12), Grouping(4, step=3, reach=4, count=7), 7),
        ((9, 14), Grouping(3, step=2, reach=5, count=16), 16),
        ((8, 8), Grouping(4, step=3, reach=1, count=7), 4),
        ((4, 9), Grouping(4, step=4, reach=2, count=5), 3),
        ((4, 4), Grouping(4, step=2, reach=9, count=16), 1),
    ],
)
def test_members_are_the_nearest_in_reach(size: tuple[int, int], grouping: Grouping, count: int) -> None:
    torch.manual_seed(0)
    image = torch.rand(2, *size)
    columns = size[1] - grouping.patch + 1
    patches = image.unfold(1, grouping.patch, 1).unfold(2, grouping.patch, 1).transpose(0, 2).transpose(0, 1)
    patches = patches.flatten(0, 1).flatten(1)
    groups = match(image, grouping, lambda share: None)
    expected = searched(image, grouping, count)
    assert groups.shape == (len(expected), count)
    for members, (reference, distances) in zip(groups, expected):
        assert members[0] == reference and len(set(members.tolist())) == count
        away = torch.stack([members // columns - reference // columns, members % columns - reference % columns])
        assert away.abs().max() <= grouping.reach
        found = (patches[members] - patches[reference]).square().sum(dim=1) / grouping.patch**2
        torch.testing.assert_close(found.sort().values, torch.tensor(distances))


def test_a_pattern_finds_its_repetitions() -> None:
    torch.manual_seed(1)
    image = torch.rand(1, 5, 6).repeat(1, 3, 3)
    groups = match(image, Grouping(4, step=50, reach=18, count=9), lambda share: None)
    columns = image.shape[2] - 3
    assert sorted(groups[0].tolist()) == [row * columns + column for row in (0, 5, 10) for column in (0, 6, 12)]


def test_the_reference_is_first_even_among_equals() -> None:
    groups = match(torch.zeros(1, 12, 12), Grouping(4, step=2, reach=3, count=5), lambda share: None)
    assert groups[:, 0].tolist() == [row * 9 + column for row in range(0, 9, 2) for column in range(0, 9, 2)]


def test_ticks_rise_to_one() -> None:
    ticks: list[float] = []
    match(torch.rand(1, 9, 9), Grouping(4, step=2, reach=3, count=5), ticks.append)
    assert ticks == sorted(ticks) and ticks[-1] == 1 and len(ticks) == 7
