"""Windows of bands: they cover all, share what they should, and their mean is taken."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.bands import averaged_over_windows, bounce, window_starts


def test_bounce_reflects_without_repeating_the_ends() -> None:
    assert bounce(3, 8) == [0, 1, 2, 1, 0, 1, 2, 1]
    assert bounce(2, 5) == [0, 1, 0, 1, 0]
    assert bounce(1, 3) == [0, 0, 0]


@pytest.mark.parametrize(
    ("bands", "window", "overlap", "starts"),
    [
        (32, 4, 2, list(range(0, 29, 2))),
        (7, 4, 2, [0, 2, 3]),
        (4, 4, 2, [0]),
        (189, 32, 8, [0, 24, 48, 72, 96, 120, 144, 157]),
        (20, 32, 8, [0]),
        (5, 32, 8, [0]),
        (33, 32, 0, [0, 1]),
    ],
)
def test_window_starts(bands: int, window: int, overlap: int, starts: list[int]) -> None:
    assert window_starts(bands, window, overlap) == starts


def test_bands_in_two_windows_get_the_mean_of_both() -> None:
    cube, seen = torch.arange(7.0).view(1, 7, 1, 1), []

    def number_of_the_window(bands: torch.Tensor) -> torch.Tensor:
        seen.append(bands.flatten().tolist())
        return torch.full_like(bands, float(len(seen)))

    result = averaged_over_windows(cube, 4, 2, number_of_the_window)
    assert seen == [[0, 1, 2, 3], [2, 3, 4, 5], [3, 4, 5, 6]]
    assert result.flatten().tolist() == [1, 1, 1.5, 2, 2.5, 2.5, 3]
