"""Runs the scans of the QGIS plugin repository over the very files that the zip holds.

bandit with every rule and every severity, detect-secrets with every detector (these two block an upload), and flake8
with the repository's codes (these it shows). No finding is waived.
"""
from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from package import ROOT, build_zip

BIN = ROOT / ".venv" / "bin"
FLAKE8_CODES = (
    "C901", "E101", "E711", "E712", "E713", "E714", "E721", "E722", "E731", "E741", "E742", "E743", "E901", "E902",
    "E999", "F402", "F403", "F404", "F405", "F811", "F821", "F822", "F823", "F831", "F901", "W605",
)  # fmt: skip
"""What the repository has switched on, 2026-07 (qgis/QGIS-Plugins-Website, flake8_rules.json)."""

MOST_COMPLEX = 10
LONGEST_LINE = 120


def bandit_findings(folder: Path) -> list[str]:
    """What bandit says about the Python files below ``folder``: one line each."""
    report = _json_of([BIN / "bandit", "--quiet", "--recursive", ".", "--format", "json"], folder)
    unread = [f"{error['filename']}: bandit could not read it: {error['reason']}" for error in report["errors"]]
    return unread + [
        f"{found['filename']}:{found['line_number']}: {found['test_id']} {found['issue_text']}"
        for found in report["results"]
    ]


def secret_findings(folder: Path) -> list[str]:
    """What detect-secrets takes for secrets below ``folder``: read from its JSON, as its exit status is always 0."""
    command = [BIN / "detect-secrets", "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    return [
        f"{name}:{found['line_number']}: {found['type']} (detect-secrets)"
        for name, secrets in _json_of(command, folder)["results"].items()
        for found in secrets
    ]


def flake8_findings(folder: Path) -> list[str]:
    """What flake8 says about the Python files below ``folder``, by the repository's codes: one line each."""
    command = [
        BIN / "flake8", "--isolated", f"--select={','.join(FLAKE8_CODES)}", f"--max-line-length={LONGEST_LINE}",
        f"--max-complexity={MOST_COMPLEX}", "--disable-noqa", ".",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"scan: flake8 gave no report: {done.stderr.strip()}")
    return done.stdout.splitlines()


def zip_findings(target: Path) -> list[str]:
    """What the scans find in the zip: one line each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(target) as archive:
            archive.extractall(folder)
        return bandit_findings(folder) + secret_findings(folder) + flake8_findings(folder)


def _json_of(command: list[str | Path], folder: Path) -> dict:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        sys.exit(f"scan: {command[0]} gave no report: {done.stderr.strip()}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "plugin.zip"
        build_zip(target)
        findings = zip_findings(target)
    if findings:
        sys.exit("\n".join(findings) + f"\nscan: {len(findings)} finding(s) that the plugin repository would report.")
    print("scan: bandit, detect-secrets and flake8 find nothing in the shipped files")


if __name__ == "__main__":
    main()
