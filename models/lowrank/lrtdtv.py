"""LRTDTV: total-variation-regularised low-rank tensor decomposition, Wang et al. (2018)."""

from __future__ import annotations

from torch import Tensor

from ..tilewise import describe_method
from .regularised import Projection, RegularisedMethod
from .tensors import count_above_noise, eigen, eigen_bytes, gram, multiply, unfold

SPECTRAL_MARGIN = 1.3
"""A spectrum counts when it exceeds the noise so many times: fine texture and leftovers of outliers do not."""

SPATIAL_MARGIN = 0.5
"""A profile along rows or columns counts sooner, as the total variation takes off what noise it brings."""


class LRTDTV(RegularisedMethod):
    """The clean cube has a Tucker decomposition of low multilinear rank.

    The paper sets the ranks by hand; here a mode keeps the components that stand out of the noise.
    """

    descriptor = describe_method("lrtdtv", "LRTDTV", 32, eigen_bytes)

    def projection(self, cube: Tensor) -> Projection:
        values, vectors = eigen(gram(unfold(cube, 0)))
        spectral = int(count_above_noise(values, len(cube), cube[0].numel(), SPECTRAL_MARGIN))
        images = multiply(cube, vectors[:, :spectral].T, 0)
        ranks = [spectral]
        for mode in (1, 2):
            matrix = unfold(images, mode)
            ranks.append(int(count_above_noise(eigen(gram(matrix))[0], *matrix.shape, SPATIAL_MARGIN)))
        return lambda mixed: truncated(mixed, ranks)


def truncated(cube: Tensor, ranks: list[int]) -> Tensor:
    """The cube with multilinear rank ``ranks`` at most: one mode after the other (Vannieuwenhoven et al. 2012)."""
    bases = []
    for mode, rank in enumerate(ranks):
        if rank < cube.shape[mode]:
            basis = eigen(gram(unfold(cube, mode)))[1][:, :rank]
            cube = multiply(cube, basis.T, mode)
            bases.append((mode, basis))
    for mode, basis in bases:
        cube = multiply(cube, basis, mode)
    return cube
