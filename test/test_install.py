"""pip installs the engine: complete, without QGIS, and able to restore a raster."""
from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from package import ROOT, plugin_version, shipped_files

ENGINE = ("models", "quality", "raster", "restoration", "training", "weights")
FOUND_IN_THE_ROOT = {"__init__.py", "errors.py", "metadata.txt"}

# Restores a raster with QGIS blocked, and says where it all came from.
USE = """
import json, sys
sys.modules["qgis"] = None
import numpy as np
from osgeo import gdal
import hyperrestore
from hyperrestore import restore
import hyperrestore.quality.estimation.estimate, hyperrestore.training.loop

rng = np.random.default_rng(0)
cube = (rng.random((6, 24, 20)) * 1000).astype(np.int16)
source = gdal.GetDriverByName("GTiff").Create("in.tif", 20, 24, 6, gdal.GDT_Int16)
source.WriteArray(cube)
source = None
restore("in.tif", "out.tif", model="ras2s", device="cpu")
out = gdal.Open("out.tif").ReadAsArray()
print(json.dumps({"at": hyperrestore.__file__, "shape": out.shape, "moved": int(np.abs(out - cube).max())}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that pip builds from a copy of what git and the zip ship, so that the checkout stays clean."""
    if int(importlib.metadata.version("setuptools").partition(".")[0]) < 77:
        pytest.skip("setuptools here is older than 77, and pip cannot fetch another one offline")
    copy, target = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    scripts = [ROOT / "scripts" / name for name in ("engine_build.py", "package.py")]
    for path in [*shipped_files(), *scripts, ROOT / "pyproject.toml"]:
        to = copy / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    run_pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(copy))
    (built,) = target.glob("*.whl")
    return built


def run_pip(*arguments: str) -> None:
    """pip without a network."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments, "--no-index"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_wheel_is_the_engine_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.partition("/")[2] for name in archive.namelist() if name.startswith("hyperrestore/")}
        information = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        described = archive.read(information).decode()
    shipped = {path.relative_to(ROOT).as_posix() for path in shipped_files()}
    expected = {name for name in shipped if name.split("/")[0] in ENGINE or name in FOUND_IN_THE_ROOT}
    assert inside == expected
    assert f"\nVersion: {plugin_version()}\n" in described
    assert "\nRequires-Dist: torch>=2.0\n" in described
    assert 'Requires-Dist: distributed; extra == "cluster"' in described


def test_the_installed_engine_restores_without_qgis(wheel: Path, tmp_path: Path) -> None:
    run_pip("install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel))
    done = subprocess.run(
        [sys.executable, "-c", USE], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")}, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert Path(found["at"]).is_relative_to(tmp_path / "site")
    assert found["shape"] == [6, 24, 20]
    assert found["moved"] > 0
