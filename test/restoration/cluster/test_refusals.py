"""Clusters that a run cannot use: a sentence for addresses, workers, software, devices and rasters that do not fit."""

from __future__ import annotations

import sys

import pytest

from hyperrestore.errors import ClusterUnavailable, InvalidParameter, MissingDependency, UnsuitableRaster
from hyperrestore.restoration import RestorationJob, scheduler
from hyperrestore.test.restoration.cluster.conftest import left_over
from hyperrestore.test.restoration.networks import Network

pytest.importorskip("distributed", reason="Dask is not installed: pip install -r requirements-dev.txt")


def test_nobody_at_the_address(restore, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterUnavailable, match=r"No Dask scheduler answers at tcp://127.0.0.1:9 within 1 s"):
        restore(Network(), "tcp://127.0.0.1:9")
    assert left_over(tmp_path) == []


def test_a_scheduler_without_workers(own, restore, monkeypatch) -> None:
    monkeypatch.setattr(scheduler, "WORKER_SECONDS", 1)
    with pytest.raises(ClusterUnavailable, match="has no workers after 1 s. Start some with 'dask worker'"):
        restore(Network(), own.address)


def test_a_worker_without_hyperrestore(own, restore) -> None:
    own.add_worker(path="")
    with pytest.raises(ClusterUnavailable, match=r"Worker .* cannot run HyperRestore .*No module named 'hyperrestore'"):
        restore(Network(), own.address)


def test_a_worker_with_other_software(two, restore, monkeypatch) -> None:
    found = scheduler.versions()
    monkeypatch.setattr(scheduler, "versions", lambda: {**found, "torch": "1.0"})
    with pytest.raises(ClusterUnavailable, match=r"Worker tcp://\S+ has torch \S+ and this machine has 1\.0"):
        restore(Network(), two.address)


def test_a_device_that_workers_do_not_have(two, restore) -> None:
    with pytest.raises(Exception, match=r"Worker tcp://\S+: The device 'cuda:7' was asked for") as caught:
        restore(Network(), two.address, device="cuda:7")
    assert type(caught.value).__name__ == "DeviceUnavailable"


def test_another_raster_of_that_name(two, restore, monkeypatch) -> None:
    from hyperrestore.restoration import pipeline

    monkeypatch.setattr(pipeline, "without_times", lambda text: "something else")
    with pytest.raises(UnsuitableRaster, match=r"On worker tcp://\S+: .*scene\.tif is another raster here"):
        restore(Network(), two.address)


def test_without_dask(restore, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependency, match=r"^SCHEDULER needs the Python package distributed, .* pip install"):
        restore(Network(), "local:2")


@pytest.mark.parametrize("text", ["localhost", "local:0", "local:x", "tcp://", "http://a:1", "a b:1", "tcp://a:123456"])
def test_what_is_no_scheduler(text) -> None:
    with pytest.raises(InvalidParameter, match="the address of a Dask scheduler, such as tcp://host:8786, or 'local"):
        RestorationJob("a", "b", scheduler=text)


@pytest.mark.parametrize("text", ["", "local", "local:16", "tcp://10.0.0.1:8786", "tls://[::1]:8786", "head-1.site:1"])
def test_what_is_a_scheduler(text) -> None:
    assert RestorationJob("a", "b", scheduler=text).scheduler == text
