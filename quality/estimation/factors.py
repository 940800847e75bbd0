"""What a spectrum should be, by all its other bands: a low-rank model of the scene, with noise and outliers per band.

A pixel's spectrum is ``y = mean + loadings @ scores + noise``: few scores with unit variance for all bands (factor
analysis), and in band b independent noise of standard deviation ``sigma[b]`` (Roger & Arnold 1996 and HySime,
Bioucas-Dias & Nascimento 2008, regress each band on all others; this is the same prediction, without their O(B^3) per
band, and it knows that the other bands are noisy as well, each in its own way). A share ``1 - core[b]`` of the pixels
is anything at all within ``width[b]``: impulses, faults, single odd objects.

For every value the model gives what the *other* bands of its pixel predict: with ``q`` the posterior variance of the
fitted value and ``w`` the value's weight in the fit, leaving it out divides the residual by ``1 - w q / sigma**2``
(the degrees of freedom that it used up).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST_FREEDOM = 0.02


@dataclass(frozen=True)
class SpectralModel:
    """``mean``, ``sigma``, ``core``, ``width`` float32 [B], ``loadings`` float32 [B, r]; see the module."""

    mean: np.ndarray
    loadings: np.ndarray
    sigma: np.ndarray
    core: np.ndarray
    width: np.ndarray


@dataclass(frozen=True)
class Scores:
    """Of N pixels: posterior ``mean`` [N, r] and ``covariance`` [N, r, r], float32."""

    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class Deviations:
    """Of the values [N, B] from the model.

    ``residual`` is the value less the fitted one, and ``freedom`` (0 to 1) the factor that it shrank by because the
    value took part in the fit. ``variance`` is that of the value given all others of its pixel, noise included.
    """

    residual: np.ndarray
    freedom: np.ndarray
    variance: np.ndarray

    @property
    def left_out(self) -> np.ndarray:
        """The values less what the other bands of their pixels predict."""
        return self.residual / self.freedom


def solve_scores(model: SpectralModel, values: np.ndarray, weight: np.ndarray) -> Scores:
    """Posterior of the scores of pixels, from ``values`` and their ``weight`` (0 to 1; 0: ignored), both [N, B]."""
    rank = model.loadings.shape[1]
    precision = weight / model.sigma**2
    # Quiet bands say up to 1e8 times as much as the prior, which float32 would lose beside them.
    information = unpacked(precision.astype(np.float64) @ products(model.loadings.astype(np.float64)), rank)
    covariance = np.linalg.inv(information + np.eye(rank))
    projected = (precision * (values - model.mean)) @ model.loadings
    mean = np.einsum("nij,nj->ni", covariance, projected)
    return Scores(mean.astype(np.float32), covariance.astype(np.float32))


def deviations(model: SpectralModel, values: np.ndarray, weight: np.ndarray, scores: Scores) -> Deviations:
    """How ``values`` [N, B], fitted with ``weight`` [N, B], deviate."""
    noise = model.sigma**2
    fitted = np.maximum(quadratic(scores.covariance, model.loadings), 0)
    freedom = np.maximum(1 - weight * fitted / noise, LEAST_FREEDOM)
    residual = values - model.mean - scores.mean @ model.loadings.T
    return Deviations(residual, freedom, noise + fitted / freedom)


def core_probability(model: SpectralModel, found: Deviations, usable: np.ndarray) -> np.ndarray:
    """float32 [N, B]: the probability that a value is scene and Gaussian noise, and no outlier; 0 where unusable."""
    density = np.exp(-0.5 * found.left_out**2 / found.variance) / np.sqrt(2 * np.pi * found.variance)
    core = model.core * density
    return (np.where(usable, core / (core + (1 - model.core) / model.width), 0)).astype(np.float32)


def noise_gain(model: SpectralModel, weight: np.ndarray, scores: Scores) -> np.ndarray:
    """float32 [N, B]: the variance of the residual by noise alone, in units of the band's own noise variance.

    The residual is linear in the values, so this is exact for the weights 0 and 1: ``1 + (v'(C - CC)v - 2 w v'Cv) / s``
    with s the noise variance, v the loadings and C the scores' covariance (C - CC is C J C, J the data's information).
    """
    own = weight * quadratic(scores.covariance, model.loadings)
    through = scores.covariance - scores.covariance @ scores.covariance
    return np.maximum(1 + (quadratic(through, model.loadings) - 2 * own) / model.sigma**2, LEAST_FREEDOM)


def products(loadings: np.ndarray) -> np.ndarray:
    """[B, r(r+1)/2]: products of all pairs of columns."""
    first, second = np.triu_indices(loadings.shape[1])
    return loadings[:, first] * loadings[:, second]


def unpacked(triangles: np.ndarray, rank: int) -> np.ndarray:
    """[N, r, r] symmetric, of [N, r(r+1)/2] upper triangles."""
    first, second = np.triu_indices(rank)
    matrices = np.empty((len(triangles), rank, rank), triangles.dtype)
    matrices[:, first, second] = triangles
    matrices[:, second, first] = triangles
    return matrices


def quadratic(matrices: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """[N, B]: ``v' M v`` for the symmetric [N, r, r] and the rows of [B, r]."""
    first, second = np.triu_indices(loadings.shape[1])
    triangles = matrices[:, first, second] * np.where(first == second, 1, 2).astype(matrices.dtype)
    return triangles @ products(loadings).T
