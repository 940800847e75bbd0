"""The whole estimate on scenes with known noise: sigma, stripes, dead lines, impulses, and what is no data."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import Cancelled, InvalidParameter, OutputRefused, UnsuitableRaster
from hyperrestore.quality.estimation.estimate import estimate_noise
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.quality.estimation.scenes import (
    Recorder,
    clean_scene,
    estimate,
    precision_and_recall,
    sigmas,
    striped_truth,
    with_noise,
)

CLEAN = clean_scene()


def errors(report, plan) -> np.ndarray:
    return np.abs(sigmas(report) / [noise.sigma for noise in plan] - 1)


@pytest.mark.parametrize("sigma", [1, 5, 25, 75])
def test_gaussian_noise(tmp_path: Path, sigma: int) -> None:
    cube, plan = with_noise(CLEAN, "gaussian", sigma=sigma / 255)
    report = estimate(tmp_path, cube)
    assert np.median(errors(report, plan)) < 0.02
    assert errors(report, plan).max() < 0.1
    if sigma > 1:
        assert "purely Gaussian" in report.suggestion.sentence
        assert len(report.noisy) == len(CLEAN)
    else:
        assert report.suggestion.model == "none"
        assert report.noisy == ()


def test_mixture(tmp_path: Path) -> None:
    cube, plan = with_noise(CLEAN, "mixture")
    report = estimate(tmp_path, cube)
    assert np.median(errors(report, plan)) < 0.02
    assert np.quantile(errors(report, plan), 0.9) < 0.1
    for band, noise in zip(report.bands, plan):
        assert band.impulses == pytest.approx(noise.impulses, abs=0.05)
        assert ("impulses" in band.faults) == (noise.impulses > 0)
        assert set(band.lines.dead) == set(noise.dead)
    clear, hidden = striped_truth(plan, 3, CLEAN.shape[1])
    found = [set(band.lines.striped) - out for band, out in zip(report.bands, hidden)]
    precision, recall = precision_and_recall(found, clear)
    assert precision >= 0.9 and recall >= 0.9
    offsets = {
        (b, line): offset
        for b, band in enumerate(report.bands)
        for line, offset in zip(band.lines.striped, band.lines.offsets)
    }
    truth = {(b, line): offset for b, noise in enumerate(plan) for line, offset in zip(noise.striped, noise.offsets)}
    pairs = np.array([(offsets[place], truth[place]) for place in offsets if place in truth])
    assert np.corrcoef(pairs.T)[0, 1] > 0.97
    assert "stripes, dead lines and impulses" in report.suggestion.sentence


def test_lines_along_rows_are_columns_of_the_turned_raster(tmp_path: Path) -> None:
    cube, plan = with_noise(CLEAN, "deadline")
    turned = estimate(tmp_path, cube.transpose(0, 2, 1))
    assert (turned.direction, turned.lines) == ("rows", CLEAN.shape[2])
    assert [set(band.lines.dead) for band in turned.bands] == [set(noise.dead) for noise in plan]
    asked = estimate(tmp_path / "asked", cube, "columns")
    assert [band.lines.dead for band in asked.bands] == [band.lines.dead for band in turned.bands]


def test_impulses_need_not_be_exact(tmp_path: Path) -> None:
    """Real detectors' impulses differ from each other, and lie within the range of the data."""
    cube, plan = with_noise(CLEAN, "noniid")
    rng = np.random.default_rng(3)
    for band in range(0, len(cube), 3):
        hit = rng.random(cube[band].shape) < 0.2
        cube[band][hit] = rng.uniform(1.0, 1.3, hit.sum())
    report = estimate(tmp_path, cube)
    found = np.array([band.impulses for band in report.bands])
    assert np.median(np.abs(found[::3] - 0.2)) < 0.04
    assert np.delete(found, np.s_[::3]).max() < 0.01
    assert np.median(errors(report, plan)) < 0.04


def test_units_and_bands_that_hold_nothing(tmp_path: Path) -> None:
    """The same cube as integers with nodata, wavelengths, an empty, a constant and a flagged band."""

    def describe(dataset: gdal.Dataset) -> None:
        count = dataset.RasterCount
        for number in range(1, count + 1):
            dataset.GetRasterBand(number).SetNoDataValue(-1)
        flags = ["1"] * count
        flags[7] = "0"
        wavelengths = ",".join(str(400 + 10 * band) for band in range(count))
        dataset.SetMetadataItem("wavelength", "{" + wavelengths + "}", "ENVI")
        dataset.SetMetadataItem("wavelength_units", "Nanometers", "ENVI")
        dataset.SetMetadataItem("bbl", "{" + ",".join(flags) + "}", "ENVI")

    cube, plan = with_noise(CLEAN, "gaussian", sigma=20 / 255)
    whole = np.rint(1000 + 4000 * cube).astype(np.int16)
    whole[:, 10:40, :20] = -1
    whole[3], whole[5] = -1, 1234
    report = estimate(tmp_path, whole, describe=describe)
    reasons = {band.band: band.reason for band in report.bands if band.reason}
    assert reasons == {3: "no valid pixel", 5: "constant (1234)", 7: "flagged bad in the file"}
    judged = np.array([band.sigma for band in report.judged])
    assert judged == pytest.approx(4000 * 20 / 255, rel=0.1)
    assert report.clean_range == pytest.approx((1000, 5000), rel=0.15)
    assert report.bands[2].wavelength_nm == 420
    signal = np.mean((1000 + 4000 * CLEAN[2]) ** 2)
    assert report.bands[2].snr_db == pytest.approx(10 * np.log10(signal / (4000 * 20 / 255) ** 2), abs=1)


