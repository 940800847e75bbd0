"""The page about what the hybrid did."""
from __future__ import annotations

import dataclasses

import pytest
import torch

from hyperrestore.models.hybrid.findings import BandFinding, Findings, Guide
from hyperrestore.quality.restoration_page import restoration_page, summary_sentence
from hyperrestore.restoration.job import RestorationReport
from hyperrestore.test.models.hybrid.test_findings import refined
from hyperrestore.test.quality.test_report import outline

REPORT = RestorationReport(
    device="cpu",
    device_reason="cpu: no GPU",
    precision="fp32",
    precision_reason="fp32, as asked",
    tile=(8, 10),
    overlap=16,
    batch=1,
    scaling="cube: 0 to 4000",
    line_direction="columns",
    clamped=0,
    restored_bands=(0, 2, 3),
    left_bands=(),
    passed_bands={1: "flagged bad"},
    warnings=(),
    seconds=3.0,
)


@pytest.fixture
def findings() -> Findings:
    """Band 1 denoised, band 3 kept, band 4 with a dead column and a tenth of its values replaced."""
    whole, stripes = torch.ones(3, 8, 10), torch.zeros(3, 8, 10)
    usable = whole > 0
    usable[2, :, 4] = False
    found = Findings()
    for guide in (Guide.SUBSPACE, Guide.SUBSPACE, Guide.REFINED):
        tile = refined(torch.tensor([20.0, 0.51, 10.2]) / 255, usable.float(), stripes, None)
        found.add(guide, usable, tile, torch.tensor([1.0, 0.02, 1.0]))
    return found


def test_a_page_tells_which_band_got_what(findings: Findings) -> None:
    document = restoration_page(REPORT, findings, "<scene>.tif", "HyperRestore 0")
    texts = outline(document).texts
    assert "Restoration of <scene>.tif" in texts and "HyperRestore 0" in texts
    assert "2 of 3 bands denoised, 1 kept as clean; stripes, dead lines or outliers repaired in 1." in texts
    for what, said in (
        ("Estimate by", "robust subspace (2 of 3 tiles), network, refined in the subspace (1 of 3 tiles)"),
        ("Kept as clean", "3"),
        ("Repaired", "4"),
        ("Passed through", "flagged bad: 2"),
        ("Value scaling", "cube: 0 to 4000"),
        ("Device", "cpu: no GPU"),
    ):
        assert texts[texts.index(what) + 1] == said
    header = texts.index("What was done")
    assert texts[header + 1 : header + 8] == ["1", "20.00", "0.0", "0", "0", "100", "denoised"]
    assert texts[header + 8 : header + 14] == ["3", "0.51", "0.0", "0", "0", "2"]
    last = ["4", "10.20", "10.0", "0", "3", "100", "denoised; 3 dead lines repaired; 10.0 % of the values replaced"]
    assert texts[header + 15 : header + 22] == last
    assert document.count("<img ") == 1
    assert "Stripes and dead lines are counted in every tile that they cross." in texts


def test_a_page_without_any_tile() -> None:
    document = restoration_page(dataclasses.replace(REPORT, restored_bands=()), Findings(), "x.tif", "")
    texts = outline(document).texts
    assert texts[texts.index("Estimate by") + 1] == "none: no valid pixel"
    assert "<img " not in document


def test_summary_counts_bands() -> None:
    plain = BandFinding(sigma=0.1, replaced=0.0, striped=0, dead=0, applied=1.0)
    found = {0: plain, 4: dataclasses.replace(plain, applied=0.01), 7: dataclasses.replace(plain, striped=2)}
    sentence = "2 of 3 bands denoised, 1 kept as clean; stripes, dead lines or outliers repaired in 1."
    assert summary_sentence(found) == sentence
