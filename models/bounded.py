"""Reading files that others made: ordinary ones only, and no more of them than could be right."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MEGABYTE = 2**20


def read_bounded(path: Path, most: int) -> bytes:
    """The content of an ordinary file of at most ``most`` bytes, by what it holds and not by what it says it holds.

    Raises ``OSError``, at once and without reading, for folders, pipes, devices and larger files.
    """
    # Opened without waiting: a pipe without a writer would hold the run for good.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError("it is not an ordinary file")
        content = file.read(most + 1) if status.st_size <= most else b""
    if max(status.st_size, len(content)) > most:
        raise OSError(f"it holds {_size(status.st_size)} where at most {_size(most)} can be right")
    return content


def _size(count: int) -> str:
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{count} bytes"
