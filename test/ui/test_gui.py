"""The plugin in a QGIS with a window: what it adds is there, and is gone when it is switched off."""
from __future__ import annotations

import json
from pathlib import Path

from checkout import ROOT
from qgis_window import run_in_window

SESSION = ROOT / "test" / "ui" / "sessions" / "come_and_go.py"


def test_the_menu_comes_and_goes(qgis_environment: dict[str, str], tmp_path: Path) -> None:
    run_in_window(SESSION, tmp_path, qgis_environment)
    found = json.loads((tmp_path / "menus.json").read_text())
    assert found["loaded"].count("HyperRestore") == 1
    assert "HyperRestore" not in found["unloaded"]
    assert found["again"].count("HyperRestore") == 1
