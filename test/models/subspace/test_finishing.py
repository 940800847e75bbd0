"""The last filter of eigen-images."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.errors import Cancelled
from hyperrestore.models.subspace.collaborative import filtered
from hyperrestore.models.subspace.finishing import finished, finishing_bytes
from hyperrestore.test.models.subspace.scenes import low_rank


def with_noise(images: Tensor) -> Tensor:
    return images + torch.randn(images.shape, generator=torch.Generator().manual_seed(1))


def test_images_of_one_scene_lose_their_noise() -> None:
    clean, ticks = torch.tensor([18.0, 12.0, 6.0])[:, None, None] * low_rank(3), []
    noisy = with_noise(clean)
    error = (finished(noisy, ticks.append) - clean).square().mean()
    assert error < 0.08
    assert error < (filtered(noisy, lambda share: None) - clean).square().mean()
    assert ticks == sorted(ticks) and ticks[-1] == pytest.approx(1) and len(ticks) > 40


def test_noise_alone_all_but_goes() -> None:
    assert finished(with_noise(torch.zeros(3, 30, 34)), lambda share: None).std() < 0.06


@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 30), (1, 9, 7)])
def test_any_size(shape: tuple[int, int, int]) -> None:
    constant = torch.full(shape, 3.0)
    torch.testing.assert_close(finished(constant, lambda share: None), constant)
    noisy = with_noise(constant)
    restored = finished(noisy, lambda share: None)
    assert restored.shape == noisy.shape and restored.isfinite().all()
    assert finishing_bytes(*shape) > 0


def test_cancel_passes_through() -> None:
    def tick(share: float) -> None:
        if share > 0.3:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        finished(with_noise(torch.zeros(1, 12, 12)), tick)
