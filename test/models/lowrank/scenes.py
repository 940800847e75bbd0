"""Small synthetic scenes for the methods without training."""

from __future__ import annotations

import math

import torch
from torch import Tensor

SHAPES = [(1, 1, 1), (1, 3, 2), (5, 1, 1), (2, 1, 7), (31, 3, 2), (1, 24, 23), (30, 21, 1)]


def smooth_scene(bands: int = 24, height: int = 40, width: int = 36) -> Tensor:
    """Three smooth spectra mixed by three images of soft blobs; multilinear rank (3, 3, 3), values 0 to about 1."""
    wave = torch.linspace(0, 1, bands)
    rows, columns = torch.linspace(0, 1, height)[:, None], torch.linspace(0, 1, width)[None]
    centres = ((0.3, 0.3, 0.2), (0.7, 0.6, 0.5), (0.2, 0.8, 0.8))
    return sum(
        torch.exp(-((wave - at) ** 2) / 0.1)[:, None, None]
        * torch.exp(-((rows - row) ** 2) / 0.08)
        * torch.exp(-((columns - column) ** 2) / 0.08)
        for row, column, at in centres
    )


def decibel(restored: Tensor, clean: Tensor) -> float:
    """The PSNR of the whole cube with peak 1."""
    return -10 * math.log10(float((restored - clean).square().mean()))


def noisy(clean: Tensor, sigma: float = 0.05, share: float = 0.0) -> Tensor:
    """With Gaussian noise of ``sigma`` in all bands, and this share of pixels set to 0 or 1."""
    generator = torch.Generator().manual_seed(0)
    cube = clean + sigma * torch.randn(clean.shape, generator=generator)
    hit = torch.rand(clean.shape, generator=generator) < share
    return torch.where(hit, (torch.rand(clean.shape, generator=generator) < 0.5).float(), cube)
