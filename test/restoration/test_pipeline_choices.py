"""What the parameters of a run do, and what it reports."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from hyperrestore.errors import NotEnoughMemory
from hyperrestore.raster import CubeSink, Window, open_cube
from hyperrestore.restoration import device
from hyperrestore.restoration.inference import Inference
from hyperrestore.test.restoration.networks import (
    Network,
    Recorder,
    Tiling,
    half_pixel_shift,
    noise_cube,
    striped_scene,
)
from hyperrestore.test.restoration.through_the_engine import in_one_shot, restore


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
        "Lines run along columns: ",
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


def test_warnings_of_the_model_are_in_the_report(tmp_path):
    network = Network()
    network.restore = lambda batch, pulse: pulse.warn("states sit on their bounds") or batch
    _, report = restore(tmp_path, noise_cube(2, 20, 20), network)
    assert report.warnings == ("states sit on their bounds",)


def test_a_large_single_tile_reports_while_it_is_written(tmp_path, monkeypatch):
    write = CubeSink.write

    def write_slowly(sink, *arguments, **options):
        time.sleep(0.3)
        write(sink, *arguments, **options)

    monkeypatch.setattr(CubeSink, "write", write_slowly)
    monitor = Recorder()
    restore(tmp_path, noise_cube(200, 40, 40, "int16"), Network(), monitor, tile_size=-1, bands=tuple(range(100)))
    assert len({fraction for fraction in monitor.fractions if 0.88 < fraction < 0.98}) >= 4


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


def test_bands_that_the_model_leaves_alone_are_named(tmp_path):
    cube = np.arange(4 * 40 * 50, dtype=np.int16).reshape(4, 40, 50)
    monitor = Recorder()

    def change_two_bands(batch):
        changed = batch.clone()
        changed[:, [0, 2]] += 1
        return changed

    restored, report = restore(tmp_path, cube, Network(change_two_bands), monitor, scaling="none")
    assert report.restored_bands == (0, 1, 2, 3)
    assert report.left_bands == (1, 3)
    assert "The model left these bands exactly as they were: 2, 4." in monitor.infos
    np.testing.assert_array_equal(restored[[1, 3]], cube[[1, 3]])
    np.testing.assert_array_equal(restored[[0, 2]], cube[[0, 2]] + 1)


@dataclass(frozen=True)
class Way:
    """Tiles on their way to a device that is none."""

    values: np.ndarray
    seen: dict[str, list]

    def part(self, some: slice) -> Way:
        return Way(self.values[some], self.seen)

    def arrived(self) -> torch.Tensor:
        self.seen["arrived"].append(len(self.values))
        return torch.from_numpy(self.values)


@pytest.fixture
def ways(monkeypatch) -> dict[str, list]:
    """Whatever is sent, by which thread, and how often everything was waited for."""
    seen = {"sent": [], "arrived": [], "settled": []}

    def send(self: Inference, batch: np.ndarray) -> Way:
        seen["sent"].append((threading.current_thread().name, len(batch)))
        return Way(batch.copy(), seen)

    monkeypatch.setattr(Inference, "send", send)
    monkeypatch.setattr(Inference, "settle", lambda self: seen["settled"].append(threading.current_thread().name))
    return seen


def test_groups_are_sent_by_the_thread_that_reads_them(tmp_path, ways):
    cube = noise_cube(2, 220, 220)
    restored, _ = restore(tmp_path, cube, Network(lambda batch: batch + 1, tile_px=32, overlap_px=8))
    assert np.array_equal(restored, cube + 1)
    assert {name for name, _ in ways["sent"]} == {"hyperrestore-reader"}
    assert [count for _, count in ways["sent"]] == ways["arrived"] == [64, 64, 64, 4]
    assert ways["settled"] == [threading.current_thread().name]


def test_a_run_that_fails_waits_for_what_is_under_way(tmp_path, ways):
    def fail(batch: torch.Tensor) -> torch.Tensor:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        restore(tmp_path, noise_cube(2, 100, 70), Network(fail, tile_px=32, overlap_px=8))
    assert len(ways["settled"]) == 1


@pytest.mark.parametrize(("fast", "times"), [(("bf16",), 1), ((), 2.5)])
def test_formats_that_are_slow_here_are_planned_with_more_memory(tmp_path, monkeypatch, fast, times):
    monkeypatch.setattr(device, "fast_formats", lambda name: fast)
    model = {"precisions": ("fp32", "bf16"), "memory_bytes": lambda *shape: 40 << 20}
    monitor = Recorder()
    restore(tmp_path, noise_cube(2, 40, 40), Network(**model), monitor, precision="bf16")
    planned = re.search(r"(\d+) MB for the model", "\n".join(monitor.infos))
    assert int(planned[1]) == 40 * times
    # Nothing is read, and no cache made, before that is refused.
    with pytest.raises(NotEnoughMemory, match=r"needs \d+ MB") as refused:
        restore(tmp_path, noise_cube(2, 40, 40), Network(**model), precision="bf16", memory_mb=1)
    least = int(re.search(r"needs (\d+) MB", str(refused.value))[1])
    assert least > 40 * times
    with pytest.raises(NotEnoughMemory, match=f"needs {least} MB"):
        restore(tmp_path, noise_cube(2, 40, 40), Network(**model), precision="bf16", memory_mb=least - 1)
    restore(tmp_path, noise_cube(2, 40, 40), Network(**model), precision="bf16", memory_mb=least)
