"""Work side by side, and ahead: results in order, no more at once than is said, and an end that leaves nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hyperrestore.errors import Cancelled
from hyperrestore.restoration import stages
from hyperrestore.restoration.stages import Halt, ReadAhead, side_by_side

PATIENCE = 20
"""Seconds after which what is waited for is given up."""
ITEMS = 8


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch):
    """However many processors there are."""
    monkeypatch.setattr(stages, "SIDE_BY_SIDE", 2)


@pytest.fixture(autouse=True)
def no_thread_is_left():
    yield
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("hyperrestore-look")]


class Held:
    """Work that notes which items were ``begun``; those in ``holding`` go on only when all others were given up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, holding: range, failing: int | None = None) -> None:
        self.begun = [threading.Event() for _ in range(ITEMS)]
        self.given_up = given_up = threading.Event()
        self._holding, self._failing = holding, failing

        class Pool(ThreadPoolExecutor):
            def shutdown(self, *args, **options) -> None:
                given_up.set()
                super().shutdown(*args, **options)

        monkeypatch.setattr(stages, "ThreadPoolExecutor", Pool)

    def __call__(self, item: int) -> int:
        self.begun[item].set()
        if item in self._holding:
            assert self.given_up.wait(PATIENCE)
        if item == self._failing:
            raise ValueError(f"item {item}")
        return 10 * item

    def wait_for(self, items: range) -> None:
        assert all(self.begun[item].wait(PATIENCE) for item in items)

    def numbers(self) -> list[int]:
        return [item for item, begun in enumerate(self.begun) if begun.is_set()]


def test_results_come_in_the_order_of_the_items_though_the_first_is_done_last():
    others, done = threading.Event(), []

    def work(item: int) -> int:
        if item == 0:
            assert others.wait(PATIENCE)
        done.append(item)
        if item == ITEMS - 1:
            others.set()
        return 10 * item

    assert list(side_by_side(work, range(ITEMS))) == [0, 10, 20, 30, 40, 50, 60, 70]
    assert done == [1, 2, 3, 4, 5, 6, 7, 0]


def test_nothing_comes_of_nothing():
    assert list(side_by_side(lambda item: item, [])) == []


@pytest.mark.parametrize("allowed", [2, 4])
def test_as_many_as_may_work_at_once_and_never_one_more(monkeypatch, allowed):
    monkeypatch.setattr(stages, "SIDE_BY_SIDE", allowed)
    lock, at_once, most = threading.Lock(), 0, 0
    together, one_more = threading.Barrier(allowed), threading.Barrier(allowed + 1)

    def work(item: int) -> int:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        together.wait(PATIENCE)
        # The first ones wait for one more, which must not come; then the barrier is broken for all.
        with pytest.raises(threading.BrokenBarrierError):
            one_more.wait(0.3)
        with lock:
            at_once -= 1
        return item

    assert ITEMS % allowed == 0
    assert list(side_by_side(work, range(ITEMS))) == list(range(ITEMS))
    assert most == allowed


def test_an_error_is_raised_where_its_result_is_taken_and_what_is_not_begun_never_is(monkeypatch):
    work = Held(monkeypatch, holding=range(2, ITEMS), failing=1)
    results = side_by_side(work, range(ITEMS))
    assert next(results) == 0
    # Item 1 has failed, for both threads are at later items; nothing is said of it before it is taken.
    work.wait_for(range(4))
    with pytest.raises(ValueError, match="^item 1$"):
        next(results)
    assert work.numbers() == [0, 1, 2, 3]
    assert list(results) == []


def test_a_tick_that_raises_ends_it_and_what_is_not_begun_never_is(monkeypatch):
    work = Held(monkeypatch, holding=range(ITEMS))

    def tick() -> None:
        work.wait_for(range(2))
        raise Cancelled("enough")

    with pytest.raises(Cancelled, match="^enough$"):
        next(side_by_side(work, range(ITEMS), tick))
    assert work.numbers() == [0, 1]


def test_a_reader_who_has_enough_ends_it_too(monkeypatch):
    work = Held(monkeypatch, holding=range(1, ITEMS))
    results = side_by_side(work, range(ITEMS))
    assert next(results) == 0
    work.wait_for(range(3))
    results.close()
    assert work.numbers() == [0, 1, 2]


def test_ticks_come_before_each_item_and_while_one_is_waited_for():
    ticks, enough = [], threading.Event()

    def tick() -> None:
        ticks.append(threading.current_thread())
        if len(ticks) == 4:
            enough.set()

    assert list(side_by_side(lambda item: enough.wait(PATIENCE), range(3), tick)) == [True] * 3
    assert len(ticks) >= 4 + 2
    assert set(ticks) == {threading.current_thread()}


def test_items_are_made_one_ahead_of_the_one_that_waits_for_its_turn():
    one_too_many = threading.Event()

    def items():
        for item in range(ITEMS):
            if item == 3:
                one_too_many.set()
            yield item

    with ReadAhead(items(), Halt(), lambda: None) as ahead:
        # One is taken, one waits for its turn, and one for the place to do so.
        assert next(ahead) == 0
        assert not one_too_many.wait(0.3)
        assert list(ahead) == list(range(1, ITEMS))
