"""Restraint where there is hardly any noise: a faint correction may not be larger than the noise that can be found.

A denoiser errs by about as much on clean data as on faintly noisy data, and so harms what needs no help. With noise of
variance s² in the input, and an error of the restored band that has nothing to do with it, a correction of mean square
c² has s² of noise in it; of all mixtures of input and restored band, the one with the share s² / c² of the correction
has the least mean square error (the Wiener solution). Networks take less than all of a faint noise, and the estimate of
s² is an upper bound; hence the square of that share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

FAINT, PLAIN = 4 / 255, 8 / 255
"""Corrections up to ``FAINT`` (root mean square, of a range of 1) are restrained, from ``PLAIN`` on they pass as they
are: noise that strong is not mistaken, and the estimate fails where bands are combinations of others.

Measured with the shipped RAS2S on 64×64 px of the three validation scenes: without noise 42.8-46.9 dB become more than
75, with a sigma of 1/255 (input 48.1 dB) 42.5-46.4 become 47.5-49.1, with 2/255 (42.1) 41.8-45.1 become 42.7-45.3, and
from 5/255 on nothing changes. The plain share gains 0.4 to 1 dB less at 1/255; with 3 and 6/255 the laboratory scene
stays 0.3 dB lower.
"""

FEWEST_BANDS = 4
PIXELS_PER_BAND = 4
"""With fewer pixels for every band, what predicts a band from the others fits its noise."""

MOST_PIXELS = 16_384
"""Enough for any number of bands; of larger tiles, every second, third … pixel is looked at."""

LEAST_VARIANCE = 1e-10
"""Added to all bands (0.003 of 255): constant bands, and combinations of others, would have no inverse."""


def restrained(noisy: Tensor, restored: Tensor) -> Tensor:
    """``restored`` with faint corrections of ``noisy`` weakened, both ``float32 [N, B, H, W]``, values about 0 to 1."""
    import torch

    correction = restored - noisy
    size = correction.square().mean(dim=(2, 3))
    faint = size.sqrt() < PLAIN
    if not faint.any():
        return restored
    share = torch.ones_like(size)
    for tile in faint.any(dim=1).nonzero().flatten().tolist():
        noise = unpredicted(noisy[tile])
        if noise is not None:
            share[tile] = (noise.to(size) / size[tile].clamp(min=LEAST_VARIANCE)).clamp(max=1).square()
    passed = ((size.sqrt() - FAINT) / (PLAIN - FAINT)).clamp(0, 1)
    share = share + (1 - share) * passed
    return torch.where((share < 1)[:, :, None, None], noisy + share[:, :, None, None] * correction, restored)


def unpredicted(tile: Tensor) -> Tensor | None:
    """Of each band of ``[B, H, W]`` the variance that a linear regression on all the others leaves, ``float64 [B]``.

    That is the noise of a band in a scene with fewer materials than bands (Roger and Arnold, International Journal of
    Remote Sensing, 1996). On the processor, because not every device has float64. None when there are too few bands or
    pixels to tell.
    """
    import torch

    bands = tile.shape[0]
    pixels = tile.flatten(1)
    pixels = pixels[:, :: -(-pixels.shape[1] // MOST_PIXELS)].cpu().double()
    count = pixels.shape[1]
    if bands < FEWEST_BANDS or count < PIXELS_PER_BAND * bands:
        return None
    pixels = pixels - pixels.mean(dim=1, keepdim=True)
    covariance = pixels @ pixels.T / (count - bands)
    covariance.diagonal().add_(LEAST_VARIANCE)
    return 1 / torch.linalg.inv(covariance).diagonal()
