"""The panel in a real QGIS, with QGIS's own canvas, tools and shortcuts."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from checkout import ROOT
from demo.scene import make_scene, write_scene
from qgis_window import run_in_window
from run_demo import spoil

SESSION = ROOT / "test" / "ui" / "sessions" / "compare.py"


def test_swipe_and_profile_in_a_real_window(qgis_environment: dict[str, str], tmp_path: Path) -> None:
    scene = make_scene()
    write_scene(tmp_path / "scene.tif", scene)
    write_scene(tmp_path / "noisy.tif", spoil(scene))
    run_in_window(SESSION, tmp_path, qgis_environment)
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["hover"].startswith("Band 38 · 864 nm · before ")
    assert found["readings"] == 2
    assert found["share"] == pytest.approx(0.5 - 10 / 800, abs=0.01)
    assert found["ended"]
    ground, letters = found["dark"]
    assert ground < 0.2 and int(letters[1:3], 16) > 0x90
    assert {path.name for path in tmp_path.glob("compare-*.png")} >= {"compare-swipe.png", "compare-pins.png"}
