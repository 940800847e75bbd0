"""NGMeet, whole: what it gains, how it keeps in touch, and what it must bear."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.errors import Cancelled
from hyperrestore.models.lowrank.ngmeet import NGMeet, leading_directions
from hyperrestore.models.methods import build_method
from hyperrestore.test.models.lowrank.textured import gain_db, textured
from hyperrestore.test.models.random_ras2s import Quiet


def test_few_spectra_and_repeated_edges_come_back() -> None:
    """24 bands hold 3 spectra: the subspace alone gives 9 dB, and alike patches more."""
    clean, noisy = textured()
    pulse = Quiet()
    restored = build_method("ngmeet").restore(noisy[None], pulse)[0]
    assert gain_db(clean, noisy, restored) > 14.5
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1) and len(pulse.ticks) > 50


def test_a_clean_cube_stays() -> None:
    clean, _ = textured()
    assert (NGMeet().restore_tile(clean, lambda share: None) - clean).square().mean().sqrt() < 2e-3


def test_leading_directions_are_those_of_the_spectra() -> None:
    clean, _ = textured()
    basis = leading_directions(clean, 3)
    torch.testing.assert_close(basis.T @ basis, torch.eye(3))
    torch.testing.assert_close(torch.tensordot(basis @ basis.T, clean, 1), clean, atol=1e-5, rtol=0)
    assert leading_directions(clean[:2], 3).shape == (2, 2)


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 3, 2), (1, 9, 7), (40, 5, 4)])
def test_any_size_and_constant_cubes(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.zeros(shape), torch.full(shape, 0.3)):
        restored = NGMeet().restore_tile(cube, lambda share: None)
        assert restored.shape == cube.shape and restored.isfinite().all()
        assert cube.unique().numel() > 1 or torch.allclose(restored, cube, atol=1e-5)
    assert NGMeet().descriptor.memory_bytes(*shape) > 0


def test_cancel_passes_through() -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            if fraction > 0.4:
                raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        NGMeet().restore(textured()[1][None], Cancelling())
