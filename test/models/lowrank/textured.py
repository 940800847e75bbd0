"""A small scene that repeats itself, of three spectra, with noise that differs by band."""

from __future__ import annotations

import torch
from torch import Tensor


def textured(bands: int = 24, side: int = 36, noise: float = 0.1) -> tuple[Tensor, Tensor]:
    """The clean cube and the noisy one, whose bands have 0.5 to 1.5 times ``noise``."""
    generator = torch.Generator().manual_seed(3)
    along, across = (axis.expand(side, side) for axis in (torch.arange(side)[:, None], torch.arange(side)))
    covers = torch.stack([(along // 6 + across // 6) % 2, (across // 9) % 2, (along // 12) % 2]).float()
    place = torch.linspace(0, 1, bands)
    spectra = torch.stack([0.6 * place, 0.4 * torch.sin(3 * place), 0.3 * (1 - place) ** 2])
    clean = torch.tensordot(spectra.T, covers, 1)
    sigma = noise * (0.5 + torch.rand(bands, generator=generator))
    return clean, clean + sigma[:, None, None] * torch.randn(clean.shape, generator=generator)


def gain_db(clean: Tensor, noisy: Tensor, restored: Tensor) -> float:
    """How much nearer to the clean cube the restored is."""
    before, after = (float((cube - clean).square().mean(dim=(1, 2)).log10().mean()) for cube in (noisy, restored))
    return 10 * (before - after)
