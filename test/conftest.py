"""Fixtures that tests of several folders share."""
from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checkout import QGIS_PROCESS, ROOT, make_profile

# Kernels for GPUs run on the processor then. Triton reads it when it is imported.
os.environ["TRITON_INTERPRET"] = "1"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with scenes and reference outputs that the project may read but not ship."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: its scenes and reference outputs cannot be shipped")
    return folder


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """``forbid(folder)``: nobody may look into it or at what is in it any more; permissions do not keep root out."""

    def call(folder: Path) -> None:
        def guarded(name: str) -> Callable:
            plain = getattr(os, name)

            def guard(path=".", *given, **named):
                if not isinstance(path, int) and f"{os.fsdecode(path)}/".startswith(f"{folder}/"):
                    raise PermissionError(13, "Permission denied", str(path))
                return plain(path, *given, **named)

            return guard

        for name in ("stat", "lstat", "listdir", "scandir", "open", "mkdir"):
            monkeypatch.setattr(os, name, guarded(name))

    return call


@pytest.fixture
def own_settings(tmp_path: Path) -> Iterator[Path]:
    """QGIS's settings in this process are empty, and kept in the file that this names, until the test ends."""
    from qgis.PyQt.QtCore import QSettings

    scope, kind = QSettings.Scope.UserScope, QSettings.Format.IniFormat
    before = Path(QSettings().fileName()).parent.parent
    folder = tmp_path / "settings"
    QSettings.setPath(kind, scope, str(folder))
    yield Path(QSettings().fileName())
    QSettings.setPath(kind, scope, str(before))


@pytest.fixture(scope="session")
def qgis_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a child QGIS process: this plugin enabled, .venv importable, a profile of its own."""
    return make_profile(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def qgis_process(qgis_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``qgis_process("run", "hyperrestore:…", "--", "INPUT=…")`` -> the finished process, its output as text."""

    def call(*arguments: str | Path, timeout_s: float = 600) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [QGIS_PROCESS, *map(str, arguments)],
            env=qgis_environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout_s, check=False,
        )

    return call
