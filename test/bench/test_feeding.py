"""How busy a stand-in for a GPU is kept, measured on next to nothing: that the measurement still fits the engine."""
from __future__ import annotations

import json
import sys
from pathlib import Path

import bench_feeding


def test_each_output_has_a_row(monkeypatch, tmp_path: Path) -> None:
    told = tmp_path / "rows.json"
    given = ["--side", "140", "--bands", "3", "--repetitions", "1", "--ns", "100", "--json", str(told)]
    monkeypatch.setattr(sys, "argv", ["bench_feeding.py", *given])
    assert bench_feeding.main() == 0
    rows = json.loads(told.read_text())["rows"]
    assert [row["output"] for row in rows] == list(bench_feeding.OUTPUTS)
    # Four tiles of 128 px, or two groups of them, take the device 0.02 s.
    assert all(0 < row["busy"] < 1 and row["restoring_s"] >= 0.02 for row in rows)
