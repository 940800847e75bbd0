"""Many rasters: the scripts in docs/examples do what docs/batch.md says of them."""
from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio

from checkout import QGIS_PROCESS, ROOT
from hyperrestore.test.processing.conftest import make_cube
from hyperrestore.test.processing.rasters import names, read, write_cube

EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """Three rasters, one of them broken, one with a blank in its name, and a file that is none."""
    folder = tmp_path / "my scenes"
    write_cube(folder / "a b.tif", make_cube(6, 24, 28))
    write_cube(folder / "c.dat", make_cube(6, 20, 28), driver="ENVI")
    (folder / "broken.tif").write_bytes(b"II*\0" + bytes(40))
    (folder / "notes.txt").write_text("no raster")
    return folder


@pytest.fixture
def script(qgis_environment: dict[str, str], scenes: Path, tmp_path: Path):
    def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", EXAMPLES / "restore-folder.sh", scenes, tmp_path / "restored", *arguments],
            env={**qgis_environment, **variables}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return call


def test_the_script_restores_a_folder_and_names_what_failed(script, scenes: Path, tmp_path: Path) -> None:
    first = script("DATA_TYPE=Float32", ALGORITHM="hyperrestore:denoiserobustsubspace")
    assert first.returncode == 1
    assert "Restored: 2." in first.stdout
    assert first.stderr.strip().splitlines()[-1] == "Failed: broken.tif."
    assert re.search(r"Raster .*/broken\.tif cannot be opened: .*\. Check the path", first.stderr)
    assert [name for name in names(tmp_path / "restored") if name.endswith(".tif")] == ["a b.tif", "c.dat.tif"]
    for name, source in (("a b.tif", "a b.tif"), ("c.dat.tif", "c.dat")):
        before, after = read(scenes / source), read(tmp_path / "restored" / name)
        assert after.dtype == np.float32 and after.shape == before.shape
        assert 10 < np.abs(after - before).mean() < 120
    (scenes / "broken.tif").unlink()
    times = {name: os.stat(tmp_path / "restored" / name).st_mtime_ns for name in ("a b.tif", "c.dat.tif")}
    again = script(ALGORITHM="hyperrestore:denoiserobustsubspace")
    assert again.returncode == 0 and "Restored: 0." in again.stdout
    assert times == {name: os.stat(tmp_path / "restored" / name).st_mtime_ns for name in times}


def test_the_script_says_how_it_is_called() -> None:
    told = subprocess.run(["sh", EXAMPLES / "restore-folder.sh"], capture_output=True, text=True, check=False)
    assert told.returncode == 2 and "SCENES RESTORED" in told.stderr


def test_the_json_file_in_the_way_of_qgis_3_22(qgis_environment: dict[str, str], tmp_path: Path) -> None:
    """The command as docs/batch.md has it, in a folder with the raster that the JSON names."""
    write_cube(tmp_path / "scenes" / "scene.tif", make_cube(8, 24, 28))
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"```sh\n(python3 -c .*?)```", page, re.DOTALL)
    (tmp_path / "restore.json").write_bytes((EXAMPLES / "restore.json").read_bytes())
    command = command.replace("qgis_process", QGIS_PROCESS)
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=qgis_environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with rasterio.open(tmp_path / "restored" / "scene.tif") as raster:
        assert raster.dtypes[0] == "float32"
        told = json.loads(raster.tags()["HYPERRESTORE_PARAMETERS"])
    asked = json.loads((EXAMPLES / "restore.json").read_text())["inputs"]
    shared = {name: value for name, value in asked.items() if name in told}
    assert {name: told[name] for name in shared} == shared
    assert set(asked) - set(shared) == {"INPUT", "OUTPUT", "OUTPUT_HTML"}
    assert (tmp_path / "restored" / "scene.html").stat().st_size > 5000


def test_the_json_file_knows_the_algorithms_parameters(algorithm) -> None:
    asked = json.loads((EXAMPLES / "restore.json").read_text())["inputs"]
    restore = algorithm("restore")
    for name, value in asked.items():
        definition = restore.parameterDefinition(name)
        assert definition is not None and definition.checkValueIsAcceptable(value)
