"""Settings and weights in a QGIS with a window: its options store what is applied, and the manager opens above them."""
from __future__ import annotations

import json
from pathlib import Path

from checkout import ROOT, make_profile
from hyperrestore.models.catalog import DEFAULT_WEIGHTS
from qgis_window import run_in_window

SESSION = ROOT / "test" / "ui" / "sessions" / "settings_and_weights.py"


def test_settings_and_weights(tmp_path: Path) -> None:
    run_in_window(SESSION, tmp_path, make_profile(tmp_path / "profile"))
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["page is shown"] is True
    assert found["devices"][:2] == ["auto", "cpu"]
    assert found["OK"] == found["Cancel"] == ["cpu", "auto", 1500, "local:2"]
    assert found["refused"] == found["managed"] == ["auto", "auto", 0, "local:2"]
    assert "nonsense" in found["told"]
    assert (found["above options"], found["above the manager"]) == ("Weights of HyperRestore", "AlgorithmDialog")
    assert found["manager"] == dict.fromkeys(sorted(DEFAULT_WEIGHTS.values()), "verified")
