"""A model over squares that overlap."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Callable

import pytest
import torch
from torch import Tensor

from hyperrestore.models.areas import restored_by_squares
from hyperrestore.test.models.random_ras2s import Quiet


class Squares:
    """A stand-in for a network with tiles of 10 px that overlap by 4."""

    def __init__(self, change: Callable[[Tensor], Tensor]) -> None:
        self.descriptor = SimpleNamespace(tile_px=10, overlap_px=4)
        self.seen: list[tuple[int, ...]] = []
        self._change = change

    def restore(self, batch: Tensor, pulse: Quiet) -> Tensor:
        self.seen.append(tuple(batch.shape))
        pulse.tick(0.5)
        pulse.tick(1.0)
        return self._change(batch)


@pytest.mark.parametrize("size", [(7, 9), (10, 10), (22, 31), (1, 40)])
def test_what_no_tile_changes_comes_back(size: tuple[int, int]) -> None:
    cube = torch.rand(3, *size, generator=torch.Generator().manual_seed(0))
    model, pulse = Squares(lambda batch: 2 * batch), Quiet()
    torch.testing.assert_close(restored_by_squares(model, cube, pulse), 2 * cube)
    assert all(shape[:2] == (1, 3) and max(shape[2:]) <= 10 for shape in model.seen)
    assert len(pulse.ticks) == 2 * len(model.seen)
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1)


def test_a_cube_that_fits_is_seen_once_and_whole() -> None:
    model = Squares(lambda batch: batch)
    restored_by_squares(model, torch.rand(2, 10, 6), Quiet())
    assert model.seen == [(1, 2, 10, 6)]


def test_squares_are_blended_by_ramps() -> None:
    """The first says 0, the second 1: over the 4 px that both see, from one to the other in even steps."""
    numbers = iter((0.0, 1.0))
    model = Squares(lambda batch: torch.full_like(batch, next(numbers)))
    row = restored_by_squares(model, torch.zeros(1, 10, 16), Quiet())[0, 4]
    assert row[:6].tolist() == [0.0] * 6 and row[10:].tolist() == [1.0] * 6
    torch.testing.assert_close(row[6:10], torch.tensor([0.2, 0.4, 0.6, 0.8]))


def test_a_mean_over_the_square_makes_no_seams() -> None:
    model = Squares(lambda batch: batch.mean(dim=(2, 3), keepdim=True).expand_as(batch))
    slope = torch.arange(40.0).expand(1, 10, 40)
    steps = restored_by_squares(model, slope, Quiet())[0, 0].diff()
    assert steps.min() >= 0 and steps.max() < 2
