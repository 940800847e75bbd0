"""Spectra whose steps from band to band are mostly small, as a Laplacian law has it."""

from __future__ import annotations

import torch
from torch import Tensor

from ..tilewise import Tick

ROUNDS = 5
LEAST_SIGNAL = 0.01
"""Steps are supposed to have at least this share of their error's variance themselves."""

VALUES_AT_ONCE = 1 << 22


def regular_spectra(cube: Tensor, error: Tensor, tick: Tick) -> Tensor:
    """The likeliest ``[B, H, W]``, given one whose bands have errors of standard deviation ``error`` [B].

    Minimises Σ (x - cube)² / (2 error²) + Σ |steps of x| / scale by alternating directions. The scale of the Laplacian
    law of each pair of neighbouring bands is that of the cube's steps, less what their errors explain.
    """
    bands = len(cube)
    if bands == 1:
        tick(1.0)
        return cube
    pixels, variance = cube.flatten(1), error.square()
    noise = variance[1:] + variance[:-1]
    sizes = [(following - band).square().mean() for band, following in zip(pixels, pixels[1:])]
    signal = torch.stack(sizes) - noise
    # For the penalty 1 / noise; a Laplacian law's variance is twice the square of its scale.
    threshold = noise / (torch.maximum(signal, LEAST_SIGNAL * noise) / 2).sqrt()
    step = torch.diff(torch.eye(bands, dtype=torch.float64), dim=0)
    system = torch.diag(1 / variance.cpu().double()) + step.T @ (step / noise.cpu().double()[:, None])
    inverse = torch.linalg.inv(system)
    from_data = (inverse / variance.cpu().double()).to(cube)
    from_steps = (inverse @ (step.T / noise.cpu().double())).to(cube)
    parts = pixels.split(max(1, VALUES_AT_ONCE // bands), dim=1)
    result = []
    for number, part in enumerate(parts):
        result.append(_minimised(part, threshold[:, None], from_data, from_steps))
        tick((number + 1) / len(parts))
    return torch.cat(result, dim=1).view_as(cube)


def _minimised(pixels: Tensor, threshold: Tensor, from_data: Tensor, from_steps: Tensor) -> Tensor:
    given, current = from_data @ pixels, pixels
    multiplier = torch.zeros_like(pixels[1:])
    for _ in range(ROUNDS):
        wanted = current.diff(dim=0) + multiplier
        shrunk = wanted - wanted.clamp(-threshold, threshold)
        multiplier = wanted - shrunk
        current = given + from_steps @ (shrunk - multiplier)
    return current
