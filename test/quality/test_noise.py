"""The noise is the papers' protocol: how many bands are hit, how hard, and by what."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.quality.noise import BAND_SIGMAS, IMPULSE_SHARES, degrade


def grey(bands: int = 60) -> np.ndarray:
    return np.full((bands, 400, 100), 0.5, dtype=np.float32)


def dead_columns(noisy: np.ndarray) -> np.ndarray:
    return (noisy == 0).all(axis=1).sum(axis=1)


def extreme_share(noisy: np.ndarray) -> np.ndarray:
    return ((noisy == 0) | (noisy == 1)).mean(axis=(1, 2))


def largest_shift(noisy: np.ndarray) -> np.ndarray:
    return np.abs(np.median(noisy, axis=1) - 0.5).max(axis=1)


def test_mixture_gives_each_kind_of_noise_to_a_third_of_the_bands() -> None:
    noisy = degrade(grey(), "mixture", np.random.default_rng(3))
    dead = dead_columns(noisy) > 0
    hit = (extreme_share(noisy) > 0.05) & ~dead
    striped = (largest_shift(noisy) > 0.125) & ~dead & ~hit
    assert [np.count_nonzero(kind) for kind in (dead, hit, striped)] == [20, 20, 20]


def test_gaussian_part_has_one_of_the_four_strengths_per_band() -> None:
    sigma = degrade(grey(), "noniid", np.random.default_rng(3)).std(axis=(1, 2))
    nearest = np.abs(sigma[:, None] - BAND_SIGMAS)
    assert nearest.min(axis=1).max() < 0.005
    assert set(nearest.argmin(axis=1)) == {0, 1, 2, 3}


def test_gaussian_case_has_the_strength_asked_for() -> None:
    noisy = degrade(grey(6), "gaussian", np.random.default_rng(3), sigma=0.1)
    assert noisy.std(axis=(1, 2)) == pytest.approx(np.full(6, 0.1), rel=0.03)


def test_dead_lines_are_5_to_15_percent_of_the_columns() -> None:
    columns = dead_columns(degrade(grey(), "deadline", np.random.default_rng(3)))
    assert np.count_nonzero(columns) == 20
    assert columns[columns > 0].min() >= 5 and columns.max() < 15


def test_impulses_strike_one_of_the_four_shares_half_salt_half_pepper() -> None:
    noisy = degrade(grey(), "impulse", np.random.default_rng(3))
    share = extreme_share(noisy)
    hit = share > 0.05
    assert np.count_nonzero(hit) == 20
    assert np.abs(share[hit, None] - IMPULSE_SHARES).min(axis=1).max() < 0.02
    assert (noisy[hit] == 1).sum() == pytest.approx((noisy[hit] == 0).sum(), rel=0.03)


def test_stripes_stay_within_a_quarter_of_the_range() -> None:
    noisy = degrade(grey(), "stripe", np.random.default_rng(3))
    assert np.count_nonzero(largest_shift(noisy) > 0.125) == 20
    # A column's median is off by the stripe and by the Gaussian noise of up to 70/255 over 400 pixels.
    assert largest_shift(noisy).max() < 0.25 + 5 * 1.2533 * BAND_SIGMAS[-1] / 20


def test_same_seed_gives_the_same_noise_and_the_input_stays() -> None:
    cube = grey(9)
    first = degrade(cube, "mixture", np.random.default_rng(3))
    assert np.array_equal(first, degrade(cube, "mixture", np.random.default_rng(3)))
    assert (cube == 0.5).all()
