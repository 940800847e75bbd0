"""`hyperrestore:finetune` in QGIS: weights in the catalog that are better on what was held out, or nothing at all."""
from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QEventLoop

from hyperrestore.models.catalog import DEFAULT_WEIGHTS, Entry
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.processing.bad_rasters import complex_numbers, no_raster, paletted
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names, read, write_cube

ID = "hyperrestore:finetune"
QUICK = {
    "WEIGHTS": "small", "NAME": "mine", "STEPS": 20, "NOISE": "gaussian", "PATCH": 16, "LEARNING_RATE": 0.003,
    "DEVICE": "cpu",
}  # fmt: skip
PARENT_FILES = ["SHA256SUMS", "small.json", "small.safetensors"]
CANCELLED = "The run was cancelled; no output was written."


def clean_cube(bands: int = 6, height: int = 90, width: int = 48) -> np.ndarray:
    band, y, x = np.mgrid[:bands, :height, :width]
    return (2000 + 600 * np.sin(x / 6 + band / 5) + 400 * np.cos(y / 5) + 10 * band).astype(np.float32)


@pytest.fixture
def small(catalog: Path) -> Entry:
    """Weights of a tiny network in the user's catalog."""
    return save_random(catalog, "small", "ras2s", "cube", channels=2, regions=2)


@pytest.fixture
def raster(tmp_path: Path) -> str:
    return write_cube(tmp_path / "in" / "clean.tif", clean_cube())


@pytest.fixture
def fine_tune(plugin, small: Entry):
    """``fine_tune([rasters], NAME=…)`` -> results, run in this process from the weights ``small``."""
    import processing

    def call(rasters: object, feedback: Recorder | None = None, **given) -> dict:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": rasters, **QUICK, **given}
        return processing.run(ID, parameters, context=context, feedback=feedback or Recorder())

    return call


def errors_of(restore, folder: Path, *weights: str) -> list[float]:
    """Mean squared error on the held-out rows 73 to 90 of denoiseras2s with weights of the catalog."""
    clean = clean_cube()
    noise = np.random.default_rng(1).normal(0, 0.1 * np.ptp(clean), clean.shape)
    noisy = write_cube(folder / "noisy.tif", (clean + noise).astype(np.float32))
    restored = [read(restore(noisy, f"{name}.tif", WEIGHTS=name, SCALING="cube")) for name in weights]
    return [float(np.mean((cube - clean)[:, 72:] ** 2)) for cube in restored]


def test_the_result_is_offered_and_better(fine_tune, restore, algorithm, raster: str, catalog, tmp_path: Path) -> None:
    report = tmp_path / "out" / "report.html"
    results = fine_tune([raster], OUTPUT_HTML=str(report))
    assert set(results) == {"NAME", "WEIGHTS_FILE", "START_MPSNR", "BEST_MPSNR", "BEST_STEP", "OUTPUT_HTML"}
    assert (results["NAME"], results["WEIGHTS_FILE"]) == ("mine", str(catalog / "mine.safetensors"))
    assert results["BEST_MPSNR"] > results["START_MPSNR"] and results["BEST_STEP"] in (10, 20)
    offered = algorithm("denoiseras2s")
    assert "mine" in offered.parameterDefinition("WEIGHTS").options()
    again = algorithm("finetune")
    assert "mine" in again.parameterDefinition("WEIGHTS").options()
    before, after = errors_of(restore, tmp_path / "in", "small", "mine")
    assert after < 0.9 * before
    card = json.loads((catalog / "mine.json").read_text())
    assert card["training"]["fine_tuned_from"] == "small" and card["training"]["data"] == "clean.tif"
    text = report.read_text()
    assert f"{results['START_MPSNR']:.2f} dB" in text and f"{results['BEST_MPSNR']:.2f} dB" in text


