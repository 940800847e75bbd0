"""GDAL's cache belongs to all runs of a process together."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from osgeo import gdal

from hyperrestore.raster import block_cache


@pytest.mark.parametrize("limits", [(50 << 20, 100 << 20), (100 << 20, 50 << 20)])
@pytest.mark.parametrize("ends_first", [0, 1])
def test_of_runs_side_by_side_the_lowest_limit_counts_until_that_run_ends(limits, ends_first) -> None:
    before = gdal.GetCacheMax()
    with ExitStack() as first, ExitStack() as second:
        for run, limit in zip((first, second), limits):
            run.enter_context(block_cache(limit))
        assert gdal.GetCacheMax() == 50 << 20
        (first, second)[ends_first].close()
        assert gdal.GetCacheMax() == limits[1 - ends_first]
    assert gdal.GetCacheMax() == before
