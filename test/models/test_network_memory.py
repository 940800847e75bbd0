"""What the networks really take of main memory, held against what their descriptors promise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hyperrestore.restoration.device import choose_device
from hyperrestore.restoration.needs import SLOW_MODEL
from hyperrestore.restoration.precision import is_slow

PROBE = """
import json, sys, torch
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.restoration.held_memory import give_back, keep_freed
from hyperrestore.test.models.random_ras2s import Quiet

def kilobytes(name):
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])

name, arguments, shape, precision, kept = json.loads(sys.argv[1])
torch.set_num_threads(1)
if kept:
    keep_freed()
architecture = ARCHITECTURES[name]
model = architecture.as_model(architecture.new_network(arguments), "cube").to("cpu", precision)
cube = torch.rand(shape)
model.restore(cube[:, :2, :8, :8], Quiet())
# What folding the weights has freed would serve the run, and be counted as if it were nothing.
give_back()
open("/proc/self/clear_refs", "w").write("5")
before = kilobytes("VmRSS")
restored = model.restore(cube, Quiet())
print(json.dumps([1024 * (kilobytes("VmHWM") - before), model.descriptor.memory_bytes(*shape[1:])]))
"""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a process its own peak")
@pytest.mark.parametrize(
    ("freed", "precision"), [("given back", "fp32"), ("kept", "fp32"), ("kept", "bf16"), ("kept", "fp16")]
)
@pytest.mark.parametrize(
    ("name", "arguments", "shape"),
    [
        ("ras2s", {}, (1, 30, 96, 96)),
        ("sscan", {"channels": 16, "blocks": 2}, (1, 100, 64, 64)),
        ("sscan", {"channels": 32, "blocks": 2}, (1, 31, 128, 128)),
        ("sscan", {"channels": 32, "blocks": 2}, (1, 40, 112, 112)),
        ("ssrnet", {"filters": 24, "modules": 1, "units": 2}, (1, 40, 64, 64)),
        ("ssrnet", {"filters": 8, "modules": 1, "units": 1, "scale": 4}, (1, 20, 128, 128)),
    ],
)
def test_the_promise_covers_what_is_taken(name: str, arguments: dict, shape: tuple, freed: str, precision: str) -> None:
    """With an allocator that gives every map back at once, and with one that keeps them, as a run has it."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    if freed == "given back":
        environment["MALLOC_MMAP_THRESHOLD_"] = "65536"
    given = json.dumps([name, arguments, shape, precision, freed == "kept"])
    child = subprocess.run(
        [sys.executable, "-c", PROBE, given], env=environment, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    taken, promised = json.loads(child.stdout)
    least = 0.3 if precision == "fp32" else 0.2
    assert least * promised <= taken <= promised * (SLOW_MODEL if is_slow(precision, choose_device("cpu")) else 1)
