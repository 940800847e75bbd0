"""``SHA256SUMS``: one line per file, as ``sha256sum`` writes and checks it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..errors import WeightsMismatch

SUMS = "SHA256SUMS"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def read_sums(folder: Path) -> dict[str, str]:
    """File name to digest; empty where the folder has no ``SHA256SUMS``."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {name.lstrip("*"): digest for digest, name in pairs}


def record(paths: list[Path]) -> None:
    """Add or renew the lines of ``paths``, all in one folder."""
    folder = paths[0].parent
    sums = {**read_sums(folder), **{path.name: file_digest(path) for path in paths}}
    fresh = folder / f"{SUMS}.new"
    fresh.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())), encoding="utf-8")
    os.replace(fresh, folder / SUMS)


def verify(path: Path) -> str:
    """The digest of ``path`` if it is the recorded one. Raises ``WeightsMismatch`` if not, or if none is recorded."""
    expected = read_sums(path.parent).get(path.name)
    if expected is None:
        raise WeightsMismatch(
            f"{path} has no line in {path.parent / SUMS}, so it cannot be told whether it is what it claims to be. "
            "Import the model again."
        )
    found = file_digest(path)
    if found != expected:
        raise WeightsMismatch(
            f"{path} is damaged or was altered: its SHA-256 begins with {found[:12]}, the recorded one with "
            f"{expected[:12]}. Install or import the model again."
        )
    return found
