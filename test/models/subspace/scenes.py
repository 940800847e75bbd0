"""A small scene of three spectra with edges and shades, and the papers' mixture of noise on it."""

from __future__ import annotations

import torch
from torch import Tensor


def low_rank(bands: int = 24, height: int = 40, width: int = 44) -> Tensor:
    """``[B, H, W]`` from about 0 to 1: a field's border, a disc and a shade, each with its own spectrum."""
    down, right = torch.linspace(0, 1, height)[:, None], torch.linspace(0, 1, width)
    disc = ((down - 0.5).square() + (right - 0.6).square() < 0.07).float()
    field = (right + 0.5 * down > 0.6).float()
    shade = 0.5 + 0.5 * torch.sin(5 * down + 3 * right)
    place = torch.linspace(0, 1, bands)
    spectra = torch.stack([0.4 * torch.exp(-4 * (place - 0.3) ** 2), 0.3 * place, 0.2 * torch.cos(3 * place) + 0.1])
    cube = torch.tensordot(spectra.T, torch.stack([disc, field, shade]), 1)
    return (cube - cube.min()) / (cube.max() - cube.min())


def gaussian(clean: Tensor, low: float = 0.05, high: float = 0.2) -> tuple[Tensor, Tensor]:
    """``clean`` with noise of standard deviation ``low`` to ``high``, and that deviation by band."""
    generator = torch.Generator().manual_seed(4)
    sigma = low + (high - low) * torch.rand(len(clean), generator=generator)
    return clean + sigma[:, None, None] * torch.randn(clean.shape, generator=generator), sigma


def mixed(clean: Tensor) -> Tensor:
    """Gaussian noise on all bands, then in turn 4 stripes, 4 dead columns, or 30 % impulses on each."""
    generator = torch.Generator().manual_seed(5)
    noisy, _ = gaussian(clean)
    width = clean.shape[2]
    for number, band in enumerate(noisy):
        columns = torch.randperm(width, generator=generator)[:4]
        if number % 3 == 0:
            band[:, columns] += 0.25 * (2 * torch.rand(4, generator=generator) - 1)
        elif number % 3 == 1:
            band[:, columns] = 0.0
        else:
            hit = torch.rand(band.shape, generator=generator)
            band[hit < 0.15] = 0.0
            band[hit > 0.85] = 1.0
    return noisy
