"""LLRGTV: local low-rank matrix recovery and global spatial-spectral total variation, He et al. (2018)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ..bands import window_starts
from ..tilewise import describe_method
from .regularised import Projection, RegularisedMethod
from .tensors import count_above_noise, eigen, eigen_bytes, gram, multiply, noise_edge, unfold

BLOCK_PX, OVERLAP_PX = 20, 10

COMPONENTS = 40
"""Blocks are decomposed in so many leading spectra of the cube, as scenes have fewer: their matrices stay small."""

MARGIN = 1.3
"""A component of a block counts when it exceeds the noise so many times."""

SHRINKAGE = 0.03
"""Threshold of the singular values in units of the largest that noise has; the total variation does the rest."""


class LLRGTV(RegularisedMethod):
    """The clean cube has low rank in every block of 20 x 20 px, as few materials meet there.

    A block is a matrix of bands by pixels, of small nuclear norm and of limited rank. The paper sets the rank by hand;
    here it is the number of components that stand out of the noise in the block. Blocks overlap, and each pixel is the
    mean of what its blocks say.
    """

    descriptor = describe_method("llrgtv", "LLRGTV", 32, lambda bands, height, width: eigen_bytes(bands))

    def projection(self, cube: Tensor) -> Projection:
        bands, height, width = cube.shape
        spectra = eigen(gram(unfold(cube, 0)))[1][:, :COMPONENTS]
        grid = Blocks(starts(height), starts(width))
        times = cube.new_zeros(1, height, width)
        for row in grid.rows:
            grid.add(times, row, grid.row(torch.ones_like(times), row))
        pixels = min(height, BLOCK_PX) * min(width, BLOCK_PX)
        images = multiply(cube, spectra.T, 0)
        ranks = [count_above_noise(eigen(gram(grid.row(images, row)))[0], bands, pixels, MARGIN) for row in grid.rows]
        threshold = SHRINKAGE * noise_edge(bands, pixels) ** 0.5

        def project(mixed: Tensor) -> Tensor:
            images = multiply(mixed, spectra.T, 0)
            found = torch.zeros_like(images)
            for row, rank in zip(grid.rows, ranks):
                grid.add(found, row, shrunk(grid.row(images, row), rank, threshold))
            return multiply(found.div_(times), spectra, 0)

        return project


def starts(size: int) -> list[int]:
    """First pixels of the blocks along a side."""
    return window_starts(size, BLOCK_PX, OVERLAP_PX)


@dataclass(frozen=True)
class Blocks:
    """Overlapping blocks by their first rows and columns; those that stick out of the images are cut."""

    rows: list[int]
    columns: list[int]

    def row(self, images: Tensor, row: int) -> Tensor:
        """The blocks that start in one row of ``[K, H, W]``, as matrices ``[N, K, pixels]``."""
        strip = images[:, row : row + BLOCK_PX]
        return torch.stack([strip[..., column : column + BLOCK_PX].flatten(1) for column in self.columns])

    def add(self, images: Tensor, row: int, blocks: Tensor) -> None:
        """Adds such matrices to the images, in place."""
        strip = images[:, row : row + BLOCK_PX]
        for column, block in zip(self.columns, blocks):
            place = strip[..., column : column + BLOCK_PX]
            place += block.view_as(place)


def shrunk(blocks: Tensor, rank: Tensor, threshold: float) -> Tensor:
    """``[N, K, pixels]`` with rank ``[N]`` at most and singular values less by ``threshold``, none below 0."""
    values, vectors = eigen(gram(blocks))
    sizes = values.sqrt()
    gains = (sizes - threshold).clamp_min(0) / sizes.clamp_min(torch.finfo(sizes.dtype).tiny)
    gains = gains * (torch.arange(gains.shape[1], device=gains.device) < rank[:, None])
    return (vectors * gains[:, None]) @ (vectors.transpose(1, 2) @ blocks)
