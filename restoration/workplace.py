"""Where a run's tiles are computed: in this process, or by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .device import Device, choose_device
from .job import RestorationJob
from .memory import Budget, find_budget
from .scheduler import Cluster, connected


@dataclass(frozen=True)
class Workplace:
    """``device`` computes, ``budget`` is what a process may use; ``cluster`` is None for this process."""

    device: Device
    budget: Budget
    cluster: Cluster | None = None


@contextmanager
def find_workplace(job: RestorationJob) -> Iterator[Workplace]:
    """What ``job`` asks for; a cluster is let go at the end. Raises what `device` and `scheduler` raise."""
    if not job.scheduler:
        device = choose_device(job.device)
        yield Workplace(device, find_budget(job.memory_mb, device))
        return
    with connected(job.scheduler, job.device, job.memory_mb) as cluster:
        yield Workplace(cluster.device, cluster.budget, cluster)
