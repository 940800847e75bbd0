"""The hybrid, whole: the better guide, faults repaired, clean bands kept, and what it says of it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.errors import Cancelled
from hyperrestore.models.hybrid.findings import Guide
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.models.subspace.outliers import known_outliers
from hyperrestore.models.subspace.robust import RobustSubspace
from hyperrestore.test.models.hybrid.networks import Network, blocky, garbage
from hyperrestore.test.models.lowrank.textured import gain_db
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank, mixed

SMALL = (18, 28, 30)


@pytest.fixture(scope="module")
def noisy() -> Tensor:
    return mixed(low_rank(*SMALL))


@pytest.fixture(scope="module")
def alone(noisy: Tensor) -> Tensor:
    """By the robust subspace method."""
    return RobustSubspace().restore_tile(noisy, lambda share: None)


def restore(hybrid: Hybrid, cube: Tensor) -> Tensor:
    return hybrid.restore(cube[None], Quiet())[0]


def test_without_a_network_it_is_the_robust_subspace(noisy: Tensor, alone: Tensor) -> None:
    hybrid, pulse = Hybrid(None), Quiet()
    torch.testing.assert_close(hybrid.restore(noisy[None], pulse)[0], alone, atol=1e-6, rtol=0)
    assert hybrid.findings.guides == {Guide.SUBSPACE: 1}
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1) and len(pulse.ticks) > 40


def test_a_run_that_begins_again_forgets_what_it_found(noisy: Tensor) -> None:
    hybrid = Hybrid(None)
    restore(hybrid, noisy[:, :12, :12])
    assert hybrid.findings.tiles == 1 and len(hybrid.findings.bands()) == len(noisy)
    again = hybrid.to("cpu")
    assert again.findings is hybrid.findings and again.findings.tiles == 0 and again.findings.bands() == ()


@pytest.mark.parametrize("bands", [1, 2, 4])
def test_few_clean_bands_are_left_alone(bands: int) -> None:
    """There are edges in them, and no other bands to tell that these are neither stripes nor impulses."""
    clean = low_rank()[::6][:bands]
    restored = restore(Hybrid(None), clean)
    assert float((restored - clean).square().mean().sqrt()) < 1 / 255


def test_garbage_harms_nothing(noisy: Tensor, alone: Tensor) -> None:
    hybrid = Hybrid(Network(garbage))
    torch.testing.assert_close(restore(hybrid, noisy), alone, atol=1e-6, rtol=0)
    assert hybrid.findings.guides == {Guide.SUBSPACE: 1}


def test_a_network_that_knows_more_is_used_in_its_own_squares() -> None:
    """Of its errors, those in clean bands apart, the result has no more than it."""
    clean = blocky()
    spoilt, network = mixed(clean), Network(lambda batch: clean[None])
    hybrid = Hybrid(network)
    restored = restore(hybrid, spoilt)
    assert hybrid.findings.guides == {Guide.NETWORK: 1}
    assert network.calls == 2
    assert gain_db(clean, spoilt, restored) > 10 + gain_db(clean, spoilt, restore(Hybrid(None), spoilt))


def test_strength_mixes_what_is_cleared_with_what_is_restored(noisy: Tensor, alone: Tensor) -> None:
    clean = low_rank(*SMALL)
    faults_only, half = (restore(Hybrid(None, strength), noisy) for strength in (0.0, 0.5))
    torch.testing.assert_close(half, (faults_only + alone) / 2, atol=1e-6, rtol=0)
    assert gain_db(clean, noisy, faults_only) > 2
    # Impulses and dead columns are gone, Gaussian noise is there.
    known = known_outliers(noisy)
    error = (faults_only - clean).square()
    assert error[known].mean() < 0.003
    assert error[~known].mean() > 0.3 * 0.12**2


def test_strength_0_of_gaussian_noise_changes_next_to_nothing() -> None:
    noisy, sigma = gaussian(low_rank(*SMALL))
    hybrid = Hybrid(None, strength=0.0)
    change = (restore(hybrid, noisy) - noisy) / sigma[:, None, None]
    assert (change.abs() > 0.5).float().mean() < 0.005
    assert all(band.striped == band.dead == 0 for band in hybrid.findings.bands())


def test_clean_bands_are_kept_or_not() -> None:
    clean = low_rank(*SMALL)
    clean = clean + 0.002 * torch.randn(clean.shape, generator=torch.Generator().manual_seed(1)).cumsum(dim=1) / 5
    keeping, without = Hybrid(None), Hybrid(None, keep_clean=False)
    kept, changed = ((restore(hybrid, clean) - clean).square().mean().sqrt() for hybrid in (keeping, without))
    assert kept < 0.5 * changed
    assert all(band.applied == pytest.approx(1, abs=1e-4) for band in without.findings.bands())
    assert all(band.applied < 0.9 for band in keeping.findings.bands())


def test_findings_tell_what_was_done_to_each_band(noisy: Tensor) -> None:
    """In turn 4 stripes, 4 dead columns, 30 % impulses on each."""
    hybrid = Hybrid(None)
    restore(hybrid, noisy)
    striped, dead, hit = (hybrid.findings.bands()[first::3] for first in range(3))
    sigma = gaussian(low_rank(*SMALL))[1]
    assert [band.sigma for band in hybrid.findings.bands()] == pytest.approx(sigma.tolist(), rel=0.2)
    assert all(band.dead == 0 and band.replaced < 0.03 for band in striped)
    assert sum(band.striped for band in striped) > 8
    assert all(band.dead == 4 and band.replaced == pytest.approx(4 / 30, abs=0.03) for band in dead)
    assert all(band.dead == 0 and band.replaced == pytest.approx(0.3, abs=0.06) for band in hit)
    assert all(band.applied == pytest.approx(1) for band in hybrid.findings.bands())


def test_tiles_of_a_batch_are_restored_one_by_one(noisy: Tensor, alone: Tensor) -> None:
    other, pulse = gaussian(low_rank(*SMALL))[0], Quiet()
    hybrid = Hybrid(None)
    both = hybrid.restore(torch.stack([other, noisy]), pulse)
    torch.testing.assert_close(both[1], alone, atol=1e-6, rtol=0)
    assert gain_db(low_rank(*SMALL), other, both[0]) > 10
    assert hybrid.findings.tiles == 2
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1)


def test_moved_to_a_device_it_still_tells_the_same_findings() -> None:
    network = Network(torch.clone)
    hybrid = Hybrid(network, 0.5, False)
    moved = hybrid.to("cpu")
    assert network.devices == ["cpu"]
    cube = torch.rand(4, 6, 6)
    torch.testing.assert_close(restore(moved, cube), restore(hybrid, cube))
    assert hybrid.findings.tiles == 2
    assert Hybrid(None).to("cpu").descriptor.lines is None


def test_the_descriptor_counts_the_network_in() -> None:
    alone, with_network = Hybrid(None).descriptor, Hybrid(Network(torch.clone, tile_px=20)).descriptor
    assert (alone.architecture, alone.task, alone.scaling) == ("hybrid", "denoise", "cube")
    assert (alone.lines, with_network.lines) == (None, "columns")
    assert alone.memory_bytes(9, 50, 60) >= RobustSubspace().descriptor.memory_bytes(9, 50, 60)
    # Of the network, one tile of its own size.
    assert with_network.memory_bytes(9, 50, 60) - alone.memory_bytes(9, 50, 60) == 4 * 50 * 9 * 20 * 20


@pytest.mark.parametrize("shape", [(1, 1, 1), (6, 9, 1), (30, 4, 3)])
def test_any_size_and_constant_cubes(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.full(shape, 0.3)):
        hybrid = Hybrid(Network(torch.clone))
        restored = restore(hybrid, cube)
        assert restored.shape == cube.shape and restored.dtype == cube.dtype and restored.isfinite().all()
        assert len(hybrid.findings.bands()) == shape[0]


@pytest.mark.parametrize("share", [0.1, 0.35, 0.8])
def test_cancel_passes_through(noisy: Tensor, share: float) -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            if fraction > share:
                raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        Hybrid(Network(torch.clone)).restore(noisy[None], Cancelling())
