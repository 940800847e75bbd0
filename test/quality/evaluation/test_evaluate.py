"""A whole evaluation: its files, their contents, and what is left when it fails."""
from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import Cancelled, InvalidParameter, MissingDependency, OutputRefused
from hyperrestore.quality.evaluation.evaluate import evaluate
from hyperrestore.quality.evaluation.job import EvaluationJob
from hyperrestore.quality.evaluation.tables import results
from hyperrestore.test.processing.rasters import names
from hyperrestore.test.quality.evaluation.scenes import clean_cube, job_for, noisy_cube
from hyperrestore.test.quality.test_report import outline
from hyperrestore.test.restoration.networks import Recorder

WAVELENGTHS = (460, 550, 640, 1350, 1500, 2100)


def described(dataset: gdal.Dataset) -> None:
    dataset.SetMetadataItem("bbl", "{1,1,1,0,1,1}", "ENVI")
    for number, wavelength in enumerate(WAVELENGTHS, start=1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(f"<band> {number}")
        band.SetMetadataItem("CENTRAL_WAVELENGTH_UM", str(wavelength / 1000), "IMAGERY")


def full_job(folder: Path, **settings) -> EvaluationJob:
    clean = clean_cube(6)
    files = {kind: str(folder / "out" / f"result.{kind}") for kind in ("html", "csv", "json")}
    return job_for(folder, noisy_cube(clean), clean, described, **{**files, **settings})


def test_all_files_say_the_same(tmp_path: Path) -> None:
    monitor = Recorder()
    job = full_job(tmp_path, producer="HyperRestore 1.2")
    evaluation = evaluate(job, monitor)
    assert names(tmp_path / "out") == ["result.csv", "result.html", "result.json"]
    assert monitor.fractions == sorted(monitor.fractions) and monitor.fractions[-1] == 1

    document = json.loads(Path(job.json).read_text(encoding="utf-8"))
    figures = results(evaluation)
    assert document["results"] == figures
    assert figures["SAM_DEGREES"] == pytest.approx(np.degrees(figures["SAM"]))
    assert (document["input"], document["reference"]) == (job.source, job.reference)
    assert document["settings"]["scaling"] == "cube" and document["settings"]["peak"] == 1
    assert document["compared_bands"] == 5 and document["warnings"] == []
    assert document["bands"][3] == {
        "band": 4, "name": "<band> 4", "wavelength_nm": 1350, "left_out": "flagged bad in the file",
    }  # fmt: skip

    with open(job.csv, newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["band"] for row in rows] == ["1", "2", "3", "4", "5", "6", "mean"]
    assert [row["wavelength_nm"] for row in rows[:6]] == [str(value) for value in WAVELENGTHS]
    assert (rows[3]["psnr_db"], rows[3]["left_out"]) == ("", "flagged bad in the file")
    for row, band in zip(rows[:6], document["bands"]):
        for name in ("psnr_db", "ssim", "rmse", "bias", "max_abs_error", "valid_pixels"):
            assert row[name] == ("" if name not in band else f"{band[name]:.9g}")
    assert float(rows[6]["psnr_db"]) == pytest.approx(figures["MPSNR"], rel=1e-8)
    assert float(rows[6]["ssim"]) == pytest.approx(figures["MSSIM"], rel=1e-8)

    page = Path(job.html).read_text(encoding="utf-8")
    found = outline(page)
    assert [name for name, _ in found.attributes].count("src") == 5
    assert all(value.startswith("data:image/png;base64,") for name, value in found.attributes if name == "src")
    text = "\n".join(found.texts)
    for part in (
        f"{figures['MPSNR']:.2f}", f"{figures['MSSIM']:.4f}", f"{figures['SAM']:.4f}", "HyperRestore 1.2",
        "Evaluation of given.tif against reference.tif", "flagged bad in the file: 4", "<band> 6",
        "True colour: red is band 3 (640 nm), green band 2 (550 nm), blue band 1 (460 nm)",
    ):  # fmt: skip
        assert part in text
    log = "\n".join(monitor.infos)
    assert f"{figures['MPSNR']:.2f}" in log and "Bands: 5 compared; left out: flagged bad in the file: 4." in log


def test_the_figures_alone_need_no_file(tmp_path: Path) -> None:
    job = full_job(tmp_path, html="", csv="", json="")
    assert results(evaluate(job, Recorder()))["MPSNR"] > 10
    assert names(tmp_path / "out") == []


def test_what_is_no_number_is_null(tmp_path: Path) -> None:
    clean = clean_cube(2, 5, 6)
    job = job_for(tmp_path, noisy_cube(clean), clean, json=str(tmp_path / "a.json"), html=str(tmp_path / "a.html"))
    monitor = Recorder()
    evaluation = evaluate(job, monitor)
    document = json.loads(Path(job.json).read_text(), parse_constant=lambda word: pytest.fail(word))
    assert document["results"]["MSSIM"] is None and document["bands"][0]["ssim"] is None
    assert results(evaluation)["MSSIM"] is None
    assert document["warnings"] == list(evaluation.warnings) == monitor.warnings
    assert "Warning: SSIM needs 11 x 11" in "\n".join(outline(Path(job.html).read_text()).texts)


@pytest.mark.parametrize("missing", ["html", "csv"])
def test_only_bands_asked_for_are_listed(tmp_path: Path, missing: str) -> None:
    job = full_job(tmp_path, bands=(1, 3, 5), **{missing: ""})
    document_of = evaluate(job, Recorder())
    assert document_of.left_out == {3: "flagged bad in the file"}
    document = json.loads(Path(job.json).read_text())
    assert [band["band"] for band in document["bands"]] == [2, 4, 6]
    assert document["settings"]["bands"] == [2, 4, 6]
    assert names(tmp_path / "out") == sorted({"result.csv", "result.html", "result.json"} - {f"result.{missing}"})


@pytest.mark.parametrize("fraction", [0.0, 0.2, 0.6, 0.97])
def test_cancel_leaves_nothing(tmp_path: Path, fraction: float) -> None:
    with pytest.raises(Cancelled):
        evaluate(full_job(tmp_path), Recorder(stop=lambda done: done >= fraction))
    assert names(tmp_path / "out") == []


def test_failures_leave_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = full_job(tmp_path)
    (tmp_path / "out").mkdir()
    Path(job.csv).write_text("old")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "matplotlib.figure", None)
        with pytest.raises(MissingDependency, match="Reports need the Python package matplotlib"):
            evaluate(job, Recorder())
    alias = tmp_path / "alias.csv"
    alias.symlink_to(job.reference)
    with pytest.raises(OutputRefused, match="would overwrite an input"):
        evaluate(full_job(tmp_path, csv=str(alias)), Recorder())
    assert names(tmp_path / "out") == ["result.csv"] and Path(job.csv).read_text() == "old"


