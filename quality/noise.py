"""The degradations of the three papers, on cubes whose clean values span 0 to 1.

Amplitudes, shares and the order (Gaussian first, structured noise on top) are those of the RAS2S protocol, which it
shares with QRNN3D. Columns are the second spatial axis: a push-broom sensor's lines of constant detector.
"""

from __future__ import annotations

import numpy as np

CASES = ("gaussian", "noniid", "stripe", "deadline", "impulse", "mixture")
BAND_SIGMAS = np.array([10, 30, 50, 70]) / 255
"""The four standard deviations that bands of the non-i.i.d. cases draw from."""

IMPULSE_SHARES = (0.1, 0.3, 0.5, 0.7)
LINE_SHARE = (0.05, 0.15)
"""Smallest and largest share of columns that are striped, or dead, in a band that is hit."""

STRIPE_AMPLITUDE = 0.25


def degrade(cube: np.ndarray, case: str, rng: np.random.Generator, sigma: float = 0.0) -> np.ndarray:
    """``cube`` float ``[B, H, W]`` with the noise of ``case``; not clipped, so values leave 0 to 1.

    ``sigma`` (same unit as the cube) is used by ``gaussian``; every other case draws one of ``BAND_SIGMAS`` per band.
    A third of the bands also gets the structured noise that the case names; in ``mixture`` three disjoint thirds get
    stripes, dead lines and impulses.
    """
    bands = cube.shape[0]
    sigmas = np.full(bands, sigma) if case == "gaussian" else BAND_SIGMAS[rng.integers(0, len(BAND_SIGMAS), bands)]
    noisy = cube + rng.standard_normal(cube.shape, dtype=np.float32) * sigmas[:, None, None].astype(np.float32)
    order, third = rng.permutation(bands), bands // 3
    if case == "mixture":
        hit = {"stripe": order[:third], "deadline": order[third : 2 * third], "impulse": order[2 * third : 3 * third]}
    else:
        hit = {case: order[:third]}
    for kind, chosen in hit.items():
        if kind in _STRUCTURED:
            for band in chosen:
                _STRUCTURED[kind](noisy[band], rng)
    return noisy


def _stripes(band: np.ndarray, rng: np.random.Generator) -> None:
    width = band.shape[1]
    low, high = (int(np.floor(share * width)) for share in LINE_SHARE)
    columns = rng.permutation(width)[: rng.integers(low, max(high, low + 1))]
    band[:, columns] -= rng.uniform(-STRIPE_AMPLITUDE, STRIPE_AMPLITUDE, columns.size).astype(band.dtype)


def _dead_lines(band: np.ndarray, rng: np.random.Generator) -> None:
    width = band.shape[1]
    low, high = (int(np.ceil(share * width)) for share in LINE_SHARE)
    band[:, rng.permutation(width)[: rng.integers(low, max(high, low + 1))]] = 0


def _impulses(band: np.ndarray, rng: np.random.Generator) -> None:
    share = IMPULSE_SHARES[rng.integers(0, len(IMPULSE_SHARES))]
    hit = rng.random(band.shape) < share
    band[hit] = rng.integers(0, 2, int(hit.sum()))


_STRUCTURED = {"stripe": _stripes, "deadline": _dead_lines, "impulse": _impulses}
