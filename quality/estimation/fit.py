"""Fits the spectral model of `factors` to a sample of pixels: expectation maximisation with outliers as a class.

Bands far noisier than most (by a spatial estimate that noise, texture and impulses all raise) are kept out until the
others have settled, and then start from the loadings of the quiet bands around them: a regression on 70 % impulses
would find the impulses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ...restoration.clean_range import noise_sigmas
from .factors import SpectralModel, core_probability, deviations, products, solve_scores, unpacked

MOST_FACTORS = 8
BANDS_PER_FACTOR = 3
LOUD = 2.0
QUIET_ROUNDS, ALL_ROUNDS = 5, 9
LEAST_SIGMA = 4e-4
"""Of the cube's contrast: bands that are exact combinations of others (resampled ones) would otherwise have no noise,
and all the weight."""

CORE_LIMITS = (0.02, 0.999)
LOUD_QUANTILE, GAUSSIAN_QUARTER = 0.25, 0.3186


def fit_model(
    values: np.ndarray,
    usable: np.ndarray,
    smooth: np.ndarray,
    loudness: np.ndarray,
    tick: Callable[[float], None],
    *,
    factors: bool = True,
) -> SpectralModel:
    """The model of pixels ``values`` float32 [N, B] where ``usable`` (bool [N, B]).

    ``smooth`` [N, B] is the same without single odd pixels (a spatial median), to start from; ``loudness`` [B] a first
    estimate of the noise, too high rather than too low. Without ``factors`` every band stands for itself: mean, noise
    and outliers.
    """
    quiet = loudness <= LOUD * np.median(loudness) if factors else np.ones(len(loudness), bool)
    rank = max(1, min(MOST_FACTORS, (values.shape[1] - 1) // BANDS_PER_FACTOR)) if factors else 0
    model = _start(values, usable, smooth, loudness, quiet, rank)
    rounds = QUIET_ROUNDS + ALL_ROUNDS
    weight = (usable & quiet).astype(np.float32)
    for number in range(rounds):
        if number == QUIET_ROUNDS and not quiet.all():
            model = _with_loud(model, values, usable, weight, quiet)
            quiet = np.ones_like(quiet)
        model, weight = _improve(model, values, usable & quiet, weight)
        tick((number + 1) / rounds)
    return model


def loudness_of(cubes: list[np.ndarray], contrast: float) -> np.ndarray:
    """The first estimate of the noise of each band, from float32 [B, h, w] without gaps."""
    sigma = noise_sigmas(cubes)
    if not sigma.any():
        # Too narrow for a Laplacian: steps along what there is of lines.
        steps = np.concatenate([np.diff(cube.reshape(len(cube), -1), axis=1) for cube in cubes], axis=1)
        sigma = 1.4826 * np.median(np.abs(steps), axis=1) / np.sqrt(2)
    return np.maximum(sigma, LEAST_SIGMA * contrast).astype(np.float32)


def _start(values, usable, smooth, loudness, quiet, rank: int) -> SpectralModel:
    """Principal components of the smooth cube, each band in units of its noise."""
    bands = values.shape[1]
    mean = np.median(smooth, axis=0)
    scaled = np.where(quiet, (smooth - mean) / loudness, 0)
    scaled = np.clip(scaled, *np.quantile(scaled, (0.001, 0.999)))
    power, vectors = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    vectors, power = vectors[:, bands - rank :], power[bands - rank :]
    loadings = vectors * np.sqrt(np.maximum(power, 0.05)) * loudness[:, None]
    width = np.array([np.ptp(values[usable[:, band], band]) if usable[:, band].any() else 0 for band in range(bands)])
    core = np.full(bands, 0.9)
    parts = (mean, loadings, loudness, core, np.maximum(width, loudness))
    return SpectralModel(*(part.astype(np.float32) for part in parts))


def _with_loud(model: SpectralModel, values, usable, weight, quiet) -> SpectralModel:
    """The model with the loud bands as their quiet neighbours suggest."""
    places, known = np.arange(len(quiet)), np.flatnonzero(quiet)
    loadings = np.stack([np.interp(places, known, column[known]) for column in model.loadings.T], axis=1)
    fitted = solve_scores(model, values, weight).mean @ loadings.T.astype(np.float32)
    mean, sigma, core = model.mean.copy(), model.sigma.copy(), model.core.copy()
    for band in np.flatnonzero(~quiet):
        left = (values[:, band] - fitted[:, band])[usable[:, band]]
        if left.size:
            mean[band] = _densest(left)
            sigma[band] = np.quantile(np.abs(left - mean[band]), LOUD_QUANTILE) / GAUSSIAN_QUARTER
            core[band] = 0.5
    floor = LEAST_SIGMA * np.median(model.width)
    return replace(model, mean=mean, loadings=loadings.astype(np.float32), sigma=np.maximum(sigma, floor), core=core)


def _densest(values: np.ndarray) -> float:
    """The middle of the shortest interval that holds a quarter of the values."""
    ordered = np.sort(values)
    step = max(1, len(ordered) // 4)
    start = int(np.argmin(ordered[step:] - ordered[:-step])) if len(ordered) > step else 0
    return float((ordered[start] + ordered[min(start + step, len(ordered) - 1)]) / 2)


def _improve(model: SpectralModel, values, usable, weight) -> tuple[SpectralModel, np.ndarray]:
    """One round: scores, weights, then mean, loadings, noise and share of outliers of every band."""
    scores = solve_scores(model, values, weight)
    found = deviations(model, values, weight, scores)
    weight = core_probability(model, found, usable)
    total = weight.sum(axis=0)
    counted = np.maximum(total, 1)
    sigma = np.sqrt(np.einsum("nb,nb,nb->b", weight, found.residual, found.left_out) / counted)
    core = np.clip(total / np.maximum(usable.sum(axis=0), 1), *CORE_LIMITS)
    mean, loadings = _regress(values, weight, scores.mean, scores.covariance)
    enough = total > 4 * loadings.shape[1]
    floor = LEAST_SIGMA * np.median(model.width)
    return SpectralModel(
        mean=np.where(enough, mean, model.mean).astype(np.float32),
        loadings=np.where(enough[:, None], loadings, 0).astype(np.float32),
        sigma=np.where(enough, np.maximum(sigma, floor), model.sigma).astype(np.float32),
        core=np.where(enough, core, model.core).astype(np.float32),
        width=model.width,
    ), weight


def _regress(values, weight, scores, covariance) -> tuple[np.ndarray, np.ndarray]:
    """(mean [B], loadings [B, r]) that fit best, with the scores brought back to mean 0 and variance 1."""
    count, rank = scores.shape
    extended = np.concatenate([scores, np.ones((count, 1), np.float32)], axis=1)
    moments = products(extended)
    first, second = np.triu_indices(rank + 1)
    inner = second < rank
    moments[:, inner] += covariance[:, first[inner], second[inner]]
    normal = unpacked((weight.T @ moments).astype(np.float64), rank + 1)
    ridge = 1e-6 * np.maximum(np.trace(normal, axis1=1, axis2=2) / (rank + 1), np.finfo(np.float32).tiny)
    normal += ridge[:, None, None] * np.eye(rank + 1)
    right = ((weight * values).T @ extended).astype(np.float64)
    solved = np.linalg.solve(normal, right[..., None])[..., 0]
    loadings, mean = solved[:, :rank], solved[:, rank] + solved[:, :rank] @ scores.mean(axis=0)
    centred = scores - scores.mean(axis=0)
    spread = centred.T @ centred / count + covariance.mean(axis=0)
    return mean, loadings @ np.linalg.cholesky(spread + 1e-6 * np.eye(rank))
