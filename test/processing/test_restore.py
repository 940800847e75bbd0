"""`hyperrestore:restore` in QGIS: faults repaired, noise taken out, clean bands kept, and a report of it."""
from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
)

from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED
from hyperrestore.processing.restore import restore as module
from hyperrestore.test.models.hybrid.networks import Network, garbage
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names, read, statements, tiff_items, write_cube
from hyperrestore.test.processing.scenes_of_noise import NODATA, RANGE, describe, gain_db, scene

MARGIN = slice(None), slice(0, 4), slice(0, 5)


@pytest.fixture(scope="module")
def clean() -> np.ndarray:
    return scene()[0]


@pytest.fixture(scope="module")
def noisy() -> np.ndarray:
    """Of the mixture, with a dead row in the first band, and a corner without data."""
    cube = scene()[1]
    cube[0, 17] = 1200
    cube[MARGIN] = NODATA
    return cube


@pytest.fixture
def run(plugin, tmp_path: Path) -> Callable[..., tuple[np.ndarray, dict, Recorder]]:
    """``run(cube, STRENGTH=…)`` -> what comes out, results and log; without a network unless it is given."""
    import processing

    def call(cube: np.ndarray, feedback: Recorder | None = None, **given) -> tuple[np.ndarray, dict, Recorder]:
        raster = write_cube(tmp_path / "in" / "noisy.tif", cube, describe=describe)
        said = feedback or Recorder()
        parameters = {"INPUT": raster, "OUTPUT": str(tmp_path / "out" / "restored.tif"), "DEVICE": "cpu", **given}
        parameters.setdefault("MODEL", "none")
        results = processing.run("hyperrestore:restore", parameters, context=QgsProcessingContext(), feedback=said)
        return read(results["OUTPUT"]), results, said

    return call


@pytest.fixture
def network(monkeypatch) -> Callable[[Callable], None]:
    """``network(answer)`` puts a stand-in in the place of the shipped weights."""
    return lambda answer: monkeypatch.setattr(module, "load_model", lambda entry: Network(answer))


def inside(cube: np.ndarray) -> np.ndarray:
    return cube[:, 4:]


def test_noise_and_faults_go_and_all_else_stays(run, tmp_path: Path, clean: np.ndarray, noisy: np.ndarray) -> None:
    restored, results, said = run(noisy)
    assert gain_db(inside(clean), inside(noisy), inside(restored)) > 18
    assert restored.dtype == np.int16
    assert np.array_equal(restored == NODATA, noisy == NODATA)
    # Bands 2, 5, … have four dead columns each, band 1 a dead row.
    for band, column in zip(*np.nonzero((inside(noisy) == 1000).mean(axis=1) > 0.9)):
        assert np.abs(inside(restored)[band, :, column] - inside(clean)[band, :, column]).mean() < 0.05 * RANGE
    assert np.abs(restored[0, 17] - clean[0, 17]).mean() < 0.03 * RANGE
    given, made = tmp_path / "in" / "noisy.tif", tmp_path / "out" / "restored.tif"
    assert statements(made) == statements(given)
    assert names(made.parent) == ["restored.tif"]
    assert (results["RESTORED_BANDS"], results["KEPT_BANDS"]) == (18, 0)
    assert results["REPAIRED_BANDS"] >= 15 and "OUTPUT_HTML" not in results
    assert any("18 of 18 bands denoised, 0 kept as clean" in line for line in said.lines)
    assert "Estimate by robust subspace: 1 of 1 tiles." in said.lines


def test_the_output_says_how_it_was_made(run, tmp_path: Path, noisy: np.ndarray) -> None:
    run(noisy[:6], STRENGTH=0.25, KEEP_CLEAN=False)
    made = {key: text for (_, _, key), text in tiff_items(tmp_path / "out" / "restored.tif").items()}
    assert made["HYPERRESTORE_ALGORITHM"] == "hyperrestore:restore"
    assert (made["HYPERRESTORE_STRENGTH"], made["HYPERRESTORE_KEEP_CLEAN"]) == ("0.25", "False")
    assert "HYPERRESTORE_WEIGHTS" not in made


def test_the_shipped_network_may_guide(run, tmp_path: Path, clean: np.ndarray, noisy: np.ndarray) -> None:
    restored, _, said = run(noisy, MODEL="auto")
    assert gain_db(inside(clean), inside(noisy), inside(restored)) > 18
    assert any(line.startswith(f"Network that may guide: {DEFAULT_WEIGHTS['ras2s']} (") for line in said.lines)
    made = {key: text for (_, _, key), text in tiff_items(tmp_path / "out" / "restored.tif").items()}
    assert made["HYPERRESTORE_WEIGHTS"] == DEFAULT_WEIGHTS["ras2s"] and len(made["HYPERRESTORE_WEIGHTS_SHA256"]) == 16
    assert made["HYPERRESTORE_LINE_DIRECTION"] == "columns"


