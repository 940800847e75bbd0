"""Tiles on the workers of a Dask cluster: the same raster as here, whatever happens to the workers meanwhile."""

from __future__ import annotations

import os
import pickle
import time

import numpy as np
import pytest
import torch

from hyperrestore.errors import Cancelled, ClusterLost, UnsuitableRaster
from hyperrestore.models.catalog import SHIPPED, find
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.models.methods import build_method
from hyperrestore.models.weights import load_model
from hyperrestore.raster import Window, everywhere
from hyperrestore.restoration import RestorationJob, cluster, restore_raster
from hyperrestore.restoration.assembly import Assembly
from hyperrestore.restoration.blocks import Numbers
from hyperrestore.test.restoration.cluster.conftest import content, left_over
from hyperrestore.test.restoration.cluster.networks import (
    Stumbling,
    ThreadsTraced,
    Traced,
    break_down,
    die,
    finer,
    one_at_a_time,
    refuse,
)
from hyperrestore.test.restoration.cluster.processes import kill
from hyperrestore.test.restoration.networks import Network, Recorder, noise_cube, smooth_scene

pytest.importorskip("distributed", reason="Dask is not installed: pip install -r requirements-dev.txt")


@pytest.mark.parametrize("quality", ["normal", "best"])
def test_a_network_gives_the_same(two, restore, quality) -> None:
    network = load_model(find([SHIPPED], "ras2s", "default"))
    cube = noise_cube(5, 90, 130)
    fields = {"tile_size": 48, "line_direction": "rows", "cube": cube, "quality": quality}
    assert restore(network, two.address, **fields) == restore(network, **fields)


@pytest.mark.parametrize("name", ["sscan", "ssrnet-x2"])
def test_other_networks_give_the_same(two, restore, name) -> None:
    network = load_model(find([SHIPPED], name.partition("-")[0], "default", name))
    fields = {"tile_size": 64, "cube": noise_cube(4, 70, 110)}
    assert restore(network, two.address, **fields) == restore(network, **fields)


def test_finer_pixels_missing_ones_and_bands_that_pass(two, restore, traces) -> None:
    cube = noise_cube(4, 120, 130).astype(np.float32)
    cube[:, 20:60, 10:50] = np.nan
    network = Traced(traces, function=finer, scale=2)
    fields = {"cube": cube, "bands": (0, 2)}
    assert restore(network, two.address, **fields) == restore(network, **fields)
    assert {worker.pid for worker in two.workers} <= set(network.traces)


def test_a_part_of_the_raster(two, restore, traces) -> None:
    network, window = Traced(traces), Window(20, 30, 90, 80)
    assert restore(network, two.address, window=window) == restore(network, window=window)


def test_missing_pixels_that_the_raster_does_not_tell_of(two, restore, traces) -> None:
    cube = smooth_scene(4, 96, 96, noise=0.02) * 3000
    cube[:, :20, :30] = -9999
    monitor = Recorder()
    assert restore(Traced(traces), two.address, monitor, cube=cube) == restore(Traced(traces))
    assert "The value -9999.0 lies far outside the data" in "".join(monitor.warnings)


def test_workers_compute_with_as_many_threads_as_are_used_here(two, restore, traces) -> None:
    """They were started with one."""
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        restore(ThreadsTraced(traces), two.address)
    finally:
        torch.set_num_threads(before)
    assert set(ThreadsTraced(traces).traces) == {3}


def test_what_a_model_kept_account_of_comes_back(two, restore) -> None:
    cube = noise_cube(6, 64, 96)
    here, there = Hybrid(None), Hybrid(None)
    fields = {"tile_size": 48, "cube": cube}
    assert restore(there, two.address, **fields) == restore(here, **fields)
    assert there.findings.bands() == here.findings.bands()
    assert (there.findings.tiles, there.findings.guides) == (here.findings.tiles, here.findings.guides)


def test_methods_without_training_go_too(two, restore) -> None:
    fields = {"tile_size": 48, "cube": noise_cube(6, 64, 96)}
    method = build_method("fasthyde")
    assert restore(method, two.address, **fields) == restore(method, **fields)


def test_what_fails_once_is_tried_again(two, restore, traces) -> None:
    network = Stumbling(traces)
    found = restore(network, two.address)
    assert (traces / "0-stumbled").exists()
    assert found == restore(network)


def test_a_worker_killed_in_the_middle_changes_nothing(own, restore, traces) -> None:
    victim, other = own.add_worker(), own.add_worker()
    network = Traced(traces, seconds=0.2)
    monitor = Recorder(stop=lambda fraction: fraction > 0.3 and kill(victim))
    found = restore(network, own.address, monitor)
    assert {victim.pid, other.pid} == set(network.traces)
    # What the dead one had begun was begun again.
    tiles = len(network.traces)
    assert found == restore(network)
    assert tiles > len(network.traces) - tiles


def test_a_worker_that_joins_later_helps(own, restore, traces) -> None:
    first = own.add_worker()
    monitor = Recorder(stop=lambda fraction: fraction > 0.1 and len(own.workers) < 2 and not own.add_worker())
    network = Traced(traces, seconds=0.5)
    found = restore(network, own.address, monitor)
    assert {first.pid, own.workers[1].pid} == set(network.traces)
    assert found == restore(Traced(traces))


