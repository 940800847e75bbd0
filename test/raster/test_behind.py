"""Calls beside their caller: in order, one at a time, and none of their errors is lost."""

from __future__ import annotations

import threading

import pytest

from hyperrestore.raster.behind import Behind


@pytest.fixture
def behind():
    behind = Behind("test")
    yield behind
    behind.close()


def test_the_next_call_waits_for_the_one_before(behind):
    go, heard = threading.Event(), []

    def first() -> None:
        assert go.wait(10)
        heard.append("first")

    behind.begin(first)
    assert heard == []
    releasing = threading.Timer(0.05, go.set)
    releasing.start()
    behind.begin(heard.append, "second")
    assert heard[0] == "first"
    behind.settle()
    assert heard == ["first", "second"]


def test_what_fails_is_raised_once_by_the_next_call_which_is_not_begun(behind):
    heard = []
    behind.begin(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        behind.begin(heard.append, "never")
    behind.settle()
    assert heard == []
    behind.begin(heard.append, "again")
    behind.settle()
    assert heard == ["again"]


def test_closing_waits_for_the_call_whatever_comes_of_it(behind):
    go, ended = threading.Event(), []

    def fail() -> None:
        assert go.wait(10)
        ended.append(True)
        raise OSError

    behind.begin(fail)
    threading.Timer(0.05, go.set).start()
    behind.close()
    assert ended == [True]
    behind.close()
    behind.settle()
