"""The raster that the runs of interrupted.py restore, in 42 tiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperrestore.test.restoration.networks import noise_cube, write_raster


@pytest.fixture
def source(tmp_path: Path) -> str:
    cube = noise_cube(5, 300, 310, "int16")
    cube[:, 100:140, 60:200] = 7
    return write_raster(tmp_path / "in.tif", cube, nodata=7)
