"""`hyperrestore:evaluate` in QGIS: from the toolbox, in a model, and in a process of its own on real scenes."""
from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from skimage.metrics import structural_similarity

from checkout import ROOT
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import names, read, write_cube

ID = "hyperrestore:evaluate"
NUMBERS = {"MPSNR", "MSSIM", "SAM", "SAM_DEGREES", "ERGAS", "RMSE", "CUBE_PSNR"}


@pytest.fixture
def evaluate(plugin):
    """``evaluate(raster, reference, SCALING=…)`` -> results, run in this process."""
    import processing

    def call(raster: object, reference: object, feedback: Recorder | None = None, **given) -> dict:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": raster, "REFERENCE": reference, **given}
        return processing.run(ID, parameters, context=context, feedback=feedback or Recorder())

    return call


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """A raster with more noise than its reference, int16 [6, 24, 28]."""
    clean = make_cube(6, 24, 28)
    noisy = clean + np.random.default_rng(1).integers(-200, 201, clean.shape, np.int16)
    return write_cube(tmp_path / "in" / "noisy.tif", noisy), write_cube(tmp_path / "in" / "clean.tif", clean)


def by_hand(noisy: np.ndarray, clean: np.ndarray) -> dict[str, float]:
    """The protocol's figures of two cubes, by formula and scikit-image."""
    low, width = float(clean.min()), float(np.ptp(clean.astype(float)))
    ours, truth = ((cube.astype(np.float64) - low) / width for cube in (noisy, clean))
    errors = ((ours - truth) ** 2).mean(axis=(1, 2))
    options = {"data_range": 1, "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    cosines = (ours * truth).sum(axis=0) / (np.linalg.norm(ours, axis=0) * np.linalg.norm(truth, axis=0))
    return {
        "MPSNR": float(np.mean(-10 * np.log10(errors))),
        "MSSIM": float(np.mean([structural_similarity(a, b, **options) for a, b in zip(ours, truth)])),
        "SAM": float(np.mean(np.arccos(np.clip(cosines, -1, 1)))),
        "ERGAS": float(100 * np.sqrt(np.mean(errors / truth.mean(axis=(1, 2)) ** 2))),
    }


def test_choices_are_frozen(algorithm) -> None:
    instance = algorithm("evaluate")
    options = {item.name(): item.options() for item in instance.parameterDefinitions() if item.type() == "enum"}
    assert options == {"SCALING": ["cube", "none"]}


def test_numbers_without_any_file(evaluate, pair: tuple[str, str], tmp_path: Path) -> None:
    feedback = Recorder()
    results = evaluate(QgsRasterLayer(pair[0], "noisy", "gdal"), pair[1], feedback)
    assert set(results) == NUMBERS
    for name, value in by_hand(*map(read, pair)).items():
        assert results[name] == pytest.approx(value, abs=1e-9)
    assert results["SAM_DEGREES"] == pytest.approx(np.degrees(results["SAM"]))
    assert any(line.split() == ["MPSNR", "(dB)", f"{results['MPSNR']:.2f}"] for line in feedback.lines)
    assert set(names(tmp_path)) == {"in"}


def test_every_parameter_arrives(evaluate, pair: tuple[str, str], tmp_path: Path) -> None:
    files = {f"OUTPUT_{kind.upper()}": str(tmp_path / "out" / f"a.{kind}") for kind in ("html", "csv", "json")}
    results = evaluate(*pair, BANDS=[2, 5], SCALING="none", PEAK=4000, ERGAS_RATIO=0.5, **files)
    assert {name: results[name] for name in files} == files
    assert names(tmp_path / "out") == ["a.csv", "a.html", "a.json"]
    noisy, clean = (read(path)[[1, 4]].astype(float) for path in pair)
    errors = ((noisy - clean) ** 2).mean(axis=(1, 2))
    assert results["MPSNR"] == pytest.approx(np.mean(10 * np.log10(4000**2 / errors)), abs=1e-9)
    assert results["ERGAS"] == pytest.approx(50 * np.sqrt(np.mean(errors / clean.mean(axis=(1, 2)) ** 2)), abs=1e-9)
    document = json.loads(Path(files["OUTPUT_JSON"]).read_text())
    assert document["producer"].startswith("HyperRestore ") and ID in document["producer"]


def test_what_is_not_a_number_is_none(evaluate, tmp_path: Path) -> None:
    clean = write_cube(tmp_path / "in" / "x.tif", make_cube(3, 9, 9))
    feedback = Recorder()
    results = evaluate(clean, clean, feedback)
    assert results["MSSIM"] is None and results["MPSNR"] == 120
    assert any("SSIM needs 11 x 11 valid pixels" in line for line in feedback.lines)


def test_numbers_reach_later_steps_of_a_model(plugin, algorithm, pair: tuple[str, str]) -> None:
    """The second step's peak is the first step's MPSNR."""
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("m", "g", "m")
    for name in ("RASTER", "TRUTH"):
        definition = QgsProcessingParameterRasterLayer(name, name)
        model.addModelParameter(definition, QgsProcessingModelParameter(name))
    for step in ("first", "second"):
        child = QgsProcessingModelChildAlgorithm(ID)
        child.setChildId(step)
        child.addParameterSources("INPUT", [source.fromModelParameter("RASTER")])
        child.addParameterSources("REFERENCE", [source.fromModelParameter("TRUTH")])
        child.addParameterSources("SCALING", [source.fromStaticValue("cube" if step == "first" else "none")])
        if step == "second":
            child.addParameterSources("PEAK", [source.fromChildOutput("first", "MPSNR")])
        model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), Recorder()
    context.setProject(QgsProject.instance())
    results, done = model.run({"RASTER": pair[0], "TRUTH": pair[1]}, context, feedback)
    assert done
    first, second = (results["CHILD_RESULTS"][step] for step in ("first", "second"))
    noisy, clean = (read(path).astype(float) for path in pair)
    errors = ((noisy - clean) ** 2).mean(axis=(1, 2))
    assert second["MPSNR"] == pytest.approx(np.mean(10 * np.log10(first["MPSNR"] ** 2 / errors)), abs=1e-9)


