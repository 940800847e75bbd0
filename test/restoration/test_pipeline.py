"""The engine end to end, on networks whose answers are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from hyperrestore.errors import (
    Cancelled,
    InvalidParameter,
    NotEnoughMemory,
    OutputRefused,
    RestorationError,
    UnsuitableRaster,
)
from hyperrestore.raster import CubeSink, Window, open_cube
from hyperrestore.restoration import RestorationJob, restore_raster, run
from hyperrestore.test.restoration.networks import (
    Network,
    Recorder,
    Tiling,
    convolve,
    half_pixel_shift,
    noise_cube,
    read_raster,
    smooth_scene,
    striped_scene,
    write_raster,
)

SIZES = [(1, 1), (7, 13), (257, 129), (16, 200), (64, 64), (65, 63)]


def restore(tmp_path: Path, cube: np.ndarray, network: Network, monitor=None, nodata=None, **fields):
    """(restored cube, report) of a run through files; columns are not looked for unless asked."""
    source = write_raster(tmp_path / "in.tif", cube, nodata)
    fields = {"device": "cpu", "line_direction": "columns", **fields}
    job = RestorationJob(source=source, output=str(tmp_path / "out.tif"), **fields)
    report = restore_raster(job, network, monitor or Recorder())
    return read_raster(tmp_path / "out.tif"), report


def in_one_shot(cube: np.ndarray, function) -> np.ndarray:
    return function(torch.from_numpy(cube[None].astype(np.float32))).numpy()[0]


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


def test_bands_that_hold_nothing_or_were_not_asked_for_pass_with_a_reason(tmp_path):
    cube = noise_cube(6, 20, 30, "int16").copy()
    cube[1] = -5
    cube[2] = 44
    network = Network(lambda batch: batch + 1)
    restored, report = restore(tmp_path, cube, network, nodata=-5, bands=(0, 1, 2, 4), scaling="none")
    assert report.restored_bands == (0, 4)
    assert report.passed_bands == {1: "no valid pixel", 2: "constant (44)", 3: "not asked for", 5: "not asked for"}
    assert network.seen == [(1, 2, 20, 30)]
    assert (restored[[1, 2, 3, 5]] == cube[[1, 2, 3, 5]]).all()
    valid = cube[[0, 4]] != -5
    assert (restored[[0, 4]][valid] == cube[[0, 4]][valid] + 1).all()


def test_a_raster_without_a_band_to_restore_is_refused(tmp_path):
    with pytest.raises(UnsuitableRaster, match=r"constant \(3\): 1-2"):
        restore(tmp_path, np.full((2, 9, 9), 3, np.int16), Network())
    assert not (tmp_path / "out.tif").exists()


def test_a_band_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidParameter, match="Band 9 was asked for"):
        restore(tmp_path, noise_cube(3, 9, 9), Network(), bands=(0, 8))


def test_best_quality_averages_with_the_reversed_band_order(tmp_path):
    cube = noise_cube(4, 30, 30, "float32")
    network = Network(lambda batch: batch + torch.arange(4.0)[None, :, None, None] ** 2)
    restored, _ = restore(tmp_path, cube, network, quality="best")
    forward = np.arange(4.0) ** 2
    expected = (forward + forward[::-1]) / 2
    np.testing.assert_allclose((restored - cube).mean(axis=(1, 2)), expected, atol=1e-5)
    assert len(network.seen) == 2


def test_lines_along_rows_turn_the_tile_for_the_model_only(tmp_path):
    cube = noise_cube(2, 20, 50, "float32")
    network = Network(half_pixel_shift, tiling=Tiling.LOCAL, keep=True)
    restored, report = restore(tmp_path, cube, network, tile_size=-1, line_direction="rows")
    assert network.seen == [(1, 2, 50, 20)]
    np.testing.assert_array_equal(network.batches[0][0], cube.transpose(0, 2, 1))
    shifted_down = in_one_shot(cube.transpose(0, 2, 1).copy(), half_pixel_shift).transpose(0, 2, 1)
    np.testing.assert_allclose(restored, shifted_down, atol=1e-6)
    assert report.line_direction == "rows"


def test_models_that_know_no_direction_are_never_turned(tmp_path):
    network = Network(lines=None)
    _, report = restore(tmp_path, noise_cube(2, 20, 50), network, tile_size=-1, line_direction="rows")
    assert network.seen == [(1, 2, 20, 50)]
    assert report.line_direction == "columns"


def test_the_direction_is_found_and_acted_on(tmp_path):
    scene = striped_scene().transpose(0, 2, 1).copy()
    network = Network(keep=True)
    _, report = restore(tmp_path, scene, network, tile_size=-1, line_direction="auto")
    assert report.line_direction == "rows"
    np.testing.assert_array_equal(network.batches[0][0], scene.transpose(0, 2, 1))


def test_integers_are_clamped_and_counted_only_where_they_overflow(tmp_path):
    cube = np.full((1, 8, 8), 250, np.uint8)
    cube[0, 0] = 10
    restored, report = restore(tmp_path, cube, Network(lambda batch: batch + 20))
    assert report.clamped == 56
    assert (restored[0, 0] == 30).all() and (restored[0, 1:] == 255).all()


def test_float32_output_keeps_what_is_beyond_the_source_type(tmp_path):
    cube = np.arange(64, dtype=np.uint8).reshape(1, 8, 8)
    restored, report = restore(tmp_path, cube, Network(lambda batch: batch - 20.25), data_type="Float32")
    assert restored.dtype == np.float32
    np.testing.assert_allclose(restored, cube - 20.25)
    assert report.clamped == 0


def test_values_that_are_not_numbers_leave_the_input_and_are_reported(tmp_path):
    def spoil(batch):
        spoiled = batch + 1
        spoiled[:, 0, 3, 3] = float("nan")
        return spoiled

    cube = noise_cube(2, 20, 20, "float32")
    restored, report = restore(tmp_path, cube, Network(spoil))
    assert restored[0, 3, 3] == cube[0, 3, 3]
    np.testing.assert_allclose(np.delete(restored.ravel(), 63), np.delete(cube.ravel(), 63) + 1, atol=1e-6)
    assert "1 values that are not numbers" in report.warnings[0]


def test_every_value_is_written_exactly_once(tmp_path, monkeypatch):
    written = np.zeros((5, 129, 257), int)
    write = CubeSink.write

    def counting(self, window, array, bands=None):
        written[(list(bands), *window.slices)] += 1
        write(self, window, array, bands)

    monkeypatch.setattr(CubeSink, "write", counting)
    restore(tmp_path, noise_cube(5, 129, 257), Network(), bands=(1, 3, 4))
    assert (written == 1).all()


@pytest.mark.parametrize("bands", [1, 2])
def test_a_band_or_two_go_through(tmp_path, bands):
    cube = noise_cube(bands, 40, 40)
    restored, _ = restore(tmp_path, cube // 2, Network(lambda batch: batch + 1), line_direction="auto", scaling="none")
    assert (restored == cube // 2 + 1).all()


@pytest.mark.parametrize("at", [0.0, 0.01, 0.3, 0.6, 0.9])
def test_cancel_leaves_no_file(tmp_path, at):
    monitor = Recorder(stop=lambda fraction: fraction >= at)
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 200, 200), Network(tile_px=32, overlap_px=8), monitor)
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]
    assert sum(fraction >= at for fraction in monitor.fractions) == 1


def test_cancel_is_asked_for_within_the_model(tmp_path):
    network = Network()
    monitor = Recorder(stop=lambda fraction: bool(network.seen))
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 300, 300), network, monitor)
    assert len(network.seen) == 1


def test_a_failing_model_leaves_an_earlier_output_untouched(tmp_path):
    def fail(batch):
        raise ValueError("broken layer")

    (tmp_path / "out.tif").write_bytes(b"precious")
    with pytest.raises(ValueError, match="broken layer"):
        restore(tmp_path, noise_cube(2, 20, 20), Network(fail))
    assert (tmp_path / "out.tif").read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.tif", "out.tif"]


def test_a_model_of_the_wrong_size_is_reported_as_such(tmp_path):
    with pytest.raises(RestorationError, match=r"should have given tiles of shape \(1, 2, 20, 20\)"):
        restore(tmp_path, noise_cube(2, 20, 20), Network(lambda batch: batch[..., :-1]))


CUDA_ERROR = RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")


def out_of_memory_above(pixels: int, error: Exception = CUDA_ERROR):
    def function(batch):
        if batch.shape[0] * batch.shape[2] * batch.shape[3] > pixels:
            raise error
        return batch + 1

    return function


@pytest.mark.parametrize(
    "error",
    [
        CUDA_ERROR,
        RuntimeError("[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate"),
        torch.cuda.OutOfMemoryError("out"),
        MemoryError(),
    ],
)
def test_running_out_of_memory_halves_the_batch(tmp_path, error):
    cube = noise_cube(2, 200, 200) // 2
    monitor = Recorder()
    network = Network(out_of_memory_above(3 * 64 * 64, error))
    restored, report = restore(tmp_path, cube, network, monitor, tile_size=64)
    assert (restored == cube + 1).all()
    assert report.batch <= 3 and report.tile == (64, 64)
    assert "Memory ran out with" in monitor.warnings[0]


def test_running_out_of_memory_with_one_tile_starts_again_with_half_the_tile(tmp_path):
    cube = noise_cube(2, 150, 150) // 2
    monitor = Recorder()
    network = Network(out_of_memory_above(64 * 64))
    restored, report = restore(tmp_path, cube, network, monitor, tile_size=128, overlap=64)
    assert (restored == cube + 1).all()
    assert report.tile == (64, 64) and report.batch == 1 and report.overlap == 32
    assert any("starting again with tiles of 64 px" in text for text in monitor.warnings)
    assert (np.diff(monitor.fractions) >= 0).all()


def test_there_is_a_smallest_tile(tmp_path):
    with pytest.raises(NotEnoughMemory, match="single tile of 32 x 32 px"):
        restore(tmp_path, noise_cube(2, 150, 150), Network(out_of_memory_above(100)))
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]


def test_the_whole_raster_is_never_cut_behind_the_users_back(tmp_path):
    with pytest.raises(NotEnoughMemory, match="150 x 150"):
        restore(tmp_path, noise_cube(2, 150, 150), Network(out_of_memory_above(100)), tile_size=-1)


def test_other_errors_of_the_model_are_not_taken_for_lack_of_memory(tmp_path):
    network = Network(out_of_memory_above(0, RuntimeError("size mismatch")))
    with pytest.raises(RuntimeError, match="size mismatch"):
        restore(tmp_path, noise_cube(2, 20, 20), network)
    assert len(network.seen) == 1


def test_progress_runs_from_0_to_1_and_never_back(tmp_path):
    monitor = Recorder()
    restore(
        tmp_path, noise_cube(3, 150, 150), Network(tile_px=32, overlap_px=8), monitor, quality="best", scaling="cube"
    )
    assert monitor.fractions[0] == 0 and monitor.fractions[-1] == 1
    assert (np.diff(monitor.fractions) >= 0).all()
    assert len(set(monitor.fractions)) > 5
    assert min(monitor.fractions) >= 0 and max(monitor.fractions) <= 1


def test_the_log_says_what_the_result_depends_on(tmp_path):
    monitor = Recorder()
    cube = striped_scene()
    cube[3] = 0
    restore(tmp_path, cube, Network(), monitor, scaling="cube", line_direction="auto", device="auto")
    log = "\n".join(monitor.infos)
    for words in (
        "Device auto: ",
        "72 x 80 px, 12 bands, float32",
        "11 restored; unchanged: constant (0.0): 4",
        "Scaling cube: ",
        "Line noise along columns: ",
        "px, overlap 16 px",
        "pixel-bands a second",
    ):
        assert words in log


def test_the_output_carries_what_it_depends_on(tmp_path):
    from osgeo import gdal

    restore(tmp_path, noise_cube(2, 100, 80), Network(), tags={"MODEL": "test"}, quality="best", scaling="none")
    tags = gdal.Open(str(tmp_path / "out.tif")).GetMetadata()
    found = {
        key: tags.get(f"HYPERRESTORE_{key}")
        for key in ("MODEL", "TILE", "OVERLAP", "QUALITY", "LINE_DIRECTION", "DEVICE")
    }
    assert found == {
        "MODEL": "test",
        "TILE": "64x64",
        "OVERLAP": "16",
        "QUALITY": "best",
        "LINE_DIRECTION": "columns",
        "DEVICE": "cpu",
    }
    assert tags["HYPERRESTORE_SCALING"].startswith("none")


def test_an_output_that_cannot_be_is_refused_before_the_raster_is_read(tmp_path, monkeypatch):
    source = write_raster(tmp_path / "in.tif", noise_cube(2, 20, 20))
    monitor = Recorder()
    job = RestorationJob(source=source, output=str(tmp_path / "out.jpeg"), device="cpu")
    with pytest.raises(OutputRefused):
        restore_raster(job, Network(), monitor)
    assert monitor.fractions == [0.0]
    with pytest.raises(OutputRefused):
        restore_raster(RestorationJob(source=source, output=source, device="cpu"), Network(), monitor)


def test_warnings_of_the_model_are_in_the_report(tmp_path):
    network = Network()
    network.restore = lambda batch, pulse: pulse.warn("states sit on their bounds") or batch
    _, report = restore(tmp_path, noise_cube(2, 20, 20), network)
    assert report.warnings == ("states sit on their bounds",)


def test_large_tiles_do_not_make_large_blocks(tmp_path):
    from osgeo import gdal

    restore(tmp_path, noise_cube(1, 700, 1200), Network(), tile_size=-1)
    assert max(gdal.Open(str(tmp_path / "out.tif")).GetRasterBand(1).GetBlockSize()) <= 512


def test_a_cancel_that_comes_after_the_output_is_there_is_too_late(tmp_path):
    monitor = Recorder()
    monitor.cancelled = (tmp_path / "out.tif").exists
    cube = noise_cube(2, 40, 40)
    restored, _ = restore(tmp_path, cube, Network(), monitor)
    assert (restored == cube).all()
    assert monitor.fractions[-1] == 1


def test_cancel_is_asked_for_right_before_the_output_appears(tmp_path, monkeypatch):
    monitor, finished = Recorder(), []
    restore_tiles = run.TileRun.restore

    def restore_and_cancel(self, batch, span):
        outcome = restore_tiles(self, batch, span)
        finished.append(outcome)
        return outcome

    monkeypatch.setattr(run.TileRun, "restore", restore_and_cancel)
    monitor.cancelled = lambda: bool(finished)
    with pytest.raises(Cancelled):
        restore(tmp_path, noise_cube(2, 40, 40), Network(), monitor)
    assert [path.name for path in tmp_path.iterdir()] == ["in.tif"]


@pytest.mark.parametrize("dtype", ["int32", "uint16", "float64"])
def test_passed_bands_keep_their_valid_pixels_in_another_type(tmp_path, dtype):
    nodata = {"int32": -2147483648, "uint16": 65535, "float64": -1.7e308}[dtype]
    cube = noise_cube(3, 20, 30, dtype).copy()
    cube[1] = -2147483548 if dtype == "int32" else 65534
    cube[1, 0, 0] = nodata
    restored, report = restore(
        tmp_path, cube, Network(lambda batch: batch + 1), nodata=nodata, bands=(0, 2), data_type="Float32"
    )
    assert list(report.passed_bands) == [1]
    with open_cube(str(tmp_path / "out.tif")) as output:
        valid = output.read_valid(Window(0, 0, 30, 20), [1])
    assert np.count_nonzero(~valid) == 1 and not valid[0, 0, 0]
    np.testing.assert_allclose(restored[1][valid[0]], cube[1][valid[0]], rtol=1e-6)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"tile_size": 32, "overlap": 40}, InvalidParameter),
        ({"tile_size": -1, "memory_mb": 1}, NotEnoughMemory),
        ({"bands": (7,)}, InvalidParameter),
    ],
)
def test_what_cannot_be_is_refused_before_the_raster_is_read(tmp_path, fields, error):
    monitor = Recorder()
    with pytest.raises(error):
        restore(tmp_path, noise_cube(2, 900, 900), Network(), monitor, **fields)
    assert monitor.fractions == [0.0]


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


def test_a_large_single_tile_reports_while_it_is_written(tmp_path):
    monitor = Recorder()
    restore(tmp_path, noise_cube(200, 40, 40, "int16"), Network(), monitor, tile_size=-1, bands=tuple(range(100)))
    assert len({fraction for fraction in monitor.fractions if 0.9 < fraction < 0.98}) >= 8
