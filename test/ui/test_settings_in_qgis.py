"""Settings and weights in a QGIS with a window: its options store what is applied, and the manager opens above them."""
from __future__ import annotations

import json
from pathlib import Path

from checkout import ROOT, make_profile
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED
from hyperrestore.test.models.small_models import save_random
from qgis_window import run_in_window

SESSION = ROOT / "test" / "ui" / "sessions" / "settings_and_weights.py"
LONG_NAME = "fine-tuned-on-all-flights-of-the-summer-campaign-of-2026-v03"


def test_settings_and_weights(tmp_path: Path) -> None:
    environment = make_profile(tmp_path / "profile")
    mine = tmp_path / "profile" / "profiles" / "default" / "hyperrestore" / "weights"
    for name in ("damaged", LONG_NAME):
        save_random(mine, name, "ras2s", "cube", channels=8)
    (mine / "damaged.safetensors").write_bytes(b"nothing of the kind")
    run_in_window(SESSION, tmp_path, {**environment, "HYPERRESTORE_WEIGHTS": str(SHIPPED / "ras2s.safetensors")})
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["page is shown"] is True
    assert found["devices"][:2] == ["auto", "cpu"]
    applied = ["cpu", "auto", 1500, "local:2"]
    assert found["OK"] == found["Cancel"] == applied
    # QGIS 3.22 closes its options all the same: the rest is stored, and the window tells what is not.
    stays_open = found["refused"] == applied
    assert stays_open or found["refused"] == ["auto", "auto", 0, "local:2"] and "nonsense" in found["told"]
    assert found["managed"] == found["refused"]
    assert (found["above options"], found["above the manager"]) == ("Weights of HyperRestore", "AlgorithmDialog")
    assert found["imported"] == "copied"
    sound = dict.fromkeys([*DEFAULT_WEIGHTS.values(), "copied", LONG_NAME], "verified")
    assert found["manager"] == {**sound, "damaged": "damaged"}
