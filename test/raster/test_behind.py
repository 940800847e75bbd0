"""Calls beside their caller: in order, only so many at a time, and none of their errors is lost."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from hyperrestore.raster.behind import MOST_CALLS, Behind


@pytest.fixture
def behind():
    behind = Behind("test")
    yield behind
    behind.close()


@pytest.fixture
def gate():
    """An event that a call can wait for, and that comes by itself in the end."""
    event = threading.Event()
    yield event
    event.set()


def test_so_many_calls_wait_and_the_next_one_waits_with_its_caller(behind, gate):
    heard = []
    behind.begin(lambda: heard.append(gate.wait(10)))
    for number in range(1, MOST_CALLS):
        behind.begin(heard.append, number)
    assert heard == []
    threading.Timer(0.05, gate.set).start()
    behind.begin(heard.append, MOST_CALLS)
    assert heard[:1] == [True]
    behind.settle()
    assert heard == [True, *range(1, MOST_CALLS + 1)]


@pytest.mark.parametrize("next_call", [Behind.settle, lambda behind: [behind.begin(int) for _ in range(MOST_CALLS)]])
def test_what_fails_is_raised_once_and_what_waited_behind_it_is_not_done(behind, gate, next_call):
    heard = []

    def fail() -> None:
        assert gate.wait(10)
        raise OSError("no room")

    behind.begin(fail)
    behind.begin(heard.append, "never")
    threading.Timer(0.05, gate.set).start()
    with pytest.raises(OSError, match="no room"):
        next_call(behind)
    behind.settle()
    assert heard == []
    behind.begin(heard.append, "again")
    behind.settle()
    assert heard == ["again"]


def test_what_was_to_be_written_is_gone_with_its_error(behind):
    """Without waiting for Python to look for cycles: a run that tries again needs the room."""

    class Numbers:
        pass

    def fail(numbers: Numbers) -> None:
        raise MemoryError

    def hand_over() -> weakref.ref:
        numbers = Numbers()
        behind.begin(fail, numbers)
        return weakref.ref(numbers)

    gc.disable()
    try:
        held = hand_over()
        with pytest.raises(MemoryError):
            behind.settle()
        assert held() is None
    finally:
        gc.enable()


def test_closing_waits_for_all_calls_whatever_comes_of_them(behind, gate):
    ended = []

    def fail() -> None:
        ended.append(gate.wait(10))
        raise OSError

    behind.begin(ended.append, "before")
    behind.begin(fail)
    threading.Timer(0.05, gate.set).start()
    behind.close()
    assert ended == ["before", True]
    behind.close()
    behind.settle()
