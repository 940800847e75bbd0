"""The report on the environment, headless: with everything there, without torch, and with one that does not load."""
from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import QGIS_PROCESS


@pytest.fixture
def check(qgis_environment: dict[str, str], tmp_path: Path) -> Callable:
    """``check(code of a module called torch, …)`` -> the process, and its findings; no code: torch as it is."""

    def call(torch: str = "", *arguments: str) -> tuple[subprocess.CompletedProcess[str], dict]:
        modules, findings = tmp_path / "modules", tmp_path / "found.json"
        modules.mkdir()
        if torch:
            (modules / "torch.py").write_text(torch)
        done = subprocess.run(
            [QGIS_PROCESS, "run", "hyperrestore:checkenvironment", "--", f"OUTPUT_JSON={findings}", *arguments],
            env={**qgis_environment, "PYTHONPATH": f"{modules}:{qgis_environment['PYTHONPATH']}"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return done, json.loads(findings.read_text()) if findings.exists() else {}

    return call


def test_everything_is_there(check, tmp_path: Path) -> None:
    done, found = check("", f"OUTPUT_HTML={tmp_path / 'found.html'}")
    assert done.returncode == 0, done.stderr
    assert "READY:\ttrue" in done.stdout and "DEVICES:\tcpu" in done.stdout
    assert "Everything that HyperRestore needs is there." in done.stdout
    assert found["ready"] and found["command"] == "" and found["devices"][0] == "cpu"
    assert found["packages"]["torch"]["version"].startswith("2.")
    assert found["versions"]["qgis"].startswith("3.") and found["interpreter"].startswith("/")
    page = (tmp_path / "found.html").read_text()
    assert "<td>torch</td>" in page and found["packages"]["torch"]["version"] in page


def test_without_torch_it_reports_and_succeeds(check, tmp_path: Path) -> None:
    done, found = check("raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n")
    assert done.returncode == 0, done.stderr
    assert "READY:\tfalse" in done.stdout and "MISSING:\ttorch" in done.stdout
    assert "torch: missing" in done.stdout and "not known without torch" in done.stdout
    assert found["packages"]["torch"]["state"] == "missing" and found["packages"]["safetensors"]["state"] == "present"
    assert found["devices"] == [] and found["download_mb"] > 50
    assert "-m pip install" in found["command"] and "torch>=2.0,<=" in found["command"]
    assert "safetensors" not in found["command"]
    constraints = found["command"].split("--constraint ")[1].split()[0]
    assert "numpy==" in Path(constraints).read_text()
    assert not Path(found["folder"]).exists()


def test_a_torch_that_does_not_load_is_in_the_way(check) -> None:
    done, found = check("raise OSError('[WinError 126] c10.dll was not found')\n")
    assert done.returncode == 0, done.stderr
    assert "there, but does not load: OSError: [WinError 126] c10.dll was not found" in done.stdout
    assert "cannot be used, but would be found first. Remove it:" in done.stderr + done.stdout
    assert "-m pip uninstall torch" in done.stderr + done.stdout
    assert found["packages"]["torch"]["state"] == "broken"


def test_a_report_of_another_kind_is_refused(check, tmp_path: Path) -> None:
    done, _ = check("", f"OUTPUT_HTML={tmp_path / 'found.tif'}")
    assert done.returncode == 1
    assert "is to hold HTML" in done.stderr