def test_ways_to_fail(evaluate, pair: tuple[str, str], tmp_path: Path) -> None:
    small = write_cube(tmp_path / "in" / "small.tif", make_cube(6, 24, 27))
    fewer = write_cube(tmp_path / "in" / "fewer.tif", make_cube(5, 24, 28))
    moved = write_cube(
        tmp_path / "in" / "moved.tif", make_cube(6, 24, 28),
        describe=lambda dataset: dataset.SetGeoTransform((500_030, 30, 0, 5_800_000, 0, -30)),
    )  # fmt: skip
    html = str(tmp_path / "out" / "a.html")
    for raster, given, sentence in (
        (small, {}, "different sizes: .*small.tif 27 x 24 px, the reference .*clean.tif 28 x 24 px"),
        (fewer, {}, "different numbers of bands: .*fewer.tif 5 bands"),
        (moved, {}, "different places on the ground: .*moved.tif at 500030"),
        (pair[0], {"BANDS": [7]}, "Band 7 was asked for"),
        (pair[0], {"BANDS": "1-2"}, "BANDS was given as '1-2'"),
        (pair[0], {"SCALING": "band"}, "Incorrect parameter value for SCALING|Unable to execute"),
        (pair[0], {"ERGAS_RATIO": 0}, "Incorrect parameter value for ERGAS_RATIO|Unable to execute"),
        (pair[0], {"OUTPUT_CSV": html.replace("html", "tif")}, "is to hold CSV. Give a file name that ends in .csv"),
        (pair[0], {"OUTPUT_CSV": pair[1] + "/a.csv"}, "its folder may not be written to"),
        (str(tmp_path / "none.tif"), {}, "Could not load source layer for INPUT"),
    ):
        with pytest.raises(QgsProcessingException, match=sentence):
            evaluate(raster, pair[1], OUTPUT_HTML=html, **given)
    assert names(tmp_path / "out") == []


@pytest.fixture
def scene(shared: Path, tmp_path: Path):
    """``scene("sandiego", "mixture")`` -> (noisy, clean) paths, noise as in the protocol's script."""
    spec = importlib.util.spec_from_file_location("degrade", ROOT.parent / "shared" / "tools" / "degrade.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def make(name: str, case: str) -> tuple[str, str]:
        clean = str(shutil.copy(shared / "data" / "val" / f"{name}.tif", tmp_path / "clean.tif"))
        cube = gdal.Open(clean).ReadAsArray().astype(np.float64)
        noisy = script.degrade(script.load_scaled(clean), case) * np.ptp(cube) + cube.min()
        target = gdal.GetDriverByName("GTiff").Create(
            str(tmp_path / "noisy.tif"), cube.shape[2], cube.shape[1], len(cube), gdal.GDT_Float32
        )
        target.WriteArray(noisy.astype(np.float32))
        target.FlushCache()
        return str(tmp_path / "noisy.tif"), clean

    return make


@pytest.mark.parametrize(
    ("name", "case", "mpsnr"),
    [("sandiego", "mixture", 12.78), ("sandiego", "noniid", 17.06), ("jasper-ridge", "noniid", 17.83),
     ("cave-toy", "impulse", 15.48), ("cave-toy", "stripe", 17.67)],
)  # fmt: skip
def test_the_protocols_figures(evaluate, scene, name: str, case: str, mpsnr: float) -> None:
    """The noisy scenes' MPSNR as data/README.md states it; the others by an independent formula."""
    noisy, clean = scene(name, case)
    results = evaluate(noisy, clean)
    assert round(results["MPSNR"], 2) == mpsnr
    for key, value in by_hand(read(noisy), read(clean)).items():
        assert results[key] == pytest.approx(value, rel=1e-6)


def test_a_process_of_its_own(qgis_process, scene, tmp_path: Path) -> None:
    noisy, clean = scene("sandiego", "mixture")
    html = tmp_path / "report.html"
    done = qgis_process("--json", "run", ID, "--", f"INPUT={noisy}", f"REFERENCE={clean}", f"OUTPUT_HTML={html}")
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert results["MPSNR"] == pytest.approx(12.7806, abs=1e-4)
    assert set(results) > NUMBERS
    assert html.read_text(encoding="utf-8").count("data:image/png;base64,") == 5


def test_a_process_of_its_own_fails_with_a_status(qgis_process, pair: tuple[str, str], tmp_path: Path) -> None:
    small = write_cube(tmp_path / "in" / "small.tif", make_cube(6, 24, 27))
    html = tmp_path / "out" / "a.html"
    done = qgis_process("run", ID, "--", f"INPUT={small}", f"REFERENCE={pair[1]}", f"OUTPUT_HTML={html}")
    assert done.returncode == 1
    assert "The rasters have different sizes" in done.stderr and "Traceback" not in done.stderr
    assert names(tmp_path / "out") == []
