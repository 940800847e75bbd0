"""The robust subspace method, whole: what it gains on mixed noise, what it leaves alone, and what it must bear."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import Tensor

from hyperrestore.errors import Cancelled
from hyperrestore.models.methods import build_method
from hyperrestore.models.subspace.fasthyde import FastHyDe
from hyperrestore.models.subspace.robust import RobustSubspace
from hyperrestore.test.models.lowrank.textured import gain_db
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank, mixed


def restore(cube: Tensor) -> Tensor:
    return RobustSubspace().restore_tile(cube, lambda share: None)


@pytest.fixture(scope="module")
def of_mixture() -> tuple[Tensor, Quiet]:
    """The mixture on ``low_rank()`` restored, and its pulse."""
    pulse = Quiet()
    return build_method("robustsubspace").restore(mixed(low_rank())[None], pulse)[0], pulse


def test_mixed_noise_all_but_goes(of_mixture: tuple[Tensor, Quiet]) -> None:
    clean, noisy, (restored, pulse) = low_rank(), mixed(low_rank()), of_mixture
    gain = gain_db(clean, noisy, restored)
    assert gain > 20
    assert gain > 10 + gain_db(clean, noisy, FastHyDe().restore_tile(noisy, lambda share: None))
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1) and len(pulse.ticks) > 50


def test_gaussian_noise_goes_as_with_fasthyde() -> None:
    clean = low_rank()
    noisy, _ = gaussian(clean)
    ahead = gain_db(clean, FastHyDe().restore_tile(noisy, lambda share: None), restore(noisy))
    assert ahead > -0.3


def test_lines_along_rows_go_like_those_along_columns(of_mixture: tuple[Tensor, Quiet]) -> None:
    """Turned by 90 degrees, the cube gives the turned result, to a tenth of its error."""
    noisy, (restored, _) = mixed(low_rank()), of_mixture
    turned = restore(noisy.rot90(1, (1, 2)).contiguous()).rot90(-1, (1, 2))
    error = (restored - low_rank()).square().mean()
    assert (turned - restored).square().mean() < 0.01 * error
    assert (turned - restored).abs().max() < 0.02


def test_outliers_that_never_recur_are_found() -> None:
    """Impulses of any value, 30 % in every third band."""
    clean = low_rank(24, 30, 32)
    noisy, _ = gaussian(clean)
    generator = torch.Generator().manual_seed(6)
    for band in noisy[::3]:
        hit = torch.rand(band.shape, generator=generator) < 0.3
        band[hit] = 2 * torch.rand(int(hit.sum()), generator=generator) - 0.5
    assert gain_db(clean, noisy, restore(noisy)) > 18


def test_a_small_object_stays() -> None:
    """3 x 3 px with a spectrum of their own, 0.4 brighter in bands 8 to 15, under faint noise."""
    clean, place = low_rank(), (slice(8, 16), slice(12, 15), slice(9, 12))
    clean[place] += 0.4
    noisy, _ = gaussian(clean, 0.02, 0.04)
    assert (restore(noisy) - clean)[place].abs().mean() < 0.05


def test_a_clean_cube_stays() -> None:
    clean = low_rank()
    assert (restore(clean) - clean).square().mean().sqrt() < 1e-3


def test_a_clean_cube_of_many_directions_hardly_changes() -> None:
    """Soft detail of 0.003 that every band has for itself is more than the subspace holds."""
    torch.manual_seed(0)
    detail = torch.nn.functional.interpolate(0.003 * torch.randn(48, 1, 11, 12), size=(40, 44), mode="bilinear")
    clean = low_rank(48) + detail[:, 0]
    assert (restore(clean) - clean).square().mean().sqrt() < 0.0014


@pytest.mark.parametrize("bands", [1, 2, 3, 4])
def test_few_bands_are_denoised_as_well(bands: int) -> None:
    clean = low_rank(bands)
    noisy, _ = gaussian(clean)
    assert gain_db(clean, noisy, restore(noisy)) > 4


@pytest.mark.parametrize("shape", [(1, 1, 1), (4, 1, 1), (3, 3, 2), (1, 9, 7), (40, 5, 4), (4, 1, 30), (5, 30, 1)])
def test_any_size_and_constant_cubes(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.full(shape, 0.3)):
        restored = restore(cube)
        assert restored.shape == cube.shape and restored.dtype == cube.dtype and restored.isfinite().all()
        assert cube.unique().numel() > 1 or torch.allclose(restored, cube, atol=1e-5)
    assert RobustSubspace().descriptor.memory_bytes(*shape) > 0


@pytest.mark.parametrize(
    ("shape", "measured_mb"),
    [
        ((200, 256, 256), 1305),
        ((60, 256, 256), 828),
        ((8, 256, 256), 394),
        ((200, 128, 128), 493),
        ((60, 128, 128), 317),
    ],
)
def test_memory_is_what_was_measured(shape: tuple[int, int, int], measured_mb: float) -> None:
    """Peaks of the process on a processor, less what it held before, with as many directions as there may be."""
    assert 1 <= RobustSubspace().descriptor.memory_bytes(*shape) / 1e6 / measured_mb < 1.2


def test_cubes_of_few_values_and_equal_bands_are_finite() -> None:
    torch.manual_seed(0)
    few = (torch.randint(0, most + 1, (5, 8, 8)) / most for most in (1, 9))
    for cube in (*few, torch.rand(1, 8, 8).expand(5, -1, -1), torch.rand(5, 8, 1).expand(-1, -1, 8)):
        assert restore(cube).isfinite().all()


def test_a_band_of_one_value_stays_beside_noisy_ones() -> None:
    noisy, _ = gaussian(low_rank())
    noisy[5] = 0.5
    assert (restore(noisy)[5] - 0.5).abs().max() < 0.02


def test_cancel_passes_through() -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            if fraction > 0.2:
                raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        RobustSubspace().restore(low_rank()[None], Cancelling())


def test_a_scene_under_the_papers_mixture(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("degrade", shared / "tools" / "degrade.py")
    protocol = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(protocol)
    clean = protocol.load_scaled(shared / "data" / "val" / "jasper-ridge.tif")[:, :48, :48]
    restored = restore(torch.from_numpy(protocol.degrade(clean, "mixture")))
    error = (restored - torch.from_numpy(clean)).square().mean(dim=(1, 2))
    assert float(-10 * error.log10().mean()) > 37
