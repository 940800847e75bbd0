"""Unfoldings, mode products and eigenvalues against numpy's."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from hyperrestore.models.lowrank.tensors import count_above_noise, eigen, gram, multiply, noise_edge, unfold


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_mode_product_is_a_product_with_the_unfolding(mode: int) -> None:
    cube, matrix = torch.rand(3, 4, 5), torch.rand(2, (3, 4, 5)[mode])
    product = multiply(cube, matrix, mode)
    assert product.shape[mode] == 2
    torch.testing.assert_close(unfold(product, mode), matrix @ unfold(cube, mode))


def test_eigenvectors_of_the_gram_matrix_are_left_singular_vectors() -> None:
    matrix = torch.randn(4, 9, generator=torch.Generator().manual_seed(1))
    values, vectors = eigen(gram(matrix))
    left, sizes, _ = np.linalg.svd(matrix.numpy())
    np.testing.assert_allclose(values.sqrt().numpy(), sizes[:4], rtol=1e-5)
    np.testing.assert_allclose(abs(left.T @ vectors.numpy()), np.eye(4), atol=1e-4)


def test_components_stand_out_of_noise() -> None:
    generator = torch.Generator().manual_seed(2)
    noise = torch.randn(20, 500, generator=generator)
    signal = 60 * torch.linalg.qr(torch.randn(20, 2, generator=generator))[0]
    cubes = torch.stack([noise, noise + signal @ torch.linalg.qr(torch.randn(500, 2, generator=generator))[0].T])
    values = eigen(gram(cubes))[0]
    assert values[0, 0] == pytest.approx(noise_edge(20, 500), rel=0.1)
    assert count_above_noise(values, 20, 500, 1.1).tolist() == [1, 2]
