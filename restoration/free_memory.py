"""How much main memory programs can have now: what the system tells, within what this process is allowed."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PROC, CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def free_host_memory() -> int:
    """Bytes of main memory that this process can have now, control groups (containers) included; on macOS half of all
    there is."""
    if (PROC / "meminfo").exists():
        available = _field(PROC / "meminfo", "MemAvailable:")
        if available is not None:
            return max(0, min([available * 1024, *_left_to_groups()]))
    if sys.platform == "win32":
        return _free_windows_memory()
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _left_to_groups() -> Iterator[int]:
    """Bytes that each control group with a limit, of this process or above it, has left.

    What the kernel would give up first, files that nobody has used for a while, counts as free.
    """
    for folder in _groups("memory", CGROUPS / "memory"):
        limits = [_number(folder / "memory.limit_in_bytes")]
        yield from _left(folder, limits, "memory.usage_in_bytes", "total_inactive_file")
    for root in (CGROUPS, CGROUPS / "unified"):
        for folder in _groups("", root):
            limits = [_number(folder / name) for name in ("memory.max", "memory.high")]
            yield from _left(folder, limits, "memory.current", "inactive_file")


def _left(folder: Path, limits: list[int | None], usage: str, idle: str) -> Iterator[int]:
    used = _number(folder / usage)
    known = [limit for limit in limits if limit is not None]
    if used is not None and known:
        yield min(known) - used + (_field(folder / "memory.stat", idle) or 0)


def _groups(controller: str, root: Path) -> Iterator[Path]:
    """This process's group of a controller (the nameless one is version 2) and those above it, as far as they show.

    A container may be shown its own group as the root.
    """
    try:
        lines = (PROC / "self" / "cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            own = root / path.strip("/")
            yield from (folder for folder in (own, *own.parents) if folder == root or root in folder.parents)


def _number(path: Path) -> int | None:
    """The number in a file; None without one, as where the limit is ``max``."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _field(path: Path, name: str) -> int | None:
    """The number after ``name`` in a file of fields, one in a line."""
    try:
        lines = (line.split() for line in path.read_text().splitlines())
        return next((int(words[1]) for words in lines if words and words[0] == name), None)
    except OSError:
        return None


class _MemoryStatus(ctypes.Structure):
    """``MEMORYSTATUSEX`` of the Windows API."""

    _fields_ = [
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total_physical", ctypes.c_uint64),
        ("available_physical", ctypes.c_uint64),
        *((name, ctypes.c_uint64) for name in ("page", "page_free", "virtual", "virtual_free", "extended")),
    ]


def _free_windows_memory() -> int:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return status.available_physical
