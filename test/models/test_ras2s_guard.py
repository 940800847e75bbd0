"""A recurrence that drifts is caught, and the result is never worse than the input."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from hyperrestore.models.ras2s import guard
from hyperrestore.models.ras2s.checkpoint import convert
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.guard import BOUNDED_SHARE, restore_guarded
from hyperrestore.models.ras2s.inference import Sweep
from hyperrestore.models.ras2s.model import RAS2SModel
from hyperrestore.models.ras2s.network import RAS2S
from hyperrestore.models.ras2s.runs import run
from hyperrestore.test.models.random_ras2s import Quiet, random_network


def error(cube: np.ndarray, clean: np.ndarray) -> float:
    return float(np.sqrt(np.mean((cube - clean) ** 2)))


def test_calm_tiles_are_left_alone() -> None:
    folded = fold(random_network())
    cube = torch.rand(2, 5, 8, 8)
    sweep = run(folded, cube, folded.bounds, lambda _: None)
    # Only meaningful if these tiles are calm.
    assert float(sweep.bounded.max()) < BOUNDED_SHARE and float(sweep.restored.abs().max()) < 1.5
    pulse = Quiet()
    assert torch.equal(restore_guarded(folded, cube, pulse), sweep.restored)
    assert pulse.warnings == []


def exploding_network() -> RAS2S:
    """A head that adds 40 to every band: finite, absurd."""
    network = random_network()
    network.decoder.head[2].bias.fill_(40.0)
    return network


def test_absurd_output_falls_back_to_the_input_and_says_so() -> None:
    cube = torch.rand(1, 5, 16, 16)
    pulse = Quiet()
    restored = restore_guarded(fold(exploding_network()), cube, pulse)
    assert torch.equal(restored, cube)
    assert len(pulse.warnings) == 1
    assert "1 of 1 tiles" in pulse.warnings[0] and "5 of their 5 bands" in pulse.warnings[0]


@pytest.mark.parametrize("bands", [33, 56, 57, 100])
def test_many_bands_are_run_again_in_windows_that_cover_them(bands: int) -> None:
    """The second run is replaced by one that adds a little, so that every band tells how it was averaged."""
    seen: list[int] = []

    def second_run(net: object, cube: torch.Tensor, bounds: object, tick: object) -> Sweep:
        seen.append(cube.shape[1])
        return Sweep(restored=cube + 0.01, bounded=torch.zeros(len(cube)))

    cube = torch.rand(1, bands, 6, 6)
    again = guard._run_again(fold(random_network()), cube, lambda _: None, second_run)
    torch.testing.assert_close(again, cube + 0.01)
    assert set(seen) == {32} and len(seen) == -(-(bands - 8) // 24)


def test_not_a_number_falls_back_to_the_input() -> None:
    network = random_network()
    network.decoder.head[2].bias.fill_(float("nan"))
    cube = torch.rand(1, 4, 12, 12)
    assert torch.equal(restore_guarded(fold(network), cube, Quiet()), cube)


def test_only_the_drifting_tile_is_touched() -> None:
    folded = fold(random_network())
    calm, wild = torch.rand(1, 5, 12, 12), 60 * torch.rand(1, 5, 12, 12) - 30
    pulse = Quiet()
    both = restore_guarded(folded, torch.cat([calm, wild]), pulse)
    torch.testing.assert_close(both[:1], restore_guarded(folded, calm, Quiet()), atol=1e-5, rtol=0)
    assert "1 of 2 tiles" in pulse.warnings[0]
    assert both[1].min() >= wild.min() and both[1].max() <= wild.max()


@pytest.mark.parametrize(("scene", "case"), [("train/abu-urban-3", "noniid"), ("val/sandiego", "mixture")])
def test_authors_weights_on_data_that_makes_them_diverge(shared: Path, scene: str, case: str) -> None:
    """Scaled per band, these scenes drive the recurrence out of every plausible range (models.md §1.10)."""
    sys.path.insert(0, str(shared / "tools"))
    try:
        from degrade import degrade, load_scaled
    finally:
        sys.path.pop(0)
    cube = load_scaled(shared / "data" / f"{scene}.tif")
    low, high = (np.quantile(cube, share, axis=(1, 2), keepdims=True) for share in (0.02, 0.98))
    clean = ((cube - low) / (high - low))[:, :48, :48]
    noisy = degrade(clean, case)
    tensors, arguments = convert(
        torch.load(shared / "reference" / "ras2s_authors_checkpoint.pth", weights_only=True)["net"]
    )
    network = RAS2S(arguments)
    network.load_state_dict(tensors)
    pulse = Quiet()
    restored = RAS2SModel(network).restore(torch.from_numpy(noisy)[None], pulse)[0].numpy()
    assert pulse.warnings and "drifted" in pulse.warnings[0]
    assert noisy.min() <= restored.min() and restored.max() <= noisy.max()
    assert error(restored, clean) < error(noisy, clean)
