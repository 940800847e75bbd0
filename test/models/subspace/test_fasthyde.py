"""FastHyDe, whole: what it gains, how it keeps in touch, and what it must bear."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.errors import Cancelled
from hyperrestore.models.methods import build_method
from hyperrestore.models.subspace.fasthyde import FastHyDe
from hyperrestore.test.models.lowrank.textured import gain_db, textured
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank


def restore(cube: Tensor) -> Tensor:
    return FastHyDe().restore_tile(cube, lambda share: None)


def test_unequal_gaussian_noise_all_but_goes() -> None:
    """24 bands hold 3 spectra: that alone is 9 dB."""
    clean = low_rank()
    noisy, _ = gaussian(clean)
    pulse = Quiet()
    restored = build_method("fasthyde").restore(noisy[None], pulse)[0]
    assert gain_db(clean, noisy, restored) > 16
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1) and len(pulse.ticks) > 20


def test_edges_that_repeat_themselves_come_back() -> None:
    clean, noisy = textured()
    assert gain_db(clean, noisy, restore(noisy)) > 13


@pytest.mark.parametrize("bands", [1, 2, 3, 4])
def test_few_bands_are_denoised_as_well(bands: int) -> None:
    clean = low_rank(bands)
    noisy, _ = gaussian(clean)
    assert gain_db(clean, noisy, restore(noisy)) > 5


def test_a_clean_cube_stays() -> None:
    clean = low_rank()
    assert (restore(clean) - clean).square().mean().sqrt() < 1e-3


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 3, 2), (1, 9, 7), (40, 5, 4), (4, 1, 30)])
def test_any_size_and_constant_cubes(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.zeros(shape), torch.full(shape, 0.3)):
        restored = restore(cube)
        assert restored.shape == cube.shape and restored.dtype == cube.dtype and restored.isfinite().all()
        assert cube.unique().numel() > 1 or torch.allclose(restored, cube, atol=1e-5)
    assert FastHyDe().descriptor.memory_bytes(*shape) > 0


@pytest.mark.parametrize(
    ("shape", "measured_mb"), [((200, 256, 256), 555), ((60, 256, 256), 504), ((200, 128, 128), 267)]
)
def test_memory_is_what_was_measured(shape: tuple[int, int, int], measured_mb: float) -> None:
    """Peaks of the process on a processor, less what it held before, with 16 directions instead of 20."""
    assert 1 <= FastHyDe().descriptor.memory_bytes(*shape) / 1e6 / measured_mb < 1.5


def test_tiles_of_a_batch_do_not_see_each_other() -> None:
    clean = low_rank(6, 20, 20)
    cubes = torch.stack([gaussian(clean)[0], clean])
    torch.testing.assert_close(FastHyDe().restore(cubes, Quiet())[0], restore(cubes[0]))


def test_cancel_passes_through() -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            if fraction > 0.4:
                raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        FastHyDe().restore(low_rank()[None], Cancelling())
