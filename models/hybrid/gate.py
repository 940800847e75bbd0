"""Which bands are clean: their noise is faint in the cube, and faint beside what the band itself shows."""

from __future__ import annotations

from torch import Tensor

CLEAN, NOISY = 0.5 / 255, 1.0 / 255
"""Noise (root mean square, of a range of 1) up to the first is faint in the cube; beyond the second it is not."""

CLEAN_CONTRAST, NOISY_CONTRAST = 0.02, 0.04
"""The same as a share of the band's own standard deviation: 34 and 28 dB. A dark band with little contrast is noisy
long before the cube's range says so.

Measured: of EnMAP's bands over Potsdam three quarters have less than 3 % and 0.24 of 255, the visibly noisy 163 has
23 % and 9 of 255; of the San Diego scene as it was delivered, half the bands have less than 1.1 % and 0.4 of 255.
"""


def gate(cleared: Tensor, estimate: Tensor) -> Tensor:
    """How much of each band's correction passes, from 0 (clean) to 1, ``[B]``.

    ``cleared`` [B, H, W] is the cube without its faults, from 0 to 1, ``estimate`` the same without its noise.
    """
    noise = (cleared - estimate).square().mean(dim=(1, 2)).sqrt()
    contrast = noise / estimate.flatten(1).std(dim=1, unbiased=False).clamp(min=1e-12)
    in_cube = (noise - CLEAN) / (NOISY - CLEAN)
    in_band = (contrast - CLEAN_CONTRAST) / (NOISY_CONTRAST - CLEAN_CONTRAST)
    return in_cube.maximum(in_band).clamp(0, 1)
