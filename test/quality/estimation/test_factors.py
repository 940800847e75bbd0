"""The spectral model against the textbook: conditional Gaussians of the whole covariance, pixel by pixel."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.quality.estimation.factors import (
    Deviations,
    SpectralModel,
    core_probability,
    deviations,
    noise_gain,
    solve_scores,
)

BANDS, RANK = 9, 3


@pytest.fixture
def model() -> SpectralModel:
    rng = np.random.default_rng(0)
    parts = (rng.normal(size=BANDS), rng.normal(size=(BANDS, RANK)), rng.uniform(0.3, 1, BANDS), np.full(BANDS, 0.8),
             np.full(BANDS, 6.0))
    return SpectralModel(*(part.astype(np.float32) for part in parts))


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(40, BANDS)).astype(np.float32)


def conditional(model: SpectralModel, pixel: np.ndarray, band: int, others: list[int]) -> tuple[float, float]:
    """Mean and variance of a band given others, from the full covariance matrix."""
    covariance = model.loadings @ model.loadings.T + np.diag(model.sigma**2)
    gain = covariance[band, others] @ np.linalg.inv(covariance[np.ix_(others, others)])
    mean = model.mean[band] + gain @ (pixel[others] - model.mean[others])
    return mean, covariance[band, band] - gain @ covariance[others, band]


def test_left_out_residual_is_that_of_the_regression_on_all_other_bands(model, values) -> None:
    used = np.random.default_rng(2).random(values.shape) < 0.8
    weight = used.astype(np.float32)
    found = deviations(model, values, weight, solve_scores(model, values, weight))
    for pixel in range(len(values)):
        for band in range(BANDS):
            others = [other for other in np.flatnonzero(used[pixel]) if other != band]
            mean, variance = conditional(model, values[pixel], band, others)
            assert found.left_out[pixel, band] == pytest.approx(values[pixel, band] - mean, abs=2e-4)
            assert found.variance[pixel, band] == pytest.approx(variance, rel=2e-3)


def test_noise_gain_is_the_variance_of_the_residual_by_noise_alone(model) -> None:
    """The residual is linear: its matrix is found by probing with unit vectors."""
    weight = np.ones((BANDS, BANDS), np.float32)
    weight[:, 4] = 0
    probes = model.mean + np.eye(BANDS, dtype=np.float32)
    scores = solve_scores(model, probes, weight)
    matrix = deviations(model, probes, weight, scores).residual.T
    expected = (matrix**2 @ model.sigma**2) / model.sigma**2
    assert noise_gain(model, weight, scores)[0] == pytest.approx(expected, rel=1e-3)


def test_core_probability_is_bayes_rule(model) -> None:
    found = Deviations(np.array([[0.0] * BANDS, [3.0] * BANDS], np.float32), np.float32(1), np.full((2, BANDS), 0.25))
    probability = core_probability(model, found, np.ones((2, BANDS), bool))
    for row, residual in enumerate((0.0, 3.0)):
        core = 0.8 * np.exp(-(residual**2) / 0.5) / np.sqrt(np.pi / 2)
        assert probability[row] == pytest.approx(core / (core + 0.2 / 6), rel=1e-4)
    assert not core_probability(model, found, np.zeros((2, BANDS), bool)).any()
