"""How noisy each band is, told from the band itself and the others, without a reference."""

from __future__ import annotations

import torch
from torch import Tensor

from .sampling import some_pixels

FEWEST_BANDS = 4
PIXELS_PER_BAND = 4
"""With fewer pixels for every band, what predicts a band from the others fits its noise."""

MOST_PIXELS = 16_384
"""Enough for any number of bands; of larger cubes, so many are looked at."""

LEAST_VARIANCE = 1e-10
"""Added to all bands (0.003 of 255): constant bands, and combinations of others, would have no inverse."""

MAD_TO_SIGMA = 1.4826


def noise_levels(cube: Tensor) -> Tensor:
    """The standard deviation of the noise in each band of ``float32 [B, H, W]``, ``float32 [B]``, never 0.

    It is that of what a linear regression on all other bands leaves of a band (Roger and Arnold, International Journal
    of Remote Sensing, 1996), by the median deviation, so that a few outliers do not count. With too few bands or pixels
    for that, of the second differences along both axes, in which little but noise is left of a scene.
    """
    found = _precision(cube)
    if found is None:
        left = _second_differences(cube).flatten(1)
        spread = 1.0
    else:
        pixels, precision = found
        left = precision @ pixels / precision.diagonal()[:, None]
        spread = (pixels.shape[1] / (pixels.shape[1] - cube.shape[0])) ** 0.5
    deviation = (left - left.median(dim=1, keepdim=True).values).abs().median(dim=1).values
    return (MAD_TO_SIGMA * spread * deviation).clamp(min=LEAST_VARIANCE**0.5).to(cube)


def unpredicted(cube: Tensor) -> Tensor | None:
    """Of each band of ``[B, H, W]`` the variance that a linear regression on all the others leaves, ``float64 [B]``.

    That is an upper bound of its noise variance. None when there are too few bands or pixels to tell.
    """
    found = _precision(cube)
    return None if found is None else 1 / found[1].diagonal()


def _precision(cube: Tensor) -> tuple[Tensor, Tensor] | None:
    """Pixels ``float64 [B, n]`` around their mean, and the inverse of their covariance.

    On the processor, because not every device has float64.
    """
    bands = cube.shape[0]
    pixels = cube.flatten(1)
    pixels = pixels[:, some_pixels(pixels.shape[1], MOST_PIXELS).to(cube.device)].cpu().double()
    count = pixels.shape[1]
    if bands < FEWEST_BANDS or count < PIXELS_PER_BAND * bands:
        return None
    pixels = pixels - pixels.mean(dim=1, keepdim=True)
    covariance = pixels @ pixels.T / (count - bands)
    covariance.diagonal().add_(LEAST_VARIANCE)
    return pixels, torch.linalg.inv(covariance)


def _second_differences(cube: Tensor) -> Tensor:
    """Differences of differences along whichever axes have more than one pixel, scaled to keep the noise's size."""
    for axis in (1, 2):
        if cube.shape[axis] > 1:
            cube = cube.diff(dim=axis) / 2**0.5
    return cube
