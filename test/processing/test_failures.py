"""Every failure is one sentence and a status, and leaves the folder as it was."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal
from qgis.core import QgsProcessingException

from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED
from hyperrestore.processing import restoration_base
from hyperrestore.test.processing.bad_rasters import CUBE, complex_numbers, no_raster, paletted, truncated
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import names, read, write_cube


def all_nodata(folder: Path) -> str:
    return write_cube(folder / "x.tif", np.full((3, 12, 10), -1, np.int16), describe=set_nodata)


def set_nodata(dataset: gdal.Dataset) -> None:
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).SetNoDataValue(-1)


def usual(folder: Path) -> str:
    return write_cube(folder / "x.tif", CUBE)


def large(folder: Path) -> str:
    return write_cube(folder / "x.tif", make_cube(20, 40, 40))


FAILURES = {
    "missing input": (lambda folder: str(folder / "none.tif"), {}, "Could not load source layer for INPUT"),
    "no raster": (no_raster, {}, "cannot be opened: "),
    "all nodata": (all_nodata, {}, "None of the bands of .* can be restored: no valid pixel: 1-3"),
    "complex": (complex_numbers, {}, "holds CFloat32 numbers in band 1; only integers and real floats"),
    "paletted": (paletted, {}, "has a colour table on band 1: its numbers are classes"),
    "truncated": (truncated, {}, "cannot be read at column 0, row [0-9]+ .*may be damaged"),
    "unknown band": (usual, {"BANDS": [4]}, "Band 4 was asked for, but .* has 3 bands"),
    "bands as a range": (usual, {"BANDS": "1-2"}, "BANDS was given as '1-2'.*separated by semicolons"),
    "no CUDA": (usual, {"DEVICE": "cuda"}, "The device 'cuda' was asked for, but torch .* use auto or cpu"),
    "no memory": (large, {"MEMORY_MB": 1}, "needs [0-9]+ MB, and this run may use 1 MB. Allow more memory"),
    "no memory for all": (large, {"MEMORY_MB": 1, "TILE_SIZE": -1}, "The whole raster as one tile .* needs [0-9]+ MB"),
    "absurd overlap": (large, {"TILE_SIZE": 16, "OVERLAP": 16}, "overlap"),
}


def run_and_fail(restore: Callable, raster: str, sentence: str, output: str = "restored.tif", **given) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        restore(raster, output, **given)
    assert "Traceback" not in str(caught.value)
    assert str(caught.value).strip().endswith((".", "not found"))


@pytest.mark.parametrize("case", FAILURES)
def test_failure_leaves_the_folder_as_it_was(restore, tmp_path: Path, case: str) -> None:
    if case == "no CUDA" and torch.cuda.is_available():
        pytest.skip("there is a CUDA device here")
    make, given, sentence = FAILURES[case]
    raster, out = make(tmp_path / "in"), tmp_path / "out"
    run_and_fail(restore, raster, sentence, **given)
    assert names(out) == []
    out.mkdir(exist_ok=True)
    (out / "restored.tif").write_text("from before")
    (out / "restored.hdr").write_text("someone's")
    run_and_fail(restore, raster, sentence, **given)
    assert names(out) == ["restored.hdr", "restored.tif"]
    assert (out / "restored.tif").read_text() == "from before"


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("../in/x.tif", "would overwrite x.tif, which the input .* is read from"),
        ("restored.jpg", "jpg.*tif"),
        ("restored", "tif"),
        ("../in", "is a folder|tif"),
        ("../in/x.tif/restored.tif", "folder cannot be made"),
    ],
)
def test_outputs_that_cannot_be(restore, tmp_path: Path, output: str, sentence: str) -> None:
    raster = usual(tmp_path / "in")
    before = Path(raster).read_bytes()
    run_and_fail(restore, raster, sentence, output)
    assert Path(raster).read_bytes() == before
    assert set(names(tmp_path / "in")) <= {"x.tif", "x.tif.aux.xml"}
    assert names(tmp_path / "out") == []


RAS2S = DEFAULT_WEIGHTS["ras2s"]


def copy_weights(folder: Path) -> Path:
    """The shipped weights with card and checksums, elsewhere."""
    folder.mkdir()
    for path in SHIPPED.iterdir():
        shutil.copy(path, folder)
    return folder / f"{RAS2S}.safetensors"


def test_weights_file_takes_the_place_of_the_catalog(restore, small_raster: str, tmp_path: Path) -> None:
    weights = copy_weights(tmp_path / "weights")
    by_file = restore(small_raster, "a.tif", WEIGHTS_FILE=str(weights))
    assert gdal.Open(str(by_file)).GetMetadataItem("HYPERRESTORE_WEIGHTS") == RAS2S
    by_name = restore(small_raster, "b.tif")
    assert np.array_equal(read(by_file), read(by_name))
    differing = {"HYPERRESTORE_DATE", "HYPERRESTORE_PARAMETERS"}
    tags = [gdal.Open(str(path)).GetMetadata() for path in (by_file, by_name)]
    assert {key for key in tags[0] | tags[1] if tags[0].get(key) != tags[1].get(key)} <= differing


@pytest.mark.parametrize("hurt", ["altered", "shortened", "unsummed", "cardless", "absent"])
def test_damaged_weights(restore, small_raster: str, tmp_path: Path, hurt: str) -> None:
    weights = copy_weights(tmp_path / "weights")
    data = weights.read_bytes()
    if hurt == "altered":
        weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif hurt == "shortened":
        weights.write_bytes(data[: len(data) // 2])
    elif hurt == "unsummed":
        (weights.parent / "SHA256SUMS").unlink()
    elif hurt == "cardless":
        weights.with_suffix(".json").unlink()
    else:
        weights.unlink()
    sentence = {
        "altered": "is damaged or was altered: its SHA-256 begins with",
        "shortened": "is damaged or was altered: its SHA-256 begins with",
        "unsummed": "has no line in .*SHA256SUMS",
        "cardless": f"{RAS2S}.json",
        "absent": f"{RAS2S}.safetensors",
    }[hurt]
    run_and_fail(restore, small_raster, sentence, WEIGHTS_FILE=str(weights))
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["OUTPUT=out/restored.jpg"], "jpg"),
        (["OUTPUT=out/restored.tif", "TILE_SIZE=-7"], "Incorrect parameter value for TILE_SIZE"),
        (["OUTPUT=out/restored.tif", "WEIGHTS=nobodys"], "Incorrect parameter value for WEIGHTS"),
        (["OUTPUT=out/restored.tif", "MEMORY_MB=1"], "this run may use 1 MB"),
        (["OUTPUT=in/x.tif"], "would overwrite x.tif"),
    ],
    ids=["extension", "tile size", "weights", "memory", "input"],
)
def test_a_process_of_its_own_fails_with_a_status(qgis_process, tmp_path: Path, given: list, sentence: str) -> None:
    raster = large(tmp_path / "in")
    placed = [argument.replace("OUTPUT=", f"OUTPUT={tmp_path}/") for argument in given]
    done = qgis_process("run", "hyperrestore:denoiseras2s", "--", f"INPUT={raster}", *placed)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert names(tmp_path / "out") == []


def test_an_error_that_nobody_foresaw_is_told_in_a_sentence(restore, small_raster, tmp_path, monkeypatch) -> None:
    def fails(*_) -> None:
        raise ValueError("axes do not match")

    monkeypatch.setattr(restoration_base, "restore_raster", fails)
    recorder = Recorder()
    with pytest.raises(QgsProcessingException, match=r"did not foresee \(ValueError: axes do not match\)") as caught:
        restore(small_raster, feedback=recorder)
    assert "Traceback" not in str(caught.value) and "report it" in str(caught.value)
    assert any("Traceback" in line and "fails" in line for line in recorder.lines)
    assert names(tmp_path / "out") == []
