"""In a real QGIS without torch: from the line at the start to packages that can be imported, and back."""
from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from checkout import QGIS_PROCESS, ROOT, make_profile
from hyperrestore.test.ui.packages.wheels import make_wheels
from qgis_window import run_in_window

SESSION = ROOT / "test" / "ui" / "sessions" / "packages.py"


def bare_environment(tmp_path: Path) -> dict[str, str]:
    """A QGIS that does not see .venv, whose pip finds wheels made by hand only."""
    has_pip = subprocess.run(["/usr/bin/python3", "-c", "import pip"], capture_output=True, check=False)
    has_torch = subprocess.run(["/usr/bin/python3", "-c", "import torch"], capture_output=True, check=False)
    if has_pip.returncode != 0 or has_torch.returncode == 0:
        pytest.skip("QGIS's Python must have pip and no torch for this")
    wheels = make_wheels(tmp_path / "wheels", np.__version__)
    return {
        **make_profile(tmp_path / "profile Jörg"),
        "PYTHONPATH": str(tmp_path / "empty"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": wheels.as_uri(),
        "PIP_CONFIG_FILE": "/dev/null",
    }


def test_from_nothing_to_packages_and_back(tmp_path: Path) -> None:
    environment = bare_environment(tmp_path)
    run_in_window(SESSION, tmp_path, environment)
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["bar"] == [
        "Packages are missing: torch, safetensors and scikit-image."
    ]
    assert found["bar after"] == []
    assert found["headline"] == "Installed. HyperRestore is ready, without a new start of QGIS."
    assert found["torch"] == "2.13.0"
    assert found["last on the path"] and found["numpy"] == np.__version__
    # What was installed in the window is there for qgis_process as well.
    done = subprocess.run(
        [QGIS_PROCESS, "run", "hyperrestore:checkenvironment", "--", f"OUTPUT_JSON={tmp_path / 'there.json'}"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    there = json.loads((tmp_path / "there.json").read_text())
    assert there["ready"] and there["packages"]["torch"]["place"] == there["folder"]
