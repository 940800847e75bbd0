"""Collaborative filtering of white noise of standard deviation 1."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace.collaborative import filtered


def silent(share: float) -> None:
    """Nobody listens."""


def smooth(height: int = 48, width: int = 52) -> Tensor:
    """Two channels of different contrast with the same soft edges."""
    down, right = torch.linspace(0, 1, height)[:, None], torch.linspace(0, 1, width)
    image = torch.sin(6 * down) * torch.cos(4 * right)
    return torch.stack([20 * image, 8 * image])


def edges(side: int = 48) -> Tensor:
    cells = torch.arange(side) // 8
    return 6.0 * ((cells[:, None] + cells) % 2)[None]


def shrinkage_db(clean: Tensor) -> float:
    torch.manual_seed(0)
    restored = filtered(clean + torch.randn(clean.shape), silent)
    return float(-10 * (restored - clean).square().mean().log10())


def test_noise_on_a_smooth_image_shrinks() -> None:
    assert shrinkage_db(smooth()) > 10


def test_noise_beside_sharp_edges_shrinks() -> None:
    assert shrinkage_db(edges()) > 15


def test_noise_without_any_signal_all_but_goes() -> None:
    assert shrinkage_db(torch.zeros(3, 40, 40)) > 24


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (4, 9), (4, 4), (31, 7)])
def test_a_constant_image_of_any_size_comes_back(size: tuple[int, int]) -> None:
    image = torch.tensor([100.0, -40.0, 0.0])[:, None, None].expand(3, *size).contiguous()
    torch.testing.assert_close(filtered(image, silent), image, atol=0.01, rtol=0)


@pytest.mark.parametrize("clean", [smooth(), 50 * smooth(), edges()])
def test_an_image_without_noise_hardly_changes(clean: Tensor) -> None:
    """By a small part of the noise that is supposed."""
    assert (filtered(clean, silent) - clean).square().mean().sqrt() < 0.12


def test_a_channel_alone_is_filtered_as_among_others() -> None:
    """Where all channels have the same groups, each is filtered by itself."""
    torch.manual_seed(2)
    image = smooth()[:1] + torch.randn(1, 48, 52)
    together = filtered(image.repeat(3, 1, 1), silent)
    torch.testing.assert_close(together, filtered(image, silent).repeat(3, 1, 1), atol=1e-3, rtol=0)


def test_ticks_rise_to_one() -> None:
    ticks: list[float] = []
    filtered(torch.rand(2, 20, 20), ticks.append)
    assert ticks == sorted(ticks) and ticks[-1] == 1 and len(ticks) > 20
