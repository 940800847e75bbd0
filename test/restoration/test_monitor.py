"""Progress, time left and cancel."""

from __future__ import annotations

import pytest

from hyperrestore.errors import Cancelled
from hyperrestore.restoration.monitor import Progress, Span, readable_seconds
from hyperrestore.test.restoration.networks import Recorder


def test_parts_of_spans_map_to_the_whole():
    monitor = Recorder()
    span = Span(Progress(monitor)).part(0.2, 0.8).part(0.5, 1.0)
    for fraction in (0.0, 0.5, 1.0, 7.0):
        span.tick(fraction)
    assert monitor.fractions == pytest.approx([0.5, 0.65, 0.8, 0.8])


def test_progress_never_runs_back():
    monitor = Recorder()
    span = Span(Progress(monitor))
    for fraction in (0.1, 0.6, 0.3, 0.7):
        span.tick(fraction)
    assert monitor.fractions == [0.1, 0.6, 0.6, 0.7]


def test_cancel_is_raised_at_the_next_tick():
    monitor = Recorder(stop=lambda fraction: fraction >= 0.5)
    span = Span(Progress(monitor))
    span.tick(0.5)
    with pytest.raises(Cancelled, match="no output was written"):
        span.tick(0.6)
    assert monitor.fractions == [0.5]


def test_the_time_left_is_logged_every_five_seconds_at_most():
    now = [0.0]
    monitor = Recorder()
    progress = Progress(monitor, clock=lambda: now[0])
    for second in range(21):
        now[0] = float(second)
        progress.advance(second / 100)
    assert monitor.infos == [
        "5 % done, about 1 min 35 s left.",
        "10 % done, about 1 min 30 s left.",
        "15 % done, about 1 min 25 s left.",
        "20 % done, about 1 min 20 s left.",
    ]


def test_a_run_that_goes_on_is_not_taken_for_a_fast_one():
    now = [100.0]
    monitor = Recorder()
    progress = Progress(monitor, clock=lambda: now[0])
    Span(progress).part(0.0, 0.8).measure_from(0.5)
    for second in (2.0, 4.0, 6.0):
        now[0] = 100 + second
        progress.advance(0.4 + second / 100)
    assert monitor.infos == ["46 % done, about 54 s left."]


def test_warnings_of_models_reach_the_monitor():
    monitor = Recorder()
    Span(Progress(monitor)).part(0, 0.5).warn("drifting")
    assert monitor.warnings == ["drifting"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"), (7500, "2 h 5 min")]
)
def test_durations_read_well(seconds, text):
    assert readable_seconds(seconds) == text
