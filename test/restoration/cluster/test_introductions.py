"""What workers say of themselves, and what a run on all of them may use."""

from __future__ import annotations

import pytest

from hyperrestore.restoration.device import Device
from hyperrestore.restoration.memory import Budget
from hyperrestore.restoration.scheduler import _common_device, _smallest
from hyperrestore.restoration.worker import Introduction


def introduced(*workers: dict) -> dict[str, Introduction]:
    """By address: workers on hosts of their own with 1000 bytes free, but for what is said of them."""
    return {
        f"tcp://{number}": Introduction(
            versions={},
            device=worker.get("device", Device("cpu", "asked for")),
            budget=worker.get("budget", Budget(1000, None)),
            asked=worker.get("asked", False),
            host=worker.get("host", f"host {number}"),
        )
        for number, worker in enumerate(workers)
    }


@pytest.mark.parametrize(
    ("workers", "smallest"),
    [
        ([{}, {}], Budget(1000, None)),
        ([{"host": "a"}, {"host": "a"}], Budget(500, None)),
        ([{"host": "a"}, {"host": "a"}, {"budget": Budget(400, None)}], Budget(400, None)),
        ([{"host": "a", "asked": True}, {"host": "a", "asked": True}], Budget(1000, None)),
        ([{"host": "a", "budget": Budget(900, 600)}] * 3 + [{"budget": Budget(800, 250)}], Budget(300, 200)),
    ],
)
def test_workers_of_one_host_share_what_is_free_there(workers, smallest) -> None:
    assert _smallest(introduced(*workers)) == smallest


@pytest.mark.parametrize(
    ("formats", "common"),
    [
        ([("bf16",), ()], ()),
        ([(), ("bf16",)], ()),
        ([("bf16", "fp16"), ("fp16",)], ("fp16",)),
        ([("bf16",), ("bf16",)], ("bf16",)),
    ],
)
def test_fast_formats_are_those_that_are_fast_on_all_workers(formats, common) -> None:
    devices = [Device("cpu", "asked for", fast) for fast in formats]
    assert _common_device(introduced(*({"device": device} for device in devices))).fast == common
