"""What was found in each band, gathered over tiles and put into words."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from hyperrestore.models.hybrid.findings import BandFinding, Findings, Guide
from hyperrestore.models.subspace.lines import COLUMNS, ROWS, Direction
from hyperrestore.models.subspace.outliers import Mixture
from hyperrestore.models.subspace.refinement import Faults, Refined

NOTHING = BandFinding(sigma=0.1, replaced=0.0, striped=0, dead=0, applied=1.0)


def refined(sigma: Tensor, weights: Tensor, stripes: Tensor, direction: Direction | None) -> Refined:
    faults = Faults(Mixture(sigma, weights, torch.zeros(len(sigma))), stripes, direction)
    return Refined(weights, weights, faults, torch.ones(weights.shape[1:]), 1)


@pytest.mark.parametrize(
    ("changes", "kept", "repaired", "verdict"),
    [
        ({}, False, False, "denoised"),
        ({"applied": 0.5}, False, False, "denoised by 50 %: faint noise"),
        ({"applied": 0.05}, True, False, "kept: its noise is faint beside what it shows"),
        ({"applied": 0.05, "dead": 1}, True, True, "faint noise left in; 1 dead line repaired"),
        ({"strength": 0.0}, True, False, "noise left in, as asked"),
        ({"strength": 0.5}, False, False, "denoised by 50 %: as asked"),
        ({"applied": 0.5, "strength": 0.5}, False, False, "denoised by 25 %: faint noise"),
        ({"striped": 1.0}, False, True, "denoised; 1 stripe repaired"),
        ({"striped": 3, "dead": 2}, False, True, "denoised; 3 stripes repaired; 2 dead lines repaired"),
        ({"replaced": 0.123}, False, True, "denoised; 12.3 % of the values replaced"),
        ({"replaced": 0.004, "striped": 0.4}, False, False, "denoised"),
    ],
)
def test_verdicts(changes: dict, kept: bool, repaired: bool, verdict: str) -> None:
    finding = BandFinding(**{**vars(NOTHING), **changes})
    assert (finding.kept, finding.repaired, finding.verdict) == (kept, repaired, verdict)


def test_a_band_is_clean_when_nothing_was_to_be_done() -> None:
    def clean(**changes: float) -> bool:
        return BandFinding(**{**vars(NOTHING), **changes}).clean

    assert clean(applied=0.05)
    assert not clean() and not clean(strength=0.0) and not clean(applied=0.05, dead=1)


def test_a_tile() -> None:
    """Band 0: stripes in columns 2 and 5, and a dead column; band 1: a quarter of the values replaced."""
    weights, stripes, usable = torch.ones(2, 8, 10), torch.zeros(2, 8, 10), torch.ones(2, 8, 10, dtype=torch.bool)
    stripes[0, :, 2], stripes[0, 1:, 5] = 0.1, -0.1
    usable[0, :, 7] = False
    weights[0, :, 7], weights[1, :2] = 0.0, 0.3
    findings = Findings()
    assert findings.bands() == () and findings.tiles == 0
    findings.add(Guide.NETWORK, usable, refined(torch.tensor([0.1, 0.2]), weights, stripes, COLUMNS), torch.ones(2))
    first, second = findings.bands()
    assert (first.striped, first.dead, second.striped, second.dead) == (2, 1, 0, 0)
    assert (first.replaced, second.replaced) == pytest.approx((0.1, 0.25))
    assert (first.sigma, second.sigma) == pytest.approx((0.1, 0.2))
    assert findings.guides == {Guide.NETWORK: 1}


def test_tiles_count_by_their_pixels_and_lines_add_up() -> None:
    findings = Findings()
    for height, sigma, applied in ((10, 0.1, 1.0), (30, 0.3, 0.0)):
        whole, stripes = torch.ones(1, height, 6), torch.zeros(1, height, 6)
        stripes[0, 4] = 0.2
        findings.add(
            Guide.SUBSPACE, whole > 0, refined(torch.tensor([sigma]), whole, stripes, ROWS), torch.tensor([applied])
        )
    (band,) = findings.bands()
    assert (band.sigma, band.applied) == pytest.approx((0.25, 0.25))
    assert (band.striped, band.dead, findings.tiles) == (2, 0, 2)


def test_oblique_stripes_are_counted_as_lines() -> None:
    direction, stripes = Direction(0.4, 0.2), torch.zeros(1, 20, 20)
    numbers = direction.line_numbers(20, 20).view(20, 20)
    stripes[0][(numbers == 5) | (numbers == 9) | (numbers == 10)] = 0.1
    findings, whole = Findings(), torch.ones(1, 20, 20)
    findings.add(Guide.SUBSPACE, whole > 0, refined(torch.ones(1), whole, stripes, direction), torch.ones(1))
    assert findings.bands()[0].striped == 3


def test_a_single_column_is_not_dead_by_its_rows() -> None:
    """Of an image one pixel wide, rows are single values: a lost one is an impulse."""
    usable = torch.ones(1, 12, 1, dtype=torch.bool)
    usable[0, 3:6] = False
    whole, findings = usable.float(), Findings()
    findings.add(Guide.SUBSPACE, usable, refined(torch.ones(1), whole, 0 * whole, None), torch.ones(1))
    assert findings.bands()[0].dead == 0


def test_what_was_gathered_survives_as_text():
    gathered = Findings()
    assert Findings().as_text() == gathered.as_text()
    gathered.guides.update({Guide.SUBSPACE: 3, Guide.NETWORK: 1})
    gathered._strength, gathered._pixels = 0.5, 700
    gathered._means, gathered._lines = torch.rand(3, 4, dtype=torch.float64), torch.rand(2, 4, dtype=torch.float64)
    taken = Findings()
    taken.take(gathered.as_text())
    assert taken.bands() == gathered.bands()
    assert (taken.guides, taken.tiles) == (gathered.guides, 4)
