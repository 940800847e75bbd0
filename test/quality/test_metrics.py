"""Metrics against scikit-image and against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from hyperrestore.quality.metrics import mpsnr, mssim, sam


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


def test_mpsnr_leaves_out_nan(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    noisy[:, :, :5] = np.nan
    assert mpsnr(noisy, clean) == pytest.approx(mpsnr(noisy[:, :, 5:], clean[:, :, 5:]))


def test_mssim_is_the_windowed_one(cubes: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = cubes
    options = {"data_range": 1, "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    expected = np.mean([structural_similarity(truth, ours, **options) for ours, truth in zip(noisy, clean)])
    assert mssim(noisy, clean) == pytest.approx(expected)
    assert mssim(clean, clean) == pytest.approx(1)


def test_sam_is_an_angle_in_radians() -> None:
    clean = np.array([1.0, 0.0])[:, None, None] * np.ones((1, 2, 2))
    turned = np.array([1.0, 1.0])[:, None, None] * np.ones((1, 2, 2))
    assert sam(turned, clean) == pytest.approx(np.pi / 4)
    assert sam(3 * clean, clean) == pytest.approx(0, abs=1e-7)
    assert sam(-clean, clean) == pytest.approx(np.pi)
