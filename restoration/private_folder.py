"""Packages that HyperRestore installs for itself: a folder of their own, last on Python's path, so that they are in
nobody's way; filled beside its place and put there only when what is in it loads."""

from __future__ import annotations

import csv
import importlib
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..errors import InstallationFailed

_LOADER = """
import importlib, json, sys
sys.path.append(sys.argv[1])
found = {name: importlib.import_module(name) for name in sys.argv[2:]}
tops = {name.partition(".")[0]: importlib.import_module(name.partition(".")[0]) for name in found}
places = {name: getattr(top, "__file__", None) or "" for name, top in tops.items()}
cuda = getattr(getattr(tops.get("torch"), "version", None), "cuda", None)
print(json.dumps({"places": places, "cuda": cuda or ""}))
"""


def packages_folder(profile: Path) -> Path:
    """Where packages for this Python go in a QGIS profile: another version or processor finds another folder."""
    version = ".".join(platform.python_version_tuple()[:2])
    return profile / "hyperrestore" / "packages" / f"py{version}-{sys.platform}-{platform.machine().lower()}"


def use_folder(folder: Path) -> None:
    """Lets Python find what is in ``folder``, if it is there, after everything else. The only change of its path."""
    if folder.is_dir() and str(folder) not in sys.path:
        sys.path.append(str(folder))
    importlib.invalidate_caches()


def stage_of(folder: Path) -> Path:
    """Where a new version of ``folder`` is put together: beside it, so that a renaming puts it in place."""
    return folder.with_name(f"{folder.name}.new")


def discard(folder: Path) -> None:
    """Removes a folder, if it is there. Raises ``InstallationFailed`` when a program has something in it open."""
    try:
        with suppress(FileNotFoundError):
            shutil.rmtree(_of_any_length(folder))
    except OSError as error:
        raise _in_use(folder, error) from error


def drop_distributions(folder: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Removes the distributions ``names`` from ``folder``; returns which were there.

    pip puts numpy and others there again, because it does not look at what QGIS has. The same versions are QGIS's own
    and come first, so these would only take room, and be found if QGIS ever lost its own.
    """
    wanted = {_normal(name) for name in names}
    dropped = []
    for record in sorted(folder.glob("*.dist-info/RECORD")):
        name = _normal(record.parent.name.partition("-")[0])
        if name in wanted:
            _remove_recorded(folder, record)
            dropped.append(name)
    return tuple(dropped)


def put_in_place(stage: Path, folder: Path) -> None:
    """Makes ``stage`` the folder; what was there before is removed afterwards, and comes back if this fails.

    Raises ``InstallationFailed``: on Windows a folder cannot move while QGIS has libraries in it loaded.
    """
    before = folder.with_name(f"{folder.name}.old")
    discard(before)
    try:
        with suppress(FileNotFoundError):
            os.rename(folder, before)
        os.rename(stage, folder)
    except OSError as error:
        if before.is_dir() and not folder.is_dir():
            os.rename(before, folder)
        raise _in_use(folder, error) from error
    shutil.rmtree(_of_any_length(before), ignore_errors=True)


def remove_folder(folder: Path) -> None:
    """Uninstalls: all or nothing. Raises ``InstallationFailed`` while QGIS has libraries in it loaded (Windows)."""
    away = folder.with_name(f"{folder.name}.old")
    discard(away)
    try:
        os.rename(folder, away)
    except OSError as error:
        raise _in_use(folder, error) from error
    shutil.rmtree(_of_any_length(away), ignore_errors=True)
    importlib.invalidate_caches()


def loader_arguments(stage: Path, modules: Sequence[str]) -> list[str]:
    """What a fresh interpreter is given to load ``modules`` with ``stage`` last on its path; `check_loaded` judges."""
    return ["-c", _LOADER, str(stage), *modules, "numpy"]


def check_loaded(stage: Path, modules: Sequence[str], last_line: str) -> str:
    """The CUDA that torch was built for, empty for none, from what the interpreter wrote last.

    Raises ``InstallationFailed`` unless it found each of ``modules`` in ``stage``, and numpy elsewhere.
    """
    try:
        told = json.loads(last_line)
        places, cuda = {name: Path(place) for name, place in told["places"].items()}, str(told["cuda"])
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise InstallationFailed(f"A fresh Python did not say what it loaded, but: {last_line}") from error
    for module in modules:
        top = module.partition(".")[0]
        if stage not in places[top].parents:
            raise InstallationFailed(
                f"Python takes {top} from {places[top].parent}, which comes before what was installed. Remove it there "
                "(pip uninstall) and install again."
            )
    if stage in places["numpy"].parents:
        raise InstallationFailed("QGIS's own numpy is not found any more; a second one must not take its place.")
    return cuda


def _normal(name: str) -> str:
    """A distribution's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _remove_recorded(folder: Path, record: Path) -> None:
    """Removes the files that a distribution's RECORD lists inside ``folder``, and the folders left empty."""
    with record.open(encoding="utf-8", newline="") as lines:
        paths = [Path(os.path.normpath(folder / row[0])) for row in csv.reader(lines) if row]
    inside = [path for path in paths if folder in path.parents]
    for path in inside:
        with suppress(FileNotFoundError):
            path.unlink()
    shutil.rmtree(record.parent, ignore_errors=True)
    parents = {parent for path in inside for parent in path.parents if folder in parent.parents}
    for parent in sorted(parents, key=lambda path: len(path.parts), reverse=True):
        with suppress(OSError):
            parent.rmdir()


def _of_any_length(folder: Path) -> str:
    """The name under which Windows reaches what lies deep in ``folder``: torch's licences have paths of 171 letters."""
    return f"\\\\?\\{folder.absolute()}" if os.name == "nt" else str(folder)


def _in_use(folder: Path, error: OSError) -> InstallationFailed:
    return InstallationFailed(
        f"The folder {folder} cannot be replaced or removed: {error.strerror or error}. If QGIS has used packages in "
        "it since it started, start QGIS again and do this first."
    )
