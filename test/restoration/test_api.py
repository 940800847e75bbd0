"""The engine in one call: models by name and file, settings, log, progress, cancel, errors; its worked example."""
from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from checkout import PLUGINS, ROOT
from hyperrestore import LogMonitor, restore
from hyperrestore.errors import Cancelled, InvalidParameter, RestorationError, UnsuitableRaster, WeightsMismatch
from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.models.methods import build_method
from hyperrestore.models.weights import load_model
from hyperrestore.raster import Window
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.restoration.api import SETTINGS
from hyperrestore.restoration.named_models import model_names
from hyperrestore.test.restoration.interrupted import Killed, stop_after

PAGE = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "restore_cube.py"


def read(path: Path) -> np.ndarray:
    return gdal.Open(str(path)).ReadAsArray()


def own_tags(path: Path) -> dict[str, str]:
    """What the engine has written about itself."""
    prefix = "HYPERRESTORE_"
    found = gdal.Open(str(path)).GetMetadata()
    return {name[len(prefix):]: value for name, value in found.items() if name.startswith(prefix)}


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    """A smooth scene of 12 bands, 40 x 36 pixels, reflectance times 10000, with Gaussian noise."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:36, :40]
    spectra = rng.random((2, 12))
    share = (np.sin(x / 9.0) * np.cos(y / 7.0) + 1) / 2
    cube = 3000 * (spectra[0][:, None, None] * share + spectra[1][:, None, None] * (1 - share))
    path = tmp_path / "noisy.tif"
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 40, 36, 12, gdal.GDT_Int16)
    raster.WriteArray(np.rint(cube + rng.normal(0, 150, cube.shape)).astype(np.int16))
    raster.SetGeoTransform((500000.0, 30.0, 0.0, 5800000.0, 0.0, -30.0))
    raster = None
    return path


def test_a_name_gives_what_the_engine_gives_with_that_model(noisy: Path, tmp_path: Path) -> None:
    job = RestorationJob(str(noisy), str(tmp_path / "engine.tif"), device="cpu")
    restore_raster(job, load_model(find([SHIPPED], "ras2s", "default")), LogMonitor())
    report = restore(noisy, tmp_path / "api.tif", "ras2s", device="cpu")
    assert report.restored_bands == tuple(range(12))
    np.testing.assert_array_equal(read(tmp_path / "api.tif"), read(tmp_path / "engine.tif"))
    assert not np.array_equal(read(tmp_path / "api.tif"), read(noisy))


def test_the_path_of_weights_is_the_same_as_their_name(noisy: Path, tmp_path: Path) -> None:
    restore(noisy, tmp_path / "name.tif", "sscan", device="cpu")
    own = tmp_path / "own"
    own.mkdir()
    for name in ("sscan.safetensors", "sscan.json", "SHA256SUMS"):
        shutil.copy(SHIPPED / name, own / name)
    restore(noisy, tmp_path / "file.tif", own / "sscan.safetensors", device="cpu")
    np.testing.assert_array_equal(read(tmp_path / "name.tif"), read(tmp_path / "file.tif"))
    tags = own_tags(tmp_path / "file.tif")
    assert tags["MODEL"] == "sscan" and tags["WEIGHTS"] == "sscan" and len(tags["WEIGHTS_SHA256"]) == 16


@pytest.mark.parametrize("name", model_names())
def test_every_name_is_a_model_that_restores(noisy: Path, tmp_path: Path, name: str) -> None:
    report = restore(noisy, tmp_path / "out.tif", name, device="cpu", window=Window(4, 6, 16, 12), tags={"WHO": "me"})
    scale = int(name[-1]) if "-x" in name else 2 if name == "bicubic" else 1
    made = gdal.Open(str(tmp_path / "out.tif"))
    assert (made.RasterXSize, made.RasterYSize, made.RasterCount) == (16 * scale, 12 * scale, 12)
    assert len(report.restored_bands) == 12
    tags = own_tags(tmp_path / "out.tif")
    assert (tags["MODEL"], tags["ALGORITHM"], tags["INPUT"], tags["WHO"]) == (
        name, "hyperrestore.restore", "noisy.tif", "me",
    )  # fmt: skip
    values = made.ReadAsArray()
    assert values.std() > 0 and abs(float(values.mean()) - float(read(noisy)[:, 6:18, 4:20].mean())) < 60


def test_a_model_that_is_ready_is_taken_as_it_is(noisy: Path, tmp_path: Path) -> None:
    restore(noisy, tmp_path / "name.tif", "lrta", device="cpu")
    restore(noisy, tmp_path / "model.tif", build_method("lrta"), device="cpu")
    np.testing.assert_array_equal(read(tmp_path / "name.tif"), read(tmp_path / "model.tif"))
    restore(noisy, tmp_path / "off.tif", Hybrid(None, strength=0.0), device="cpu")
    assert np.abs(read(tmp_path / "off.tif").astype(int) - read(noisy)).mean() < 1


def test_bands_are_counted_from_0_and_the_others_pass(noisy: Path, tmp_path: Path) -> None:
    report = restore(noisy, tmp_path / "out.tif", "fasthyde", bands=np.arange(3, 9), device="cpu", data_type="Float32")
    assert report.restored_bands == (3, 4, 5, 6, 7, 8)
    before, after = read(noisy), read(tmp_path / "out.tif")
    assert after.dtype == np.float32
    changed = [band for band in range(12) if not np.array_equal(before[band], after[band])]
    assert changed == [3, 4, 5, 6, 7, 8]


def test_log_and_progress(noisy: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shares: list[float] = []
    with caplog.at_level(logging.INFO, logger="hyperrestore"):
        restore(noisy, tmp_path / "out.tif", "fasthyde", device="cpu", progress=shares.append)
    assert shares == sorted(shares) and shares[0] < 0.1 and shares[-1] == 1.0 and len(shares) > 4
    told = [record.getMessage() for record in caplog.records if record.name == "hyperrestore"]
    assert any(line.startswith("Device cpu") for line in told)
    assert any("40 x 36 px, 12 bands" in line for line in told)


def test_cancel_ends_the_run_without_an_output(noisy: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.raises(Cancelled):
        restore(noisy, tmp_path / "out.tif", progress=shares.append, cancelled=lambda: len(shares) > 5, device="cpu")
    assert not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"model": "ras3s"}, WeightsMismatch, ("'ras3s'", "ras2s, sscan", "fasthyde", "bicubic-x8", ".safetensors")),
        ({"model": "gone.safetensors"}, WeightsMismatch, ("gone.safetensors", "ras2s")),
        ({"memory": 100}, InvalidParameter, ("'memory'", "memory_mb")),
        ({"quality": "superb"}, InvalidParameter, ("'superb'", "normal, best")),
        ({"quality": "best", "model": "fasthyde"}, InvalidParameter, ("FastHyDe", "ras2s and sscan")),
        ({"bands": [12], "model": "fasthyde"}, InvalidParameter, ("Band 13", "12 bands")),
        ({"device": "abacus", "model": "fasthyde"}, RestorationError, ("abacus",)),
    ],
)
def test_what_cannot_be_honoured_is_answered_with_what_can(noisy: Path, arguments, error, words) -> None:
    with pytest.raises(error) as told:
        restore(noisy, noisy.with_name("out.tif"), **arguments)
    assert all(word in str(told.value) for word in words), told.value
    assert not noisy.with_name("out.tif").exists()


def test_a_missing_raster_is_unsuitable(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match=r"nothing\.tif"):
        restore(tmp_path / "nothing.tif", tmp_path / "out.tif", "fasthyde")


def test_the_package_itself_loads_nothing_of_the_engine() -> None:
    code = (
        "import json, sys, hyperrestore; loaded = [name for name in sys.modules if name.startswith('hyperrestore.')];"
        "hyperrestore.restore; print(json.dumps([loaded, 'torch' in sys.modules, 'qgis' in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(PLUGINS)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [[], False, False]


def test_the_page_names_every_model_and_every_setting() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE, re.MULTILINE))
    assert set(SETTINGS) <= set(rows)
    assert [name for name in model_names() if f"`{name}`" not in PAGE and not name.startswith("bicubic-x")] == []
    assert [name for name in SETTINGS if name not in restore.__doc__] == []


def test_the_worked_example_gains_what_it_says(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = {name: float(value) for name, value in re.findall(r"(\w+)\.tif: MPSNR ([\d.]+) dB", done.stdout)}
    clean, low, high = (f(read(tmp_path / "clean.tif").astype(float)) for f in (lambda cube: cube, np.min, np.max))
    for name in ("noisy", "restored"):
        error = (read(tmp_path / f"{name}.tif") - clean) / (high - low)
        psnr = -10 * np.log10(np.mean(error**2, axis=(1, 2)))
        assert said[name] == pytest.approx(psnr.mean(), abs=0.02)
    assert said["restored"] > said["noisy"] + 12


@pytest.mark.parametrize("mark", ["", "of these tests"])
def test_a_model_made_ready_goes_on_with_its_own_tiles_only(mark, noisy, tmp_path, monkeypatch):
    asked = {"tile_size": 24, "overlap": 4, "save_every_s": 0.0, "model_mark": mark}
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        with pytest.raises(Killed):
            restore(noisy, tmp_path / "out.tif", model=Hybrid(None, strength=0.0), **asked)
    restored = tmp_path / "whole.tif"
    restore(noisy, restored, model=Hybrid(None, strength=1.0), **asked)
    restore(noisy, tmp_path / "out.tif", model=Hybrid(None, strength=1.0), **asked)
    # Whoever says that another model is the same gets a mixture.
    assert np.array_equal(read(tmp_path / "out.tif"), read(restored)) == (mark == "")
