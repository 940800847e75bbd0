"""The scans see what the plugin repository would block: each would pass silently if its report were misread."""
from __future__ import annotations

import hashlib
import json
from pathlib import Path

from scan import bandit_findings, secret_findings


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


def test_clean_folder_gives_no_finding(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("ANSWER = 42\n")
    assert bandit_findings(tmp_path) == secret_findings(tmp_path) == []
