"""Whose estimate is trusted, told by values that were held out."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

import pytest
import torch
from torch import Tensor

from hyperrestore.models.hybrid import guides
from hyperrestore.models.hybrid.findings import Guide
from hyperrestore.models.hybrid.guides import choose_guide
from hyperrestore.models.subspace.outliers import known_outliers
from hyperrestore.models.subspace.refinement import observed, refine
from hyperrestore.test.models.hybrid.networks import Network, blocky, garbage
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.subspace.scenes import gaussian, low_rank, mixed


def chosen(noisy: Tensor, answer: Callable[[Tensor], Tensor], pulse: Quiet | None = None) -> Guide:
    return choose_guide(Network(answer), noisy, ~known_outliers(noisy), pulse or Quiet())


@pytest.mark.parametrize("spoilt", [mixed, lambda clean: gaussian(clean)[0]], ids=["mixture", "gaussian"])
def test_a_network_that_knows_more_than_the_subspace_is_trusted(spoilt: Callable) -> None:
    clean, pulse = blocky(), Quiet()
    assert chosen(spoilt(clean), lambda batch: clean[None], pulse) is Guide.NETWORK
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == pytest.approx(1)


@pytest.mark.parametrize("answer", [garbage, torch.zeros_like, torch.clone], ids=["garbage", "black", "as it was"])
@pytest.mark.parametrize("clean", [blocky(), low_rank(12, 28, 30)], ids=["blocky", "low rank"])
def test_a_network_that_knows_nothing_never_is(clean: Tensor, answer: Callable) -> None:
    """Handing on the noise shows, because what was held out is not among what the network saw."""
    assert chosen(mixed(clean), answer) is Guide.SUBSPACE


def test_the_subspace_is_as_good_as_the_truth_where_it_holds_the_scene() -> None:
    """Better by chance is not better: the subspace alone is faster."""
    clean = low_rank(12, 28, 30)
    assert chosen(mixed(clean), lambda batch: clean[None]) is Guide.SUBSPACE


def test_a_network_that_the_subspace_betters_is_refined(monkeypatch) -> None:
    """With a loop that betters what is nearly right, and nothing else."""
    clean = blocky()
    noisy, _ = gaussian(clean)
    offset = 0.1 * torch.sin(torch.arange(32.0))

    def from_nearby(cube: Tensor, usable: Tensor, guess: Tensor, tick: Callable) -> object:
        near = torch.allclose(guess, clean + offset, atol=1e-4)
        return replace(observed(cube, usable, guess, tick), estimate=clean if near else guess)

    monkeypatch.setattr(guides, "refine", from_nearby)
    assert chosen(noisy, lambda batch: (clean + offset)[None]) is Guide.REFINED
    assert chosen(noisy, garbage) is Guide.SUBSPACE


def test_a_network_that_knows_less_is_not_refined(monkeypatch) -> None:
    """That would take as long as all the rest."""
    refined = []
    monkeypatch.setattr(guides, "refine", lambda *given: refined.append(given) or refine(*given))
    noisy, _ = gaussian(low_rank(12, 28, 30))
    assert chosen(noisy, garbage) is Guide.SUBSPACE
    assert len(refined) == 1


def test_only_the_middle_of_a_large_tile_is_looked_at(monkeypatch) -> None:
    monkeypatch.setattr(guides, "PART_PX", 16)
    seen = []

    def answer(batch: Tensor) -> Tensor:
        seen.append(batch)
        return batch

    noisy, _ = gaussian(low_rank(6, 40, 12))
    chosen(noisy, answer)
    assert [tuple(batch.shape) for batch in seen] == [(1, 6, 16, 12)]
    same = seen[0][0] == noisy[:, 12:28]
    assert 0.94 < same.float().mean() < 0.995


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 2, 5), (6, 9, 1)])
def test_any_size(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    for cube in (torch.rand(shape), torch.zeros(shape)):
        assert chosen(cube, torch.clone) is Guide.SUBSPACE
