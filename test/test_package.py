"""The zip: what it holds, what it must not hold, and that the check on it can fail."""
from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from package import MAX_BYTES, build_zip, zip_problems


@pytest.fixture(scope="module")
def plugin_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("package") / "plugin.zip"
    build_zip(target)
    return target


def test_zip_keeps_the_rules_of_the_plugin_repository(plugin_zip: Path) -> None:
    assert zip_problems(plugin_zip) == []


def test_zip_holds_the_plugin_and_nothing_else(plugin_zip: Path) -> None:
    with zipfile.ZipFile(plugin_zip) as archive:
        inside = {name.split("/", 1)[1] for name in archive.namelist()}
    assert {"__init__.py", "metadata.txt", "LICENSE", "raster/window.py", "icons/hyperrestore.svg"} <= inside
    assert {name for name in inside if name.startswith("docs/")} == {"docs/install.md"}
    assert {name.split("/")[0] for name in inside}.isdisjoint({"test", "scripts", "bench", "Makefile", "demo"})


def test_same_files_give_the_same_zip(plugin_zip: Path, tmp_path: Path) -> None:
    build_zip(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == plugin_zip.read_bytes()


@pytest.mark.parametrize(
    "extra",
    [
        "hyperrestore/../outside.py",
        "/absolute.py",
        "hyperrestore\\window.py",
        "hyperrestore/raster/__pycache__/window.py",
        "hyperrestore/raster/window.pyc",
        "hyperrestore/test/test_window.py",
        "hyperrestore/native.so",
        "second_folder/__init__.py",
    ],
)
def test_each_breach_is_reported(plugin_zip: Path, tmp_path: Path, extra: str) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(plugin_zip.read_bytes())
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr(extra, "x")
    assert zip_problems(bad)


@pytest.mark.parametrize("missing", ["__init__.py", "metadata.txt", "LICENSE"])
def test_missing_file_is_reported(plugin_zip: Path, tmp_path: Path, missing: str) -> None:
    with zipfile.ZipFile(plugin_zip) as full, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in full.namelist():
            if name != f"hyperrestore/{missing}":
                bad.writestr(name, full.read(name))
    assert zip_problems(tmp_path / "bad.zip") == [f"{missing} is missing."]


def test_size_limit_is_reported(plugin_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad, zipfile.ZipFile(plugin_zip) as full:
        for name in full.namelist():
            bad.writestr(name, full.read(name))
        bad.writestr("hyperrestore/weights/huge.safetensors", bytes(MAX_BYTES))
    assert len(zip_problems(tmp_path / "bad.zip")) == 1
