"""A run that was killed goes on where it was, and its result is the one it would have been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from checkout import ROOT
from hyperrestore.errors import Interrupted, OutputRefused, UnsuitableRaster, WriteFailed
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.raster import open_cube
from hyperrestore.raster.claim import journal_path
from hyperrestore.raster.staged import stage_path, staged_files
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.restoration.recorder import Recorder as RunRecorder
from hyperrestore.restoration.resume import describe_input
from hyperrestore.restoration.worker import without_times
from hyperrestore.test.restoration.disturbed import GOING_ON, Trial
from hyperrestore.test.restoration.interrupted import Killed, interrupted, pixels, run, stop_after
from hyperrestore.test.restoration.networks import Network, Recorder, noise_cube, smooth_scene, write_raster

PROGRAM = Path(__file__).with_name("run_and_be_killed.py")


@pytest.mark.parametrize(
    ("name", "kills", "scale", "data_type"),
    [("o.tif", 20, 1, "source"), ("o.tif", 12, 1, "Float32"), ("o.bil", 12, 1, "source"), ("o.tif", 10, 2, "Float32")],
)
def test_killed_at_random_moments_the_result_is_the_same(name, kills, scale, data_type, source, tmp_path):
    output = tmp_path / "out" / name
    command = [sys.executable, str(PROGRAM), source, str(output), str(kills), "2018", str(scale), data_type]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".plugins"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["killed"] >= kills
    assert sum(line.startswith(GOING_ON) for line in told["said"]) >= kills // 4, told
    whole = tmp_path / "WHOLE"
    assert np.array_equal(pixels(output), pixels(whole / name))
    assert sorted(file.name for file in output.parent.iterdir()) == sorted(file.name for file in whole.iterdir())


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
def test_only_the_rest_is_done_again(name, source, tmp_path, monkeypatch):
    run(source, tmp_path / f"whole-{name}")
    interrupted(monkeypatch, source, tmp_path / name)
    monitor, seen = Recorder(), []
    monkeypatch.setattr(Network, "restore", lambda self, batch, pulse: seen.append(len(batch)) or self.function(batch))
    run(source, tmp_path / name, monitor)
    assert f"{GOING_ON}20 of 42 tiles." in monitor.infos
    assert sum(seen) == 22
    assert np.array_equal(pixels(tmp_path / name), pixels(tmp_path / f"whole-{name}"))
    assert not stage_path(tmp_path / name).exists() and not journal_path(tmp_path / name).exists()


@pytest.mark.parametrize("name", ["out.dat", "out.bil"])
def test_sidecars_that_were_being_written_when_it_was_killed_are_put_back(name, source, tmp_path, monkeypatch):
    """GDAL empties a header, and its own file beside it, before it writes them again."""
    run(source, tmp_path / f"whole-{name}")
    interrupted(monkeypatch, source, tmp_path / name)
    stage = stage_path(tmp_path / name)
    sidecars = [file for file in staged_files(stage) if file != stage]
    assert any(file.suffix == ".hdr" for file in sidecars)
    for file in sidecars:
        file.write_text("")
    monitor = Recorder()
    run(source, tmp_path / name, monitor)
    assert f"{GOING_ON}20 of 42 tiles." in monitor.infos
    assert np.array_equal(pixels(tmp_path / name), pixels(tmp_path / f"whole-{name}"))
    whole, found = ((tmp_path / f"{stem}.hdr").read_text() for stem in (f"whole-{Path(name).stem}", Path(name).stem))
    assert found == whole.replace("whole-", "")


def test_a_sidecar_of_a_tiff_that_was_being_written_is_put_back(tmp_path, monkeypatch):
    """A TIFF holds one nodata value; those of single bands go to its sidecar when all tiles are written."""
    source = write_raster(tmp_path / "in.tif", noise_cube(3, 200, 200, "int16"))
    raster = gdal.Open(source)
    for number in (1, 2, 3):
        raster.GetRasterBand(number).SetNoDataValue(-number)
    raster = None
    run(source, tmp_path / "whole.tif")
    output = tmp_path / "out.tif"
    interrupted(monkeypatch, source, output, tiles=8)
    stage = stage_path(output)
    stage.with_name(stage.name + ".aux.xml").write_text("")
    monitor = Recorder()
    run(source, output, monitor)
    assert any(line.startswith(f"{GOING_ON}8 of ") for line in monitor.infos)
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))
    assert (tmp_path / "out.tif.aux.xml").read_bytes() == (tmp_path / "whole.tif.aux.xml").read_bytes()


def test_sidecars_are_not_put_back_through_links(source, tmp_path, monkeypatch):
    output, victim = tmp_path / "out.dat", tmp_path / "victim.txt"
    interrupted(monkeypatch, source, output)
    (sidecar,) = (file for file in staged_files(stage_path(output)) if file.suffix == ".hdr")
    victim.write_text("of the user")
    sidecar.unlink()
    sidecar.symlink_to(victim)
    run(source, output)
    assert victim.read_text() == "of the user" and not output.with_suffix(".hdr").is_symlink()


def test_counts_go_on_too(tmp_path, monkeypatch):
    cube = noise_cube(3, 200, 200, "int16")
    cube[:, :20, :20], cube[:, 180:, 180:] = 32767, 32767
    cube[2] = 5
    source = write_raster(tmp_path / "in.tif", cube)
    whole = run(source, tmp_path / "whole.tif")
    interrupted(monkeypatch, source, tmp_path / "out.tif", tiles=8)
    report = run(source, tmp_path / "out.tif")
    assert (report.clamped, report.left_bands) == (whole.clamped, whole.left_bands)
    assert whole.clamped > 0


def test_the_count_of_values_that_are_no_numbers_goes_on_too(tmp_path, monkeypatch):
    def gaps(batch: torch.Tensor) -> torch.Tensor:
        return torch.where(batch == 30000, torch.nan, batch + 5)

    cube = noise_cube(2, 96, 96, "int16") // 2
    # In the first of nine tiles only.
    cube[:, :20, :10] = 30000
    source = write_raster(tmp_path / "in.tif", cube)
    whole = Trial(source, tmp_path / "whole.tif").run(gaps)
    trial, monitor = Trial(source, tmp_path / "out.tif"), Recorder()
    with monkeypatch.context() as patch:
        stop_after(patch, 8)
        with pytest.raises(Killed):
            trial.run(gaps)
    report = trial.run(gaps, monitor)
    assert f"{GOING_ON}8 of 9 tiles." in monitor.infos
    assert "The model gave 400 values that are not numbers" in whole.warnings[0]
    assert report.warnings == whole.warnings


def test_seams_of_a_wide_raster_go_on_too(tmp_path, monkeypatch):
    """They are the most that a journal has to hold: 3 MB here."""
    source, output = write_raster(tmp_path / "in.tif", noise_cube(3, 450, 4000, "int16")), tmp_path / "out.tif"
    fields = {"tile_size": 400, "overlap": 64}
    run(source, tmp_path / "whole.tif", **fields)
    interrupted(monkeypatch, source, output, tiles=14, **fields)
    monitor = Recorder()
    run(source, output, monitor, **fields)
    assert f"{GOING_ON}14 of 24 tiles." in monitor.infos
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))


def test_what_was_written_after_the_last_save_is_dropped(source, tmp_path, monkeypatch):
    run(source, tmp_path / "whole.tif")
    output = tmp_path / "out.tif"
    interrupted(monkeypatch, source, output)
    with open(stage_path(output), "ab") as file:
        file.write(bytes(1 << 20))
    monitor = Recorder()
    run(source, output, monitor)
    assert f"{GOING_ON}20 of 42 tiles." in monitor.infos
    # Of the five bands a block of 48 x 48 px may have been written, and not saved.
    assert output.stat().st_size <= (tmp_path / "whole.tif").stat().st_size + 5 * 48 * 48 * 2
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))


def test_sidecars_that_were_not_there_when_it_was_saved_are_removed(source, tmp_path, monkeypatch):
    output = tmp_path / "out.dat"
    interrupted(monkeypatch, source, output)
    stage_path(output).with_suffix(".msk").write_bytes(b"of nobody")
    monitor = Recorder()
    run(source, output, monitor)
    assert f"{GOING_ON}20 of 42 tiles." in monitor.infos
    assert {file.name for file in tmp_path.iterdir()} == {"in.tif", "out.dat", "out.hdr", "out.dat.aux.xml"}


def test_a_cancel_leaves_nothing(source, tmp_path):
    monitor = Recorder(stop=lambda fraction: fraction > 0.5)
    with pytest.raises(Exception, match="cancelled"):
        run(source, tmp_path / "out.tif", monitor)
    assert [file.name for file in tmp_path.iterdir()] == ["in.tif"]


def test_two_runs_of_one_output_are_refused(source, tmp_path):
    def second(batch: torch.Tensor) -> torch.Tensor:
        with pytest.raises(OutputRefused, match="is being written by another run"):
            run(source, tmp_path / "out.tif")
        return batch

    network = Network(second, tile_px=400, overlap_px=16)
    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), device="cpu")
    restore_raster(job, network, Recorder())
    assert np.array_equal(pixels(tmp_path / "out.tif"), pixels(Path(source)))


def test_an_input_that_changes_during_the_run_is_told(source, tmp_path):
    def spoil(batch: torch.Tensor) -> torch.Tensor:
        os.utime(source)
        return batch

    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), device="cpu", save_every_s=0.0)
    with pytest.raises(UnsuitableRaster, match="was changed while it was being restored"):
        restore_raster(job, Network(spoil), Recorder())
    assert [file.name for file in tmp_path.iterdir()] == ["in.tif"]


def test_a_full_disk_keeps_what_is_finished(source, tmp_path, monkeypatch):
    run(source, tmp_path / "whole.tif")
    output, write, count = tmp_path / "out.tif", RunRecorder.after, []

    def full(self, done: int) -> None:
        write(self, done)
        if done == 15:
            count.append(done)
            raise WriteFailed("Output out.tif was not written: no space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr(RunRecorder, "after", full)
        with pytest.raises(WriteFailed, match="no space left.* kept beside it: start the same run again"):
            run(source, output)
    monitor = Recorder()
    run(source, output, monitor)
    assert f"{GOING_ON}15 of 42 tiles." in monitor.infos
    assert np.array_equal(pixels(output), pixels(tmp_path / "whole.tif"))


def test_sigterm_ends_with_a_sentence_and_keeps_what_is_finished(source, tmp_path):
    def told_to_end(batch: torch.Tensor) -> torch.Tensor:
        if time.monotonic() > end[0]:
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.02)
        return batch

    end = [time.monotonic() + 0.4]
    network = Network(told_to_end, tile_px=64, overlap_px=16, batchable=False)
    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), device="cpu", save_every_s=0.0)
    with pytest.raises(Interrupted, match="told to end .*kept beside it"):
        restore_raster(job, network, Recorder())
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    end[0] = float("inf")
    monitor = Recorder()
    restore_raster(job, network, monitor)
    assert any(line.startswith(GOING_ON) for line in monitor.infos)
    assert np.array_equal(pixels(tmp_path / "out.tif"), pixels(Path(source)))


def test_what_a_model_keeps_account_of_goes_on_too(tmp_path, monkeypatch):
    scene = np.tile(smooth_scene(bands=8, height=60, width=70, noise=0.02), (1, 2, 2))
    source = write_raster(tmp_path / "in.tif", scene)
    job = RestorationJob(source, str(tmp_path / "out.tif"), device="cpu", tile_size=64, save_every_s=0.0)

    def account(stop: int | None = None) -> str:
        model = Hybrid(None)
        with monkeypatch.context() as patch:
            if stop is not None:
                stop_after(patch, stop)
                with pytest.raises(Killed):
                    restore_raster(job, model, Recorder())
            else:
                restore_raster(job, model, Recorder())
        return model.findings.as_text()

    whole = account()
    account(stop=3)
    assert account() == whole


@pytest.mark.parametrize("name", ["/data/web; 1/in.tif", "/data/two\nlines.tif", "/data/one two 3 4.tif"])
def test_descriptions_without_times_are_told_apart_by_names_and_contents(name, tmp_path):
    """What workers compare; a file's name may hold anything."""
    path = tmp_path / name.strip("/")
    path.parent.mkdir(parents=True)
    write_raster(path, noise_cube(1, 8, 8))
    with open_cube(str(path)) as source:
        first = describe_input(source)
        os.utime(path, ns=(1, 1))
        second = describe_input(source)
    assert first != second and without_times(first) == without_times(second) != ""
    path.write_bytes(path.read_bytes() + b" ")
    with open_cube(str(path)) as source:
        assert without_times(describe_input(source)) != without_times(first)
    assert without_times("") == ""
