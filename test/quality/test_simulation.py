"""Simulation of whole rasters: what stays, what changes, and that tiles leave no trace."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.quality.resample import downsample
from hyperrestore.quality.simulation import simulate_noise
from hyperrestore.quality.simulation_job import SimulationJob
from hyperrestore.test.processing.rasters import lost, read, write_cube
from hyperrestore.test.quality.simulated import HEIGHT, WIDTH, Recorder, scene, simulate

NODATA = -99


def difference(source: str, output: Path) -> np.ndarray:
    """Noise as a part of the clean range of 1000."""
    return (read(output).astype(np.float64) - read(source)) / 1000


def test_gaussian_noise_is_sigma_of_the_clean_range_and_unbounded(clean: str, tmp_path: Path) -> None:
    report = simulate(clean, tmp_path / "noisy.tif", "gaussian", sigma=30)
    noise = difference(clean, tmp_path / "noisy.tif")
    assert noise.std(axis=(1, 2)) == pytest.approx(np.full(6, 30 / 255), rel=0.02)
    assert noise.mean(axis=(1, 2)) == pytest.approx(np.zeros(6), abs=0.003)
    assert read(tmp_path / "noisy.tif").min() < 0 and read(tmp_path / "noisy.tif").max() > 1000
    assert np.abs(np.corrcoef(noise.reshape(6, -1)) - np.eye(6)).max() < 0.03
    assert (report.clean_range, report.clamped, report.noisy_bands) == ((0, 1000), 0, tuple(range(6)))


def test_sigma_zero_changes_nothing(clean: str, tmp_path: Path) -> None:
    simulate(clean, tmp_path / "same.tif", "gaussian", sigma=0, data_type="source")
    assert np.array_equal(read(tmp_path / "same.tif"), read(clean))
    assert lost(clean, tmp_path / "same.tif") == {}


def test_mixture_is_what_the_truth_says(tmp_path: Path) -> None:
    source = write_cube(tmp_path / "clean.tif", scene(10))
    simulate(source, tmp_path / "noisy.tif", truth=str(tmp_path / "truth.json"))
    truth, noisy = json.loads((tmp_path / "truth.json").read_text()), read(tmp_path / "noisy.tif")
    noise = difference(source, tmp_path / "noisy.tif")
    kinds = {"striped_lines": 0, "dead_lines": 0, "impulse_share": 0}
    for number, band in enumerate(truth["bands"]):
        assert band["band"] == number + 1
        assert band["sigma_in_source_units"] == pytest.approx(band["sigma"] / 255 * 1000)
        dead = np.flatnonzero((noisy[number] == 0).all(axis=0))
        assert dead.tolist() == band["dead_lines"]
        extreme = ((noisy[number] == 0) | (noisy[number] == 1000)).mean()
        if band["impulse_share"]:
            assert extreme == pytest.approx(band["impulse_share"], abs=0.01)
            struck = (noisy[number] == 0) | (noisy[number] == 1000)
        else:
            assert extreme == pytest.approx(len(dead) / WIDTH, abs=0.001)
            struck = np.zeros((HEIGHT, WIDTH), bool)
            struck[:, dead] = True
        rest = noise[number].copy()
        for line, offset in zip(band["striped_lines"], band["stripe_offsets"]):
            assert abs(offset) <= 0.25
            rest[:, line] -= offset
        assert rest[~struck].std() * 255 == pytest.approx(band["sigma"], rel=0.03)
        for kind in kinds:
            kinds[kind] += bool(band[kind])
    assert kinds == {"striped_lines": 3, "dead_lines": 3, "impulse_share": 3}
    assert {round(band["sigma"]) for band in truth["bands"]} <= {10, 30, 50, 70}
    assert (truth["case"], truth["seed"], truth["clean_range"]) == ("mixture", 2018, [0, 1000])


def test_tags_say_what_was_done(clean: str, tmp_path: Path) -> None:
    simulate(clean, tmp_path / "a.tif", "gaussian", sigma=12.5, seed=7, tags={"VERSION": "1.2.3"})
    simulate(clean, tmp_path / "b.tif", "poisson", peak_photons=80, downsample=2)
    simulate(clean, tmp_path / "c.tif", "stripe", line_direction="rows")
    tags = [
        {key[13:]: text for key, text in gdal.Open(str(tmp_path / name)).GetMetadata().items() if "RESTORE_" in key}
        for name in ("a.tif", "b.tif", "c.tif")
    ]
    common = {"INPUT": "clean.tif", "CLEAN_RANGE": "0 to 1000"}
    plain = {**common, "DOWNSAMPLE": "1", "LINE_DIRECTION": "columns"}
    assert tags[0] == {**plain, "VERSION": "1.2.3", "CASE": "gaussian", "SIGMA": "12.5", "SEED": "7"}
    assert tags[1] == {**plain, "DOWNSAMPLE": "2", "CASE": "poisson", "PEAK_PHOTONS": "80", "SEED": "2018"}
    assert (tags[2]["SIGMA"], tags[2]["LINE_DIRECTION"]) == ("one of 10, 30, 50, 70 per band", "rows")


@pytest.mark.parametrize(("case", "factor"), [("mixture", 1), ("mixture", 3), ("poisson", 1), ("speckle", 1)])
def test_no_tile_leaves_a_trace(case: str, factor: int, clean: str, tmp_path: Path, monkeypatch) -> None:
    """Other blocks in the file, other windows, bands one by one: the same bytes."""
    simulate(clean, tmp_path / "a.tif", case, downsample=factor)
    blocked = write_cube(
        tmp_path / "in" / "blocked.tif", scene(), options=["TILED=YES", "BLOCKXSIZE=48", "BLOCKYSIZE=16"]
    )
    monkeypatch.setattr("hyperrestore.quality.clean_windows.VALUES_AT_ONCE", 1)
    monkeypatch.setattr("hyperrestore.restoration.statistics.READ_VALUES", 1000)
    simulate(blocked, tmp_path / "b.tif", case, downsample=factor)
    monkeypatch.setattr("hyperrestore.quality.clean_windows.CELL", 40)
    simulate(blocked, tmp_path / "c.bil", case, downsample=factor)
    first = read(tmp_path / "a.tif")
    assert np.array_equal(first, read(tmp_path / "b.tif"))
    assert np.array_equal(first, read(tmp_path / "c.bil"))


def test_seeds_differ_and_repeat(clean: str, tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        simulate(clean, tmp_path / f"{name}.tif", seed=seed)
    first, again, other = (read(tmp_path / f"{name}.tif") for name in "abc")
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("factor", [1, 2])
def test_rows_are_the_columns_of_the_turned_raster(factor: int, tmp_path: Path) -> None:
    upright = write_cube(tmp_path / "upright.tif", scene())
    turned = write_cube(tmp_path / "turned.tif", np.ascontiguousarray(scene().swapaxes(1, 2)))
    simulate(upright, tmp_path / "a.tif", downsample=factor)
    simulate(turned, tmp_path / "b.tif", downsample=factor, line_direction="rows")
    assert read(tmp_path / "b.tif").swapaxes(1, 2) == pytest.approx(read(tmp_path / "a.tif"), abs=1e-3)


def describe_gaps(dataset: gdal.Dataset) -> None:
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        band.SetNoDataValue(NODATA)
        band.SetMetadata({"wavelength": str(400 + 50 * number), "wavelength_units": "Nanometers", "bbl": "1"})
    dataset.GetRasterBand(2).SetMetadataItem("bbl", "0")


@pytest.fixture
def gappy(tmp_path: Path) -> tuple[str, np.ndarray]:
    """Six bands: 2 flagged bad and full of wild numbers, 5 empty; nodata in the others. Also where it is data."""
    values = scene()
    values[1] = 30_000
    values[4] = NODATA
    values[:, 20:24, 100:140] = NODATA
    values[0, 0, 0] = NODATA
    return write_cube(tmp_path / "in" / "gappy.tif", values, describe=describe_gaps), values != NODATA


@pytest.mark.parametrize("data_type", ["source", "Float32"])
def test_what_is_no_data_stays(gappy: tuple[str, np.ndarray], tmp_path: Path, data_type: str) -> None:
    source, valid = gappy
    report = simulate(source, tmp_path / "noisy.tif", data_type=data_type)
    before, after = read(source), read(tmp_path / "noisy.tif")
    assert report.noisy_bands == (0, 2, 3, 5)
    assert report.passed_bands == {1: "flagged bad in the file", 4: "no valid pixel"}
    assert report.clean_range == (0, 1000)
    assert np.array_equal(after[[1, 4]], before[[1, 4]])
    assert (after[~valid] == NODATA).all()
    assert not (after[valid] == NODATA).any()
    noisy = valid[[0, 2, 3, 5]]
    assert (after[[0, 2, 3, 5]][noisy] != before[[0, 2, 3, 5]][noisy]).mean() > 0.95
    assert set(lost(source, tmp_path / "noisy.tif")) <= {"dtypes"}


def test_only_chosen_bands_get_noise(clean: str, tmp_path: Path) -> None:
    simulate(clean, tmp_path / "noisy.tif", "gaussian", bands=(1, 4), truth=str(tmp_path / "t.json"))
    changed = (difference(clean, tmp_path / "noisy.tif") != 0).any(axis=(1, 2))
    assert changed.tolist() == [False, True, False, False, True, False]
    truth = json.loads((tmp_path / "t.json").read_text())["bands"]
    assert [band.get("without_noise", "noisy") for band in truth] == [
        "noisy" if number in (1, 4) else "not asked for" for number in range(6)
    ]


def test_source_type_clamps_and_counts(tmp_path: Path) -> None:
    source = write_cube(tmp_path / "in.tif", (scene(3) / 1000 * 255).astype(np.uint8))
    report = simulate(source, tmp_path / "floats.tif", "gaussian", sigma=40)
    clamped = simulate(source, tmp_path / "bytes.tif", "gaussian", sigma=40, data_type="source")
    floats, numbers = read(tmp_path / "floats.tif"), read(tmp_path / "bytes.tif")
    beyond = (np.rint(floats) < 0) | (np.rint(floats) > 255)
    assert numbers.dtype == np.uint8
    assert np.array_equal(numbers, np.clip(np.rint(floats), 0, 255))
    assert (report.clamped, clamped.clamped) == (0, np.count_nonzero(beyond))
    assert clamped.clamped > 1000


@pytest.mark.parametrize("factor", [2, 3, 8])
def test_down_sampling_alone(clean: str, tmp_path: Path, factor: int) -> None:
    simulate(clean, tmp_path / "coarse.tif", "none", downsample=factor)
    assert read(tmp_path / "coarse.tif") == pytest.approx(downsample(scene(), factor), rel=1e-6, abs=1e-4)
    with rasterio.open(clean) as fine, rasterio.open(tmp_path / "coarse.tif") as coarse:
        assert coarse.transform.to_gdal() == (500_000, 30 * factor, 0, 5_800_000, 0, -30 * factor)
        assert coarse.crs == fine.crs


def test_noise_comes_after_down_sampling(clean: str, tmp_path: Path) -> None:
    """Averaging would have made it a good deal weaker."""
    simulate(clean, tmp_path / "noisy.tif", "gaussian", sigma=30, downsample=3)
    noise = (read(tmp_path / "noisy.tif") - downsample(scene(), 3)) / 1000
    assert noise.std(axis=(1, 2)) == pytest.approx(np.full(6, 30 / 255), rel=0.05)


@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_a_coarse_pixel_that_no_data_enters_is_none(tmp_path: Path, kind: type) -> None:
    """NaN in floats without nodata; bands by themselves; nothing of the invalid number in any valid pixel."""
    values = scene(3, kind)
    hole = np.nan if kind == np.float32 else NODATA
    values[1, 40, 50] = values[:, 149, 300] = hole
    source = write_cube(
        tmp_path / "in.tif", values, describe=describe_gaps if kind == np.int16 else lambda dataset: None
    )
    simulate(source, tmp_path / "coarse.tif", "none", downsample=4, data_type="source")
    coarse = read(tmp_path / "coarse.tif")
    invalid = np.isnan(coarse) if kind == np.float32 else coarse == NODATA
    expected = np.zeros((3, HEIGHT // 4, WIDTH // 4), bool)
    # Row 40 lies 0.5 pixels from the centre of coarse row 10 ... and 7.5 from that of row 8.
    expected[1, 8:12, 11:15] = True
    # The last row and column fill no coarse pixel: what they hold is left out.
    assert np.array_equal(invalid, expected)
    assert coarse[~invalid] == pytest.approx(downsample(scene(3), 4)[~invalid], abs=0.51)


def test_masked_pixels_stay_masked_in_coarse(tmp_path: Path) -> None:
    def mask(dataset: gdal.Dataset) -> None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        values = np.full((HEIGHT, WIDTH), 255, np.uint8)
        values[40, 50] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(values)

    source = write_cube(tmp_path / "in.tif", scene(3), describe=mask)
    simulate(source, tmp_path / "noisy.tif", "gaussian", downsample=4)
    with rasterio.open(tmp_path / "noisy.tif") as coarse:
        rows, columns = np.nonzero(coarse.read_masks(2) == 0)
    assert (rows.min(), rows.max(), columns.min(), columns.max(), len(rows)) == (8, 11, 11, 14, 16)


def test_alpha_stays_and_coarse_alpha_hides_what_a_hidden_pixel_enters(tmp_path: Path) -> None:
    values = scene(4, np.uint16)
    values[3] = 255
    values[3, 40, 50] = 0

    def alpha(dataset: gdal.Dataset) -> None:
        dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)

    source = write_cube(tmp_path / "in.tif", values, options=["ALPHA=YES"], describe=alpha)
    simulate(source, tmp_path / "same.tif", "gaussian", data_type="source")
    assert np.array_equal(read(tmp_path / "same.tif")[3], values[3])
    assert (read(tmp_path / "same.tif")[:3, 40, 50] == values[:3, 40, 50]).all()
    simulate(source, tmp_path / "coarse.tif", "gaussian", downsample=4, data_type="source")
    hidden = read(tmp_path / "coarse.tif")[3] == 0
    assert hidden[8:12, 11:15].all() and hidden.sum() == 16
    assert (read(tmp_path / "coarse.tif")[3][~hidden] == 255).all()


def test_progress_rises_to_the_end(clean: str, tmp_path: Path) -> None:
    recorder = Recorder()
    simulate_noise(SimulationJob(clean, str(tmp_path / "noisy.tif"), "gaussian"), recorder)
    assert recorder.fractions == sorted(recorder.fractions) and recorder.fractions[-1] == 1
    assert len(set(recorder.fractions)) > 3