@pytest.fixture
def profile_weights(qgis_environment: dict) -> Iterator[Path]:
    """The weights folder of the profile that all tests share, emptied afterwards."""
    profile = Path(qgis_environment["QGIS_CUSTOM_CONFIG_PATH"])
    weights = profile / "profiles" / "default" / "hyperrestore" / "weights"
    yield weights
    shutil.rmtree(weights, ignore_errors=True)


def test_a_process_of_its_own(profile_weights: Path, qgis_process, raster: str, tmp_path: Path) -> None:
    """Two rasters of different band counts, and the catalog of a real profile."""
    weights = profile_weights
    save_random(weights, "small", "ras2s", "cube", channels=2, regions=2)
    other = write_cube(tmp_path / "in" / "other.tif", clean_cube(3, 60, 100))
    report = tmp_path / "out" / "report.html"
    given = [f"{name}={value}" for name, value in QUICK.items()]
    done = qgis_process("run", ID, "--", f"INPUT={raster}", f"INPUT={other}", *given, f"OUTPUT_HTML={report}")
    assert done.returncode == 0, done.stderr
    assert "clean.tif: 6 bands" in done.stdout and "other.tif: 3 bands" in done.stdout
    assert "Step 10 of 20: MPSNR" in done.stdout and "Before: MPSNR" in done.stdout
    assert {"mine.json", "mine.safetensors"} <= set(names(weights))
    assert report.read_text().count("<td>other.tif</td>") == 4
    noisy = write_cube(tmp_path / "in" / "noisy.tif", clean_cube(3, 40, 40))
    made = qgis_process(
        "run", "hyperrestore:denoiseras2s", "--", f"INPUT={noisy}", "WEIGHTS=mine", f"OUTPUT={tmp_path / 'made.tif'}"
    )
    assert made.returncode == 0, made.stderr
    refused = qgis_process("run", ID, "--", f"INPUT={raster}", *given)
    assert refused.returncode == 1 and "The name 'mine' is taken in the catalog." in refused.stderr


@pytest.mark.parametrize("percent", [0, 1.5, 30, 90])
def test_cancel_leaves_nothing(fine_tune, raster: str, catalog: Path, tmp_path: Path, percent: float) -> None:
    def stop(progress: float) -> None:
        if progress >= percent:
            feedback.cancel()

    feedback = Recorder(stop)
    with pytest.raises(QgsProcessingException, match=CANCELLED):
        fine_tune([raster], feedback, OUTPUT_HTML=str(tmp_path / "out" / "report.html"))
    assert names(catalog) == PARENT_FILES
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize("handle", ["layer", "id", "one path", "zip"])
def test_ways_to_give_rasters(fine_tune, raster: str, tmp_path: Path, handle: str) -> None:
    layer = QgsRasterLayer(raster, "clean")
    QgsProject.instance().addMapLayer(layer)
    zipped = tmp_path / "in" / "clean.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(raster, "clean.tif")
    source = {"layer": [layer], "id": [layer.id()], "one path": raster, "zip": [f"/vsizip/{zipped}/clean.tif"]}[handle]
    try:
        feedback = Recorder()
        assert fine_tune(source, feedback, STEPS=10)["BEST_STEP"] == 10
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert any(line.startswith("clean.tif: 6 bands. 3456 of 4320 pixels") for line in feedback.lines)


