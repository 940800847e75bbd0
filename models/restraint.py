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


def restrained(noisy: Tensor, restored: Tensor) -> Tensor:
    """``restored`` with faint corrections of ``noisy`` weakened, both ``float32 [N, B, H, W]``, values about 0 to 1."""
    import torch

    from .subspace.noise import LEAST_VARIANCE, unpredicted

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
