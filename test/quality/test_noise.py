"""The noise is the papers' protocol: how many bands are hit, how hard, and by what."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.errors import InvalidParameter
from hyperrestore.quality.draws import StreamDraws
from hyperrestore.quality.noise import (
    BAND_SIGMAS,
    CASES,
    IMPULSE_SHARES,
    PEAK_PHOTONS,
    BandNoise,
    add_noise,
    degrade,
    draw_plan,
)


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


def kinds(plan: tuple[BandNoise, ...]) -> dict[str, set[int]]:
    """Which bands got what."""
    return {
        kind: {number for number, noise in enumerate(plan) if getattr(noise, kind)}
        for kind in ("striped", "dead", "impulses")
    }


@pytest.mark.parametrize("bands", [2, 3, 31, 61, 191])
def test_thirds_are_disjoint_and_left_over_bands_get_gaussian_noise_only(bands: int) -> None:
    plan = draw_plan("mixture", bands, 100, np.random.default_rng(bands))
    found = kinds(plan)
    assert [len(chosen) for chosen in found.values()] == [bands // 3] * 3
    assert len(set.union(*found.values())) == 3 * (bands // 3)
    assert {noise.sigma for noise in plan} <= set(BAND_SIGMAS)
    assert not any(noise.speckle or noise.peak_photons for noise in plan)


@pytest.mark.parametrize(("case", "kind"), [("stripe", "striped"), ("deadline", "dead"), ("impulse", "impulses")])
def test_a_case_of_one_structure_hits_a_random_third(case: str, kind: str) -> None:
    seen = [kinds(draw_plan(case, 20, 100, np.random.default_rng(seed))) for seed in range(40)]
    assert {len(found[kind]) for found in seen} == {6}
    assert all(not chosen for found in seen for other, chosen in found.items() if other != kind)
    assert set.union(*(found[kind] for found in seen)) == set(range(20))


@pytest.mark.parametrize("width", [20, 64, 100, 333])
def test_line_counts_span_the_whole_range_of_the_protocol(width: int) -> None:
    """Floor of 5 and 15 % for stripes, ceiling for dead lines; the upper end excluded; no column twice."""
    rng = np.random.default_rng(width)
    plans = [draw_plan("mixture", 90, width, rng) for _ in range(40)]
    for kind, rounded in (("striped", np.floor), ("dead", np.ceil)):
        columns = [getattr(noise, kind) for plan in plans for noise in plan if getattr(noise, kind)]
        low, high = int(rounded(0.05 * width)), int(rounded(0.15 * width))
        assert {len(chosen) for chosen in columns} == set(range(max(low, 1), max(high, low + 1)))
        assert all(len(set(chosen)) == len(chosen) for chosen in columns)
        assert {column for chosen in columns for column in chosen} == set(range(width))


def test_stripe_offsets_are_uniform_within_a_quarter() -> None:
    rng = np.random.default_rng(1)
    offsets = np.concatenate([noise.offsets for noise in draw_plan("stripe", 600, 300, rng) if noise.striped])
    assert -0.25 <= offsets.min() < -0.249 and 0.249 < offsets.max() < 0.25
    assert offsets.std() == pytest.approx(0.5 / np.sqrt(12), rel=0.03)


def test_structures_lie_on_top_of_the_gaussian_noise() -> None:
    """A dead column is exactly 0 and an impulse exactly 0 or 1; a stripe keeps its band's noise."""
    flat = np.full((300, 40), 0.5)
    draws = StreamDraws(np.random.default_rng(5))
    dead, impulse, striped = (flat.copy() for _ in range(3))
    add_noise(dead, BandNoise(sigma=0.1, dead=(3, 7)), draws)
    add_noise(impulse, BandNoise(sigma=0.1, impulses=0.3), draws)
    add_noise(striped, BandNoise(sigma=0.1, striped=(2,), offsets=(-0.2,)), draws)
    assert (dead[:, [3, 7]] == 0).all() and not (np.delete(dead, [3, 7], axis=1) == 0).any()
    assert (impulse == 0).mean() == pytest.approx(0.15, abs=0.01) == pytest.approx((impulse == 1).mean(), abs=0.01)
    assert striped[:, 2].mean() == pytest.approx(0.3, abs=0.02)
    assert striped[:, 2].std() == pytest.approx(0.1, rel=0.15)


def test_a_window_gets_the_lines_that_lie_in_it() -> None:
    noise = BandNoise(striped=(1, 12, 30), offsets=(0.1, 0.2, 0.3), dead=(5, 15))
    whole, part = np.full((4, 40), 0.5), np.full((4, 10), 0.5)
    draws = StreamDraws(np.random.default_rng(5))
    add_noise(whole, noise, draws)
    add_noise(part, noise, draws, left=10)
    assert np.array_equal(part, whole[:, 10:20])
    assert part[0, 2] == 0.7 and part[0, 5] == 0


def test_poisson_noise_has_the_variance_of_photon_counts() -> None:
    levels = np.array([0, 0.004, 0.1, 0.5, 1], np.float32)
    cube = np.broadcast_to(levels[:, None, None], (5, 250, 250))
    counts = degrade(cube, "poisson", np.random.default_rng(2)).astype(np.float64) * PEAK_PHOTONS
    assert np.rint(counts) == pytest.approx(counts, abs=1e-3)
    assert counts.mean(axis=(1, 2)) == pytest.approx(levels * PEAK_PHOTONS, rel=0.01)
    assert counts.var(axis=(1, 2)) == pytest.approx(levels * PEAK_PHOTONS, rel=0.02)
    assert (counts[0] == 0).all()


def test_fewer_photons_are_noisier_and_values_below_zero_stay() -> None:
    plan = draw_plan("poisson", 1, 9, np.random.default_rng(1), peak_photons=20)
    band = np.full((200, 200), 0.5)
    band[0] = -0.25
    add_noise(band, plan[0], StreamDraws(np.random.default_rng(2)))
    assert (band[0] == -0.25).all()
    assert band[1:].var() == pytest.approx(0.5 / 20, rel=0.03)


def test_speckle_grows_with_the_value_and_has_mean_one() -> None:
    levels = np.array([0, 0.2, 1])
    cube = np.broadcast_to(levels[:, None, None], (3, 300, 300))
    noisy = degrade(cube, "speckle", np.random.default_rng(2), sigma=0.2)
    assert noisy.mean(axis=(1, 2)) == pytest.approx(levels, rel=0.01)
    assert noisy.std(axis=(1, 2)) == pytest.approx(levels * 0.2, rel=0.02)


@pytest.mark.parametrize("case", CASES)
def test_precision_is_the_cubes(case: str) -> None:
    for kind in (np.float32, np.float64):
        assert degrade(grey(6).astype(kind), case, np.random.default_rng(1), sigma=0.1).dtype == kind


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="'salt' was asked for, which is not one of gaussian, noniid"):
        degrade(grey(3), "salt", np.random.default_rng(1))
