"""`hyperrestore:estimatenoise` in QGIS: from the toolbox, in models, and in a process of its own on real scenes."""
from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject, QgsRasterLayer

from hyperrestore.quality.estimation.verdict import BEST
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import names, write_cube

ID = "hyperrestore:estimatenoise"


@pytest.fixture
def estimate(plugin):
    """``estimate(raster, OUTPUT_CSV=…)`` -> results, run in this process."""
    import processing

    def call(raster: object, feedback: Recorder | None = None, **given):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        return processing.run(ID, {"INPUT": raster, **given}, context=context, feedback=feedback or Recorder())

    return call


def scene(shared: Path, name: str, folder: Path) -> Path:
    """A copy, with its header, because QGIS writes statistics beside rasters."""
    folder.mkdir(exist_ok=True)
    for file in (shared / "data" / name, (shared / "data" / name).with_suffix(".hdr")):
        if file.exists():
            shutil.copy(file, folder)
    return folder / Path(name).name


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_results_and_files(estimate, tmp_path: Path) -> None:
    """The scene of ``make_cube`` has a noise of 100 in every band, and a line at 0 is put into the third."""
    cube = make_cube(8, 80, 70)
    cube[2, :, 33] = 0
    raster = write_cube(tmp_path / "in" / "x.tif", cube)
    files = {f"OUTPUT_{kind.upper()}": str(tmp_path / "out" / f"noise.{kind}") for kind in ("html", "csv", "json")}
    feedback = Recorder()
    found = estimate(QgsRasterLayer(raster, "x", "gdal"), feedback, **files)
    assert {name: found[name] for name in files} == files
    assert names(tmp_path / "out") == ["noise.csv", "noise.html", "noise.json"]
    assert found["SIGMA"] == pytest.approx(100, rel=0.05)
    # The dead line is the least value, so it belongs to the range.
    assert found["SIGMA_255"] == pytest.approx(255 * 100 / 3000, rel=0.05)
    assert found["SNR"] == pytest.approx(10 * np.log10(4.26e6 / 1e4), abs=0.5)
    assert (found["DEAD_LINES"], found["STRIPED_BANDS"]) == (1, 0)
    assert found["IMPULSE_SHARE"] < 0.005
    assert found["NOISY_BANDS"] == "1;2;3;4;5;6;7;8"
    assert found["MODEL"] == BEST
    assert "and dead lines" in found["SUGGESTION"] and found["SUGGESTION"] in feedback.lines
    rows = rows_of(tmp_path / "out" / "noise.csv")
    assert (rows[2]["dead_lines"], rows[2]["verdict"]) == ("33", "Gaussian noise + dead lines")
    document = json.loads((tmp_path / "out" / "noise.json").read_text())
    assert document["model"] == found["MODEL"] and document["input"] == "x.tif"
    assert "Noise of x.tif" in (tmp_path / "out" / "noise.html").read_text()


def test_noisy_bands_are_what_a_denoiser_takes(estimate, algorithm, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    cube = make_cube(8, 60, 60).astype(np.float32)
    smooth = np.linspace(1000, 3000, 60)[None, :, None] + 200 * np.sin(np.arange(60) / 7)[None, None] + cube * 0
    smooth += rng.normal(0, 2, smooth.shape)
    smooth[[1, 5]] += rng.normal(0, 150, (2, 60, 60))
    raster = write_cube(tmp_path / "in" / "x.tif", smooth.astype(np.float32))
    found = estimate(raster)
    assert found["NOISY_BANDS"] == "2;6"
    denoiser, context = algorithm("denoiseras2s"), QgsProcessingContext()
    assert denoiser.parameterAsInts({"BANDS": found["NOISY_BANDS"]}, "BANDS", context) == [2, 6]


def test_line_direction(estimate, tmp_path: Path) -> None:
    cube = make_cube(8, 64, 60)
    cube[3, 20] = 0
    raster = write_cube(tmp_path / "in" / "x.tif", cube)
    assert estimate(raster, LINE_DIRECTION="rows")["DEAD_LINES"] == 1
    assert estimate(raster, LINE_DIRECTION="columns")["DEAD_LINES"] == 0


def test_one_band_says_how(estimate, tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    found = estimate(write_cube(tmp_path / "in" / "x.tif", make_cube(1, 80, 80)), OUTPUT_JSON=str(out))
    assert found["SIGMA"] == pytest.approx(100, rel=0.1)
    assert "pixels around" in json.loads(out.read_text())["told_from_the_scene_by"]


def test_cancel_and_failure_leave_nothing(estimate, tmp_path: Path) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", make_cube(6, 100, 100))
    feedback = Recorder(lambda percent: feedback.cancel() if percent >= 20 else None)
    out = str(tmp_path / "out" / "noise.html")
    with pytest.raises(QgsProcessingException, match="was cancelled"):
        estimate(raster, feedback, OUTPUT_HTML=out)
    with pytest.raises(QgsProcessingException, match="is to hold CSV"):
        estimate(raster, OUTPUT_HTML=out, OUTPUT_CSV=raster)
    disguised = write_cube(tmp_path / "in" / "x.csv", make_cube(6, 60, 60))
    with pytest.raises(QgsProcessingException, match="would overwrite an input"):
        estimate(disguised, OUTPUT_HTML=out, OUTPUT_CSV=disguised)
    assert names(tmp_path / "out") == []


def test_a_process_of_its_own(qgis_process, tmp_path: Path) -> None:
    raster, out = write_cube(tmp_path / "in" / "x.tif", make_cube(6, 60, 60)), tmp_path / "out" / "x.csv"
    done = qgis_process("run", ID, "--", f"INPUT={raster}", f"OUTPUT_CSV={out}")
    assert done.returncode == 0, done.stderr
    assert BEST in done.stdout and "purely Gaussian" in done.stdout and len(rows_of(out)) == 6
    (tmp_path / "folder.csv").mkdir()
    failed = qgis_process("run", ID, "--", f"INPUT={raster}", f"OUTPUT_CSV={tmp_path / 'folder.csv'}")
    assert failed.returncode == 1 and "is a folder" in failed.stderr and "Traceback" not in failed.stderr


def test_enmap(estimate, shared: Path, tmp_path: Path) -> None:
    """Bands 163 to 165 (from 0), beside the water absorption, are noisier than those around; 129 to 134 are empty."""
    for tile in ("tile_128_0.tif", "tile_64_32.tif"):
        out = tmp_path / f"{tile}.csv"
        found = estimate(str(scene(shared, f"real/enmap-potsdam/{tile}", tmp_path / "in")), OUTPUT_CSV=str(out))
        rows = rows_of(out)
        assert {row["verdict"] for row in rows[129:135]} == {"not judged: flagged bad in the file, no valid pixel"}
        sigma = np.array([float(row["sigma"] or "nan") for row in rows])
        assert sigma[163:166].min() > 3 * np.median(np.r_[sigma[153:163], sigma[170:180]])
        assert {"164", "165", "166"} <= set(found["NOISY_BANDS"].split(";"))
        assert len(found["NOISY_BANDS"].split(";")) < 60
        assert float(rows[0]["wavelength_nm"]) == pytest.approx(418, abs=3)


def test_aviris_with_zero_bands(estimate, shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    found = estimate(str(scene(shared, "real/aviris-allbands.bil", tmp_path / "in")), OUTPUT_CSV=str(out))
    verdicts = [row["verdict"] for row in rows_of(out)]
    assert sum("constant (0)" in verdict for verdict in verdicts) == 43
    assert found["SIGMA_255"] < 1
    assert found["DEAD_LINES"] == 0
