"""Stripes in any direction."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace.lines import COLUMNS, ROWS, Direction, find_direction, stripes

BANDS, SIGMA = 12, 0.1
OBLIQUE = [math.radians(degrees) for degrees in (10, 37, 45, 63, 80, 100, 135, 172)]


def striped(direction: Direction, height: int = 90, width: int = 100, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Noise of ``SIGMA`` with stripes on a tenth of the lines of every third band, and these."""
    generator = torch.Generator().manual_seed(seed)
    numbers = direction.line_numbers(height, width)
    offsets = torch.zeros(BANDS, int(numbers.max()) + 1)
    for band in range(0, BANDS, 3):
        lines = torch.randperm(offsets.shape[1], generator=generator)[: offsets.shape[1] // 10]
        offsets[band, lines] = 0.2 * torch.sign(torch.rand(len(lines), generator=generator) - 0.5)
    added = offsets[:, numbers].view(BANDS, height, width)
    return added + SIGMA * torch.randn(added.shape, generator=generator), added


def everywhere(cube: Tensor) -> Tensor:
    return torch.ones_like(cube, dtype=torch.bool)


def sigmas(cube: Tensor) -> Tensor:
    return torch.full((len(cube),), SIGMA)


def apart(one: float, other: float) -> float:
    """Between directions of lines, which have no head and tail."""
    return abs((one - other + math.pi / 2) % math.pi - math.pi / 2)


def test_lines_are_numbered_across_their_direction() -> None:
    assert COLUMNS.line_numbers(2, 3).tolist() == [0, 1, 2, 0, 1, 2]
    assert ROWS.line_numbers(2, 3).tolist() == [0, 0, 0, 1, 1, 1]
    # (row + column) / sqrt(2) is 0, 0.7, 1.4, 2.1; with half a line more 0.5, 1.2, 1.9, 2.6.
    assert Direction(math.pi / 4, 0.0).line_numbers(2, 3).tolist() == [0, 0, 1, 0, 1, 2]
    assert Direction(math.pi / 4, 0.5).line_numbers(2, 3).tolist() == [0, 1, 1, 1, 1, 2]
    # Away from the columns to the other side, numbers fall along the first column.
    assert Direction(3 * math.pi / 4, 0.0).line_numbers(2, 2).tolist() == [1, 0, 1, 1]


@pytest.mark.parametrize("direction", [COLUMNS, ROWS, Direction(0.3, 0.2), Direction(2.0, 0.7)])
def test_moved_lines_are_the_lines_of_a_larger_image(direction: Direction) -> None:
    part = direction.line_numbers(20, 30).view(20, 30)
    whole = direction.moved(7, 11).line_numbers(40, 50).view(40, 50)[7:27, 11:41]
    assert torch.equal(whole - whole.min(), part)


@pytest.mark.parametrize("direction", [COLUMNS, ROWS])
def test_columns_and_rows_are_found_as_such(direction: Direction) -> None:
    for seed in range(6):
        noisy, _ = striped(direction, 68, 68, seed)
        assert find_direction(noisy, everywhere(noisy), sigmas(noisy)) == direction


@pytest.mark.parametrize("angle", OBLIQUE)
def test_oblique_stripes_are_found_and_recovered(angle: float) -> None:
    noisy, added = striped(Direction(angle, 0.3))
    found = find_direction(noisy, everywhere(noisy), sigmas(noisy))
    assert found is not None and apart(found.angle, angle) < math.radians(0.5)
    left = added - stripes(noisy, everywhere(noisy), sigmas(noisy), found)
    assert left.square().mean() < 0.25 * added.square().mean()


def test_the_middle_of_a_large_tile_shows_the_direction() -> None:
    """The corners of a scene turned to a map are empty."""
    direction = Direction(math.radians(37), 0.3)
    noisy, added = striped(direction, 290, 300)
    usable = everywhere(noisy)
    usable[:, :80, :80] = usable[:, :80, -80:] = False
    found = find_direction(noisy, usable, sigmas(noisy))
    assert found is not None and apart(found.angle, direction.angle) < math.radians(0.5)
    left = added - stripes(noisy, usable, sigmas(noisy), found)
    assert left[:, 80:-80, 80:-80].square().mean() < 0.25 * added.square().mean()


@pytest.mark.parametrize("seed", range(4))
def test_noise_has_no_direction(seed: int) -> None:
    noise = SIGMA * torch.randn(BANDS, 80, 90, generator=torch.Generator().manual_seed(seed))
    assert find_direction(noise, everywhere(noise), sigmas(noise)) is None


@pytest.mark.parametrize("direction", [COLUMNS, ROWS, Direction(math.radians(30), 0.5)])
def test_an_edge_that_all_bands_share_is_of_the_scene(direction: Direction) -> None:
    """A road, two lines wide, alike in neighbouring bands."""
    noise = SIGMA * torch.randn(BANDS, 90, 100, generator=torch.Generator().manual_seed(1))
    numbers = direction.line_numbers(90, 100).view(90, 100)
    middle = int(numbers[45, 50])
    road = (numbers == middle) | (numbers == middle + 1)
    noise += 0.3 * road
    assert find_direction(noise, everywhere(noise), sigmas(noise)) is None
    assert stripes(noise, everywhere(noise), sigmas(noise), direction)[:, road].abs().max() == 0


@pytest.mark.parametrize("direction", [COLUMNS, ROWS, Direction(math.radians(30), 0.5)])
@pytest.mark.parametrize("usable_share", [1.0, 0.7])
def test_offsets_are_recovered_among_impulses(direction: Direction, usable_share: float) -> None:
    """30 % of values are 0.7 off, and known for outliers or not."""
    noisy, added = striped(direction)
    generator = torch.Generator().manual_seed(2)
    hit = torch.rand(noisy.shape, generator=generator) < 0.3
    noisy = torch.where(hit, 0.7 * torch.sign(torch.rand(noisy.shape, generator=generator) - 0.5), noisy)
    usable = everywhere(noisy) if usable_share == 1 else ~hit
    found = stripes(noisy, usable, sigmas(noisy), direction)
    numbers = direction.line_numbers(90, 100)
    whole = (numbers.bincount()[numbers] > 40).view(90, 100)
    kept = (added != 0) & whole
    assert (found[kept] - added[kept]).abs().max() < 0.08
    assert (found[(added == 0) & whole] != 0).float().mean() < 0.02


def test_short_lines_and_bands_without_a_usable_value_have_no_stripes() -> None:
    noisy, _ = striped(COLUMNS, height=7)
    assert stripes(noisy, everywhere(noisy), sigmas(noisy), COLUMNS).abs().max() == 0
    assert stripes(noisy, ~everywhere(noisy), sigmas(noisy), COLUMNS).abs().max() == 0


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 1, 30), (2, 30, 1), (1, 20, 20)])
def test_awkward_sizes(shape: tuple[int, int, int]) -> None:
    noise = SIGMA * torch.randn(shape, generator=torch.Generator().manual_seed(3))
    assert find_direction(noise, everywhere(noise), sigmas(noise)) is None
    for direction in (COLUMNS, ROWS, Direction(0.5, 0.1)):
        assert stripes(noise, everywhere(noise), sigmas(noise), direction).shape == shape
