"""``MEMORY_MB`` as a promise: what a few restorations really take, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "bench_memory.py"


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a process its own peak")
def test_promises_are_kept(tmp_path):
    """A small raster, a wide one whose seams are large, one with more blocks than may be kept, one that is a single
    block, and one that is enlarged; the least memory that is accepted is named exactly."""
    result = tmp_path / "memory.json"
    command = [sys.executable, str(BENCH), "--quick", "--json", str(result)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads(result.read_text())["measured"]
    assert len(rows) == 5
    assert all(row["exact"] and row["peak_mb"] <= row["promise_mb"] for row in rows)
