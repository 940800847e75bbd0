"""Differences, their transpose and the Fourier solution against dense matrices."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.models.lowrank.variation import AXES, SPECTRAL_WEIGHT, Variation, clamped

UNIT = torch.tensor([0.1, 0.3, 0.2])[:, None, None]
SHAPE = (3, 4, 5)


def dense(variation: Variation, axis: int) -> torch.Tensor:
    columns = torch.eye(60).view(60, *SHAPE)
    return torch.stack([variation.differences(column, axis).flatten() for column in columns], 1)


def test_differences_between_bands_are_in_units_of_their_noise() -> None:
    cube = torch.tensor([0.5, 0.7, 0.6])[:, None, None].expand(SHAPE)
    found = Variation(UNIT, 4, 5).differences(cube / UNIT, 0)[:, 0, 0]
    scale = SPECTRAL_WEIGHT * 2**0.5
    torch.testing.assert_close(found, torch.tensor([0.2 * scale / 0.1**0.5, -0.1 * scale / 0.13**0.5, 0]))


@pytest.mark.parametrize("axis", AXES)
def test_adjoint_is_the_transpose(axis: int) -> None:
    variation, steps = Variation(UNIT, 4, 5), torch.rand(SHAPE)
    expected = dense(variation, axis).T @ steps.flatten()
    torch.testing.assert_close(variation.adjoint(steps, axis).flatten(), expected)


def test_solution_by_fourier_transform_is_that_of_the_dense_system() -> None:
    variation, right = Variation(UNIT, 4, 5), torch.rand(SHAPE)
    system = 0.7 * torch.eye(60) + 0.4 * sum(dense(variation, axis).T @ dense(variation, axis) for axis in AXES)
    expected = torch.linalg.solve(system, right.flatten()).view(SHAPE)
    torch.testing.assert_close(variation.solve(right, 0.7, 0.4), expected, rtol=1e-4, atol=1e-5)


def test_soft_threshold_leaves_what_is_over_the_edge() -> None:
    steps = torch.tensor([[[-3.0, 0.5, 2.0, 3.0]]])
    assert (steps - clamped(steps, 2, 1.0)).flatten().tolist() == [-2, 0, 1, 3]
