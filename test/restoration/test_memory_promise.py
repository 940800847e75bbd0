"""``MEMORY_MB`` as a promise: what a few restorations really take, each in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hyperrestore.errors import NotEnoughMemory
from hyperrestore.test.restoration.networks import Network
from hyperrestore.test.restoration.through_the_engine import restore

BENCH = Path(__file__).resolve().parents[2] / "bench" / "bench_memory.py"


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a process its own peak")
def test_promises_are_kept(tmp_path):
    """A small raster, a wide one whose seams are large, one with more blocks than may be kept, one that is a single
    block, one of many bands, and one that is enlarged; the least memory that is accepted is named exactly."""
    result = tmp_path / "memory.json"
    command = [sys.executable, str(BENCH), "--quick", "--json", str(result)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads(result.read_text())["measured"]
    assert len(rows) == 7
    assert all(row["exact"] and row["peak_mb"] <= row["promise_mb"] for row in rows)


def test_with_the_least_memory_no_block_is_compressed_again_and_again(tmp_path):
    """Tiles of 32 px whose cores are a small part of a usual block, in a cache that holds no row of such blocks."""
    cube = np.random.default_rng(3).normal(0, 1, (160, 64, 400)).astype(np.float32)
    _, plenty = restore(tmp_path, cube, Network(lambda tiles: tiles), memory_mb=1000)
    usual = (tmp_path / "out.tif").stat().st_size
    with pytest.raises(NotEnoughMemory) as refused:
        restore(tmp_path, cube, Network(lambda tiles: tiles), memory_mb=1)
    least = int(re.search(r"needs (\d+) MB", str(refused.value)).group(1))
    restored, report = restore(tmp_path, cube, Network(lambda tiles: tiles), memory_mb=least)
    assert plenty.tile == (64, 64) and report.tile == (48, 48)
    np.testing.assert_array_equal(restored, cube)
    assert (tmp_path / "out.tif").stat().st_size < 1.2 * usual
