"""Counts are the quantiles that scipy's own distribution gives."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hyperrestore.quality.photons import photon_counts


@pytest.mark.parametrize("largest", [0.01, 1, 20, 255])
def test_counts_are_quantiles(largest: float) -> None:
    rng = np.random.default_rng(3)
    uniform, expected = rng.random((150, 200)), rng.random((150, 200)) * largest
    assert np.array_equal(photon_counts(uniform, expected), stats.poisson.ppf(uniform, expected))


def test_large_counts_are_quantiles_to_rounding() -> None:
    rng = np.random.default_rng(3)
    uniform, expected = rng.random(30_000), rng.random(30_000) * 1e6
    counts = photon_counts(uniform, expected)
    assert (stats.poisson.cdf(counts, expected) > uniform - 1e-9).all()
    assert (stats.poisson.cdf(counts - 1, expected) < uniform + 1e-9).all()


def test_extremes() -> None:
    expected = np.array([0, 0, 0.3, 255, 255, 255])
    uniform = np.array([0, 0.999999, 0, 0, 1e-300, 1 - 2**-53])
    counts = photon_counts(uniform, expected)
    assert counts.tolist()[:3] == [0, 0, 0]
    assert counts[5] == stats.poisson.ppf(1 - 2**-53, 255)
    assert np.isfinite(counts).all() and (counts >= 0).all()
