"""Without torch the plugin loads and lists everything, and a run says what to install, and where."""
from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import QGIS_PROCESS
from hyperrestore.test.processing.frozen_parameters import PARAMETERS
from hyperrestore.test.processing.rasters import names

ABSENT = "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n"
BROKEN = "raise OSError('[WinError 126] c10.dll was not found')\n"


@pytest.fixture
def without_torch(qgis_environment: dict, tmp_path: Path) -> Callable:
    """``without_torch(code of a module called torch, arguments…)`` -> the finished process."""

    def call(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "modules"
        folder.mkdir()
        (folder / "torch.py").write_text(code)
        environment = {**qgis_environment, "PYTHONPATH": f"{folder}:{qgis_environment['PYTHONPATH']}"}
        return subprocess.run(
            [QGIS_PROCESS, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip

    return call


def test_all_algorithms_are_listed(without_torch) -> None:
    done = without_torch(ABSENT, "list")
    assert done.returncode == 0
    listed = {word for line in done.stdout.splitlines() for word in line.split("\t")}
    assert {f"hyperrestore:{name}" for name in PARAMETERS} <= listed


def test_a_run_says_what_to_install_where(without_torch, small_raster: str, tmp_path: Path) -> None:
    output = tmp_path / "out" / "restored.tif"
    done = without_torch(
        ABSENT, "run", "hyperrestore:denoiseras2s", "--", f"INPUT={small_raster}", f"OUTPUT={output}"
    )
    assert done.returncode == 1
    assert "Networks need the Python package torch, which this Python (/" in done.stderr
    assert 'python3" -m pip install torch safetensors numpy==' in done.stderr
    assert "Traceback" not in done.stderr
    assert names(output.parent) == []


def test_a_torch_that_does_not_load_is_told_from_none(without_torch, tmp_path: Path) -> None:
    (tmp_path / "x.pth").touch()
    done = without_torch(BROKEN, "run", "hyperrestore:importweights", "--", f"INPUT={tmp_path / 'x.pth'}", "NAME=x")
    assert done.returncode == 1
    assert "has but cannot load: [WinError 126] c10.dll was not found" in done.stderr
    assert "reinstall it with:" in done.stderr
    assert "Raster > HyperRestore > Check environment..." in done.stderr
