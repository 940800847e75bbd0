"""Spectra with Laplacian steps."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.lowrank import spectra
from hyperrestore.models.lowrank.spectra import regular_spectra


def quiet(share: float) -> None:
    pass


def test_two_bands_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """With equal errors the sum of both stays, and their difference is soft-thresholded by 2 error² / scale."""
    monkeypatch.setattr(spectra, "ROUNDS", 300)
    torch.manual_seed(0)
    cube = torch.randn(2, 6, 5)
    error = torch.full((2,), 0.4)
    step = cube[1] - cube[0]
    scale = ((step.square().mean() - 2 * 0.4**2) / 2).sqrt()
    threshold = float(2 * 0.4**2 / scale)
    wanted = step - step.clamp(-threshold, threshold)
    restored = regular_spectra(cube, error, quiet)
    torch.testing.assert_close(restored.sum(0), cube.sum(0), atol=1e-5, rtol=0)
    torch.testing.assert_close(restored[1] - restored[0], wanted, atol=1e-3, rtol=0)


def test_noise_is_smoothed_and_great_steps_stay() -> None:
    torch.manual_seed(0)
    clean = torch.zeros(30, 20, 20)
    clean[15:] = torch.rand(20, 20) * 4
    noisy = clean + 0.1 * torch.randn(clean.shape)
    restored = regular_spectra(noisy, torch.full((30,), 0.1), quiet)
    assert (restored - clean).square().mean() < 0.25 * (noisy - clean).square().mean()
    torch.testing.assert_close(restored[20:].mean(0) - restored[:10].mean(0), clean[20], atol=0.2, rtol=0)


def test_parts_are_like_the_whole_and_one_band_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    cube, error = torch.randn(4, 5, 6), torch.tensor([0.1, 0.5, 0.2, 0.3])
    whole = regular_spectra(cube, error, quiet)
    monkeypatch.setattr(spectra, "VALUES_AT_ONCE", 28)
    ticks: list[float] = []
    torch.testing.assert_close(regular_spectra(cube, error, ticks.append), whole)
    assert len(ticks) == 5 and ticks[-1] == 1
    assert torch.equal(regular_spectra(cube[:1], error[:1], quiet), cube[:1])