def test_garbage_of_a_network_changes_nothing(run, network, noisy: np.ndarray) -> None:
    network(garbage)
    restored, _, said = run(noisy, MODEL="auto")
    assert "Estimate by robust subspace: 1 of 1 tiles." in said.lines
    assert np.array_equal(restored, run(noisy)[0])


def test_without_the_shipped_weights_the_subspace_works_alone(run, monkeypatch, tmp_path, noisy: np.ndarray) -> None:
    monkeypatch.setattr("hyperrestore.processing.catalog.SHIPPED", tmp_path / "none")
    restored, _, said = run(noisy, MODEL="auto")
    assert any(line.startswith("No network guides: No ras2s weights are called") for line in said.lines)
    assert np.array_equal(restored, run(noisy)[0])


def test_a_network_of_the_users_own_may_guide(run, catalog: Path, tmp_path: Path, noisy: np.ndarray) -> None:
    catalog.mkdir()
    sums = []
    for ending in ("safetensors", "json"):
        copy = shutil.copy(SHIPPED / f"{DEFAULT_WEIGHTS['ras2s']}.{ending}", catalog / f"mine.{ending}")
        sums.append(f"{hashlib.sha256(copy.read_bytes()).hexdigest()}  {copy.name}\n")
    (catalog / "SHA256SUMS").write_text("".join(sums))
    _, _, said = run(noisy[:5], MODEL="mine")
    assert any(line.startswith("Network that may guide: mine (") for line in said.lines)
    made = {key: text for (_, _, key), text in tiff_items(tmp_path / "out" / "restored.tif").items()}
    assert made["HYPERRESTORE_WEIGHTS"] == "mine"


@pytest.mark.parametrize(("name", "value"), [("MODEL", "nobodys"), ("STRENGTH", 1.5), ("STRENGTH", -1), ("MODEL", 0)])
def test_values_that_are_none_are_refused_by_name(run, tmp_path: Path, noisy: np.ndarray, name: str, value) -> None:
    with pytest.raises(QgsProcessingException, match=f"Incorrect parameter value for {name}"):
        run(noisy[:4], **{name: value})
    assert names(tmp_path / "out") == []


def test_strength_0_repairs_faults_and_nothing_else(run, clean: np.ndarray, noisy: np.ndarray) -> None:
    restored, results, _ = run(noisy, STRENGTH=0.0)
    assert results["REPAIRED_BANDS"] >= 15
    before, after = inside(noisy), inside(restored)
    striped, dead, hit = (np.arange(18) % 3 == number for number in range(3))
    # In each of these bands four columns of 32 are dead, and nothing else changes.
    changed = before[dead] != after[dead]
    assert np.array_equal(changed, before[dead] == 1000) and changed.mean() == 4 / 32
    assert np.abs(after[dead] - inside(clean)[dead].astype(float))[changed].mean() < 0.03 * RANGE
    # A stripe is taken off as a whole, and one noise value in a thousand looks like an impulse. (In the first band, a
    # dead row besides.)
    columns = (before[striped] != after[striped])[1:].mean(axis=1)
    assert ((columns == 1) | (columns < 0.05)).all() and 5 <= (columns == 1).sum() <= 20
    assert 0.2 < (before[hit] != after[hit]).mean() < 0.35


def test_strength_in_between_mixes(run, noisy: np.ndarray) -> None:
    given = {"DATA_TYPE": "Float32"}
    none, half, all_of_it = (run(noisy, STRENGTH=strength, **given)[0] for strength in (0.0, 0.5, 1.0))
    np.testing.assert_allclose(inside(half), (inside(none) + inside(all_of_it)) / 2, atol=0.01)


def test_clean_bands_are_kept_if_asked(run, clean: np.ndarray) -> None:
    """Of a clean raster with soft detail that every band has for itself."""
    detail = np.random.default_rng(1).normal(0, 1.6, clean.shape).cumsum(axis=1)
    raster = (clean + detail).astype(np.float32)
    kept, results, _ = run(raster)
    changed, others, said = run(raster, KEEP_CLEAN=False)
    error, without = (np.sqrt(np.mean((cube - raster.astype(float)) ** 2)) for cube in (kept, changed))
    assert error < 0.5 * without
    assert (results["KEPT_BANDS"], others["KEPT_BANDS"]) == (18, 0)
    assert any("18 of 18 bands denoised" in line for line in said.lines)


