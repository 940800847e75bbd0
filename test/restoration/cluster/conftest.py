"""Clusters of processes, and a raster that is restored on one or here."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal

from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.cluster.processes import Processes
from hyperrestore.test.restoration.networks import Recorder, noise_cube, read_raster, write_raster


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory):
    """A scheduler and two workers that live through the module."""
    processes = Processes(tmp_path_factory.mktemp("two"))
    processes.add_worker()
    processes.add_worker()
    yield processes
    processes.end()


@pytest.fixture
def own(tmp_path: Path):
    """A scheduler without workers, for one test."""
    (tmp_path / "own").mkdir()
    processes = Processes(tmp_path / "own")
    yield processes
    processes.end()


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    (tmp_path / "traces").mkdir()
    return tmp_path / "traces"


@pytest.fixture
def restore(tmp_path: Path):
    """``restore(network, address, …)`` -> pixels and tags of the output, of 2 bands and 150 x 200 px or ``cube``."""

    def call(model, at: str = "", monitor=None, cube=None, **fields) -> tuple:
        source = tmp_path / "in" / "scene.tif"
        if not source.exists():
            source.parent.mkdir()
            write_raster(source, noise_cube(2, 150, 200) if cube is None else cube)
        target = tmp_path / f"out{'-cluster' if at else ''}" / "restored.tif"
        target.parent.mkdir(exist_ok=True)
        fields = {"device": "cpu", "line_direction": "columns", **fields}
        job = RestorationJob(source=str(source), output=str(target), scheduler=at, **fields)
        restore_raster(job, model, monitor or Recorder())
        return content(target)

    return call


def content(path: Path) -> tuple[bytes, dict]:
    """Pixels and tags; where in the file they lie may change."""
    raster = gdal.Open(str(path))
    return read_raster(path).tobytes(), raster.GetMetadata()


def left_over(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "out-cluster").iterdir())
