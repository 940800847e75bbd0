"""Reading files that others made: ordinary ones only, and no more of them than could be right."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MEGABYTE = 2**20


@contextmanager
def open_ordinary(path: Path) -> Iterator[BinaryIO]:
    """An ordinary file, open for reading. Raises ``OSError``, at once, for folders, pipes and devices."""
    # Opened without waiting: a pipe without a writer would hold the run for good.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is not an ordinary file")
        yield file


def read_bounded(path: Path, most: int) -> bytes:
    """The content of an ordinary file of at most ``most`` bytes, by what it holds and not by what it says it holds.

    Raises ``OSError``, at once and without reading, for folders, pipes, devices and larger files.
    """
    with open_ordinary(path) as file:
        stated = os.fstat(file.fileno()).st_size
        content = file.read(most + 1) if stated <= most else b""
    if max(stated, len(content)) > most:
        raise OSError(f"it holds {_size(stated)} where at most {_size(most)} can be right")
    return content


def _size(count: int) -> str:
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{count} bytes"
