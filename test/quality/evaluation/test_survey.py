"""Which bands are compared, in which unit, and by which range."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.errors import InvalidParameter, UnsuitableRaster
from hyperrestore.quality.metrics import mpsnr, mssim, sam
from hyperrestore.test.quality.evaluation.scenes import clean_cube, job_for, measured, noisy_cube, unit_scaled
from hyperrestore.test.restoration.networks import Recorder


def nodata(dataset: gdal.Dataset) -> None:
    for number in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(number).SetNoDataValue(-1)


def test_bands_without_a_signal_are_left_out_and_named(tmp_path: Path) -> None:
    clean = clean_cube(6)
    noisy = noisy_cube(clean)
    clean[1], noisy[2], clean[4] = -1, -1, 7

    def flagged(dataset: gdal.Dataset) -> None:
        nodata(dataset)
        dataset.SetMetadataItem("bbl", "{1,1,1,0,1,1}", "ENVI")

    survey, _, scores = measured(job_for(tmp_path, noisy, clean, nodata, flagged))
    assert survey.bands == (0, 5)
    assert survey.left_out == {
        1: "no valid pixel in the reference",
        2: "no valid pixel in the raster to evaluate",
        3: "flagged bad in the file",
        4: "constant in the reference (7.0)",
    }
    truth, ours = unit_scaled(clean[[0, 5]], noisy[[0, 5]])
    assert scores.mpsnr == pytest.approx(mpsnr(ours, truth), abs=1e-9)
    assert scores.sam == pytest.approx(sam(ours, truth), abs=1e-9)


def test_bands_asked_for(tmp_path: Path) -> None:
    clean = clean_cube(6)
    noisy = noisy_cube(clean)
    survey, _, scores = measured(job_for(tmp_path, noisy, clean, bands=(1, 4)))
    assert (survey.bands, survey.left_out) == ((1, 4), {})
    truth, ours = unit_scaled(clean[[1, 4]], noisy[[1, 4]])
    assert scores.mssim == pytest.approx(mssim(ours, truth), abs=1e-9)
    with pytest.raises(InvalidParameter, match="Band 7 was asked for, but .* has 6 bands"):
        measured(job_for(tmp_path, noisy, clean, bands=(6,)))


def test_nothing_to_compare(tmp_path: Path) -> None:
    clean = clean_cube(2)
    for given, reference, sentence in (
        (np.full_like(clean, -1), clean, "No band of .*given.tif can be compared .*no valid pixel in the raster"),
        (clean, np.full_like(clean, -1), "no valid pixel in the reference: 1-2. Choose other bands"),
        (clean, np.full_like(clean, 5), r"constant in the reference \(5.0\): 1-2"),
    ):
        with pytest.raises(UnsuitableRaster, match=sentence):
            measured(job_for(tmp_path, given, reference, nodata))
    apart = clean.copy(), clean.copy()
    apart[0][:, :20], apart[1][:, 20:] = -1, -1
    with pytest.raises(UnsuitableRaster, match="No pixel is valid in both"):
        measured(job_for(tmp_path, *apart, nodata))
    one_value = np.full_like(clean, -1)
    one_value[:, 3, 3] = 5
    with pytest.raises(UnsuitableRaster, match="lie between 5 and 5, which is no range"):
        measured(job_for(tmp_path, clean, one_value, nodata))


def test_undeclared_nodata_of_the_reference_does_not_ruin_the_range(tmp_path: Path) -> None:
    clean = clean_cube()
    noisy = noisy_cube(clean)
    clean[:, :6, :6] = -9999
    monitor = Recorder()
    survey, _, scores = measured(job_for(tmp_path, noisy, clean), monitor)
    assert survey.low == clean[clean > -9999].min()
    assert {band.pixels for band in scores.bands} == {40 * 36 - 36}
    assert any("The value -9999.0 lies far outside the reference's data and fills 36" in line
               for line in monitor.warnings)  # fmt: skip


def test_a_raster_that_blew_up_is_not_taken_for_nodata(tmp_path: Path) -> None:
    clean = clean_cube()
    noisy = noisy_cube(clean)
    noisy[:, :6, :6] = 1e6
    _, _, scores = measured(job_for(tmp_path, noisy, clean))
    assert {band.pixels for band in scores.bands} == {40 * 36}
    assert scores.mpsnr < 0


def scaled(gain: float, offset: float):
    def describe(dataset: gdal.Dataset) -> None:
        for number in range(1, dataset.RasterCount + 1):
            dataset.GetRasterBand(number).SetScale(gain)
            dataset.GetRasterBand(number).SetOffset(offset)

    return describe


def test_scale_and_offset_are_applied_where_they_differ(tmp_path: Path) -> None:
    """Integers with scale and offset against the same reflectances as floats."""
    stored = np.rint(clean_cube()).astype(np.int16)
    physical = stored * 1e-4 - 0.1
    noisy = (physical + np.random.default_rng(0).normal(0, 0.002, physical.shape)).astype(np.float32)
    job = job_for(tmp_path, noisy, stored, lambda dataset: None, scaled(1e-4, -0.1))
    survey, _, scores = measured(job)
    truth, ours = unit_scaled(physical, noisy)
    assert scores.mpsnr == pytest.approx(mpsnr(ours, truth), abs=1e-6)
    assert (survey.low, survey.high) == pytest.approx((physical.min(), physical.max()))
    assert scores.rmse == pytest.approx(np.sqrt(np.mean((noisy - physical) ** 2)), rel=1e-6)


def test_equal_scale_and_offset_leave_stored_numbers(tmp_path: Path) -> None:
    clean = np.rint(clean_cube()).astype(np.int16)
    noisy = np.rint(noisy_cube(clean)).astype(np.int16)
    survey, _, scores = measured(job_for(tmp_path, noisy, clean, scaled(-1e-4, 3)))
    assert (survey.low, survey.high) == (clean.min(), clean.max())
    assert scores.rmse == pytest.approx(np.sqrt(np.mean((noisy.astype(float) - clean) ** 2)), rel=1e-12)


def test_a_negative_scale_turns_the_range_round(tmp_path: Path) -> None:
    clean = clean_cube()
    survey, _, scores = measured(
        job_for(tmp_path, -clean, clean, scaled(1, 0), scaled(-1, 0))
    )
    assert (survey.low, survey.high) == (-clean.max(), -clean.min())
    assert scores.mpsnr == 120


def test_scaling_none_and_peak(tmp_path: Path) -> None:
    clean = clean_cube()
    noisy = noisy_cube(clean)
    wide, _, by_range = measured(job_for(tmp_path, noisy, clean, scaling="none"))
    given, _, by_peak = measured(job_for(tmp_path, noisy, clean, scaling="none", peak=1000.0))
    assert (wide.peak, given.peak) == (float(clean.max()) - float(clean.min()), 1000)
    ours, truth = noisy.astype(float), clean.astype(float)
    errors = ((ours - truth) ** 2).mean(axis=(1, 2))
    assert by_peak.mpsnr == pytest.approx(np.mean(10 * np.log10(1e6 / errors)), abs=1e-9)
    assert by_range.mpsnr == pytest.approx(np.mean(10 * np.log10(wide.peak**2 / errors)), abs=1e-9)
    assert by_peak.sam == by_range.sam == pytest.approx(sam(ours, truth), abs=1e-12)
    assert by_peak.sam != pytest.approx(measured(job_for(tmp_path, noisy, clean))[2].sam, rel=0.05)
    assert by_peak.mssim == pytest.approx(mssim(ours / 1000, truth / 1000), abs=1e-9)
