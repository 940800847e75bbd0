"""The page on the weights: figures of different cards stand in the rows they belong to."""
from __future__ import annotations

import pytest
import weights_page


def metric(noise: str, mpsnr: float) -> dict:
    return {
        "data": "val/sandiego", "noise": noise, "mpsnr_in_db": 20.0, "mpsnr_db": mpsnr, "mssim": 0.9, "sam_rad": 0.1,
    }  # fmt: skip


def test_cards_with_other_cases_are_matched_by_scene_and_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = {
        "ras2s": (metric("noniid", 31.0), metric("stripe", 32.0), metric("mixture", 33.0)),
        "sscan": (metric("mixture", 23.0), metric("noniid", 21.0)),
    }
    monkeypatch.setattr(weights_page, "_metrics", cards.__getitem__)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in weights_page.denoiser_table()[2:]]
    found = [(row[1], row[3].split(" /")[0], row[4].split(" /")[0]) for row in cells]
    assert found == [("noniid", "31.00", "21.00"), ("stripe", "32.00", ""), ("mixture", "33.00", "23.00")]
    assert [row[6] for row in cells] == ["39.26", "", "26.10"]
