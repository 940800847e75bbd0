"""The best coefficients in a subspace when some values of a pixel count less than others, or not at all."""

from __future__ import annotations

import torch
from torch import Tensor

from .basis import Subspace
from .sampling import some_pixels

PRIOR = 0.1
"""How much the estimate so far counts, in units of one direction's worth of values: it decides what no value tells."""

LEAST_POWER = 1e-6
"""Of an eigen-image, whose noise was 1: of constant bands it is 0 throughout, and would have no inverse."""

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
        looked = factor[some_pixels(len(factor), LOOKED_AT).to(factor.device)]
        variances.append(torch.cholesky_inverse(looked).diagonal(dim1=1, dim2=2))
    return result.T.reshape(prior.shape), torch.cat(variances).mean(dim=0).sqrt()


def refitted(subspace: Subspace, images: Tensor, cube: Tensor, weights: Tensor) -> Tensor:
    """The cube ``[B, H, W]`` that filtered eigen-images [K, H, W] make, each band by its own weighted regression.

    The directions of ``subspace`` were found in a cube whose outliers had been filled in, and are biased towards what
    filled them; the regression of a band sees its inliers alone. The more of these a band has, the more its direction
    counts against its regression: it is the less noisy of the two.
    """
    rank, pixels = len(images), images[0].numel()
    known = torch.cat([images.flatten(1), images.new_ones(1, pixels)])
    loadings = torch.cat([subspace.vectors * subspace.sigma[:, None], subspace.mean[:, None]], dim=1)
    weights = weights.flatten(1)
    measured = weights.mean(dim=1)
    trust = 1 + pixels * measured.square() / (1 - measured).clamp(min=1e-3)
    products = (known[:, None] * known).flatten(0, 1)
    normal = (weights @ products.T).view(-1, rank + 1, rank + 1)
    prior = trust[:, None, None] * torch.diag(known.square().mean(dim=1).clamp(min=LEAST_POWER))
    left = (weights * (cube.flatten(1) - loadings @ known)) @ known.T
    return ((loadings + torch.linalg.solve(normal + prior, left)) @ known).view_as(cube)
