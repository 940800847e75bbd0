"""``SHA256SUMS``: one line per file, as ``sha256sum`` writes and checks it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from ..errors import WeightsMismatch
from .bounded import MEGABYTE, open_ordinary, read_bounded

SUMS = "SHA256SUMS"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal, read piece by piece."""
    digest = hashlib.sha256()
    with open_ordinary(path) as file:
        while piece := file.read(MEGABYTE):
            digest.update(piece)
    return digest.hexdigest()


def read_sums(folder: Path) -> dict[str, str]:
    """File name to digest; empty where the folder has no ``SHA256SUMS``."""
    try:
        lines = read_bounded(folder / SUMS, MEGABYTE).decode("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsMismatch(f"{folder / SUMS} cannot be read: {error}. Import the models again.") from error
    pairs = (line.split(maxsplit=1) for line in lines)
    return {pair[1].lstrip("*"): pair[0] for pair in pairs if len(pair) == 2}


def record(paths: list[Path]) -> None:
    """Add or renew the lines of ``paths``, all in one folder."""
    folder = paths[0].parent
    _write(folder, {**read_sums(folder), **{path.name: file_digest(path) for path in paths}})


def forget(paths: list[Path]) -> None:
    """Take out the lines of ``paths``, all in one folder."""
    folder, gone = paths[0].parent, {path.name for path in paths}
    sums = read_sums(folder)
    if gone & set(sums):
        _write(folder, {name: digest for name, digest in sums.items() if name not in gone})


def check(path: Path) -> None:
    """Reads the whole file, of any size. Raises ``WeightsMismatch`` as ``verified`` does."""
    expected = _recorded(path)
    try:
        found = file_digest(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    _compare(path, expected, found)


def verified(path: Path, most: int) -> bytes:
    """The content of ``path`` if it is what was recorded, at most ``most`` bytes.

    Raises ``WeightsMismatch`` if it is anything else, or if nothing is recorded.

    What was checked is what is returned, so nobody can swap the file in between. The record lies beside the file: it
    tells damage and mix-ups, not an attacker who can write both.
    """
    expected = _recorded(path)
    try:
        content = read_bounded(path, most)
    except OSError as error:
        raise _unreadable(path, error) from error
    _compare(path, expected, hashlib.sha256(content).hexdigest())
    return content


def _write(folder: Path, sums: Mapping[str, str]) -> None:
    fresh = folder / f"{SUMS}.new"
    fresh.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())), encoding="utf-8")
    os.replace(fresh, folder / SUMS)


def _recorded(path: Path) -> str:
    expected = read_sums(path.parent).get(path.name)
    if expected is None:
        raise WeightsMismatch(
            f"{path} has no line in {path.parent / SUMS}, so it cannot be told whether it is what it claims to be. "
            "Import the model again."
        )
    return expected


def _unreadable(path: Path, error: OSError) -> WeightsMismatch:
    return WeightsMismatch(f"{path} cannot be read: {error}. Install or import the model again.")


def _compare(path: Path, expected: str, found: str) -> None:
    if found != expected:
        raise WeightsMismatch(
            f"{path} is damaged or was altered: its SHA-256 begins with {found[:12]}, the recorded one with "
            f"{expected[:12]}. Install or import the model again."
        )