def test_in_the_background_of_the_window(plugin, small: Entry, raster: str, catalog: Path) -> None:
    """As the dialog runs it: prepared here, worked in a thread of QGIS's."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ID)
    context, feedback, outcome = QgsProcessingContext(), Recorder(), []
    task = QgsProcessingAlgRunnerTask(algorithm, {"INPUT": [raster], **QUICK, "STEPS": 10}, context, feedback)
    loop = QEventLoop()
    task.executed.connect(lambda ok, results: (outcome.append((ok, results)), loop.quit()))
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert outcome[0][0], feedback.lines
    assert outcome[0][1]["NAME"] == "mine" and "mine.safetensors" in names(catalog)


def test_pixels_without_data_are_not_trained_on(fine_tune, tmp_path: Path) -> None:
    cube = clean_cube()
    cube[:, 20, 10], cube[2, 40:44, 30] = -9999, -9999

    def declare(dataset: gdal.Dataset) -> None:
        for number in range(1, 7):
            dataset.GetRasterBand(number).SetNoDataValue(-9999)

    feedback = Recorder()
    fine_tune([write_cube(tmp_path / "in" / "gaps.tif", cube, describe=declare)], feedback, STEPS=10)
    (line,) = (line for line in feedback.lines if line.startswith("gaps.tif: 6 bands. "))
    used = int(line.split(". ")[1].split(" of ")[0])
    assert 0.5 * 72 * 48 < used < 72 * 48 - 5


BAD = {
    "complex": (complex_numbers, "holds CFloat32 numbers"),
    "paletted": (paletted, "has a colour table on band 1"),
    "no raster": (no_raster, "Could not load source layer for INPUT: .*x.tif"),
    "missing": (lambda folder: str(folder / "none.tif"), "Could not load source layer for INPUT: .*none.tif"),
    "one value": (lambda folder: write_cube(folder / "x.tif", np.full((3, 60, 60), 7, np.int16)), "None of the bands"),
    "nothing": (lambda folder: write_cube(folder / "x.tif", np.full((3, 60, 60), np.nan, np.float32)), "no valid"),
    "small": (lambda folder: write_cube(folder / "x.tif", clean_cube(3, 12, 12)), r"x\.tif"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_rasters_beside_a_good_one(fine_tune, raster: str, catalog: Path, tmp_path: Path, case: str) -> None:
    make, sentence = BAD[case]
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        fine_tune([raster, make(tmp_path / "bad")])
    assert "Traceback" not in str(caught.value)
    assert names(catalog) == PARENT_FILES


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"NAME": "small"}, "The name 'small' is taken"),
        ({"NAME": DEFAULT_WEIGHTS["ras2s"]}, "is taken in the catalog"),
        ({"NAME": "a b"}, "'a b' cannot be a model's name"),
        ({"MODEL": "sscan"}, "No sscan weights are called 'small'"),
        ({"MODEL": "ssrnet-x3", "WEIGHTS": DEFAULT_WEIGHTS["ssrnet-x2"]}, "2 times finer, but ssrnet-x3"),
        ({"MODEL": "ssrnet-x2", "WEIGHTS": "default", "NOISE": "lines"}, "makes pixels finer and learns from coarser"),
        ({"VALIDATION_SHARE": 10}, r"10 per cent of clean\.tif"),
        ({"PATCH": 60}, r"clean\.tif cannot be trained on: .* 60 x 60 pixels"),
        ({"OUTPUT_HTML": "report.txt"}, "is to hold HTML"),
        ({"STEPS": 0}, "Incorrect parameter value for STEPS"),
        ({"WEIGHTS": "unheard-of"}, "Incorrect parameter value for WEIGHTS"),
        ({"DEVICE": "cuda:7"}, "cuda:7' was asked for"),
        ({"INPUT": []}, "Incorrect parameter value for INPUT"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_refused_at_once(fine_tune, raster: str, catalog: Path, given: dict, sentence: str) -> None:
    feedback = Recorder()
    with pytest.raises(QgsProcessingException, match=sentence):
        fine_tune(given.pop("INPUT", [raster]), feedback, **given)
    assert not any("Step 10" in line for line in feedback.lines)
    assert names(catalog) == PARENT_FILES


def test_an_input_is_not_overwritten_by_the_report(fine_tune, raster: str, tmp_path: Path) -> None:
    page = tmp_path / "in" / "clean.html"
    page.write_bytes(Path(raster).read_bytes())
    with pytest.raises(QgsProcessingException, match="would overwrite an input"):
        fine_tune([str(page)], OUTPUT_HTML=str(page))
    assert page.read_bytes() == Path(raster).read_bytes()
