"""What the QGIS plugin repository refuses about a zip by its names, sizes and metadata, a sentence each.

After qgis/QGIS-Plugins-Website, ``validator.py`` and the file analysis of ``security_scanner.py``, as they were in
2026-07. Whether the links in the metadata answer, which it tries on upload, is not tried here.
"""
from __future__ import annotations

import configparser
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from package import NAME

MAX_BYTES = 25_000_000
REQUIRED_FILES = ("__init__.py", "metadata.txt", "LICENSE")
REQUIRED_FIELDS = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)  # fmt: skip
LINKS = ("tracker", "repository", "homepage")
FORBIDDEN_PARTS = {"__pycache__", "__MACOSX", ".git", "test", "scripts", "bench"}
FORBIDDEN_SUFFIXES = {".pyc", ".pyo", ".so", ".dll", ".dylib", ".exe", ".sh", ".bat", ".ps1", ".cmd"}
BINARY = {".png", ".qm", ".safetensors", ".tif"}
"""Kinds of binary files that may ship: pictures, translations, weights as plain arrays without code, sample rasters."""


def zip_problems(target: Path) -> list[str]:
    """What the repository would refuse about the zip; empty when it would take it."""
    problems = []
    if target.stat().st_size > MAX_BYTES:
        problems.append(f"{target.name} has {target.stat().st_size} bytes, {MAX_BYTES} are allowed.")
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        top_folders = {name.split("/")[0] for name in names}
        if len(top_folders) != 1 or not next(iter(top_folders)).isidentifier():
            found = sorted(top_folders)
            problems.append(f"one top folder with a Python identifier as its name is allowed, found {found}.")
        problems += [f"{required} is missing." for required in REQUIRED_FILES if f"{NAME}/{required}" not in names]
        for entry in archive.infolist():
            problems += _entry_problems(entry, archive)
        if f"{NAME}/metadata.txt" in names:
            problems += _metadata_problems(archive.read(f"{NAME}/metadata.txt").decode("utf-8"), names)
    return problems


def _entry_problems(entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Iterator[str]:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in entry.filename or "\\" in entry.filename:
        yield f"{entry.filename} is not a plain relative path."
    elif FORBIDDEN_PARTS & set(path.parts) or path.suffix.lower() in FORBIDDEN_SUFFIXES or path.name.startswith("."):
        yield f"{entry.filename} must not ship."
    elif path.suffix not in BINARY and b"\0" in archive.read(entry):
        yield f"{entry.filename} is a binary file, and not of a kind that may ship."
    if entry.external_attr >> 16 & 0o111:
        yield f"{entry.filename} is executable."


def _metadata_problems(text: str, names: list[str]) -> Iterator[str]:
    # As the repository reads it: keys keep their case, and interpolation is on, so a stray per cent sign fails.
    parser = configparser.ConfigParser()
    parser.optionxform = str
    try:
        parser.read_string(text)
        found = dict(parser["general"])
    except (configparser.Error, KeyError) as error:
        yield f"metadata.txt cannot be read: {error}."
        return
    yield from (f"metadata.txt lacks {name}." for name in REQUIRED_FIELDS if not found.get(name, "").strip())
    yield from (
        f"metadata.txt gives {found[name]!r} as {name}, which is no address."
        for name in LINKS
        if name in found and not re.match(r"https?://[^/\s]+", found[name])
    )
    if not re.fullmatch(r"\d+(\.\d+)+", found.get("version", "")):
        yield f"the version {found.get('version')!r} is not of numbers and dots."
    if "/" in found.get("author", ""):
        yield f"the author {found['author']!r} must not hold a slash."
    if "icon" in found and f"{NAME}/{found['icon']}" not in names:
        yield f"the icon {found['icon']} is not in the zip."