def test_nan_and_undeclared_nodata_are_no_noise(tmp_path: Path) -> None:
    cube, plan = with_noise(CLEAN, "gaussian", sigma=20 / 255)
    cube[:, :30, :40] = np.nan
    cube[4, 50:] = np.inf
    report = estimate(tmp_path, cube)
    assert np.median(errors(report, plan)) < 0.03
    assert sum(band.verdict == "Gaussian noise" for band in report.bands) >= len(CLEAN) - 1
    cube[:, :30, :40] = -9999
    again = estimate(tmp_path / "undeclared", cube)
    assert sigmas(again) == pytest.approx(sigmas(report), rel=0.02)


@pytest.mark.parametrize("bands", [1, 2, 3])
def test_few_bands_are_judged_by_the_pixels_around(tmp_path: Path, bands: int) -> None:
    cube, plan = with_noise(CLEAN[:bands], "gaussian", sigma=30 / 255)
    cube[0][:, 44] += 0.5
    cube[0][:, 60] = 0.4
    hit = np.random.default_rng(2).random(cube[0].shape) < 0.1
    hit[:, 60] = False
    cube[0][hit] = 2
    report = estimate(tmp_path, cube)
    assert "pixels around" in report.method
    assert errors(report, plan).max() < 0.15
    assert (report.bands[0].lines.striped, report.bands[0].lines.dead) == ((44,), (60,))
    assert report.bands[0].impulses == pytest.approx(0.1, abs=0.02)
    assert report.bands[0].faults == ("Gaussian noise", "stripes", "dead lines", "impulses")


def test_noise_clipped_by_the_type_is_no_impulse(tmp_path: Path) -> None:
    cube, _ = with_noise(CLEAN, "gaussian", sigma=40 / 255)
    report = estimate(tmp_path, np.clip(np.rint(255 * cube), 0, 255).astype(np.uint8))
    assert max(band.impulses for band in report.bands) < 0.05
    assert "purely Gaussian" in report.suggestion.sentence


def test_a_clean_cube_with_three_bad_bands(tmp_path: Path) -> None:
    cube, _ = with_noise(CLEAN, "gaussian", sigma=0.5 / 255)
    rng = np.random.default_rng(4)
    cube[[4, 11, 20]] += rng.normal(0, 15 / 255, (3, *cube.shape[1:]))
    report = estimate(tmp_path, cube)
    assert report.noisy == (5, 12, 21)
    assert "Give it all bands" in report.suggestion.sentence


@pytest.mark.parametrize("shape", [(12, 1, 400), (12, 400, 1), (12, 9, 9), (6, 8, 8)])
def test_small_and_narrow_rasters(tmp_path: Path, shape: tuple) -> None:
    bands, height, width = shape
    flat = clean_scene(bands, 96, 90).reshape(bands, -1)[:, : height * width].reshape(shape)
    cube, plan = with_noise(flat, "gaussian", sigma=30 / 255)
    report = estimate(tmp_path, cube)
    assert np.median(errors(report, plan)) < 0.35
    assert sum(len(band.lines.striped) + len(band.lines.dead) for band in report.bands) == 0


def test_large_rasters_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cube, plan = with_noise(np.tile(CLEAN[:8], (1, 6, 3)), "mixture")
    whole = estimate(tmp_path, cube)
    monkeypatch.setattr("hyperrestore.quality.estimation.windows.VALUES_AT_ONCE", 30_000)
    pieces = estimate(tmp_path / "pieces", cube)
    assert [band.lines.dead for band in pieces.bands] == [band.lines.dead for band in whole.bands]
    assert [set(band.lines.dead) for band in whole.bands] == [set(noise.dead) for noise in plan]
    assert sigmas(pieces) == pytest.approx(sigmas(whole), rel=0.03)


def test_what_cannot_be_estimated(tmp_path: Path) -> None:
    for cube, sentence in (
        (np.full((3, 20, 20), np.nan, np.float32), "in any of its bands: no valid pixel: 1-3"),
        (np.full((3, 20, 20), 7, np.int16), r"constant \(7\): 1-3"),
        (CLEAN[:3, :5, :5], "fewer than 64 valid pixels: 1-3"),
    ):
        with pytest.raises(UnsuitableRaster, match=sentence):
            estimate(tmp_path, cube)
    path = write_cube(tmp_path / "in" / "x.tif", CLEAN[:3])
    with pytest.raises(InvalidParameter, match="'sideways' is not one of auto, columns, rows"):
        estimate_noise(path, "sideways", [], Recorder())
    with pytest.raises(OutputRefused, match="would overwrite an input"):
        estimate_noise(path, "auto", [path], Recorder())


@pytest.mark.parametrize("stop", [0.0, 0.1, 0.3, 0.49])
def test_cancel(tmp_path: Path, stop: float) -> None:
    path = write_cube(tmp_path / "x.tif", CLEAN)
    recorder = Recorder(stop)
    with pytest.raises(Cancelled):
        estimate_noise(path, "auto", [], recorder)
    assert recorder.fractions == sorted(recorder.fractions)


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    recorder = Recorder()
    estimate_noise(write_cube(tmp_path / "x.tif", CLEAN), "auto", [], recorder)
    assert recorder.fractions == sorted(recorder.fractions)
    assert recorder.fractions[-1] == 1 and len(recorder.fractions) > 20
