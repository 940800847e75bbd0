"""What is free, within what this process is allowed: stand-ins for the kernel's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperrestore.restoration import free_memory
from hyperrestore.restoration.free_memory import free_host_memory

MEGABYTE = 1 << 20


@pytest.fixture
def system(monkeypatch, tmp_path):
    """A system with 1000 MB available; ``group(lines)`` says where this process is."""
    proc, groups = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    groups.mkdir()
    (proc / "meminfo").write_text(f"MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable:   {1000 * 1024} kB\n")
    (proc / "self" / "cgroup").write_text("0::/\n")
    monkeypatch.setattr(free_memory, "PROC", proc)
    monkeypatch.setattr(free_memory, "CGROUPS", groups)
    return tmp_path


def place(folder: Path, **files: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".", 1)).write_text(f"{content}\n")


def test_without_limits_it_is_what_the_kernel_says(system):
    assert free_host_memory() == 1000 * MEGABYTE
    place(system / "cgroup", memory_max="max", memory_high="max", memory_current=5 * MEGABYTE)
    assert free_host_memory() == 1000 * MEGABYTE


@pytest.mark.parametrize("limit", ["memory_max", "memory_high"])
def test_a_container_of_version_2_has_what_its_limit_leaves(system, limit):
    (system / "proc" / "self" / "cgroup").write_text("0::/user/run\n")
    place(system / "cgroup" / "user" / "run", memory_current=300 * MEGABYTE, **{limit: 700 * MEGABYTE})
    place(system / "cgroup" / "user" / "run", memory_stat=f"anon 5\ninactive_file {50 * MEGABYTE}\nactive_file 9")
    assert free_host_memory() == 450 * MEGABYTE


def test_the_group_above_counts_too(system):
    (system / "proc" / "self" / "cgroup").write_text("0::/user/run\n")
    place(system / "cgroup" / "user" / "run", memory_max=700 * MEGABYTE, memory_current=0)
    place(system / "cgroup" / "user", memory_max=800 * MEGABYTE, memory_current=600 * MEGABYTE)
    assert free_host_memory() == 200 * MEGABYTE


def test_a_container_that_is_shown_its_own_group_as_the_root(system):
    (system / "proc" / "self" / "cgroup").write_text("0::/docker/0123\n")
    place(system / "cgroup", memory_max=400 * MEGABYTE, memory_current=100 * MEGABYTE)
    assert free_host_memory() == 300 * MEGABYTE


def test_version_1_has_limits_of_its_own(system):
    (system / "proc" / "self" / "cgroup").write_text("5:cpu,cpuacct:/job\n4:memory:/job\n0::/\n")
    folder = system / "cgroup" / "memory" / "job"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text(f"{600 * MEGABYTE}\n")
    (folder / "memory.usage_in_bytes").write_text(f"{500 * MEGABYTE}\n")
    (folder / "memory.stat").write_text(f"cache 1\ninactive_file 1\ntotal_inactive_file {100 * MEGABYTE}\n")
    assert free_host_memory() == 200 * MEGABYTE
    (folder / "memory.limit_in_bytes").write_text("9223372036854771712\n")
    assert free_host_memory() == 1000 * MEGABYTE


def test_more_used_than_allowed_leaves_nothing(system):
    place(system / "cgroup", memory_max=100 * MEGABYTE, memory_current=150 * MEGABYTE)
    assert free_host_memory() == 0


def test_this_machine_has_some(monkeypatch):
    assert free_host_memory() > 1 << 28
    monkeypatch.setattr(free_memory, "PROC", Path("absent"))
    assert free_host_memory() > 1 << 28