def test_the_peak_is_not_silently_ignored(tmp_path: Path) -> None:
    monitor = Recorder()
    evaluate(full_job(tmp_path, html="", peak=5.0), monitor)
    assert monitor.warnings == ["The peak that was given counts with the scaling 'none' only: here it is 1."]


@pytest.mark.parametrize(
    ("settings", "error", "sentence"),
    [
        ({"scaling": "band"}, InvalidParameter, "scaling was given as 'band', which is not one of cube, none"),
        ({"peak": -1.0}, InvalidParameter, "peak was given as -1.0; use a number from 0 on"),
        ({"peak": float("nan")}, InvalidParameter, "peak was given as nan"),
        ({"ergas_ratio": 0.0}, InvalidParameter, "ratio of ERGAS was given as 0.0; use a number above 0"),
        ({"html": "a.pdf"}, OutputRefused, "Output a.pdf is to hold HTML. Give a file name that ends in .html"),
        ({"csv": "a"}, OutputRefused, "Output a is to hold CSV"),
    ],
)
def test_settings_that_cannot_be_honoured(settings: dict, error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        EvaluationJob("a.tif", "b.tif", **settings)


def test_odd_scenes_have_reports_too(tmp_path: Path) -> None:
    """One band; one row without any error; holes everywhere; a long strip: pages are whole, and nothing warns."""
    clean = clean_cube(3, 30, 30)
    holes = clean.copy()
    holes[:, ::2] = np.nan
    for number, (given, reference) in enumerate(
        ((noisy_cube(clean)[:1], clean[:1]), (clean[:, :1], clean[:, :1]), (holes, clean),
         (noisy_cube(clean_cube(3, 2, 900)), clean_cube(3, 2, 900)))
    ):  # fmt: skip
        html = tmp_path / f"{number}.html"
        with np.errstate(all="raise", under="ignore"):
            evaluate(job_for(tmp_path / str(number), given, reference, html=str(html)), Recorder())
        assert [name for name, _ in outline(html.read_text()).attributes].count("src") == 5
