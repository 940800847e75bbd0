"""A run that was killed is done anew, and says why, where what it left does not fit the run that follows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from osgeo import gdal

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path
from hyperrestore.restoration import resume
from hyperrestore.test.restoration.disturbed import GOING_ON, at_call, raising
from hyperrestore.test.restoration.interrupted import interrupted, pixels, run
from hyperrestore.test.restoration.networks import Recorder, noise_cube, write_raster


def change_input(source: str) -> None:
    with rasterio.open(source, "r+") as raster:
        raster.write(raster.read(1)[:1, :1] + 1, 1, window=rasterio.windows.Window(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("change", "fields", "what"),
    [
        (change_input, {}, "the input"),
        (lambda source: os.utime(source, ns=(1, 1)), {}, "the input has"),
        (None, {"overlap": 8}, "a parameter has"),
        (None, {"tile_size": 96}, "a parameter has"),
        (None, {"data_type": "Float32"}, "a parameter has"),
        (None, {"quality": "best"}, "a parameter has"),
        (None, {"bands": (0, 1)}, "the input's numbers and a parameter have"),
        (None, {"tags": {"WEIGHTS_SHA256": "b"}}, "the model or its weights has"),
    ],
)
def test_another_input_parameter_or_model_starts_over_and_says_so(change, fields, what, source, tmp_path, monkeypatch):
    interrupted(monkeypatch, source, tmp_path / "out.tif")
    if change is not None:
        change(source)
    run(source, tmp_path / "whole.tif", **fields)
    monitor = Recorder()
    run(source, tmp_path / "out.tif", monitor, **fields)
    (said,) = [line for line in monitor.infos if line.startswith("An earlier run")]
    assert f"but {what}" in said and said.endswith("starting over.")
    assert np.array_equal(pixels(tmp_path / "out.tif"), pixels(tmp_path / "whole.tif"))


@pytest.mark.parametrize(
    ("where", "what", "found"),
    [(torch, "get_num_threads", torch.get_num_threads() + 1), (resume, "plugin_version", "0.0.1")],
)
def test_other_software_starts_over(where, what, found, source, tmp_path, monkeypatch):
    interrupted(monkeypatch, source, tmp_path / "out.tif")
    monkeypatch.setattr(where, what, lambda: found)
    monitor = Recorder()
    run(source, tmp_path / "out.tif", monitor)
    assert any("the precision or the number of threads has changed" in line for line in monitor.infos)


def test_another_precision_starts_over(source, tmp_path, monkeypatch):
    interrupted(monkeypatch, source, tmp_path / "out.tif", precision="fp32")
    monitor = Recorder()
    run(source, tmp_path / "out.tif", monitor, precisions=("fp32", "bf16"), precision="bf16")
    (said,) = [line for line in monitor.infos if line.startswith("An earlier run")]
    assert "the precision or the number of threads has changed" in said and said.endswith("starting over.")


@pytest.mark.parametrize("damage", ["newest", "head", "all", "empty"])
def test_a_damaged_journal_goes_back_a_moment_or_starts_over(damage, source, tmp_path, monkeypatch):
    run(source, tmp_path / "whole.tif")
    output = tmp_path / "out.tif"
    interrupted(monkeypatch, source, output, tiles=20)
    journal = journal_path(output)
    content = bytearray(journal.read_bytes())
    # A record is its mark, 8 bytes of number, of length, and a checksum of what follows.
    places = [at for at in range(0, len(content), 4096) if content[at : at + 8] == b"HRJOURN1"]
    newest = max(places[1:], key=lambda at: int.from_bytes(content[at + 8 : at + 16], "little"))
    if damage == "newest":
        content[newest + 200] ^= 1
    elif damage == "head":
        content[60] ^= 1
    elif damage == "all":
        content = bytearray(os.urandom(len(content)))
    else:
        content = bytearray()
    journal.write_bytes(content)
    monitor = Recorder()
    run(source, output, monitor)
    assert (f"{GOING_ON}19 of 42 tiles." in monitor.infos) == (damage == "newest")
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))


@pytest.mark.parametrize("damage", [Path.unlink, lambda stage: os.truncate(stage, 100)])
def test_without_its_temporary_file_it_starts_over(damage, source, tmp_path, monkeypatch):
    output = tmp_path / "out.tif"
    interrupted(monkeypatch, source, output)
    damage(stage_path(output))
    monitor = Recorder()
    run(source, output, monitor)
    assert any("its temporary file is gone; starting over" in line for line in monitor.infos)
    assert output.exists()


def test_a_run_that_needs_more_than_is_allowed_now_starts_over(source, tmp_path, monkeypatch):
    output = tmp_path / "out.tif"
    interrupted(monkeypatch, source, output, tile_size=0, memory_mb=2000)
    monkeypatch.setattr("hyperrestore.restoration.pipeline.fits", lambda needed, budget: False)
    monitor = Recorder()
    run(source, output, monitor, memory_mb=1000)
    assert any("it used more memory than is allowed now; starting over" in line for line in monitor.infos)


def test_a_run_that_starts_over_counts_anew_and_is_gone_on_with(tmp_path, monkeypatch):
    cube = noise_cube(3, 200, 200, "int16")
    cube[:, :20, :20] = 32767
    source, output = write_raster(tmp_path / "in.tif", cube), tmp_path / "out.tif"
    whole = run(source, tmp_path / "whole.tif")
    interrupted(monkeypatch, source, output, tiles=8)
    again, last = Recorder(), Recorder()
    with monkeypatch.context() as patch:
        patch.setattr("hyperrestore.restoration.pipeline.fits", lambda needed, budget: False)
        interrupted(monkeypatch, source, output, tiles=4, monitor=again)
    report = run(source, output, last)
    assert any("it used more memory than is allowed now; starting over" in line for line in again.infos)
    assert any(line.startswith(f"{GOING_ON}4 of ") for line in last.infos)
    assert (report.clamped, report.left_bands) == (whole.clamped, whole.left_bands)
    assert whole.clamped > 0
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))


def test_a_raster_in_memory_that_has_changed_starts_over(tmp_path, monkeypatch):
    """As one on a server: no file of this machine's tells of it."""
    source = "/vsimem/changed/in.tif"
    cube = noise_cube(3, 200, 200, "int16")
    gdal.Translate(source, write_raster(tmp_path / "in.tif", cube))
    try:
        interrupted(monkeypatch, source, tmp_path / "out.tif", tiles=8)
        raster = gdal.Open(source, gdal.GA_Update)
        # At its end, since GDAL's memory tells times in seconds.
        raster.GetRasterBand(1).WriteArray(cube[0, 199:, 199:] + 1, 199, 199)
        raster = None
        monitor = Recorder()
        run(source, tmp_path / "out.tif", monitor)
        (said,) = [line for line in monitor.infos if line.startswith("An earlier run")]
        assert re.search("but the input (has|and) ", said) and said.endswith("starting over.")
    finally:
        gdal.RmdirRecursive("/vsimem/changed")


def test_a_server_that_is_away_when_all_is_done_loses_nothing(source, tmp_path, monkeypatch):
    away = raising(ConnectionError(5, "it cannot be reached", "/vsicurl/http://example.org/in.tif"))
    monkeypatch.setattr(resume, "remote_inputs", at_call(2, away, resume.remote_inputs))
    with pytest.raises(UnsuitableRaster, match="example.org/in.tif: it cannot be reached.*kept beside it"):
        run(source, tmp_path / "out.tif")
    monitor = Recorder()
    run(source, tmp_path / "out.tif", monitor)
    assert f"{GOING_ON}42 of 42 tiles." in monitor.infos
