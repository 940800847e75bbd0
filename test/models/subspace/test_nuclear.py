"""Weighted nuclear norm of groups, against singular value decompositions made one by one."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.subspace import nuclear
from hyperrestore.models.subspace.groups import patch_rows
from hyperrestore.models.subspace.matching import Grouping, match
from hyperrestore.models.subspace.nuclear import kept_shares, low_rank_groups, shrinkers


def quiet(share: float) -> None:
    pass


def shrunk(values: Tensor, edge: float) -> Tensor:
    """The reweighted solution by brute force: soft thresholds by weights that are renewed until they stay."""
    current = values.clone()
    for _ in range(2000):
        current = (values - edge**2 / (4 * current.clamp(min=1e-9))).clamp(min=0)
    return current


def test_kept_shares_solve_the_reweighted_problem() -> None:
    values = torch.tensor([0.0, 0.5, 1.9, 2.1, 3.0, 50.0], dtype=torch.float64)
    torch.testing.assert_close(kept_shares(values.square(), 2.0) * values, shrunk(values, 2.0))
    assert kept_shares(values.square(), 0.0)[1:].tolist() == [1] * 5


def test_shrinkers_are_singular_value_shrinkage_around_the_mean() -> None:
    torch.manual_seed(0)
    rows = torch.randn(3, 6, 20) + 5
    mean = rows.mean(dim=1, keepdim=True)
    products = (rows - mean) @ (rows - mean).mT
    left, values, right = torch.linalg.svd((rows - mean).double(), full_matrices=False)
    expected = left @ torch.diag_embed(shrunk(values, 4.0)) @ right + mean
    torch.testing.assert_close(shrinkers(products, 4.0) @ rows, expected.float(), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("slice_values", [1 << 24, 1])
def test_groups_are_shrunk_and_averaged(slice_values: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same whether all channels go through at once or one after the other."""
    monkeypatch.setattr(nuclear, "SLICE_VALUES", slice_values)
    monkeypatch.setattr(nuclear, "VALUES_AT_ONCE", 2000)
    torch.manual_seed(0)
    image = torch.randn(3, 9, 8) + 3 * torch.linspace(0, 1, 8)
    groups = match(image, Grouping(patch=2, step=2, reach=3, count=10), quiet)
    edge = 0.8 * 0.5 * (12**0.5 + 9**0.5)
    sums, counts = torch.zeros_like(image), torch.zeros(9, 8)
    passed = []
    for members in groups:
        rows = patch_rows(image, 2)[members].flatten(1)
        mean = rows.mean(dim=0)
        left, values, right = torch.linalg.svd(rows - mean, full_matrices=False)
        share = kept_shares(values.square(), edge)
        passed.append(float(share.square().sum() + 1) / 10)
        new = left @ torch.diag(share * values) @ right + mean
        for place, row in zip(members.tolist(), new.view(10, 3, 2, 2)):
            top, first = divmod(place, 7)
            sums[:, top : top + 2, first : first + 2] += row
            counts[top : top + 2, first : first + 2] += 1
    ticks: list[float] = []
    result, left_noise = low_rank_groups(image, groups, 2, 0.5, 0.8, ticks.append)
    torch.testing.assert_close(result, sums / counts, atol=1e-4, rtol=1e-4)
    assert left_noise == pytest.approx(0.5 * (sum(passed) / len(passed)) ** 0.5, rel=1e-4)
    assert ticks == sorted(ticks) and ticks[-1] == 1


def test_of_noise_alone_the_mean_is_left() -> None:
    torch.manual_seed(0)
    noise = torch.randn(40, 18, 18)
    apart = (3 * torch.arange(6)[:, None] * 16 + 3 * torch.arange(6)).flatten()[torch.randperm(36)]
    groups = torch.stack([apart[:20], apart[16:]])
    result, left = low_rank_groups(noise, groups, 3, 1.0, 1.1, quiet)
    assert result.std() < 0.25 and left == pytest.approx(20**-0.5, rel=0.05)
