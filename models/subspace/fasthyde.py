"""FastHyDe: non-local denoising of the few images that a cube is made of.

Zhuang and Bioucas-Dias, Fast Hyperspectral Image Denoising and Inpainting Based on Low-Rank and Sparse Representations
(IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing, 2018). Bands are divided by their
noise, which regression on the other bands tells, as in HySime; the signal's subspace is found; its eigen-images, whose
noise is white and 1, are filtered by collaborative filtering for want of BM3D itself, whose licence forbids many uses.
"""

from __future__ import annotations

from torch import Tensor

from ..tilewise import Tick, TilewiseMethod, between, describe_method
from .basis import correlation_bytes, find_subspace
from .collaborative import filtered, working_bytes
from .noise import noise_levels

MOST_DIRECTIONS = 20


class FastHyDe(TilewiseMethod):
    """For Gaussian noise, the same in all bands or not."""

    def __init__(self) -> None:
        self.descriptor = describe_method("fasthyde", "FastHyDe", 5, _working_bytes)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        tick(0.0)
        subspace = find_subspace(cube, noise_levels(cube), MOST_DIRECTIONS)
        tick(0.1)
        eigen_images = filtered(subspace.eigen_images(cube), between(tick, 0.1, 1))
        return subspace.cube(eigen_images)


def _working_bytes(bands: int, height: int, width: int) -> int:
    return working_bytes(min(bands, MOST_DIRECTIONS), height * width) + correlation_bytes(bands)
