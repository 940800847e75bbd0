"""The clean scene that noise is simulated on, as a raster."""
from __future__ import annotations

from pathlib import Path

import pytest

from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.quality.simulated import scene


@pytest.fixture
def clean(tmp_path: Path) -> str:
    return write_cube(tmp_path / "in" / "clean.tif", scene())
