"""Full-reference quality of a restored cube, as the papers define it.

The first functions are the arithmetic of each metric; streamed evaluation (`quality.evaluation`) and the whole-cube
functions below share it. Whole cubes are ``[B, H, W]`` with the clean cube's range at 0 to 1, so the peak is 1.
"""

from __future__ import annotations

import numpy as np

from ..restoration.dependencies import require

SMALLEST_ERROR = 1e-12
"""Least mean squared error, in parts of the squared peak: cubes that are equal have a PSNR of 120 dB, not infinity."""

REACH = 5
"""Pixels on each side of a pixel that enter its structural similarity: the window has 11 x 11 px."""

NEEDS_SKIMAGE = "The structural similarity needs"


def psnr(squared_error: np.ndarray, peak: float = 1.0) -> np.ndarray:
    """Peak signal-to-noise ratio in dB of mean squared errors, 120 at most."""
    return -10 * np.log10(np.maximum(squared_error / peak**2, SMALLEST_ERROR))


def ssim_map(restored: np.ndarray, clean: np.ndarray, peak: float = 1.0) -> np.ndarray:
    """Structural similarity (Wang et al. 2004, eq. 13) of a band, float64 ``[H, W]`` to ``[H - 10, W - 10]``.

    scikit-image's, with a Gaussian window of 11 x 11 px, sigma 1.5, K1 = 0.01, K2 = 0.03, population covariance. Pixels
    whose window sticks out are left out; a band smaller than the window gives an empty map. Raises
    ``MissingDependency`` without scikit-image.
    """
    metrics = require("skimage.metrics", NEEDS_SKIMAGE)
    inside = tuple(max(0, size - 2 * REACH) for size in clean.shape)
    if not all(inside):
        return np.empty(inside)
    _, similarity = metrics.structural_similarity(
        restored, clean, data_range=peak, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True
    )
    return similarity[REACH:-REACH, REACH:-REACH]


def spectral_angles(products: np.ndarray, restored_squares: np.ndarray, clean_squares: np.ndarray) -> np.ndarray:
    """Angles in radians (0 to pi) between spectra, from their sums over bands: of products, and of squares.

    NaN where the clean spectrum is zero throughout and has no direction; pi/2 where only the restored one is. Rounding
    makes angles below about 2e-8 uncertain.
    """
    lengths = np.sqrt(restored_squares) * np.sqrt(clean_squares)
    cosines = np.divide(products, lengths, out=np.zeros_like(lengths), where=lengths != 0)
    return np.where(clean_squares > 0, np.arccos(np.clip(cosines, -1, 1)), np.nan)


def ergas(squared_errors: np.ndarray, clean_means: np.ndarray, ratio: float = 1.0) -> float:
    """Relative dimensionless global error (Wald 2002) of mean squared errors and clean means, both ``[B]``.

    100 x ``ratio`` x the root of the mean over bands of error / mean². ``ratio`` is the size of a fine pixel in coarse
    ones (1/2 for super-resolution x2), 1 for denoising. Bands of mean zero are left out; NaN when none remains.
    """
    usable = clean_means != 0
    if not usable.any():
        return float("nan")
    return float(100 * ratio * np.sqrt(np.mean(squared_errors[usable] / clean_means[usable] ** 2)))


def mean_of_known(values: np.ndarray) -> float:
    """The mean of all that is not NaN; NaN when nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def mpsnr(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over bands of the peak signal-to-noise ratio in dB, peak 1; NaN pixels are left out."""
    errors = np.nanmean((restored.astype(np.float64) - clean) ** 2, axis=(1, 2))
    return float(np.mean(psnr(errors)))


def mssim(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over bands of the structural similarity (Gaussian window, sigma 1.5, 11 px), as scikit-image computes it.

    NaN for cubes smaller than 11 px.
    """
    pairs = zip(restored.astype(np.float64), clean.astype(np.float64))
    return float(np.mean([mean_of_known(ssim_map(ours, truth)) for ours, truth in pairs]))


def sam(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over pixels of the spectral angle between restored and clean spectra, in radians.

    Pixels that are NaN in some band, or zero in all bands of the clean cube, are left out.
    """
    ours, truth = restored.astype(np.float64), clean.astype(np.float64)
    return mean_of_known(spectral_angles((ours * truth).sum(axis=0), (ours**2).sum(axis=0), (truth**2).sum(axis=0)))
