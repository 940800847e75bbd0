"""What a benchmark ran on, in one line."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine_name() -> str:
    """Processor, cores, torch: what a table must say of where its figures come from."""
    import torch

    return f"{processor()}, {os.cpu_count()} processors, {platform.system()}, torch {torch.__version__}"


def processor() -> str:
    """The model as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
