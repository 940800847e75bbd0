"""Builds the zip for QGIS's plugin manager from an allow-list: what is not named here does not ship.

The zip is held against the rules of the QGIS plugin repository before it is announced.
"""
from __future__ import annotations

import configparser
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
NAME = "hyperrestore"
CODE_FOLDERS = ("models", "processing", "quality", "raster", "restoration", "training", "ui")
SHIPPED = (
    "*.py",
    "metadata.txt",
    "LICENSE",
    "CHANGELOG.md",
    "icons/*.svg",
    "docs/install.md",
    *(f"{folder}/**/*.py" for folder in CODE_FOLDERS),
    *(f"{folder}/**/LICENSE" for folder in CODE_FOLDERS),
    "processing/**/*.model3",
    "weights/*.safetensors",
    "weights/*.json",
    "weights/SHA256SUMS",
)
MAX_BYTES = 25_000_000
REQUIRED = ("__init__.py", "metadata.txt", "LICENSE")
FORBIDDEN_PARTS = {"__pycache__", "__MACOSX", ".git", "test", "scripts", "bench"}
FORBIDDEN_SUFFIXES = {".pyc", ".pyo", ".so", ".dll", ".dylib", ".exe", ".sh", ".bat"}
# Every entry bears the same date, so the same files give the same zip.
ENTRY_DATE = (2026, 1, 1, 0, 0, 0)


def shipped_files(root: Path = ROOT) -> list[Path]:
    """The files of the plugin, absolute and sorted."""
    found = {path for pattern in SHIPPED for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def shipped_modules(root: Path = ROOT) -> list[Path]:
    """The Python files among them."""
    return [path for path in shipped_files(root) if path.suffix == ".py"]


def plugin_version(root: Path = ROOT) -> str:
    """The version that ``metadata.txt`` states."""
    metadata = configparser.ConfigParser()
    metadata.read(root / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def build_zip(target: Path, root: Path = ROOT) -> None:
    """Writes the plugin into ``target``, below one folder that bears its import name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for path in shipped_files(root):
            entry = zipfile.ZipInfo(f"{NAME}/{path.relative_to(root).as_posix()}", ENTRY_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def zip_problems(target: Path) -> list[str]:
    """What the plugin repository would refuse about the zip, a sentence each; empty when it would take it."""
    problems = []
    if target.stat().st_size > MAX_BYTES:
        problems.append(f"{target.name} has {target.stat().st_size} bytes, {MAX_BYTES} are allowed.")
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    top_folders = {name.split("/")[0] for name in names}
    if len(top_folders) != 1 or not next(iter(top_folders)).isidentifier():
        problems.append(f"one top folder with a Python identifier as its name is allowed, found {sorted(top_folders)}.")
    problems += [f"{required} is missing." for required in REQUIRED if f"{NAME}/{required}" not in names]
    return problems + list(_name_problems(names))


def _name_problems(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in name or "\\" in name:
            yield f"{name} is not a plain relative path."
        elif FORBIDDEN_PARTS & set(path.parts) or path.suffix.lower() in FORBIDDEN_SUFFIXES:
            yield f"{name} must not ship."


def main() -> None:
    target = ROOT / "build" / f"{NAME}-{plugin_version()}.zip"
    build_zip(target)
    problems = zip_problems(target)
    if problems:
        sys.exit("package: " + "\npackage: ".join(problems))
    print(f"{target.relative_to(ROOT)}: {len(shipped_files())} files, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
