"""The best coefficients in a subspace when some values of a pixel count less than others, or not at all."""

from __future__ import annotations

import torch
from torch import Tensor

from .basis import Subspace

PRIOR = 0.1
"""How much the estimate so far counts, in units of one direction's worth of values: it decides what no value tells."""

PIXELS_AT_ONCE = 1 << 14
LOOKED_AT = 1024


def weighted_eigen_images(subspace: Subspace, cube: Tensor, weights: Tensor, prior: Tensor) -> tuple[Tensor, Tensor]:
    """Eigen-images ``[K, H, W]`` of ``cube`` [B, H, W] by weighted least squares, and their noise ``[K]``.

    ``weights`` [B, H, W] from 0 to 1; ``prior`` [K, H, W] are eigen-images known before. Per pixel z minimises
    Σ w (y - E z)² + λ |z - prior|² in units of each band's noise, so that missing values are left out exactly.
    """
    vectors = subspace.vectors
    rank = vectors.shape[1]
    products = (vectors[:, :, None] * vectors[:, None, :]).flatten(1)
    identity = PRIOR * torch.eye(rank).to(vectors)
    white = (cube - subspace.mean[:, None, None]) / subspace.sigma[:, None, None]
    right = torch.tensordot(vectors.T, white * weights, 1).flatten(1).T + PRIOR * prior.flatten(1).T
    weights = weights.flatten(1).T
    result = torch.empty_like(right)
    variances = []
    for start in range(0, len(right), PIXELS_AT_ONCE):
        some = slice(start, start + PIXELS_AT_ONCE)
        normal = (weights[some] @ products).view(-1, rank, rank) + identity
        factor = torch.linalg.cholesky(normal)
        result[some] = torch.cholesky_solve(right[some, :, None], factor)[..., 0]
        looked = factor[:: -(-len(factor) // LOOKED_AT)]
        variances.append(torch.cholesky_inverse(looked).diagonal(dim1=1, dim2=2))
    return result.T.reshape(prior.shape), torch.cat(variances).mean(dim=0).sqrt()
