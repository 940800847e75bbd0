"""How noisy each band is, told from the band itself and the others, without a reference."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, pad

from .sampling import some_pixels

FEWEST_BANDS = 4
PIXELS_PER_BAND = 4
"""With fewer pixels for every band, what predicts a band from the others fits its noise."""

MOST_PIXELS = 16_384
"""Enough for any number of bands; of larger cubes, so many are looked at."""

LEAST_VARIANCE = 1e-10
"""Added to all bands (0.003 of 255): constant bands, and combinations of others, would have no inverse."""

MAD_TO_SIGMA = 1.4826

MAP_REACH, LARGEST_SQUARE, LARGEST_FACTOR = 2, 30.0, 4.0
UNEVEN = 0.1
"""Standard deviation of a map that means something: that of noise alone is 0.02, edges bring it to 0.05. Photon noise
has 0.15 to 0.5 on the validation scenes."""


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
    return (spread * _deviation(left)).clamp(min=LEAST_VARIANCE**0.5).to(cube)


def unpredicted(cube: Tensor) -> Tensor | None:
    """Of each band of ``[B, H, W]`` the variance that a linear regression on all the others leaves, ``float64 [B]``.

    That is an upper bound of its noise variance. None when there are too few bands or pixels to tell.
    """
    found = _precision(cube)
    return None if found is None else 1 / found[1].diagonal()


def noise_map(cube: Tensor) -> Tensor:
    """Where in ``float32 [B, H, W]`` noise is stronger or weaker than elsewhere: a factor ``[H, W]``, its square 1 in
    the mean.

    Photon noise and speckle follow the signal, and so are alike in all bands of a pixel. All ones where the factor
    hardly differs, or with too few bands or pixels for the regression whose residual is looked at.
    """
    even = cube.new_ones(cube.shape[1:])
    found = _precision(cube)
    if found is None:
        return even
    precision = (found[1] / found[1].diagonal()[:, None]).to(cube)
    left = torch.tensordot(precision, cube - cube.mean(dim=(1, 2), keepdim=True), 1)
    some = some_pixels(even.numel(), MOST_PIXELS).to(cube.device)
    sigma = _deviation(left.flatten(1)[:, some]).clamp(min=LEAST_VARIANCE**0.5)
    squares = (left / sigma[:, None, None]).square().clamp(max=LARGEST_SQUARE).mean(dim=0)
    reach = min(MAP_REACH, cube.shape[1] - 1, cube.shape[2] - 1)
    around = pad(squares[None, None], (reach,) * 4, mode="reflect")
    smoothed = avg_pool2d(around, 2 * reach + 1, 1)[0, 0]
    factor = (smoothed / smoothed.mean().clamp(min=LEAST_VARIANCE)).sqrt()
    return factor.clamp(1 / LARGEST_FACTOR, LARGEST_FACTOR) if float(factor.std()) > UNEVEN else even


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


def _deviation(left: Tensor) -> Tensor:
    """The standard deviation of noise in each row of ``[B, n]``, by the median deviation."""
    return MAD_TO_SIGMA * (left - left.median(dim=1, keepdim=True).values).abs().median(dim=1).values


def _second_differences(cube: Tensor) -> Tensor:
    """Differences of differences along whichever axes have more than one pixel, scaled to keep the noise's size."""
    for axis in (1, 2):
        if cube.shape[axis] > 1:
            cube = cube.diff(dim=axis) / 2**0.5
    return cube
