"""The dock in a real QGIS."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from checkout import ROOT
from demo.scene import make_scene, write_scene
from qgis_window import run_in_window
from run_demo import spoil

SESSIONS = ROOT / "test" / "ui" / "sessions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the demo's noisy scene."""
    write_scene(tmp_path / "noisy.tif", spoil(make_scene()))
    return tmp_path


def test_from_an_empty_project_to_a_compared_restoration(qgis_environment: dict[str, str], folder: Path) -> None:
    run_in_window(SESSIONS / "dock_tour.py", folder, qgis_environment)
    found = json.loads((folder / "found.json").read_text())
    assert (found["visible_at_first"], found["panel_at_first"]) == (False, False)
    assert found["in_toolbar"] and found["visible"]
    assert found["narrowest"] <= 300
    assert sorted(found["mnemonics"]) == ["f", "i", "n", "t", "u"] and found["taken"] == []
    assert "Suggested: Restore" in found["finding"] and found["method"] == "Restore"
    assert found["options"] == ["hyperrestore:denoiselrta", True]
    assert "noisy preview" in found["layers"] and len(found["layers"]) == 3


def test_switched_off_and_ended_while_running(qgis_environment: dict[str, str], folder: Path) -> None:
    run_in_window(SESSIONS / "dock_unload.py", folder, qgis_environment)
    found = json.loads((folder / "found.json").read_text())
    assert found["running"] == {"docks": 1, "actions": 1, "tasks": 2}
    assert found["unloaded"] == {"docks": 0, "actions": 0, "tasks": 0}
    assert found["again"] == {"docks": 1, "actions": 1, "tasks": 0}
    assert found["layers"] == ["noisy"]
    log = (folder / "qgis.log").read_text()
    assert "died on signal" not in log and "Segmentation" not in log and "Traceback" not in log
