"""GDAL's cache of decoded blocks, which belongs to the whole process, held to what a run may use."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

_lock = threading.Lock()
_limits: list[int] = []
_before: list[int] = []


@contextmanager
def block_cache(limit: int) -> Iterator[None]:
    """While inside, GDAL keeps at most ``limit`` bytes of decoded blocks, of all rasters of this process together.

    Of runs side by side the lowest limit counts; after the last one GDAL has its own limit back.
    """
    _change(_limits.append, limit)
    try:
        yield
    finally:
        _change(_limits.remove, limit)


def _change(change, limit: int) -> None:
    with _lock:
        if not _limits:
            _before.append(gdal.GetCacheMax())
        change(limit)
        gdal.SetCacheMax(min(_limits) if _limits else _before.pop())
