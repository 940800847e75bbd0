"""Parts of a batch in threads: results in order, progress heard where it was asked for, nothing left after an end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import torch

from hyperrestore.errors import Cancelled
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.runs import run, split
from hyperrestore.models.tile_threads import in_threads
from hyperrestore.test.models.random_ras2s import random_network


@pytest.fixture(autouse=True)
def four_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(4)
    yield
    torch.set_num_threads(before)


def parts(count: int) -> list[torch.Tensor]:
    return list(torch.arange(float(count)).split(1))


def test_results_come_in_order_and_each_part_has_its_share_of_the_threads() -> None:
    seen, ticks, together = [], [], threading.Barrier(2)

    def work(part: torch.Tensor, tick) -> float:
        seen.append((threading.get_ident(), torch.get_num_threads()))
        together.wait(10)
        tick(1.0)
        return 10 * float(part)

    assert in_threads(work, parts(2), ticks.append) == [0.0, 10.0]
    assert {threads for _, threads in seen} == {2}
    assert len({thread for thread, _ in seen} | {threading.get_ident()}) == 3
    assert torch.get_num_threads() == 4
    assert ticks == sorted(ticks) and ticks[-1] == 1.0


def test_more_parts_than_threads_wait_for_their_turn() -> None:
    now, most, lock = [0], [0], threading.Lock()

    def work(part: torch.Tensor, tick) -> float:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return float(part)

    assert in_threads(work, parts(9), lambda share: None) == [float(number) for number in range(9)]
    assert most[0] == 4


def test_one_part_runs_where_it_is_called() -> None:
    ticks: list[float] = []

    def work(part: torch.Tensor, tick) -> int:
        tick(0.5)
        return threading.get_ident()

    assert in_threads(work, parts(1), ticks.append) == [threading.get_ident()]
    assert ticks == [0.5]


@pytest.mark.parametrize("who", ["part", "caller"])
def test_what_is_raised_ends_all_parts(who: str) -> None:
    ended, together = [], threading.Barrier(3)

    def work(part: torch.Tensor, tick) -> None:
        together.wait(10)
        if who == "part" and part == 1:
            raise MemoryError("no more")
        try:
            for _ in range(1000):
                tick(0.1)
                time.sleep(0.01)
        finally:
            ended.append(float(part))

    def tick(share: float) -> None:
        if who == "caller":
            raise Cancelled("enough")

    started = time.monotonic()
    with pytest.raises(MemoryError if who == "part" else Cancelled):
        in_threads(work, parts(3), tick)
    assert time.monotonic() - started < 5
    assert sorted(ended) == ([0.0, 2.0] if who == "part" else [0.0, 1.0, 2.0])
    assert torch.get_num_threads() == 4


@pytest.mark.parametrize("count", [1, 2, 5])
def test_ras2s_gives_what_it_gives_at_once(count: int) -> None:
    net = fold(random_network())
    cube = 4 * torch.rand(count, 6, 12, 10)
    together, apart = (way(net, cube, net.bounds, lambda share: None) for way in (run, split))
    torch.testing.assert_close(apart.restored, together.restored, atol=1e-5, rtol=0)
    torch.testing.assert_close(apart.bounded, together.bounded, atol=1e-4, rtol=0)
