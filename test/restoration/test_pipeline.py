"""The engine end to end, on networks whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.raster import CubeSink
from hyperrestore.test.restoration.networks import (
    Network,
    Tiling,
    convolve,
    half_pixel_shift,
    noise_cube,
    smooth_scene,
)
from hyperrestore.test.restoration.through_the_engine import in_one_shot, restore

SIZES = [(1, 1), (7, 13), (257, 129), (16, 200), (64, 64), (65, 63)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("tiling", list(Tiling))
@pytest.mark.parametrize("scaling", ["none", "cube", "band"])
def test_the_identity_gives_back_the_input_bit_for_bit(tmp_path, width, height, tiling, scaling):
    cube = noise_cube(3, height, width, "int16")
    restored, report = restore(tmp_path, cube, Network(tiling=tiling), scaling=scaling)
    assert restored.tobytes() == cube.tobytes()
    assert report.restored_bands == (0, 1, 2)


@pytest.mark.parametrize(("tile", "overlap"), [(16, 0), (16, 8), (33, 10), (50, -1), (300, 16), (-1, 16), (0, 5)])
@pytest.mark.parametrize("tiling", list(Tiling))
def test_the_identity_survives_every_tile_and_overlap(tmp_path, tile, overlap, tiling):
    if tiling is Tiling.LOCAL and 2 * overlap == tile:
        overlap -= 1
    cube = noise_cube(2, 97, 131, "uint16")
    restored, _ = restore(tmp_path, cube, Network(tiling=tiling), tile_size=tile, overlap=overlap, scaling="cube")
    assert (restored == cube).all()


@pytest.mark.parametrize(
    "dtype", ["uint8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64"]
)
def test_the_identity_keeps_every_bit_of_every_type(tmp_path, dtype):
    cube = noise_cube(3, 40, 70, dtype).copy()
    if np.dtype(dtype).kind == "f":
        cube[0, :2] = -0.0
        cube[1, 5, 5] = np.nan
        cube[2, 7, 7] = np.inf
    restored, _ = restore(tmp_path, cube, Network(tile_px=32, overlap_px=8), scaling="cube")
    assert restored.dtype == cube.dtype
    assert restored.tobytes() == cube.tobytes()


def test_one_pixel_and_one_band_are_restored_too(tmp_path):
    cube = np.array([[[7]], [[9]]], np.int16)
    restored, report = restore(tmp_path, cube, Network(lambda batch: batch + 1), scaling="none")
    assert report.passed_bands == {}
    assert restored.ravel().tolist() == [8, 10]


@pytest.mark.parametrize("tiling", list(Tiling))
@pytest.mark.parametrize(("tile", "overlap"), [(64, 16), (32, 15), (33, 0)])
def test_a_constant_offset_arrives_exactly_everywhere(tmp_path, tiling, tile, overlap):
    cube = noise_cube(3, 120, 150, "int16") // 8
    network = Network(lambda batch: batch + 5, tiling=tiling)
    restored, _ = restore(tmp_path, cube, network, tile_size=tile, overlap=overlap)
    assert (restored == cube + 5).all()


def test_a_half_pixel_shift_stays_half_a_pixel(tmp_path):
    cube = noise_cube(2, 70, 90, "float32")
    network = Network(half_pixel_shift, tiling=Tiling.LOCAL)
    restored, _ = restore(tmp_path, cube, network, tile_size=32, overlap=2)
    expected = in_one_shot(cube, half_pixel_shift)
    np.testing.assert_allclose(restored, expected, atol=1e-6)
    assert np.abs(restored - cube).mean() > 0.3
    unshifted = np.roll(cube, 1, axis=2)
    assert np.abs(restored - unshifted).mean() > 0.3


@pytest.mark.parametrize(("tile", "overlap"), [(64, 2), (16, 3), (40, 7), (500, 2)])
def test_a_local_network_equals_its_one_shot_result(tmp_path, tile, overlap):
    cube = noise_cube(3, 97, 131, "float32")
    network = Network(convolve, tiling=Tiling.LOCAL)
    restored, _ = restore(tmp_path, cube, network, tile_size=tile, overlap=overlap)
    np.testing.assert_allclose(restored, in_one_shot(cube, convolve), rtol=0, atol=1e-5)


def test_a_halo_below_the_receptive_field_shows(tmp_path):
    cube = noise_cube(1, 97, 131, "float32")
    restored, _ = restore(tmp_path, cube, Network(convolve, tiling=Tiling.LOCAL), tile_size=32, overlap=1)
    assert np.abs(restored - in_one_shot(cube, convolve)).max() > 0.01


@pytest.mark.parametrize("scale", [2, 3])
def test_a_super_resolver_writes_its_values_on_the_finer_grid(tmp_path, scale):
    def enlarge(batch):
        return batch.repeat_interleave(scale, 2).repeat_interleave(scale, 3) * 2

    cube = noise_cube(3, 50, 41, "int32") // 16
    cube[1] = 77
    cube[0, :5, :5] = -1
    network = Network(enlarge, tiling=Tiling.LOCAL, scale=scale, overlap_px=3)
    restored, report = restore(tmp_path, cube // 2**12, network, tile_size=23, nodata=-1, scaling="none")
    expected = (cube // 2**12 * 2).repeat(scale, 1).repeat(scale, 2)
    expected[1] = 77 // 2**12
    expected[0, : 5 * scale, : 5 * scale] = -1
    assert restored.shape == (3, 50 * scale, 41 * scale)
    where = (cube // 2**12 == -1).repeat(scale, 1).repeat(scale, 2)
    expected[where] = -1
    assert (restored == expected).all()
    assert list(report.passed_bands) == [1]


def test_the_model_sees_the_range_from_0_to_1_and_gives_back_source_units(tmp_path):
    cube = np.linspace(1000, 3000, 3 * 64 * 64).reshape(64, 64, 3).transpose(2, 0, 1).astype(np.float32)
    network = Network(lambda batch: batch * 0.5, keep=True)
    restored, report = restore(tmp_path, cube, network, scaling="cube")
    seen = network.batches[0]
    assert -0.03 < seen.min() < 0.03 and 0.97 < seen.max() < 1.03
    np.testing.assert_allclose(restored - 1000, (cube - 1000) / 2, atol=50)
    assert report.scaling.startswith("cube: ")


def test_invalid_pixels_are_filled_for_the_model_and_come_back_as_they_were(tmp_path):
    cube = noise_cube(3, 60, 80, "float32").copy()
    cube[:, 10:30, 10:30] = 1e30
    cube[1, 50, 50] = np.nan
    cube[0, :, 70:] = 1e30
    network = Network(lambda batch: batch + 1, keep=True)
    restored, _ = restore(tmp_path, cube, network, nodata=1e30, tile_size=32, overlap=8, scaling="none")
    invalid = (cube == np.float32(1e30)) | np.isnan(cube)
    assert max(np.abs(batch).max() for batch in network.batches) <= np.abs(cube[~invalid]).max()
    assert restored[invalid].tobytes() == cube[invalid].tobytes()
    np.testing.assert_allclose(restored[~invalid], cube[~invalid] + 1, atol=1e-6)


def test_for_local_networks_what_lies_far_from_data_is_filled_with_the_mean(tmp_path):
    cube = noise_cube(2, 60, 80, "float32").copy()
    hole = (slice(None), slice(20, 50), slice(20, 50))
    cube[hole] = 1e30
    network = Network(tiling=Tiling.LOCAL, keep=True)
    restore(tmp_path, cube, network, nodata=1e30, tile_size=-1, scaling="none")
    shown = network.batches[0][0]
    means = np.array([band[band < 1e30].mean() for band in cube])
    np.testing.assert_allclose(shown[:, 24:46, 24:46], np.broadcast_to(means[:, None, None], (2, 22, 22)), atol=1e-6)
    np.testing.assert_array_equal(shown[:, 20:24, 35], np.repeat(cube[:, 19:20, 35], 4, axis=1))


@pytest.mark.parametrize("dtype", ["int64", "uint64", "float32", "float64"])
def test_beside_a_pixel_that_is_changed_all_others_keep_every_bit(tmp_path, dtype):
    def change_one(batch):
        changed = batch.clone()
        changed[..., 0, 0] += 0.25
        return changed

    cube = noise_cube(2, 40, 50, dtype).copy()
    if cube.dtype.kind == "f":
        cube[:, 5] = -0.0
    restored, _ = restore(tmp_path, cube, Network(change_one), scaling="cube")
    assert (restored[:, 0, 0] != cube[:, 0, 0]).all()
    assert restored.reshape(2, -1)[:, 1:].tobytes() == cube.reshape(2, -1)[:, 1:].tobytes()


def test_nodata_does_not_enter_the_scaling(tmp_path):
    cube = smooth_scene() * 1000
    holed = cube.copy()
    holed[:, :20, :20] = -1e30
    _, clean = restore(tmp_path, cube[:, 20:, 20:].copy(), Network(), scaling="cube")
    _, report = restore(tmp_path, holed, Network(), nodata=-1e30, scaling="cube")
    low, high = (float(word) for word in report.scaling.split()[1:4:2])
    clean_low, clean_high = (float(word) for word in clean.scaling.split()[1:4:2])
    assert abs(low - clean_low) < 0.1 * (clean_high - clean_low)
    assert abs(high - clean_high) < 0.1 * (clean_high - clean_low)


def test_tiles_without_data_skip_the_network(tmp_path):
    cube = noise_cube(2, 32, 128, "int16").copy()
    cube[:, :, :64] = -32768
    network = Network(lambda batch: batch + 1)
    restored, _ = restore(tmp_path, cube, network, nodata=-32768, tile_size=32, overlap=0, scaling="none")
    assert sum(shape[0] for shape in network.seen) == 2
    assert (restored[:, :, :64] == -32768).all()
    assert (restored[:, :, 64:] == cube[:, :, 64:] + 1).all()


def test_every_value_is_written_exactly_once(tmp_path, monkeypatch):
    written = np.zeros((5, 129, 257), int)
    write = CubeSink.write

    def counting(self, window, array, bands, flush):
        written[(list(bands), *window.slices)] += 1
        write(self, window, array, bands, flush)

    monkeypatch.setattr(CubeSink, "write", counting)
    restore(tmp_path, noise_cube(5, 129, 257), Network(), bands=(1, 3, 4))
    assert (written == 1).all()


@pytest.mark.parametrize("bands", [1, 2])
def test_a_band_or_two_go_through(tmp_path, bands):
    cube = noise_cube(bands, 40, 40)
    restored, _ = restore(tmp_path, cube // 2, Network(lambda batch: batch + 1), line_direction="auto", scaling="none")
    assert (restored == cube // 2 + 1).all()


def test_large_tiles_do_not_make_large_blocks(tmp_path):
    from osgeo import gdal

    restore(tmp_path, noise_cube(1, 700, 1200), Network(), tile_size=-1)
    assert max(gdal.Open(str(tmp_path / "out.tif")).GetRasterBand(1).GetBlockSize()) <= 512


@pytest.mark.parametrize("scaling", ["cube", "band", "none"])
def test_a_rotated_swath_goes_through(tmp_path, scaling):
    y, x = np.mgrid[:300, :280]
    cube = (smooth_scene(224, 300, 280) * 1000).astype(np.int16)
    cube[:, np.abs(x / 140 - 1) + np.abs(y / 150 - 1) > 0.8] = -9999
    network = Network(scaling="cube")
    restored, report = restore(tmp_path, cube, network, nodata=-9999, scaling=scaling, line_direction="auto")
    assert (restored == cube).all()
    assert report.warnings == ()


def test_values_that_float32_cannot_hold_go_through(tmp_path):
    cube = noise_cube(4, 40, 40, "float64") * 1e300
    restored, _ = restore(tmp_path, cube, Network(lambda batch: batch + 1), scaling="cube", line_direction="auto")
    assert np.isfinite(restored).all()
    steps = np.unique(np.round((restored - cube) / 1e297))
    assert len(steps) == 1 and steps[0] > 0