def test_a_clean_raster_comes_back(run, clean: np.ndarray) -> None:
    restored, results, said = run(clean)
    assert np.array_equal(restored, clean)
    assert (results["KEPT_BANDS"], results["REPAIRED_BANDS"]) == (18, 0)
    assert any("0 of 18 bands denoised, 18 kept as clean" in line for line in said.lines)


def test_the_report_names_every_band(run, tmp_path: Path, noisy: np.ndarray) -> None:
    path = tmp_path / "reports" / "what.html"
    _, results, _ = run(noisy[:6], OUTPUT_HTML=str(path))
    assert results["OUTPUT_HTML"] == str(path)
    page = path.read_text(encoding="utf-8")
    assert "Restoration of noisy.tif" in page and "hyperrestore:restore" in page
    assert "robust subspace (1 of 1 tiles)" in page
    assert "All 6 restored bands" in page
    assert "dead lines repaired" in page and "% of the values replaced" in page
    assert names(path.parent) == ["what.html"]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("out/report.pdf", "is to hold HTML. Give a file name that ends in .html"),
        ("in/noisy.tif", "is to hold HTML"),
        ("in/noisy.tif/report.html", "its folder may not be written to"),
    ],
)
def test_report_paths_that_cannot_be_are_refused_before_work(
    run, tmp_path: Path, noisy: np.ndarray, place: str, sentence: str
) -> None:
    said = Recorder()
    with pytest.raises(QgsProcessingException, match=sentence):
        run(noisy[:4], said, OUTPUT_HTML=str(tmp_path / place))
    assert not any(line.startswith("Tiles: ") for line in said.lines)
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize("percent", [2, 60])
def test_cancel_leaves_nothing(run, tmp_path: Path, noisy: np.ndarray, percent: int) -> None:
    feedback = Recorder(lambda progress: feedback.cancel() if progress >= percent else None)
    with pytest.raises(QgsProcessingException, match="The run was cancelled; no output was written."):
        run(noisy[:6], feedback, OUTPUT_HTML=str(tmp_path / "out" / "report.html"))
    assert names(tmp_path / "out") == []


def test_bands_not_asked_for_stay(run, noisy: np.ndarray) -> None:
    restored, results, _ = run(noisy, BANDS=[2, 5, 6, 7, 9])
    assert results["RESTORED_BANDS"] == 5
    assert [band for band in range(18) if (restored[band] != noisy[band]).any()] == [1, 4, 5, 6, 8]


def test_a_process_of_its_own(qgis_process, tmp_path: Path, noisy: np.ndarray) -> None:
    raster = write_cube(tmp_path / "in" / "noisy.tif", noisy[:6], describe=describe)
    made, report = tmp_path / "out" / "restored.tif", tmp_path / "out" / "report.html"
    done = qgis_process(
        "run", "hyperrestore:restore", "--", f"INPUT={raster}", f"OUTPUT={made}", "MODEL=none", f"OUTPUT_HTML={report}"
    )
    assert done.returncode == 0, done.stderr
    assert names(made.parent) == ["report.html", "restored.tif"]
    assert "REPAIRED_BANDS:\t" in done.stdout
    assert (read(made) != noisy[:6]).any()


def test_inside_a_model(plugin, run, tmp_path: Path, noisy: np.ndarray) -> None:
    """Numbers of bands are there for the model's other steps."""
    child = QgsProcessingModelChildAlgorithm("hyperrestore:restore")
    child.setChildId("restore")
    source = QgsProcessingModelChildParameterSource
    child.addParameterSources("INPUT", [source.fromModelParameter("cube")])
    for name, value in (("MODEL", "none"), ("STRENGTH", 0.5), ("DEVICE", "cpu")):
        child.addParameterSources(name, [source.fromStaticValue(value)])
    output = QgsProcessingModelOutput("restored")
    output.setChildId("restore")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"restored": output})
    model = QgsProcessingModelAlgorithm("clean", "test")
    model.addModelParameter(QgsProcessingParameterRasterLayer("cube"), QgsProcessingModelParameter("cube"))
    model.addChildAlgorithm(child)
    expected = run(noisy[:6], STRENGTH=0.5)
    context, feedback, target = QgsProcessingContext(), Recorder(), str(tmp_path / "model.tif")
    given = {"cube": str(tmp_path / "in" / "noisy.tif"), "restore:restored": target}
    results, ok = model.create().run(given, context, feedback)
    assert ok, feedback.lines
    assert np.array_equal(read(target), expected[0])
    assert results["CHILD_RESULTS"]["restore"]["REPAIRED_BANDS"] == expected[1]["REPAIRED_BANDS"]
