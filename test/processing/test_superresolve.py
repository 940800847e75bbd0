"""Super-resolution in the real QGIS: the finer raster lies where the coarse one lies, says what it says, and does not
show its tiles."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject
from torch.nn import functional as F

from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.models.weights import load_tensors, save_weights
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.rasters import lost, names, read, write_cube

BOTH = ("superresolvebicubic", "superresolvessrnet")


@pytest.fixture
def enlarge(plugin, tmp_path: Path) -> Callable[..., Path]:
    """``enlarge("superresolvebicubic", raster, SCALE=3)`` -> the output, run in this process."""
    import processing

    def call(name: str, raster: object, output: str = "fine.tif", **given) -> Path:
        target = tmp_path / "out" / output
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": raster, "OUTPUT": str(target), "DEVICE": "cpu", **given}
        results = processing.run(f"hyperrestore:{name}", parameters, context=context, feedback=Recorder())
        assert results["OUTPUT"] == str(target)
        return target

    return call


def test_bicubic_is_torchs_own(enlarge, tmp_path: Path) -> None:
    cube = make_cube(3, 30, 40)
    fine = read(enlarge("superresolvebicubic", write_cube(tmp_path / "a.tif", cube), SCALE=3, DATA_TYPE="Float32"))
    expected = F.interpolate(torch.from_numpy(cube).double()[None], scale_factor=3, mode="bicubic", antialias=True)[0]
    np.testing.assert_allclose(fine, expected, rtol=1e-6)


@pytest.mark.parametrize("name", BOTH)
def test_everything_but_the_grid_is_kept(enlarge, shared: Path, tmp_path: Path, name: str) -> None:
    """HySU: UTM 32N, 0.7 m, nodata 15000, wavelengths from the header beside it."""
    for file in ("hysu.tif", "hysu.hdr"):
        shutil.copy(shared / "data" / "real" / file, tmp_path)
    fine = enlarge(name, str(tmp_path / "hysu.tif"), SCALE=2, BANDS=[1, 2, 60])
    with rasterio.open(tmp_path / "hysu.tif") as coarse, rasterio.open(fine) as finer:
        assert finer.shape == (2 * coarse.height, 2 * coarse.width)
        # Extents to a billionth of a pixel.
        for corner in ((0, 0), (coarse.width, coarse.height)):
            here, there = coarse.transform * corner, finer.transform * (2 * corner[0], 2 * corner[1])
            assert np.abs(np.subtract(here, there)).max() <= 1e-9 * 0.7
        assert np.array_equal(finer.read_masks()[:, ::2, ::2], coarse.read_masks())
        assert np.array_equal(finer.read_masks()[:, 1::2, 1::2], coarse.read_masks())
        untouched = finer.read(4)
        assert np.array_equal(untouched[::2, 1::2], coarse.read(4))
        for band in (1, 2, 60):
            means = finer.read(band, masked=True).reshape(coarse.height, 2, coarse.width, 2).mean(axis=(1, 3))
            truth = coarse.read(band, masked=True)
            assert np.corrcoef(means.compressed(), truth.compressed())[0, 1] > 0.99
        wavelengths = [finer.tags(band)["wavelength"] for band in (1, 135)]
    assert set(lost(tmp_path / "hysu.tif", fine)) == {"shape", "transform"}
    header = (tmp_path / "hysu.hdr").read_text().split("wavelength = {")[1].split("}")[0].split(",")
    assert [float(text) for text in wavelengths] == pytest.approx([float(header[0]), float(header[-1])])


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_tiles_do_not_show(enlarge, catalog: Path, tmp_path: Path, scale: int) -> None:
    """A small network with a halo of 9 px: tiles of 32 px and the whole raster at once agree to 1e-4 of the range."""
    save_random(
        catalog, "small", "ssrnet", "centred", scale=scale, filters=4, modules=1, units=3, bicubic_skip=scale == 3
    )
    raster = write_cube(tmp_path / "a.tif", make_cube(5, 70, 83).astype(np.float32))
    given = {"SCALE": scale, "WEIGHTS": "small"}
    tiled = read(enlarge("superresolvessrnet", raster, "tiled.tif", TILE_SIZE=32, **given))
    whole = read(enlarge("superresolvessrnet", raster, "whole.tif", TILE_SIZE=-1, **given))
    assert tiled.shape == (5, 70 * scale, 83 * scale)
    assert np.abs(tiled - whole).max() <= 1e-4 * np.ptp(whole)
    # Random weights: without a halo the tiles would show.
    cut = read(enlarge("superresolvessrnet", raster, "cut.tif", TILE_SIZE=32, OVERLAP=0, **given))
    assert np.abs(cut - whole).max() > 1e-3 * np.ptp(whole)


def test_the_mean_that_a_network_does_not_see_is_given_back(enlarge, catalog: Path, tmp_path: Path) -> None:
    """Without the skip and with a silent last layer, all that is left is each band's mean over the whole raster."""
    entry = save_random(catalog, "random", "ssrnet", "centred", scale=2, filters=2, modules=1, units=1)
    tensors = load_tensors(entry)
    for last in ("up.tail.bias", "up.tail.parametrizations.weight.original0"):
        tensors[last].zero_()
    save_weights(replace(entry.card(), name="silent"), tensors, catalog)
    cube = make_cube(3, 20, 26).astype(np.float32)
    fine = read(enlarge("superresolvessrnet", write_cube(tmp_path / "a.tif", cube), WEIGHTS="silent", SCALE=2))
    np.testing.assert_allclose(fine, np.broadcast_to(cube.mean(axis=(1, 2))[:, None, None], fine.shape), rtol=1e-5)


