"""The way to a Dask cluster: an address or processes of this machine, and who is there.

Nothing here imports Dask before it is asked for.
"""

from __future__ import annotations

import logging
import multiprocessing.spawn
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ..errors import ClusterUnavailable, RestorationError
from .addresses import LOCAL
from .dependencies import interpreter, require, require_torch
from .device import Device
from .memory import Budget
from .software import versions
from .worker import Introduction, introduce

CONNECT_SECONDS = 40
WORKER_SECONDS = 30
ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Variables of workers of this machine; what torch computes with, they are told."""


@dataclass(frozen=True)
class Cluster:
    """``client`` is connected; ``device`` is what all workers compute on, ``threads`` how many each is to use."""

    client: object
    scheduler: str
    device: Device
    budget: Budget
    workers: int
    threads: int

    def __str__(self) -> str:
        many = f"{self.workers} worker{'s' if self.workers > 1 else ''}"
        return f"{many} of {self.scheduler}, {self.threads} thread{'s' if self.threads > 1 else ''} each"


@contextmanager
def connected(scheduler: str, device: str, memory_mb: int) -> Iterator[Cluster]:
    """The cluster at ``scheduler`` with its workers asked who they are; processes that were started end with it.

    Raises `MissingDependency` without Dask, `ClusterUnavailable` where nobody answers or works, or where the workers
    have other software or devices, `DeviceUnavailable` and what else a worker has to say.
    """
    distributed = require("distributed", "SCHEDULER needs")
    threads = require_torch().get_num_threads()
    with _client(distributed, scheduler, threads) as client:
        try:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except distributed.TimeoutError as error:
            raise ClusterUnavailable(
                f"The Dask scheduler {scheduler} has no workers after {WORKER_SECONDS} s. Start some with "
                "'dask worker' (docs/cluster.md)."
            ) from error
        found = _introductions(client, device, memory_mb)
        yield Cluster(client, scheduler, _common_device(found), _smallest(found), len(found), threads)


@contextmanager
def _client(distributed, scheduler: str, threads: int) -> Iterator[object]:
    local = LOCAL.fullmatch(scheduler)
    if local:
        count = int(local["count"] or max(1, (os.cpu_count() or 1) // threads))
        with (
            # Set before the start, they would be set here, too, and programs that QGIS starts later had one thread.
            require("dask.config", "A cluster needs").set({"distributed.nanny.pre-spawn-environ": {}}),
            _own_interpreter(),
            distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                memory_limit=None,
                env=dict.fromkeys(ONE_THREAD, "1"),
                silence_logs=logging.CRITICAL,
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        # Results come from the workers themselves: through the scheduler they would be its load, not theirs.
        client = distributed.Client(scheduler, timeout=CONNECT_SECONDS, direct_to_workers=True)
    except (OSError, ValueError) as error:
        raise ClusterUnavailable(
            f"No Dask scheduler answers at {scheduler} within {CONNECT_SECONDS} s ({error or type(error).__name__}). "
            "Start one with 'dask scheduler', or give the address that it prints."
        ) from error
    with client:
        yield client


@contextmanager
def _own_interpreter() -> Iterator[None]:
    """New processes are Pythons: inside QGIS, Python's own idea of its program may be QGIS itself."""
    before = multiprocessing.spawn.get_executable()
    multiprocessing.spawn.set_executable(interpreter())
    try:
        yield
    finally:
        multiprocessing.spawn.set_executable(before)


def _introductions(client, device: str, memory_mb: int) -> dict[str, Introduction]:
    """What every worker says of itself, by address. Raises for the first that cannot, or that does not fit."""
    try:
        found = client.run(introduce, device, memory_mb, on_error="return")
    except Exception as error:  # noqa: BLE001 - whatever a foreign process answers
        found = {"of this cluster": error}
    own = versions()
    for address, answer in sorted(found.items()):
        if isinstance(answer, RestorationError):
            raise type(answer)(f"Worker {address}: {answer}")
        if not isinstance(answer, Introduction):
            raise ClusterUnavailable(
                f"Worker {address} cannot run HyperRestore ({answer}). Install HyperRestore {own['HyperRestore']} "
                "there (docs/cluster.md)."
            )
        for name, version in own.items():
            if answer.versions[name] != version:
                raise ClusterUnavailable(
                    f"Worker {address} has {name} {answer.versions[name]} and this machine has {version}, so results "
                    "could differ. Install the same version on both."
                )
    return found


def _common_device(found: dict[str, Introduction]) -> Device:
    devices = Counter(answer.device.name for answer in found.values())
    if len(devices) > 1:
        listed = ", ".join(f"{count} with {name}" for name, count in devices.most_common())
        raise ClusterUnavailable(f"The workers compute on different devices ({listed}). Name one of them as DEVICE.")
    first, *others = (answer.device for answer in found.values())
    return replace(first, fast=tuple(name for name in first.fast if all(name in other.fast for other in others)))


def _smallest(found: dict[str, Introduction]) -> Budget:
    """What the least of the workers may use; free memory is shared by those of one machine."""
    shares = Counter(answer.host for answer in found.values())
    hosts, devices = [], []
    for answer in found.values():
        share = 1 if answer.asked else shares[answer.host]
        hosts.append(answer.budget.host // share)
        devices += [] if answer.budget.device is None else [answer.budget.device // share]
    return Budget(min(hosts), min(devices, default=None))
