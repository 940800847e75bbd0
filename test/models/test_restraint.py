"""Faint corrections are held to the noise that can be found; all others pass."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from hyperrestore.models.restraint import FAINT, PLAIN, restrained
from hyperrestore.models.subspace.noise import unpredicted

BANDS, SIDE = 12, 64


def scene(seed: int = 0) -> torch.Tensor:
    """Three materials in smooth mixtures: every band is predicted by the others, ``[1, B, H, W]``."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:SIDE, :SIDE] / SIDE
    shares = np.stack([np.sin(3 * rows + 1), np.cos(4 * columns), rows * columns])
    return torch.from_numpy(0.3 + 0.1 * np.tensordot(rng.uniform(0, 1, (BANDS, 3)), shares, 1)).float()[None]


def noise(sigma: float, seed: int = 1) -> torch.Tensor:
    return sigma * torch.randn(1, BANDS, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


def mean_square(cube: torch.Tensor) -> float:
    return float(cube.square().mean())


@pytest.mark.parametrize("sigma", [0.5 / 255, 2 / 255, 20 / 255])
def test_what_others_do_not_predict_is_the_noise(sigma: float) -> None:
    found = unpredicted((scene() + noise(sigma))[0]).sqrt()
    # The three materials fill a quarter of the bands' dimensions: predictions from noisy bands are noisy themselves.
    assert found.min() > 0.9 * sigma and found.max() < 1.5 * sigma


def test_harm_to_a_clean_scene_is_undone() -> None:
    clean = scene()
    assert (restrained(clean, clean + noise(1.5 / 255)) - clean).abs().max() < 2e-5


def test_a_mixture_with_the_squared_share() -> None:
    noisy, restored = scene() + noise(1 / 255), scene() + noise(2 / 255, seed=5)
    correction = restored - noisy
    size = correction.square().mean(dim=(2, 3))
    assert size.sqrt().max() < FAINT
    share = (unpredicted(noisy[0]) / size[0]).square()
    assert share.max() < 0.5
    expected = noisy[0] + share[:, None, None].float() * correction[0]
    result = restrained(noisy, restored)
    torch.testing.assert_close(result[0], expected, atol=1e-7, rtol=0)
    assert mean_square(result - scene()) < mean_square(noisy - scene()) < mean_square(restored - scene())


def test_faint_noise_may_be_taken_whole() -> None:
    noisy = scene() + noise(2 / 255)
    assert mean_square(restrained(noisy, scene()) - scene()) < 0.02 * mean_square(noisy - scene())


def test_plain_corrections_pass_bit_for_bit() -> None:
    clean = scene()
    restored = clean + noise(1.2 * PLAIN)
    restored[:, 0] = clean[:, 0] + noise(0.5 / 255)[:, 0]
    result = restrained(clean, restored)
    assert torch.equal(result[:, 1:], restored[:, 1:])
    assert (result[:, 0] - clean[:, 0]).abs().max() < 2e-5


def test_tiles_are_judged_one_by_one() -> None:
    clean = torch.cat([scene(), scene(3)])
    restored = torch.cat([scene() + noise(1 / 255), scene(3) + noise(1.5 * PLAIN)])
    result = restrained(clean, restored)
    assert torch.equal(result[1], restored[1])
    assert torch.equal(result[:1], restrained(clean[:1], restored[:1]))


@pytest.mark.parametrize("shape", [(1, 3, 64, 64), (1, 12, 6, 6)])
def test_too_little_to_tell_noise_by_changes_nothing(shape: tuple[int, ...]) -> None:
    noisy = torch.rand(shape)
    restored = noisy + 0.001
    assert torch.equal(restrained(noisy, restored), restored)


def test_constant_and_repeated_bands_are_no_trouble() -> None:
    cube = scene()
    cube[:, 3], cube[:, 5] = 0.25, cube[:, 4]
    assert restrained(cube, cube + noise(1 / 255)).isfinite().all()
