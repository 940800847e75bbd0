"""A run that ends after some of its tiles as if it had been killed, and the same run again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.restoration.recorder import Recorder as RunRecorder
from hyperrestore.test.restoration.networks import Network, Recorder, convolve


class Killed(Exception):
    """Stands for the end of the process: nothing of the run's own clean-up is to happen."""


def run(source: str, output: Path, monitor=None, precisions: tuple[str, ...] = ("fp32",), **fields):
    """``precisions`` are the network's."""
    fields = {"device": "cpu", "line_direction": "columns", "save_every_s": 0.0, **fields}
    network = Network(
        lambda batch: batch + 0.01 * convolve(batch),
        tile_px=64, overlap_px=16, scaling="cube", batchable=False, precisions=precisions,
    )  # fmt: skip
    return restore_raster(RestorationJob(source=source, output=str(output), **fields), network, monitor or Recorder())


def stop_after(monkeypatch, tiles: int) -> None:
    """The next run stops after so many tiles as if it had been killed: what lies on the disk then stays."""
    after = RunRecorder.after

    def stopping(self, done: int) -> None:
        after(self, done)
        if done >= tiles:
            self._output.keep()
            raise Killed

    monkeypatch.setattr(RunRecorder, "after", stopping)


def interrupted(monkeypatch, source: str, output: Path, tiles: int = 20, **fields) -> None:
    """Leaves what a run leaves that was killed after so many tiles."""
    with monkeypatch.context() as patch:
        stop_after(patch, tiles)
        with pytest.raises(Killed):
            run(source, output, **fields)
    assert stage_path(output).exists() and journal_path(output).exists() and not output.exists()


def pixels(path: Path) -> np.ndarray:
    with rasterio.open(path) as raster:
        return raster.read()
