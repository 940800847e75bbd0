"""The scans see what the plugin repository would block: each would pass silently if its report were misread."""
from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from scan import FLAKE8_CODES, bandit_findings, flake8_findings, secret_findings, zip_findings


def test_bandit_reports_an_assert(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("def f(x):\n    assert x\n")
    assert [finding.split()[1] for finding in bandit_findings(tmp_path)] == ["B101"]


def test_unreadable_module_is_reported(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("def f(:\n")
    assert len(bandit_findings(tmp_path)) == 1


def test_checksum_in_json_is_reported_and_in_a_checksum_file_is_not(tmp_path: Path) -> None:
    checksum = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{checksum}  starter.safetensors\n")
    assert secret_findings(tmp_path) == []
    (tmp_path / "card.json").write_text(json.dumps({"sha256": checksum}))
    assert [finding.split(":")[0] for finding in secret_findings(tmp_path)] == ["card.json"]


def test_flake8_reports_the_codes_of_the_repository_and_no_others(tmp_path: Path) -> None:
    branches = "".join(f"    if x == {number}:\n        return {number}\n" for number in range(11))
    (tmp_path / "module.py").write_text(f"import os\n\n\ndef f(x):  # noqa: C901\n{branches}\n\ng = lambda: h\n")
    assert [finding.split()[1] for finding in flake8_findings(tmp_path)] == ["C901", "E731", "F821"]
    assert len(FLAKE8_CODES) == len(set(FLAKE8_CODES)) == 26


def test_clean_folder_gives_no_finding(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("ANSWER = 42\n")
    assert bandit_findings(tmp_path) == secret_findings(tmp_path) == flake8_findings(tmp_path) == []


def test_each_scan_looks_into_the_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plugin.zip", "w") as archive:
        archive.writestr("hyperrestore/module.py", "def f(x):\n    assert x == None\n")
        archive.writestr("hyperrestore/card.json", json.dumps({"sha256": hashlib.sha256(b"weights").hexdigest()}))
    found = "\n".join(zip_findings(tmp_path / "plugin.zip"))
    assert all(told in found for told in ("B101", "card.json:1: Hex High Entropy String", "E711"))
