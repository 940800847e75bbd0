"""Freed memory that is kept: by runs, and by workers that Dask told to give it back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from checkout import PLUGINS

# Prints how many pages the system has to bring in for an array of a megabyte that comes again and again.
FAULTS = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from hyperrestore.restoration.held_memory import HeldMemory, keep_freed
import numpy as np

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        np.empty(1 << 20, np.uint8).fill(1)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults()
print(faults())
eval(sys.argv[2])
faults()
print(faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's limits")
@pytest.mark.parametrize("start", ["keep_freed()", "HeldMemory(1 << 30)"], ids=["worker", "run"])
def test_arrays_that_come_again_cost_no_pages(start: str) -> None:
    environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
    command = [sys.executable, "-c", FAULTS, str(PLUGINS), start]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    afresh, kept = map(int, done.stdout.split())
    assert afresh > 100 * 200
    assert kept < 100
