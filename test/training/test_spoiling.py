"""Noise for patches: as often, as strong and in the direction that the mix says."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hyperrestore.quality.noise import BAND_SIGMAS
from hyperrestore.training.spoiling import NOISELESS, NoiseMix, outer_side, spoil, turn

PLAIN = NoiseMix(cases=("gaussian",), weights=(1.0,), sigmas=(50,), clean=0, faint=0, weaker=0, rows=0, oblique=0)
GREY = np.full((2, 16, 16), 0.5, np.float32)


def deviations(noise: NoiseMix, count: int = 1500, cube: np.ndarray = GREY) -> np.ndarray:
    """Standard deviation of the noise of each draw, on the 0-255 scale."""
    rng = np.random.default_rng(1)
    return np.array([(spoil(cube, noise, rng) - cube).std() * 255 for _ in range(count)])


def about(value: float, count: int = 1500) -> object:
    return pytest.approx(value, abs=3.5 * np.sqrt(value * (1 - value) / count))


def test_clean_and_faint_patches_come_at_their_rates() -> None:
    found = deviations(replace(PLAIN, clean=0.2, faint=0.3))
    assert np.mean(found == 0) == about(0.2)
    faint = found[(found > 0) & (found < 25)]
    assert len(faint) / 1500 == about(0.3)
    assert faint.max() < 10 * 1.15 and faint.mean() == pytest.approx(5, abs=0.5)
    assert found[found > 25].mean() == pytest.approx(50, rel=0.01)


def test_weaker_patches_have_a_share_of_the_strength() -> None:
    found = deviations(replace(PLAIN, weaker=0.5))
    assert np.mean(found < 0.8 * 50) == about(0.5 * 0.8)
    assert found.max() < 50 * 1.2


def test_weaker_noise_has_smaller_stripes_too() -> None:
    tall = np.full((3, 400, 40), 0.5, np.float32)
    stripes = replace(PLAIN, cases=("stripe",), sigmas=())
    rng = np.random.default_rng(0)

    def shifts(noise: NoiseMix) -> np.ndarray:
        noisy = [spoil(tall, noise, rng) for _ in range(60)]
        return np.array([np.abs(np.median(cube, axis=1) - 0.5).max() for cube in noisy])

    full, less = shifts(stripes), shifts(replace(stripes, weaker=1.0))
    assert full.mean() > 0.15
    assert less.mean() == pytest.approx(full.mean() / 2, rel=0.25)


def test_sigmas_of_a_list_are_all_drawn_alike() -> None:
    found = np.round(deviations(replace(PLAIN, sigmas=(0, 25, 75))) / 25)
    for level in (0, 1, 3):
        assert np.mean(found == level) == about(1 / 3)


def test_without_a_list_small_sigmas_come_more_often() -> None:
    found = deviations(replace(PLAIN, sigmas=(), sigma_max=100 / 255))
    assert 90 < found.max() < 110
    # The draw is squared, so half of them are below a quarter.
    assert np.mean(found < 25) == about(0.5)


def test_cases_are_drawn_by_their_weights() -> None:
    """Bands of unequal noise are told from equal noise by their standard deviations."""
    cube = np.full((6, 24, 24), 0.5, np.float32)
    noise = replace(PLAIN, cases=("gaussian", "noniid"), weights=(3.0, 1.0), sigmas=(25,))
    rng = np.random.default_rng(0)
    found = np.stack([(spoil(cube, noise, rng) - cube).std(axis=(1, 2)) for _ in range(400)])
    equal = np.abs(found * 255 - 25).max(axis=1) < 4
    assert equal.mean() == about(0.75, 400)
    nearest = np.abs(found[~equal][:, :, None] - BAND_SIGMAS).min(axis=2)
    assert nearest.max() < 0.04


@pytest.mark.parametrize(("rows", "axis"), [(0.0, 1), (1.0, 2)])
def test_lines_run_along_columns_or_rows(rows: float, axis: int) -> None:
    """Dead lines are zero throughout: along an axis, never along the other."""
    cube = np.full((6, 40, 30), 0.5, np.float32)
    rng = np.random.default_rng(0)
    for _ in range(20):
        noisy = spoil(cube, replace(PLAIN, cases=("deadline",), rows=rows), rng)
        assert noisy.shape == cube.shape and noisy.dtype == np.float32
        dead = (noisy == 0).all(axis=axis).sum(axis=1)
        assert np.count_nonzero(dead) == 2
        # 5 to 15 % of 30 columns, or of 40 rows.
        assert set(dead) <= ({0, 2, 3, 4} if rows == 0 else {0, 2, 3, 4, 5})
        assert not (noisy == 0).all(axis=3 - axis).any()


def test_rows_come_at_their_rate() -> None:
    cube = np.full((3, 20, 20), 0.5, np.float32)
    noise = replace(PLAIN, cases=("deadline",), rows=0.35)
    rng = np.random.default_rng(0)
    found = [(spoil(cube, noise, rng) == 0).all(axis=2).any() for _ in range(400)]
    assert np.mean(found) == about(0.35, 400)


def test_the_clean_patch_is_left_as_it_is() -> None:
    cube = np.random.default_rng(1).uniform(size=(6, 12, 12)).astype(np.float32)
    before, rng = cube.copy(), np.random.default_rng(0)
    for noise in (NoiseMix(), NoiseMix(rows=1.0), NOISELESS):
        for _ in range(10):
            noisy = spoil(cube, noise, rng)
            noisy += 1
            assert np.array_equal(cube, before)


def test_noiseless_means_no_noise() -> None:
    assert deviations(NOISELESS, 100).max() == 0


def test_a_sigma_of_nought_leaves_patches_clean() -> None:
    assert deviations(replace(PLAIN, sigmas=(), sigma_max=0.0), 20).max() == 0


@pytest.mark.parametrize("side", range(1, 40))
def test_turning_by_right_angles_turns_the_middle(side: int) -> None:
    outer = outer_side(side)
    cube = np.arange(2 * outer * outer).reshape(2, outer, outer)
    rim = (outer - side) // 2
    middle = cube[:, rim : rim + side, rim : rim + side]
    for quarter in range(4):
        turned = turn(cube, side, quarter * np.pi / 2)
        assert np.array_equal(turned, np.rot90(middle, -quarter, axes=(1, 2))), quarter


@pytest.mark.parametrize("side", [1, 2, 7, 8, 16, 24, 33, 64])
def test_a_square_fits_in_at_any_angle(side: int) -> None:
    """Pixels from within the outer square only, none from the other end: each is the nearest to where it lies."""
    outer = outer_side(side)
    places = np.stack(np.mgrid[:outer, :outer]).astype(float)
    for angle in np.linspace(0, 2 * np.pi, 97):
        turned = turn(places, side, angle) - (outer - 1) / 2
        down, right = np.mgrid[:side, :side] - (side - 1) / 2
        expected = np.stack(
            [down * np.cos(angle) - right * np.sin(angle), down * np.sin(angle) + right * np.cos(angle)]
        )
        assert np.abs(turned - expected).max() <= 0.5 + 1e-9


def test_a_column_turned_by_half_a_right_angle_runs_along_the_diagonal() -> None:
    outer = outer_side(16)
    cube = np.ones((1, outer, outer))
    cube[:, :, outer // 2] = 0
    rows, columns = np.nonzero(turn(cube, 16, np.pi / 4)[0] == 0)
    assert len(rows) >= 16
    assert np.ptp(rows + columns) <= 2 or np.ptp(rows - columns) <= 2
