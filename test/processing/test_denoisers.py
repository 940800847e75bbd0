"""The denoisers in a QGIS process of their own: what the analyst gets is the noisy raster's better twin."""
from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demo.scene import NODATA, OFFSET, SCALE, Scene, make_scene, read_reflectance, write_scene
from hyperrestore.models.catalog import DEFAULT_WEIGHTS
from hyperrestore.quality.noise import degrade
from hyperrestore.test.processing.rasters import (
    NODATA_TAG,
    SCALE_TAG,
    TIEPOINT_TAG,
    listed,
    names,
    read,
    statements,
    tiff_items,
    tiff_tags,
)
from run_demo import band_psnr_db


@dataclass(frozen=True)
class Denoiser:
    """An algorithm, noise that it was made for, and by how many dB it must raise the PSNR of a scene with that."""

    algorithm: str
    architecture: str
    noise: str
    gain_db: float

    def __str__(self) -> str:
        return self.algorithm


DENOISERS = (Denoiser("denoiseras2s", "ras2s", "mixture", 8), Denoiser("denoisesscan", "sscan", "noniid", 8))


@dataclass(frozen=True)
class Run:
    """What went in (``clean`` was spoilt to ``noisy``), what came out, and what QGIS said."""

    denoiser: Denoiser
    clean: Scene
    noisy: Path
    restored: Path
    said: dict[str, Any]


@pytest.fixture(scope="module", params=DENOISERS, ids=str)
def run(request, qgis_process, tmp_path_factory: pytest.TempPathFactory) -> Run:
    denoiser = request.param
    folder = tmp_path_factory.mktemp("scene")
    noisy, restored = folder / "noisy.tif", folder / "out" / "restored.tif"
    clean = make_scene(size=48)
    # In the range of the good bands' valid pixels, which is what PSNR is measured by.
    good = clean.reflectance[~clean.sensor.bad][:, clean.valid]
    low, high = good.min(), good.max()
    spoilt = degrade((clean.reflectance - low) / (high - low), denoiser.noise, np.random.default_rng(2018))
    write_scene(noisy, dataclasses.replace(clean, reflectance=spoilt * (high - low) + low))
    algorithm = f"hyperrestore:{denoiser.algorithm}"
    done = qgis_process("--json", "run", algorithm, "--", f"INPUT={noisy}", f"OUTPUT={restored}")
    assert done.returncode == 0, done.stderr
    return Run(denoiser, clean, noisy, restored, json.loads(done.stdout))


def test_psnr_rises(run: Run) -> None:
    noisy, restored = (
        band_psnr_db(run.clean.reflectance, read_reflectance(path), run.clean.valid, ~run.clean.sensor.bad)
        for path in (run.noisy, run.restored)
    )
    assert np.nanmean(noisy) < 20
    assert np.nanmean(restored) >= np.nanmean(noisy) + run.denoiser.gain_db


def test_results_are_readable_by_a_script(run: Run) -> None:
    good = int((~run.clean.sensor.bad).sum())
    assert run.said["results"] == {"OUTPUT": str(run.restored), "CLAMPED": 0, "RESTORED_BANDS": good}
    said_lines = any("Lines run along columns" in line for line in run.said["log"]["info"])
    assert said_lines is (run.denoiser.architecture == "ras2s")


def test_nothing_but_the_output_is_left(run: Run) -> None:
    assert names(run.restored.parent) == ["restored.tif"]


def test_pixels_without_data_are_the_same_ones(run: Run) -> None:
    noisy, restored = read(run.noisy), read(run.restored)
    assert np.count_nonzero(~run.clean.valid) > 100
    assert np.array_equal(restored == NODATA, np.broadcast_to(~run.clean.valid, restored.shape))
    assert np.array_equal(restored == NODATA, noisy == NODATA)


def test_bad_bands_are_untouched_and_good_ones_are_not(run: Run) -> None:
    noisy, restored, bad = read(run.noisy), read(run.restored), run.clean.sensor.bad
    assert bad.sum() > 5
    assert restored[bad].tobytes() == noisy[bad].tobytes()
    assert (restored[~bad] != noisy[~bad]).any(axis=(1, 2)).all()


def test_rasterio_reads_the_same_raster(run: Run) -> None:
    noisy, restored = statements(run.noisy), statements(run.restored)
    assert restored == noisy
    assert restored["crs"].to_epsg() == 32633
    assert restored["scales"] == (SCALE,) * len(run.clean.reflectance)
    assert restored["offsets"] == (OFFSET,) * len(run.clean.reflectance)
    assert restored["descriptions"][0] == "VNIR 420 nm"


def test_the_file_itself_states_what_the_sensor_is(run: Run) -> None:
    """Read without GDAL, and compared with the scene rather than with the input."""
    tags, items, sensor = tiff_tags(run.restored), tiff_items(run.restored), run.clean.sensor
    assert tags[SCALE_TAG] == (30, 30, 0)
    assert tags[TIEPOINT_TAG] == (0, 0, 0, 365_010, 5_810_010, 0)
    assert float(tags[NODATA_TAG][0]) == NODATA
    for domain, key, expected in (
        ("ENVI", "wavelength", sensor.wavelength_nm), ("ENVI", "fwhm", sensor.fwhm_nm), ("ENVI", "bbl", ~sensor.bad),
    ):  # fmt: skip
        stated = [float(entry) for entry in listed(items[domain, None, key])]
        np.testing.assert_allclose(stated, expected, atol=0.051)
    for band, (wavelength, fwhm, bad) in enumerate(zip(sensor.wavelength_nm, sensor.fwhm_nm, sensor.bad), start=1):
        stated = [float(items["", band, key]) for key in ("wavelength", "fwhm", "bbl")]
        np.testing.assert_allclose(stated, [wavelength, fwhm, not bad], atol=0.051)
        assert float(items["IMAGERY", band, "CENTRAL_WAVELENGTH_UM"]) == pytest.approx(wavelength / 1000, abs=1e-4)
        assert float(items["", band, "SCALE"]) == SCALE
        assert float(items["", band, "OFFSET"]) == OFFSET


def test_the_output_says_how_it_was_made(run: Run) -> None:
    items = tiff_items(run.restored)
    made = {name: text for (domain, band, name), text in items.items() if name.startswith("HYPERRESTORE_")}
    assert made["HYPERRESTORE_ALGORITHM"] == f"hyperrestore:{run.denoiser.algorithm}"
    assert made["HYPERRESTORE_WEIGHTS"] == DEFAULT_WEIGHTS[run.denoiser.architecture]
    if run.denoiser.architecture == "ras2s":
        assert made["HYPERRESTORE_LINE_DIRECTION"] == "columns"
    else:
        assert "HYPERRESTORE_LINE_DIRECTION" not in made
    assert made["HYPERRESTORE_QUALITY"] == "normal"
    assert made["HYPERRESTORE_SCALING"].startswith("cube")
