"""One call through the whole engine, by way of files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.networks import (
    Network,
    Recorder,
    read_raster,
    write_raster,
)


def restore(tmp_path: Path, cube: np.ndarray, network: Network, monitor=None, nodata=None, **fields):
    """(restored cube, report) of a run through files; columns are not looked for unless asked."""
    source = write_raster(tmp_path / "in.tif", cube, nodata)
    fields = {"device": "cpu", "line_direction": "columns", **fields}
    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), **fields)
    report = restore_raster(job, network, monitor or Recorder())
    return read_raster(tmp_path / "out.tif"), report


def in_one_shot(cube: np.ndarray, function) -> np.ndarray:
    return function(torch.from_numpy(cube[None].astype(np.float32))).numpy()[0]
