"""Real QGIS processes that the system tells to end, or that want the same output."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import rasterio

from checkout import QGIS_PROCESS, make_profile
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.test.processing.conftest import make_cube
from hyperrestore.test.processing.rasters import names, write_cube
from hyperrestore.test.processing.saving_often import install

WAIT_SECONDS = 300
GOING_ON = "An earlier run of this output was interrupted; going on after "
TOLD_TO_END = "The run was told to end (SIGTERM); no output was written."


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of QGIS processes whose runs note after every batch how far they are."""
    profile = tmp_path_factory.mktemp("profile")
    plugin = install(profile)
    made = make_profile(profile)
    subprocess.run(
        [QGIS_PROCESS, "plugins", "enable", plugin],
        env=made, stdin=subprocess.DEVNULL, capture_output=True, check=True,
    )  # fmt: skip
    return made


@pytest.fixture
def raster(tmp_path: Path) -> str:
    return write_cube(tmp_path / "in" / "x.tif", make_cube(24, 160, 160))


@contextmanager
def started(raster: str, output: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A run of 25 tiles, one by one; killed at last if it still runs."""
    command = [
        QGIS_PROCESS, "run", "hyperrestore:denoiseras2s", "--", f"INPUT={raster}", f"OUTPUT={output}", "DEVICE=cpu",
        "TILE_SIZE=32", "OVERLAP=0", "MEMORY_MB=300",
    ]  # fmt: skip
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(what, process: subprocess.Popen) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


def test_sigterm_keeps_what_is_finished_and_the_same_command_goes_on(environment, raster, tmp_path: Path) -> None:
    output = tmp_path / "out" / "restored.tif"
    output.parent.mkdir()
    output.write_text("from before")
    journal = journal_path(output)
    with started(raster, output, environment) as process:
        # Moments begin a megabyte into the journal.
        wait_for(lambda: journal.exists() and journal.stat().st_size > 1 << 20, process)
        process.send_signal(signal.SIGTERM)
        said, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 1, (said, errors)
    assert f"{TOLD_TO_END} What was finished is kept beside it: start the same run again" in errors
    assert "Traceback" not in errors
    assert output.read_text() == "from before"
    assert {stage_path(output).name, journal.name, output.name} == set(names(output.parent))

    with started(raster, output, environment) as process:
        said, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 0, errors
    assert GOING_ON in said
    assert names(output.parent) == [output.name]

    whole = tmp_path / "whole" / "restored.tif"
    with started(raster, whole, environment) as process:
        said, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 0 and GOING_ON not in said
    with rasterio.open(output) as one, rasterio.open(whole) as other:
        assert np.array_equal(one.read(), other.read())


def test_sigterm_before_anything_is_finished_leaves_nothing(qgis_environment, raster, tmp_path: Path) -> None:
    output = tmp_path / "out" / "restored.tif"
    with started(raster, output, qgis_environment) as process:
        assert any(line.startswith("Tiles: ") for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 1
    assert TOLD_TO_END in errors and "kept beside it" not in errors
    assert names(output.parent) == []


def test_of_two_runs_of_one_output_the_second_is_refused(qgis_environment, raster, tmp_path: Path) -> None:
    output = tmp_path / "out" / "restored.tif"
    with started(raster, output, qgis_environment) as first:
        assert any(line.startswith("Tiles: ") for line in first.stdout)
        first.send_signal(signal.SIGSTOP)
        with started(raster, output, qgis_environment) as second:
            said, errors = second.communicate(timeout=WAIT_SECONDS)
        first.send_signal(signal.SIGCONT)
        assert second.returncode == 1
        assert f"Output {output} is being written by another run. Wait for it, or choose another name." in errors
        said, errors = first.communicate(timeout=WAIT_SECONDS)
    assert first.returncode == 0, errors
    assert names(output.parent) == [output.name]
    with rasterio.open(output) as restored:
        assert restored.shape == (160, 160)
