"""LRTA: the lower rank tensor approximation of Renard, Bourennane and Blanc-Talon (2008)."""

from __future__ import annotations

import torch
from torch import Tensor

from ..subspace.noise import noise_levels
from ..tilewise import Tick, TilewiseMethod, describe_method
from .tensors import count_above_noise, eigen, eigen_bytes, gram, multiply, unfold
from .whitening import noise_unit

SWEEPS = 4
MODES = (0, 1, 2)


class LRTA(TilewiseMethod):
    """Projects the cube on a few components along each of its three modes.

    The projectors are found by alternating least squares (higher-order orthogonal iteration, HOOI). The paper
    supposes white noise and known ranks: here the bands are whitened by their estimated noise first, and a mode keeps
    the components that stand out of the noise that the other two modes' projectors let through.
    """

    descriptor = describe_method("lrta", "LRTA", 10, eigen_bytes)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        noise = noise_unit(noise_levels(cube), cube)
        white = cube / noise
        bases = [torch.eye(size).to(cube) for size in cube.shape]
        for sweep in range(SWEEPS):
            for mode in MODES:
                bases[mode] = leading(core(white, bases, MODES[:mode] + MODES[mode + 1 :]), mode)
                tick((len(MODES) * sweep + mode + 1) / (len(MODES) * SWEEPS))
        restored = core(white, bases, MODES)
        for mode in MODES:
            restored = multiply(restored, bases[mode], mode)
        return restored * noise


def core(cube: Tensor, bases: list[Tensor], modes: tuple[int, ...]) -> Tensor:
    """The cube in the coordinates of the bases of these modes."""
    for mode in modes:
        cube = multiply(cube, bases[mode].T, mode)
    return cube


def leading(cube: Tensor, mode: int) -> Tensor:
    """Basis of the components along ``mode`` that stand out of unit noise, as columns."""
    matrix = unfold(cube, mode)
    values, vectors = eigen(gram(matrix))
    return vectors[:, : count_above_noise(values, *matrix.shape)]
