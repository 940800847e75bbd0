"""The NVIDIA card and its driver, asked through the driver's own library: no torch, no foreign program."""

from __future__ import annotations

import ctypes
import os
import re
from dataclasses import dataclass
from pathlib import Path

LIBRARIES = ("nvcuda.dll",) if os.name == "nt" else ("libcuda.so.1", "libcuda.so")
DRIVER_FILE = Path("/proc/driver/nvidia/version")
# Numbers of CUDA's driver interface that have never changed.
SUCCESS, CAPABILITY_MAJOR, CAPABILITY_MINOR = 0, 75, 76
NAME_BYTES = 256


@dataclass(frozen=True)
class Nvidia:
    """``cuda`` is the newest CUDA that the driver runs; ``card`` and ``capability`` are of the first card, and empty
    and (0, 0) where the driver sees none. ``driver`` is its version where the system tells."""

    driver: str
    cuda: tuple[int, int]
    card: str
    capability: tuple[int, int]


def find_nvidia(library: ctypes.CDLL | None = None, driver_file: Path = DRIVER_FILE) -> Nvidia | None:
    """What this machine has; None without a driver. The arguments replace the machine's own in tests."""
    library = _load() if library is None else library
    driver = _driver(driver_file)
    if library is None:
        return Nvidia(driver, (0, 0), "", (0, 0)) if driver else None
    cuda = ctypes.c_int()
    if library.cuDriverGetVersion(ctypes.byref(cuda)) != SUCCESS:
        return Nvidia(driver, (0, 0), "", (0, 0))
    return Nvidia(driver, (cuda.value // 1000, cuda.value % 1000 // 10), *_first_card(library))


def _load() -> ctypes.CDLL | None:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _driver(path: Path) -> str:
    try:
        found = re.search(r"\d+\.\d+(\.\d+)?", path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return found.group() if found else ""


def _first_card(library: ctypes.CDLL) -> tuple[str, tuple[int, int]]:
    device, major, minor = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    name = ctypes.create_string_buffer(NAME_BYTES)
    steps = (
        lambda: library.cuInit(0),
        lambda: library.cuDeviceGet(ctypes.byref(device), 0),
        lambda: library.cuDeviceGetName(name, NAME_BYTES, device),
        lambda: library.cuDeviceGetAttribute(ctypes.byref(major), CAPABILITY_MAJOR, device),
        lambda: library.cuDeviceGetAttribute(ctypes.byref(minor), CAPABILITY_MINOR, device),
    )
    if any(step() != SUCCESS for step in steps):
        return "", (0, 0)
    return name.value.decode("utf-8", errors="replace"), (major.value, minor.value)
