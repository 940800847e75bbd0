"""Streamed sums are those of the whole cube, whatever the windows, and of valid pixels only."""
from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from hyperrestore.errors import Cancelled
from hyperrestore.quality.evaluation import survey
from hyperrestore.quality.metrics import mpsnr, mssim, sam
from hyperrestore.restoration import statistics
from hyperrestore.test.processing.rasters import write_cube
from hyperrestore.test.quality.evaluation.scenes import clean_cube, job_for, measured, noisy_cube, unit_scaled
from hyperrestore.test.restoration.networks import Recorder

OPTIONS = {"data_range": 1, "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}


@pytest.mark.parametrize("pixels", [1, 7 * 11, 16 * 16, 25 * 36, 10_000])
@pytest.mark.parametrize("side", [3, 16, 64])
def test_every_window_size_gives_the_figures_of_the_whole_cube(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pixels: int, side: int
) -> None:
    clean = clean_cube(3, 29, 26) if pixels == 1 else clean_cube()
    job = job_for(tmp_path, noisy_cube(clean), clean)
    truth, ours = unit_scaled(clean, noisy_cube(clean))
    monkeypatch.setattr(statistics, "READ_VALUES", pixels * len(clean))
    _, comparison, scores = measured(job, side=side)
    for band, found in enumerate(scores.bands):
        assert found.psnr == pytest.approx(peak_signal_noise_ratio(truth[band], ours[band], data_range=1), abs=1e-9)
        assert found.ssim == pytest.approx(structural_similarity(truth[band], ours[band], **OPTIONS), abs=1e-9)
    assert scores.mpsnr == pytest.approx(mpsnr(ours, truth), abs=1e-9)
    assert scores.mssim == pytest.approx(mssim(ours, truth), abs=1e-9)
    assert scores.sam == pytest.approx(sam(ours, truth), abs=1e-12)
    assert (comparison.sums.windows == (clean.shape[1] - 10) * (clean.shape[2] - 10)).all()
    angles = np.arccos((ours * truth).sum(0) / np.linalg.norm(ours, axis=0) / np.linalg.norm(truth, axis=0))
    assert comparison.angles.worst == np.unravel_index(np.argmax(angles), angles.shape)
    assert comparison.angles.picture == pytest.approx(angles, abs=1e-6)


def test_invalid_pixels_enter_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodata on one side, NaN on the other: as if figures were made of the rest by hand, window by window."""
    clean = clean_cube()
    noisy = noisy_cube(clean)
    clean[1, 12:15, 20:22] = -9999
    clean[:, 0, 0] = -9999
    noisy[3, 30, 5] = np.nan
    noisy[4, 7, 7] = np.inf

    def nodata(dataset: gdal.Dataset) -> None:
        for number in range(1, 6):
            dataset.GetRasterBand(number).SetNoDataValue(-9999)

    job = job_for(tmp_path, noisy, clean, lambda dataset: None, nodata)
    monkeypatch.setattr(statistics, "READ_VALUES", 5 * 300)
    found_range, comparison, scores = measured(job, side=9)
    valid = (clean != -9999) & np.isfinite(noisy)
    low, high = clean[clean != -9999].min(), clean.max()
    assert (found_range.low, found_range.high) == (low, high)
    truth, ours = ((np.where(valid, cube, low).astype(float) - low) / (float(high) - low) for cube in (clean, noisy))
    for band, found in enumerate(scores.bands):
        assert found.pixels == np.count_nonzero(valid[band])
        error = (ours - truth)[band][valid[band]]
        assert found.psnr == pytest.approx(-10 * np.log10(np.mean(error**2)), abs=1e-9)
        _, full = structural_similarity(truth[band], ours[band], full=True, **OPTIONS)
        middle = [
            (y, x) for y in range(5, 35) for x in range(5, 31) if valid[band, y - 5 : y + 6, x - 5 : x + 6].all()
        ]
        assert found.ssim == pytest.approx(np.mean([full[place] for place in middle]), abs=1e-9)
        assert comparison.sums.windows[band] == len(middle)
    everywhere = valid.all(axis=0)
    ours, truth = ours[:, everywhere], truth[:, everywhere]
    angles = np.arccos((ours * truth).sum(0) / np.linalg.norm(ours, axis=0) / np.linalg.norm(truth, axis=0))
    assert scores.sam == pytest.approx(angles.mean(), abs=1e-12)
    assert np.array_equal(np.isnan(comparison.angles.picture), ~everywhere)


def test_masks_and_alpha_bands_count(tmp_path: Path) -> None:
    clean = clean_cube(4)
    noisy = noisy_cube(clean)
    mask, alpha = np.full((40, 36), 255, np.uint8), np.ones((40, 36), np.float32)
    mask[:, 10:12] = 0
    alpha[20:23] = 0
    noisy[3] = clean[3] = alpha

    def masked(dataset: gdal.Dataset) -> None:
        with_alpha(dataset)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)

    def with_alpha(dataset: gdal.Dataset) -> None:
        dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)

    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
    try:
        job = job_for(tmp_path, noisy, clean, masked, with_alpha)
    finally:
        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    found, _, scores = measured(job)
    assert found.bands == (0, 1, 2)
    assert found.left_out == {3: "alpha band"}
    assert {band.pixels for band in scores.bands} == {(40 - 3) * (36 - 2)}


def test_memory_does_not_grow_with_the_rasters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "READ_VALUES", 64 * 64 * 6)
    monkeypatch.setattr(survey, "_SAMPLE_VALUES", 20_000)

    def peak(height: int) -> int:
        clean = clean_cube(6, height, 120)
        job = job_for(tmp_path / str(height), noisy_cube(clean), clean)
        del clean
        tracemalloc.start()
        measured(job)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(100)
    small, large = peak(200), peak(1600)
    assert large < small + 1_500_000 < 6 * 1600 * 120 * 4


def test_cancel_between_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "READ_VALUES", 5 * 100)
    job = job_for(tmp_path, noisy_cube(clean_cube()), clean_cube())
    monitor = Recorder(stop=lambda fraction: fraction > 0.5)
    with pytest.raises(Cancelled):
        measured(job, monitor, side=8)
    assert 0.5 < monitor.fractions[-1] < 0.6


def test_extreme_numbers_do_not_warn(tmp_path: Path) -> None:
    """What is nodata may be the largest number of its type."""
    clean = clean_cube().astype(np.float64)
    clean[:, 3, 3] = 1.7e308

    def nodata(dataset: gdal.Dataset) -> None:
        for number in range(1, 6):
            dataset.GetRasterBand(number).SetNoDataValue(1.7e308)
            dataset.GetRasterBand(number).SetScale(10)

    noisy = write_cube(tmp_path / "noisy.tif", noisy_cube(clean_cube()) * 10)
    job = job_for(tmp_path, clean, clean, nodata)
    job = type(job)(noisy, job.reference)
    with np.errstate(all="raise"):
        found, _, scores = measured(job)
    assert found.high < 1e5
    assert scores.mpsnr > 20
