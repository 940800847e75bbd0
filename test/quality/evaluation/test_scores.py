"""Figures of the cube by independent formulas, and what is said when one is not defined."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hyperrestore.test.quality.evaluation.scenes import clean_cube, job_for, measured, noisy_cube, unit_scaled


def test_every_figure_by_hand(tmp_path: Path) -> None:
    clean = clean_cube()
    noisy = noisy_cube(clean)
    truth, ours = unit_scaled(clean, noisy)
    _, _, scores = measured(job_for(tmp_path, noisy, clean, ergas_ratio=0.25))
    own = noisy.astype(float) - clean
    for band, found in enumerate(scores.bands):
        assert found.rmse == pytest.approx(np.sqrt(np.mean(own[band] ** 2)), rel=1e-9)
        assert found.bias == pytest.approx(np.mean(own[band]), rel=1e-6)
        assert found.max_error == pytest.approx(np.max(np.abs(own[band])), rel=1e-9)
    relative = ((ours - truth) ** 2).mean(axis=(1, 2)) / truth.mean(axis=(1, 2)) ** 2
    assert scores.ergas == pytest.approx(25 * np.sqrt(relative.mean()), rel=1e-9)
    assert scores.rmse == pytest.approx(np.sqrt(np.mean(own**2)), rel=1e-9)
    assert scores.cube_psnr == pytest.approx(-10 * np.log10(np.mean((ours - truth) ** 2)), abs=1e-9)
    assert scores.cube_psnr < scores.mpsnr
    assert scores.sam_degrees == pytest.approx(np.degrees(scores.sam))
    assert scores.warnings == ()
    means = scores.band_means()
    assert means["psnr"] == pytest.approx(scores.mpsnr) and means["ssim"] == pytest.approx(scores.mssim)
    assert means["rmse"] == pytest.approx(np.sqrt((own**2).mean(axis=(1, 2))).mean())


def test_equal_rasters(tmp_path: Path) -> None:
    _, _, scores = measured(job_for(tmp_path, clean_cube(), clean_cube()))
    assert (scores.mpsnr, scores.cube_psnr, scores.ergas, scores.rmse) == (120, 120, 0, 0)
    assert scores.mssim == pytest.approx(1, abs=1e-12)
    assert scores.sam == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("shape", [(4, 10, 30), (4, 30, 10), (4, 3, 3), (4, 1, 2)])
def test_rasters_smaller_than_the_window_have_no_ssim(tmp_path: Path, shape: tuple) -> None:
    clean = clean_cube(*shape)
    _, _, scores = measured(job_for(tmp_path, noisy_cube(clean), clean))
    assert np.isnan(scores.mssim) and np.isnan([band.ssim for band in scores.bands]).all()
    assert np.isfinite([scores.mpsnr, scores.sam, scores.ergas]).all()
    assert "11 x 11 valid pixels around a pixel, which are nowhere in any band" in scores.warnings[0]


def test_one_window_has_ssim(tmp_path: Path) -> None:
    clean = clean_cube(2, 11, 11)
    assert np.isfinite(measured(job_for(tmp_path, noisy_cube(clean), clean))[2].mssim)


def test_a_band_whose_pixels_never_meet_is_left_out_of_the_means(tmp_path: Path) -> None:
    clean = clean_cube()
    noisy = noisy_cube(clean)
    clean[2, :20], noisy[2, 20:] = np.nan, np.nan
    _, _, scores = measured(job_for(tmp_path, noisy, clean))
    rest = [scores.bands[band].psnr for band in (0, 1, 3, 4)]
    assert scores.mpsnr == pytest.approx(np.mean(rest))
    assert np.isnan([scores.bands[2].psnr, scores.bands[2].max_error, scores.sam]).all()
    assert np.isfinite([scores.ergas, scores.rmse, scores.cube_psnr]).all()
    said = " ".join(scores.warnings)
    assert "valid in both rasters in band 3: left out of all means" in said
    assert "SAM is not a number" in said


def test_zero_spectra_and_zero_means(tmp_path: Path) -> None:
    clean = clean_cube()
    clean[:, 4, 5:8] = 0
    clean[1] = np.where(np.arange(36) % 2, 1, -1) * (1 + np.arange(40)[:, None])
    clean[1, 4, 5:8] = 0
    clean[1] -= np.where(np.arange(36) == 0, clean[1].sum() / 40, 0)
    assert clean[1].sum() == 0
    _, comparison, scores = measured(job_for(tmp_path, noisy_cube(clean), clean, scaling="none"))
    assert comparison.angles.undefined == 3 and comparison.angles.count == 40 * 36 - 3
    said = " ".join(scores.warnings)
    assert "left out of SAM, because the reference is zero there in all bands: 3." in said
    assert "mean of the reference is zero in band 2: left out of ERGAS" in said
    assert np.isfinite([scores.sam, scores.ergas]).all()
