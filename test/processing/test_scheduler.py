"""SCHEDULER in QGIS: the same raster from processes of its own, and a sentence where there is no cluster."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from hyperrestore.restoration import scheduler
from hyperrestore.test.processing.rasters import names


def test_processes_of_this_machine_give_the_same(restore, small_raster: str) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install -r requirements-dev.txt")
    here, there = restore(small_raster, "a.tif"), restore(small_raster, "b.tif", SCHEDULER="local:2")
    pixels = [gdal.Open(str(path)).ReadAsArray() for path in (here, there)]
    assert np.array_equal(*pixels)
    assert not np.array_equal(pixels[0], gdal.Open(small_raster).ReadAsArray())


def test_words_that_are_no_scheduler(restore, small_raster: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="The scheduler was given as 'everyone'; use the address"):
        restore(small_raster, SCHEDULER="everyone")
    assert names(tmp_path / "out") == []


def test_nobody_at_the_address(restore, small_raster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install -r requirements-dev.txt")
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1)
    with pytest.raises(QgsProcessingException, match="No Dask scheduler answers at tcp://127.0.0.1:9 within 1 s"):
        restore(small_raster, SCHEDULER="tcp://127.0.0.1:9")
    assert names(tmp_path / "out") == []
