"""LLRT, whole: what it gains, how it keeps in touch, and what it must bear."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.errors import Cancelled
from hyperrestore.models.lowrank.llrt import LLRT
from hyperrestore.models.methods import build_method
from hyperrestore.test.models.lowrank.textured import gain_db, textured
from hyperrestore.test.models.random_ras2s import Quiet


def test_smooth_spectra_and_repeated_edges_come_back() -> None:
    clean, noisy = textured()
    pulse = Quiet()
    restored = build_method("llrt").restore(noisy[None], pulse)[0]
    assert gain_db(clean, noisy, restored) > 14.5
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1) and len(pulse.ticks) > 50


def test_a_clean_cube_stays() -> None:
    clean, _ = textured()
    assert (LLRT().restore_tile(clean, lambda share: None) - clean).square().mean().sqrt() < 2e-3


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 3, 2), (1, 9, 7), (40, 5, 4)])
def test_any_size_and_constant_cubes(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.zeros(shape), torch.full(shape, 0.3)):
        restored = LLRT().restore_tile(cube, lambda share: None)
        assert restored.shape == cube.shape and restored.isfinite().all()
        assert cube.unique().numel() > 1 or torch.allclose(restored, cube, atol=1e-5)
    assert LLRT().descriptor.memory_bytes(*shape) > 0


def test_cancel_passes_through() -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            if fraction > 0.4:
                raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        LLRT().restore(textured()[1][None], Cancelling())