def test_without_workers_the_run_ends_and_goes_on_here(own, restore, traces, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(cluster, "LONELY_SECONDS", 1)
    worker = own.add_worker()
    monitor = Recorder(stop=lambda fraction: fraction > 0.5 and kill(worker))
    fields = {"save_every_s": 0.0, "cube": noise_cube(2, 300, 400), "tile_size": 80, "overlap": 16}
    with pytest.raises(ClusterLost, match="no workers for 1 s.* start the same run again"):
        restore(Traced(traces, seconds=0.1), own.address, monitor, **fields)
    assert "restored.tif" not in left_over(tmp_path)
    (tmp_path / "out-cluster").rename(tmp_path / "kept")
    whole = restore(Traced(traces), **fields)
    (tmp_path / "out" / "restored.tif").unlink()
    job = RestorationJob(
        str(tmp_path / "in" / "scene.tif"), str(tmp_path / "out" / "restored.tif"), device="cpu",
        line_direction="columns", tile_size=80, overlap=16,
    )  # fmt: skip
    (tmp_path / "out").rmdir()
    (tmp_path / "kept").rename(tmp_path / "out")
    monitor = Recorder()
    restore_raster(job, Traced(traces), monitor)
    assert any("going on after" in text for text in monitor.infos)
    assert content(tmp_path / "out" / "restored.tif") == whole


def test_a_scheduler_that_goes_away(own, restore, traces, tmp_path) -> None:
    own.add_worker()
    monitor = Recorder(stop=lambda fraction: fraction > 0.3 and kill(own.scheduler))
    with pytest.raises(ClusterLost, match="scheduler tcp://.* (is gone|does not answer)"):
        restore(Traced(traces, seconds=0.1), own.address, monitor)
    assert left_over(tmp_path) == []


def test_tiles_that_kill_every_worker(own, restore, tmp_path) -> None:
    for _ in range(4):
        own.add_worker()
    with pytest.raises(ClusterLost, match="died one after the other on the same tiles|no workers"):
        restore(Network(die), own.address)
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    ("function", "error", "sentence"),
    [
        (refuse, UnsuitableRaster, r"^On worker tcp://[\d.:]+: This is no raster for me; take another\.$"),
        (break_down, ZeroDivisionError, "^broken layer$"),
    ],
)
def test_errors_come_back_as_they_are_here(two, restore, tmp_path, function, error, sentence) -> None:
    with pytest.raises(error, match=sentence):
        restore(Network(function), two.address)
    assert left_over(tmp_path) == []


def test_memory_that_runs_out_on_a_worker(two, restore) -> None:
    monitor = Recorder()
    network = Network(one_at_a_time, tile_px=32, overlap_px=8)
    found = restore(network, two.address, monitor)
    assert [text for text in monitor.warnings if "Memory ran out with" in text]
    assert len(set(monitor.warnings)) == len(monitor.warnings)
    assert found == restore(network)


def test_cancel_ends_what_the_workers_do(two, restore, traces, tmp_path) -> None:
    network = Traced(traces, seconds=2.0)
    with pytest.raises(Cancelled):
        restore(network, two.address, Recorder(stop=lambda fraction: bool(network.traces)))
    begun = len(network.traces)
    assert left_over(tmp_path) == []
    # The same workers are free at once: what they had begun ended, and what waited is gone.
    started = time.monotonic()
    restore(Network(), two.address)
    assert time.monotonic() - started < begun * 2.0 + 20
    assert len(network.traces) == begun


def test_no_more_is_given_out_than_the_writer_can_follow(two, restore, traces, monkeypatch) -> None:
    network, ahead, add = Traced(traces), [], Assembly.add

    def slow(self, answer) -> None:
        time.sleep(0.1)
        add(self, answer)
        ahead.append(len(network.traces) - len(ahead) - 1)

    monkeypatch.setattr(Assembly, "add", slow)
    restore(network, two.address)
    # Two for each of two threads, one that waits for the writer, and one on its way to it.
    assert max(ahead) <= 2 * cluster.AHEAD + 2


def test_processes_of_this_machine_end_with_the_run(restore, traces) -> None:
    import psutil

    network = Traced(traces)
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    variables = dict(os.environ)
    found = restore(network, "local:2")
    threads = {name for name in os.environ if name.endswith("_THREADS") or name.startswith("MALLOC_")}
    assert {name: os.environ[name] for name in threads} == {name: variables.get(name) for name in threads}
    assert len(set(network.traces)) == 2
    with pytest.raises(UnsuitableRaster, match="no raster for me"):
        restore(Network(refuse), "local:1")
    after = {process.pid for process in psutil.Process().children(recursive=True) if "spawn_main" in str(process)}
    assert after <= before
    assert found == restore(network)


def test_that_all_pixels_are_data_takes_no_room_on_the_way() -> None:
    values = np.zeros((4, 64, 64), np.int16)
    sent = pickle.dumps(Numbers(values, everywhere(values.shape)))
    assert len(sent) < values.nbytes + 500
    assert pickle.loads(sent).valid.all()
    some = np.zeros(values.shape, bool)
    assert not pickle.loads(pickle.dumps(Numbers(values, some))).valid.any()
