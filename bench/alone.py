"""One contestant of a benchmark in a process of its own, so that none finds memory that another has left."""

from __future__ import annotations

import subprocess
import sys


def seconds_alone(script: str, *arguments: str) -> list[float]:
    """The seconds of its runs, which the script prints when it is called so."""
    told = subprocess.run([sys.executable, script, *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [float(seconds) for seconds in told.split()]
