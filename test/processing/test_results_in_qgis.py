"""In a real QGIS: what a run from its dialog, a batch with a bad raster and the model designer leave on the screen."""
from __future__ import annotations

import json
import re

import pytest
from osgeo import gdal

from checkout import ROOT
from demo.scene import make_scene, write_scene
from hyperrestore.test.processing.conftest import make_cube
from hyperrestore.test.processing.rasters import names, write_cube
from qgis_window import run_in_window
from run_demo import spoil

SESSION = ROOT / "test" / "processing" / "sessions" / "results.py"


@pytest.fixture(scope="module")
def found(qgis_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("results")
    write_scene(folder / "whole.tif", spoil(make_scene()))
    gdal.Translate(str(folder / "noisy.tif"), str(folder / "whole.tif"), srcWin=[20, 40, 64, 64]).FlushCache()
    for number in range(10):
        if number == 4:
            (folder / "scenes" / "scene4.tif").write_bytes(b"II*\0" + bytes(40))
        else:
            write_cube(folder / "scenes" / f"scene{number}.tif", make_cube(5 + number, 24, 28))
    run_in_window(SESSION, folder, qgis_environment)
    return {**json.loads((folder / "found.json").read_text()), "restored": names(folder / "restored")}


def test_the_restored_layer_looks_as_the_noisy_one(found: dict) -> None:
    single, noisy = found["single"], found["single"]["input"]
    assert single["ok"] == [True]
    assert (single["bands"], single["ranges"]) == (noisy["bands"], noisy["ranges"])
    assert single["tree"] == [["Lake, 12 May – restored", ["Lake, 12 May – Robust subspace"]], "Lake, 12 May"]
    assert "hyperrestore:denoiserobustsubspace" in single["history"][0]


def test_a_batch_of_ten_with_a_bad_one_finishes_nine(found: dict) -> None:
    batch = found["batch"]
    written = [name for name in found["restored"] if name.endswith(".tif")]
    assert written == [f"scene{number}.tif" for number in range(10) if number != 4]
    called = {f"scene{number} – Robust subspace" for number in range(10) if number != 4}
    assert set(batch["layers"]) == called
    assert [group for group, _ in batch["tree"]] == ["HyperRestore"]
    for number in (0, 9):
        look = batch["layers"][f"scene{number} – Robust subspace"]
        count = 5 + number
        assert look["bands"] == [count * share // 6 + 1 for share in (5, 3, 1)]
        assert all(900 < low < 2000 < high < 3100 for low, high in look["ranges"])
    assert batch["log"].count("correctly executed") == 9
    assert re.search(r"Raster .*scene4\.tif cannot be opened: .*\. Check the path", batch["log"])
    assert "1 executions failed" in batch["log"]


def test_the_example_models_open_in_the_designer(found: dict) -> None:
    fine = [True, []]
    assert found["models"] == {
        "denoise-super-resolve": {"denoise": fine, "enlarge": fine},
        "estimate-denoise": {"denoise": fine, "estimate": fine, "if_denoise": fine},
        "simulate-denoise-evaluate": {"denoise": fine, "evaluate": fine, "simulate": fine},
    }
