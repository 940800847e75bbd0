"""Freed memory that is kept, by runs and by workers that Dask told to give it back; and given back in time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from checkout import PLUGINS
from hyperrestore.restoration import held_memory
from hyperrestore.restoration.held_memory import HeldMemory

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


KEPT = """
import sys
sys.path.insert(0, sys.argv[1])
from hyperrestore.restoration.held_memory import HeldMemory
import numpy as np

def pages():
    return int(open("/proc/self/statm").read().split()[1])

before = pages()
with HeldMemory(1 << 30):
    arrays = [np.ones(4 << 20, np.uint8) for _ in range(8)]
    del arrays
    print(pages() - before)
print(pages() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's limits")
def test_what_a_run_kept_goes_back_when_it_ends() -> None:
    command = [sys.executable, "-c", KEPT, str(PLUGINS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    during, after = map(int, done.stdout.split())
    assert during > 4096
    assert after < 1024


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's limits")
def test_a_run_gives_back_when_it_has_grown_and_again_halfway_to_its_limit(monkeypatch) -> None:
    resident, given = [1000], []
    monkeypatch.setattr(held_memory, "keep_freed", lambda largest: None)
    monkeypatch.setattr(held_memory, "give_back", lambda: given.append(resident[0]))
    monkeypatch.setattr(HeldMemory, "_resident", staticmethod(lambda: resident[0]))
    held = HeldMemory(1000)
    for resident[0] in (1500, 1600, 1601, 1601, 1800, 1802, 1802, 1901, 1903):
        held.look()
    assert given == [1601, 1802, 1903]