def test_nothing_of_nodata_enters(enlarge, tmp_path: Path) -> None:
    cube = make_cube(3, 20, 24)
    cube[:, 5:9, 6:12] = -999

    def declare(dataset: gdal.Dataset) -> None:
        for band in (1, 2, 3):
            dataset.GetRasterBand(band).SetNoDataValue(-999)

    fine = read(enlarge("superresolvebicubic", write_cube(tmp_path / "a.tif", cube, describe=declare), SCALE=2))
    gap = np.zeros((40, 48), bool)
    gap[10:18, 12:24] = True
    assert (fine[:, gap] == -999).all()
    assert fine[:, ~gap].min() >= cube[cube > -999].min() - 200


def test_long_spectra_in_chunks_of_bands(enlarge, catalog: Path, tmp_path: Path) -> None:
    """300 bands go through in chunks; a band far from the ends comes out as it does with its neighbours alone."""
    save_random(catalog, "small", "ssrnet", "none", scale=2, filters=2, modules=1, units=1)
    cube = make_cube(300, 12, 14).astype(np.float32) / 3000
    long = write_cube(tmp_path / "long.tif", cube)
    short = write_cube(tmp_path / "short.tif", cube[140:171])
    given = {"WEIGHTS": "small", "SCALE": 2}
    expected = read(enlarge("superresolvessrnet", short, "short.tif", **given))[15]
    found = read(enlarge("superresolvessrnet", long, "long.tif", **given))[155]
    assert np.abs(found - expected).max() <= 1e-5


def test_weights_for_another_scale_are_refused(enlarge, catalog: Path, small_raster: str, tmp_path: Path) -> None:
    save_random(catalog, "threefold", "ssrnet", "centred", scale=3, filters=2, modules=1, units=1)
    sentence = "2 times finer were asked for, but the weights 'threefold' are for 3"
    with pytest.raises(QgsProcessingException, match=sentence):
        enlarge("superresolvessrnet", small_raster, WEIGHTS="threefold", SCALE=2)
    assert names(tmp_path / "out") == []


def test_every_scale_has_weights(enlarge, small_raster: str) -> None:
    """The weights that come with the plugin, at their own sizes; means stay, and there is more than bicubic in them."""
    cube = read(small_raster).astype(np.float64)
    for scale in (2, 3, 4):
        fine = read(enlarge("superresolvessrnet", small_raster, f"x{scale}.tif", SCALE=scale, DATA_TYPE="Float32"))
        assert fine.shape == (6, 20 * scale, 24 * scale)
        np.testing.assert_allclose(fine.mean(axis=(1, 2)), cube.mean(axis=(1, 2)), rtol=0.01)
        plain = BicubicModel(scale).restore(torch.from_numpy(cube)[None], Quiet())[0].numpy()
        assert 0.5 < np.abs(fine - plain).mean() < 100


def test_from_the_command_line(qgis_process, small_raster: str, tmp_path: Path) -> None:
    for name in BOTH:
        target = tmp_path / "out" / f"{name}.dat"
        call = ("run", f"hyperrestore:{name}", "--", f"INPUT={small_raster}", f"OUTPUT={target}")
        done = qgis_process(*call, "SCALE=4")
        assert done.returncode == 0, done.stderr
        assert read(target).shape == (6, 80, 96)
        refused = qgis_process(*call, "SCALE=9")
        assert refused.returncode == 1 and "SCALE" in refused.stderr


def test_tiles_do_not_show_where_bands_lack_data(enlarge, tmp_path: Path) -> None:
    """With the shipped weights: one band of six has data on the right only, and none at all in some tiles."""
    cube = make_cube(6, 70, 200).astype(np.float32) + 20 * np.arange(200, dtype=np.float32)
    cube[2, :, :150] = np.nan
    raster = write_cube(tmp_path / "a.tif", cube)
    tiled = read(enlarge("superresolvessrnet", raster, "tiled.tif", TILE_SIZE=78))
    whole = read(enlarge("superresolvessrnet", raster, "whole.tif", TILE_SIZE=-1))
    assert np.array_equal(np.isnan(tiled), np.isnan(whole))
    assert np.nanmax(np.abs(tiled - whole)) <= 1e-4 * np.nanmax(np.ptp(cube[[0, 1, 3, 4, 5]]))


def test_bicubic_keeps_the_digits_of_large_numbers(enlarge, tmp_path: Path) -> None:
    cube = np.full((2, 12, 14), 123_456_789, np.int32)
    cube[:, 6:] += np.arange(14, dtype=np.int32)
    fine = read(enlarge("superresolvebicubic", write_cube(tmp_path / "a.tif", cube), SCALE=2))
    assert (fine[:, :6] == 123_456_789).all()
    large = 1e12 + 1e6 * np.random.default_rng(0).random((2, 12, 14))
    fine = read(enlarge("superresolvebicubic", write_cube(tmp_path / "b.tif", large), "b.tif", SCALE=2))
    expected = F.interpolate(torch.from_numpy(large)[None], scale_factor=2, mode="bicubic", antialias=True)[0].numpy()
    assert np.abs(fine - expected).max() < 1


def test_a_tile_larger_than_the_raster_needs_no_halo(enlarge, small_raster: str) -> None:
    given = {"SCALE": 2, "DATA_TYPE": "Float32"}
    one = read(enlarge("superresolvessrnet", small_raster, "one.tif", TILE_SIZE=30, **given))
    whole = read(enlarge("superresolvessrnet", small_raster, "whole.tif", TILE_SIZE=-1, **given))
    assert np.array_equal(one, whole)
