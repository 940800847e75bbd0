"""The example models that ship: as stored, they run, and do what their names say."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingModelAlgorithm, QgsProject

from hyperrestore.processing.example_models import FOLDER
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names, read, write_cube

EXAMPLES = ("denoise-super-resolve", "estimate-denoise", "simulate-denoise-evaluate")


def smooth_cube(sigma: float) -> np.ndarray:
    """float32 [24, 48, 56], 0 to 1: four materials mixed smoothly, with noise of ``sigma``/255 in the last 12 bands.

    All bands have a noise of 0.2/255 besides, as the best sensors have.
    """
    rng = np.random.default_rng(5)
    band, y, x = np.mgrid[:24, :48, :56]
    spectra = [0.5 + 0.4 * np.sin(band / period + place) for place, period in enumerate((3.0, 5.0, 8.0, 13.0))]
    shares = np.stack([1.1 + np.sin(x / (6 + place) + place) * np.cos(y / (5 + place)) for place in range(4)])
    cube = sum(share * spectrum for share, spectrum in zip(shares / shares.sum(axis=0), spectra))
    cube = (cube - cube.min()) / np.ptp(cube) + rng.normal(0, 0.2 / 255, cube.shape)
    cube[12:] += rng.normal(0, 1, cube[12:].shape) * sigma / 255
    return cube.astype(np.float32)


@pytest.fixture
def run(plugin, tmp_path: Path) -> Callable[..., None]:
    """``run("estimate-denoise", raster, …)``; outputs lie in ``out`` under their titles."""

    def call(name: str, raster: str, **given) -> None:
        model = QgsApplication.processingRegistry().createAlgorithmById(f"hyperrestore:{name}")
        parameters = {"INPUT": raster, **given}
        for definition in model.destinationParameterDefinitions():
            suffix = ".html" if definition.type() == "fileDestination" else ".tif"
            place = definition.name().rpartition(":")[2].replace(" ", "-")
            parameters[definition.name()] = str(tmp_path / "out" / f"{place}{suffix}")
        context, feedback = QgsProcessingContext(), Recorder()
        context.setProject(QgsProject.instance())
        _, ok = model.run(parameters, context, feedback)
        assert ok, feedback.lines

    return call


def test_the_provider_lists_them(plugin) -> None:
    listed = QgsApplication.processingRegistry().providerById("hyperrestore").algorithms()
    models = {item.name(): item for item in listed if isinstance(item, QgsProcessingModelAlgorithm)}
    assert tuple(sorted(models)) == EXAMPLES
    for model in models.values():
        assert model.group() == "Example models"
        assert model.canExecute()[0]
        assert len(model.shortHelpString()) > 80
        assert Path(model.sourceFilePath()).parent == FOLDER


def test_the_files_are_what_the_script_builds(plugin, tmp_path: Path) -> None:
    """Stored models go stale when parameters change: built anew, they must come out the same."""
    from make_example_models import build, examples

    for example in examples():
        path, stored = FOLDER / f"{example.name}.model3", QgsProcessingModelAlgorithm()
        assert build(example).toFile(str(tmp_path / path.name))
        # Qt writes attributes in any order.
        assert canonicalize(from_file=path) == canonicalize(from_file=tmp_path / path.name)
        assert stored.fromFile(str(path))
        for name, child in stored.childAlgorithms().items():
            assert stored.validateChildAlgorithm(name) == (True, [])
            known = {item.name() for item in child.algorithm().parameterDefinitions()}
            assert set(child.parameterSources()) <= known


def test_the_condition_waits_for_what_it_asks(plugin) -> None:
    """Without a dependency it ran before or after the estimate, as chance would have it."""
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(FOLDER / "estimate-denoise.model3"))
    waits = {name: [item.childId for item in child.dependencies()] for name, child in model.childAlgorithms().items()}
    assert waits == {"estimate": [], "if_denoise": ["estimate"], "denoise": ["if_denoise"]}


def test_simulate_denoise_evaluate(run, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "clean.tif", smooth_cube(0))
    run("simulate-denoise-evaluate", raster, CASE="gaussian", SIGMA=50)
    places = (raster, tmp_path / "out/Noisy-raster.tif", tmp_path / "out/Denoised-raster.tif")
    clean, noisy, denoised = (read(place) for place in places)
    assert (noisy - clean).std() == pytest.approx(50 / 255, rel=0.02)
    assert mpsnr(denoised, clean) > mpsnr(noisy, clean) + 6
    report = (tmp_path / "out/Report.html").read_text(encoding="utf-8")
    scaled = (denoised - clean.min()) / np.ptp(clean), (clean - clean.min()) / np.ptp(clean)
    assert f"{mpsnr(*scaled):.2f}" in report


def test_estimate_denoise_learns_from_clean_bands_and_leaves_them(run, tmp_path: Path) -> None:
    """Those bands have a noise of 0.2/255 by themselves; RAS2S on the noisy bands alone gained 16 dB."""
    raster = write_cube(tmp_path / "in" / "noisy.tif", smooth_cube(40))
    run("estimate-denoise", raster)
    noisy, denoised, clean = read(raster), read(tmp_path / "out/Denoised-raster.tif"), smooth_cube(0)
    changes = np.sqrt(np.mean((denoised[:12] - noisy[:12]) ** 2, axis=(1, 2)))
    assert changes.max() < 0.4 / 255
    assert mpsnr(denoised[12:], clean[12:]) > mpsnr(noisy[12:], clean[12:]) + 24
    assert (tmp_path / "out/Noise-report.html").stat().st_size > 20_000


def test_estimate_denoise_stops_at_a_clean_cube(run, tmp_path: Path) -> None:
    run("estimate-denoise", write_cube(tmp_path / "in" / "clean.tif", smooth_cube(0)))
    assert names(tmp_path / "out") == ["Noise-report.html"]


def test_denoise_super_resolve(run, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "noisy.tif", smooth_cube(40))
    run("denoise-super-resolve", raster, SCALE=3)
    fine, clean = read(tmp_path / "out/Finer-raster.tif"), smooth_cube(0)
    assert fine.shape == (24, 144, 168)
    means = fine.reshape(24, 48, 3, 56, 3).mean(axis=(2, 4))
    assert mpsnr(means[12:], clean[12:]) > mpsnr(read(raster)[12:], clean[12:]) + 6
