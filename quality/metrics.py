"""Full-reference quality of a restored cube, as the papers define it.

Cubes are ``[B, H, W]`` with the clean cube's range at 0 to 1, so the peak is 1.
"""

from __future__ import annotations

import numpy as np


def mpsnr(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over bands of the peak signal-to-noise ratio in dB, peak 1; NaN pixels are left out."""
    errors = np.nanmean((restored.astype(np.float64) - clean) ** 2, axis=(1, 2))
    return float(np.mean(-10 * np.log10(np.maximum(errors, 1e-12))))


def mssim(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over bands of the structural similarity (Gaussian window, σ 1.5, 11 px), as scikit-image computes it."""
    from skimage.metrics import structural_similarity

    scores = [
        structural_similarity(
            ours, truth, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        for ours, truth in zip(restored.astype(np.float64), clean.astype(np.float64))
    ]
    return float(np.mean(scores))


def sam(restored: np.ndarray, clean: np.ndarray) -> float:
    """Mean over pixels of the spectral angle between restored and clean spectra, in radians."""
    ours, truth = restored.astype(np.float64), clean.astype(np.float64)
    lengths = np.sqrt((ours**2).sum(axis=0) * (truth**2).sum(axis=0))
    cosines = (ours * truth).sum(axis=0) / np.maximum(lengths, 1e-12)
    return float(np.mean(np.arccos(np.clip(cosines, -1, 1))))
