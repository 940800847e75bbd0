"""Cancelled by a signal or by the dialog's button: an error in words, and no file."""
from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from checkout import QGIS_PROCESS
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import names, write_cube

SENTENCE = "The run was cancelled; no output was written."


@pytest.mark.parametrize("percent", [0, 3, 40, 90])
def test_cancel_from_a_progress_callback(restore, tmp_path: Path, percent: int) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(6, 70, 70))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "restored.tif").write_text("from before")
    seen = []

    def stop(progress: float) -> None:
        seen.append(progress)
        if progress >= percent:
            feedback.cancel()

    feedback = Recorder(stop)
    with pytest.raises(QgsProcessingException, match=SENTENCE):
        restore(raster, feedback=feedback, TILE_SIZE=32)
    assert percent <= seen[-1] < 100
    assert names(tmp_path / "out") == ["restored.tif"]
    assert (tmp_path / "out" / "restored.tif").read_text() == "from before"


def test_progress_rises_steadily_to_the_end(restore, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(6, 70, 70))
    seen = []
    restore(raster, feedback=Recorder(seen.append), TILE_SIZE=32)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert max(later - sooner for sooner, later in zip(seen, seen[1:])) < 20


def test_interrupt_ends_the_process(qgis_environment: dict, tmp_path: Path) -> None:
    """Ctrl+C in a terminal. The raster would take half a minute."""
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(80, 200, 200))
    output = tmp_path / "out" / "restored.tif"
    command = [QGIS_PROCESS, "run", "hyperrestore:denoiseras2s", "--", f"INPUT={raster}", f"OUTPUT={output}"]
    with subprocess.Popen(
        command, env=qgis_environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        # Said when all is read and the model begins.
        assert any(line.startswith("Tiles: ") for line in process.stdout)
        assert names(output.parent) != []
        process.send_signal(signal.SIGINT)
        interrupted = time.monotonic()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert SENTENCE in errors
    assert time.monotonic() - interrupted < 10
    assert names(output.parent) == []
