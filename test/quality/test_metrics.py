"""Metrics against scikit-image and against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from hyperrestore.quality.metrics import ergas, mpsnr, mssim, psnr, sam, spectral_angles, ssim_map

OPTIONS = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}


@pytest.fixture
def cubes() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    clean = rng.random((4, 24, 20))
    return clean + 0.1 * rng.standard_normal(clean.shape) * np.array([1, 2, 3, 4])[:, None, None], clean


def test_mpsnr_is_the_mean_of_the_bands(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    each = [peak_signal_noise_ratio(truth, ours, data_range=1) for ours, truth in zip(noisy, clean)]
    assert mpsnr(noisy, clean) == pytest.approx(np.mean(each), abs=1e-9)
    assert mpsnr(clean + 0.01, clean) == pytest.approx(40)


def test_psnr_with_a_peak_and_its_ceiling(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    error = np.mean((noisy[0] - clean[0]) ** 2)
    assert psnr(error * 500**2, 500) == pytest.approx(peak_signal_noise_ratio(clean[0], noisy[0], data_range=1))
    assert psnr(np.zeros(2), 500).tolist() == [120, 120]
    assert mpsnr(clean, clean) == 120


def test_mpsnr_leaves_out_nan(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    noisy[:, :, :5] = np.nan
    assert mpsnr(noisy, clean) == pytest.approx(mpsnr(noisy[:, :, 5:], clean[:, :, 5:]))


def test_mssim_is_the_windowed_one(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    expected = np.mean([structural_similarity(a, b, data_range=1, **OPTIONS) for a, b in zip(clean, noisy)])
    assert mssim(noisy, clean) == pytest.approx(expected, abs=1e-12)
    assert mssim(clean, clean) == pytest.approx(1)


def test_ssim_map_by_its_formula(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    """Wang et al. 2004, equation 13, written out for every pixel with its 11 x 11 weights."""
    noisy, clean = (500 * cube[1] for cube in cubes)
    peak, bell = 777, np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    weights = np.outer(bell, bell) / bell.sum() ** 2
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    found = ssim_map(noisy, clean, peak)
    assert found.shape == (14, 10)
    for row, column in np.ndindex(found.shape):
        x, y = (image[row : row + 11, column : column + 11] for image in (noisy, clean))
        mean, true_mean = (weights * x).sum(), (weights * y).sum()
        variance, true_variance = (weights * (x - mean) ** 2).sum(), (weights * (y - true_mean) ** 2).sum()
        covariance = (weights * (x - mean) * (y - true_mean)).sum()
        expected = (2 * mean * true_mean + c1) * (2 * covariance + c2)
        expected /= (mean**2 + true_mean**2 + c1) * (variance + true_variance + c2)
        assert found[row, column] == pytest.approx(expected, abs=1e-9)


def test_cubes_smaller_than_the_window_have_no_ssim(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    assert ssim_map(noisy[0, :10], clean[0, :10]).shape == (0, 10)
    assert ssim_map(noisy[0, :3, :3], clean[0, :3, :3]).shape == (0, 0)
    assert np.isnan(mssim(noisy[:, :10], clean[:, :10]))


def test_sam_is_an_angle_in_radians() -> None:
    clean = np.array([1.0, 0.0])[:, None, None] * np.ones((1, 2, 2))
    turned = np.array([1.0, 1.0])[:, None, None] * np.ones((1, 2, 2))
    assert sam(turned, clean) == pytest.approx(np.pi / 4)
    assert sam(3 * clean, clean) == pytest.approx(0, abs=1e-7)
    assert sam(-clean, clean) == pytest.approx(np.pi)
    assert sam(1e-30 * turned, 1e-30 * clean) == pytest.approx(np.pi / 4)


def test_spectra_without_direction_or_data() -> None:
    restored = np.array([[0.0, 1.0, 0.0, np.nan], [0.0, 1.0, 0.0, 1.0]])
    clean = np.array([[1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0]])
    angles = spectral_angles((restored * clean).sum(axis=0), (restored**2).sum(axis=0), (clean**2).sum(axis=0))
    assert angles[0] == pytest.approx(np.pi / 2)
    assert np.isnan(angles[1:]).all()
    assert sam(restored[:, None], clean[:, None]) == pytest.approx(np.pi / 2)


def test_ergas_by_hand() -> None:
    errors, means = np.array([4.0, 9.0, 5.0]), np.array([10.0, -30.0, 0.0])
    assert ergas(errors, means, 0.5) == pytest.approx(50 * np.sqrt((4 / 100 + 9 / 900) / 2))
    assert np.isnan(ergas(errors[2:], means[2:]))
