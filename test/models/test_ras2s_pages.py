"""Large pages, where Linux gives them to those who ask."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch

from hyperrestore.models.ras2s.pages import large

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
MEGABYTES = 64


def faults(memory: torch.Tensor) -> int:
    """Times that the system had to bring in a page to fill it."""
    resource = pytest.importorskip("resource", reason="only Unix counts page faults")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    memory.fill_(1.0)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_memory_of_any_value_for_the_processor() -> None:
    memory = large((2, 3, 5), torch.device("cpu"))
    assert memory.dtype == torch.float32 and memory.shape == (2, 3, 5)
    assert memory.fill_(7.0).sum() == 7 * 30


@pytest.mark.skipif(
    not SETTING.exists() or "[madvise]" not in SETTING.read_text() or os.environ.get("NUMPY_MADVISE_HUGEPAGE") == "0",
    reason="this system does not give large pages to those alone who ask",
)
def test_first_use_stops_a_tenth_as_often() -> None:
    """A page of 4 KB each would make 16384."""
    assert faults(large((MEGABYTES << 18,), torch.device("cpu"))) < (MEGABYTES << 8) / 10
