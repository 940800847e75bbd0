"""`hyperrestore:simulatenoise` in QGIS: from the toolbox, and in a process of its own on real scenes."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject, QgsRasterLayer

from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import lost, names, read, write_cube

ID = "hyperrestore:simulatenoise"


@pytest.fixture
def simulate(plugin, tmp_path: Path):
    """``simulate(raster, CASE=…)`` -> (results, output path), run in this process."""
    import processing

    def call(raster: object, output: str = "noisy.tif", feedback: Recorder | None = None, **given):
        target = tmp_path / "out" / output
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": raster, "OUTPUT": str(target), **given}
        results = processing.run(ID, parameters, context=context, feedback=feedback or Recorder())
        return results, target

    return call


@pytest.fixture
def scene(shared: Path, tmp_path: Path):
    """``scene("real/hysu.tif")`` -> a copy with its header, because QGIS writes statistics beside rasters."""

    def copy(name: str) -> Path:
        folder = tmp_path / "scene"
        folder.mkdir(exist_ok=True)
        for file in (shared / "data" / name, (shared / "data" / name).with_suffix(".hdr")):
            if file.exists():
                shutil.copy(file, folder)
        return folder / Path(name).name

    return copy


def unscaled(path: Path) -> np.ndarray:
    return read(path).astype(np.float64)


def test_choices_are_frozen(algorithm) -> None:
    instance = algorithm("simulatenoise")
    options = {item.name(): item.options() for item in instance.parameterDefinitions() if item.type() == "enum"}
    assert options == {
        "CASE": [
            "gaussian", "noniid", "stripe", "deadline", "impulse", "mixture", "poisson", "speckle", "none",
        ],
        "DATA_TYPE": ["source", "Float32"],
        "LINE_DIRECTION": ["columns", "rows"],
    }  # fmt: skip


def test_defaults(simulate, small_raster: str) -> None:
    results, output = simulate(small_raster)
    assert results == {"OUTPUT": str(output), "CLAMPED": 0}
    low, high = read(small_raster).min(), read(small_raster).max()
    noise = (unscaled(output) - read(small_raster)) / (high - low)
    assert noise.std() * 255 == pytest.approx(25, rel=0.05)
    assert read(output).dtype == np.float32
    assert set(lost(small_raster, output)) == {"dtypes"}
    tags = gdal.Open(str(output)).GetMetadata()
    assert tags["HYPERRESTORE_ALGORITHM"] == ID
    assert [tags[f"HYPERRESTORE_{key}"] for key in ("CASE", "SIGMA", "SEED")] == ["gaussian", "25", "2018"]


def test_layer_bands_truth_and_count(simulate, small_raster: str, tmp_path: Path) -> None:
    truth = tmp_path / "out" / "truth.json"
    layer = QgsRasterLayer(small_raster, "small", "gdal")
    results, output = simulate(
        layer, BANDS=[2, 3], CASE="gaussian", SIGMA=255, DATA_TYPE="source", OUTPUT_JSON=str(truth)
    )
    changed = (read(output) != read(small_raster)).mean(axis=(1, 2))
    assert (changed > 0.9).tolist() == [False, True, True, False, False, False]
    assert results["OUTPUT_JSON"] == str(truth)
    assert results["CLAMPED"] == 0
    assert [band.get("sigma") for band in json.loads(truth.read_text())["bands"][1:3]] == [255, 255]
    assert names(tmp_path / "out") == ["noisy.tif", "truth.json"]


def test_ways_to_fail(simulate, tmp_path: Path) -> None:
    usual = write_cube(tmp_path / "in" / "x.tif", make_cube(3, 12, 10))
    huge = np.full((3, 12, 10), np.inf, np.float32)
    for raster, given, sentence in (
        (usual, {"CASE": "none"}, "only copies the raster"),
        (usual, {"BANDS": "1-2"}, "BANDS was given as '1-2'"),
        (usual, {"BANDS": [4]}, "Band 4 was asked for"),
        (usual, {"DOWNSAMPLE": 9}, "Incorrect parameter value for DOWNSAMPLE|Unable to execute"),
        (usual, {"CASE": "salt"}, "Incorrect parameter value for CASE|Unable to execute"),
        (write_cube(tmp_path / "in" / "inf.tif", huge), {}, "None of the bands of .* can be used"),
        (write_cube(tmp_path / "in" / "complex.tif", huge.astype(np.complex64)), {}, "CFloat32"),
        (str(tmp_path / "none.tif"), {}, "Could not load source layer for INPUT"),
    ):
        with pytest.raises(QgsProcessingException, match=sentence):
            simulate(raster, **given)
    with pytest.raises(QgsProcessingException, match="would overwrite x.tif"):
        simulate(usual, "../in/x.tif")
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize("percent", [0, 5, 60])
def test_cancel_leaves_nothing(simulate, tmp_path: Path, percent: int) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(6, 300, 300))

    def stop(progress: float) -> None:
        if progress >= percent:
            feedback.cancel()

    feedback = Recorder(stop)
    with pytest.raises(QgsProcessingException, match="was cancelled; no output was written"):
        simulate(raster, feedback=feedback, OUTPUT_JSON=str(tmp_path / "out" / "truth.json"))
    assert names(tmp_path / "out") == []


def test_mixture_on_jasper_ridge(qgis_process, scene, tmp_path: Path) -> None:
    source, output, truth = scene("val/jasper-ridge.tif"), tmp_path / "noisy.tif", tmp_path / "truth.json"
    done = qgis_process(
        "run", ID, "--", f"INPUT={source}", "CASE=mixture", f"OUTPUT={output}", f"OUTPUT_JSON={truth}"
    )
    assert done.returncode == 0, done.stderr
    assert "195 get noise" in done.stdout
    clean = unscaled(source)
    low, width = clean.min(), np.ptp(clean)
    noise, bands = (unscaled(output) - clean) / width, json.loads(truth.read_text())["bands"]
    calm = [number for number, band in enumerate(bands) if band["striped_lines"]]
    for number in calm:
        keep = np.setdiff1d(np.arange(noise.shape[2]), bands[number]["striped_lines"])
        assert noise[number][:, keep].std() * 255 == pytest.approx(bands[number]["sigma"], rel=0.05)
    dead = ((unscaled(output) == low).all(axis=1)).sum(axis=1)
    assert dead.tolist() == [len(band["dead_lines"]) for band in bands]
    # MPSNR of the mixture on this scene with the protocol's own script and its seed: 13.4 +- 1 dB over seeds.
    mpsnr = np.mean(-10 * np.log10((noise**2).mean(axis=(1, 2))))
    assert mpsnr == pytest.approx(protocol_mpsnr(clean), abs=1.0)
    assert (len(calm), np.count_nonzero(dead), sum(band["impulse_share"] > 0 for band in bands)) == (65, 65, 65)


def protocol_mpsnr(clean: np.ndarray) -> float:
    """The shared protocol script's mixture on the same cube."""
    import importlib.util

    from checkout import ROOT

    spec = importlib.util.spec_from_file_location("degrade", ROOT.parent / "shared" / "tools" / "degrade.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    scaled = (clean - clean.min()) / np.ptp(clean)
    errors = [((script.degrade(scaled, "mixture", seed) - scaled) ** 2).mean(axis=(1, 2)) for seed in range(3)]
    return float(np.mean(-10 * np.log10(errors)))


def test_hysu_keeps_its_nodata_and_its_place(qgis_process, scene, tmp_path: Path) -> None:
    source, output = scene("real/hysu.tif"), tmp_path / "noisy.tif"
    dataset = gdal.Open(str(source), gdal.GA_Update)
    for number in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(number).WriteArray(np.full((9, 30), 15000, np.int16), 50, 40)
    del dataset
    done = qgis_process(
        "run", ID, "--", f"INPUT={source}", "CASE=speckle", "SIGMA=30", "DATA_TYPE=source", f"OUTPUT={output}"
    )
    assert done.returncode == 0, done.stderr
    before, after = read(source), read(output)
    assert np.count_nonzero(before == 15000) == 135 * 9 * 30
    assert np.array_equal(after == 15000, before == 15000)
    assert lost(source, output) == {}
    valid = before[60] != 15000
    factor = (after[60][valid] - 93) / np.maximum(before[60][valid] - 93.0, 1)
    assert factor.std() * 255 == pytest.approx(30, rel=0.05)


def test_enmap_down_sampled(qgis_process, scene, tmp_path: Path) -> None:
    source, output = scene("real/enmap-potsdam/tile_64_32.tif"), tmp_path / "coarse.tif"
    done = qgis_process("run", ID, "--", f"INPUT={source}", "CASE=none", "DOWNSAMPLE=3", f"OUTPUT={output}")
    assert done.returncode == 0, done.stderr
    with rasterio.open(source) as fine, rasterio.open(output) as coarse:
        assert (coarse.width, coarse.height, coarse.count) == (10, 10, 224)
        assert coarse.transform * (5, 7) == pytest.approx(fine.transform * (15, 21), rel=1e-14)
        assert coarse.crs == fine.crs
        assert (coarse.read(131) == -32768).all()
        middle = fine.read(50)[12:18, 12:18].mean()
        assert coarse.read(50)[4:6, 4:6].mean() == pytest.approx(middle, rel=0.1)
    assert set(lost(source, output)) <= {"shape", "transform"}


def test_a_process_of_its_own_fails_with_a_status(qgis_process, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(3, 12, 10))
    for given, sentence in ((["CASE=none"], "only copies the raster"), (["SIGMA=-1"], "SIGMA"), (["DOWNSAMPLE=8"], "")):
        output = tmp_path / "out" / "noisy.tif"
        done = qgis_process("run", ID, "--", f"INPUT={raster}", f"OUTPUT={output}", *given)
        assert done.returncode == (1 if sentence else 0)
        assert sentence in done.stderr and "Traceback" not in done.stderr
    assert names(tmp_path / "out") == ["noisy.tif"]
