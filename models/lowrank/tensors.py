"""Unfoldings of a cube, products with matrices along its modes, and leading subspaces by way of Gram matrices."""

from __future__ import annotations

import torch
from torch import Tensor

from ..subspace.basis import correlation_bytes


def unfold(cube: Tensor, mode: int) -> Tensor:
    """The cube as a matrix with one row per index of ``mode``; columns in the order of the other modes."""
    return cube.movedim(mode, 0).flatten(1)


def gram(matrix: Tensor) -> Tensor:
    """``[..., n, m]`` times its own transpose, ``[..., n, n]``: its eigenvectors are the left singular vectors."""
    return matrix @ matrix.transpose(-1, -2)


def eigen(symmetric: Tensor) -> tuple[Tensor, Tensor]:
    """Eigenvalues ``[..., n]``, largest first and none below 0, and eigenvectors in the columns of ``[..., n, n]``.

    Computed in double precision on the CPU, as not every device has the routine; the matrices are small.
    """
    values, vectors = torch.linalg.eigh(symmetric.cpu().double())
    return values.flip(-1).clamp_min(0).to(symmetric), vectors.flip(-1).to(symmetric)


def eigen_bytes(*sizes: int) -> int:
    """What ``eigen`` takes for the largest of such matrices, with those it is given and gives, and for the rest of a
    method that works with them (measured)."""
    return correlation_bytes(max(sizes)) + (1 << 22)


def multiply(cube: Tensor, matrix: Tensor, mode: int) -> Tensor:
    """The mode product: every fibre of the cube along ``mode`` is multiplied by ``matrix`` from the left."""
    return torch.tensordot(matrix, cube, ([1], [mode])).movedim(0, mode)


def noise_edge(rows: int, columns: int) -> float:
    """The largest eigenvalue that the Gram matrix of unit noise of this size has (Marchenko and Pastur 1967)."""
    return (rows**0.5 + columns**0.5) ** 2


def count_above_noise(eigenvalues: Tensor, rows: int, columns: int, margin: float = 1.0) -> Tensor:
    """How many components ``[...]`` of matrices with unit noise exceed it, ``margin`` times; 1 at least.

    ``eigenvalues`` ``[..., n]`` are those of the Gram matrices of matrices with ``rows`` rows and ``columns`` columns.
    """
    return (eigenvalues > margin * noise_edge(rows, columns)).sum(-1).clamp_min(1)
