"""Freed memory that the C library holds on to: it saves time, and must not make a run larger than it may be.

glibc gives large arrays back to the system when they are freed, and each that comes next is brought in page by page:
eight tiles of 128 px at once took RAS2S one and a half times as long (bf16, two threads). What glibc takes for large
grows to 32 MB with the arrays that it sees freed, and it keeps up to twice that of freed memory, for each thread. A run
has it do so from the start, as far as what it is allowed goes. When the run has grown near to what was promised, and
when it ends, glibc is made to give back what it holds.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

STATM = Path("/proc/self/statm")
SHARE = 0.6
"""Of what is allowed, where giving back begins: one step of the model comes on top."""

LARGEST_KEPT = 32 << 20
"""Bytes of the largest array that glibc learns to keep when it is freed; it keeps twice that of free memory."""
KEPT_OF_ALLOWED = 32
"""The largest array that a run has kept is this part of what it is allowed: three threads keep twice that, each, and so
do those that restore tiles side by side, or make bands (measured with two, and with four, of them)."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


class HeldMemory:
    """For a run that may use ``allowed`` bytes more than the process has now; what was kept goes back when its context
    ends. What glibc keeps from now on is changed for all of the process. Does nothing without glibc."""

    def __init__(self, allowed: int) -> None:
        keep_freed(min(LARGEST_KEPT, allowed // KEPT_OF_ALLOWED))
        self._works = sys.platform == "linux" and STATM.exists() and hasattr(ctypes.CDLL(None), "malloc_trim")
        self._most = self._start = self._resident() if self._works else 0
        self._limit = self._start + allowed
        self._most += int(SHARE * allowed)

    def __enter__(self) -> HeldMemory:
        return self

    def __exit__(self, *raised: object) -> None:
        give_back()

    def look(self) -> None:
        """To be called between steps, in any thread; quick."""
        if not self._works or self._resident() <= self._most:
            return
        give_back()
        # What is still there is in use. Halfway to the limit is soon enough to look again.
        self._most = max(self._most, (self._resident() + self._limit) // 2)

    @staticmethod
    def _resident() -> int:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    """Freed memory goes back to the system, where the C library can do that."""
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim"):
        ctypes.CDLL(None).malloc_trim(0)


def keep_freed(largest: int = LARGEST_KEPT) -> None:
    """From now on, and for all of the process: freed arrays of up to ``largest`` bytes are kept, as glibc might come to
    do by itself.

    Dask starts its workers with ``MALLOC_TRIM_THRESHOLD_``, which also keeps glibc from learning which sizes come again
    and again. Every array then comes from the system page by page: RAS2S takes 2.5 times as long.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, largest)
        libc.mallopt(_M_TRIM_THRESHOLD, 2 * largest)
