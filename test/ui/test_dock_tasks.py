"""The queue of runs: its order, its ends, and what the project gets."""
from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessing, QgsProcessingOutputLayerDefinition, QgsProject, QgsRasterLayer

from hyperrestore.test.ui.probe import ID, Slow
from hyperrestore.ui.tasks import Purpose, Request, Run, RunQueue, State


@pytest.fixture
def queue() -> Iterator[RunQueue]:
    queue = RunQueue()
    yield queue
    queue.close()


@pytest.fixture
def submit(queue: RunQueue, layer: QgsRasterLayer) -> Callable[..., Run]:
    """``submit(Purpose.RESTORE, target)`` lines up a run of the probe on the layer."""

    def call(purpose: Purpose = Purpose.RESTORE, target: str = "") -> Run:
        sink = target or QgsProcessing.TEMPORARY_OUTPUT
        output = QgsProcessingOutputLayerDefinition(sink, QgsProject.instance())
        parameters = {"INPUT": layer.id(), "OUTPUT": output}
        return queue.submit(Request(purpose, ID, parameters, "Slow: scene", layer.id(), target))

    return call


def test_a_run_is_heard_and_its_layer_is_added(slow: type[Slow], submit, queue: RunQueue, project, until) -> None:
    ended = []
    queue.ended.connect(ended.append)
    run = submit()
    until(lambda: run.percent == 40 and "Half way." in run.lines)
    assert run.state is State.RUNNING and queue.active() == (run,)
    slow.go_on.set()
    until(lambda: ended)
    assert ended == [run] and queue.active() == ()
    assert run.state is State.DONE
    (added,) = (project.mapLayer(layer_id) for layer_id in run.outcome.layer_ids)
    assert added.isValid() and Path(added.source()) == Path(run.outcome.results["OUTPUT"])


def test_the_second_waits_for_the_first(slow: type[Slow], submit, until) -> None:
    first, second = submit(), submit()
    until(lambda: first.percent == 40)
    assert (first.state, second.state) == (State.RUNNING, State.WAITING)
    slow.go_on.set()
    until(lambda: not second.active)
    assert (first.state, second.state) == (State.DONE, State.DONE)
    assert slow.most_running == 1


def test_cancelling_the_first_lets_the_second_begin(slow: type[Slow], submit, until) -> None:
    first, second = submit(), submit()
    until(slow.started.is_set)
    first.cancel()
    assert first.cancelling
    until(lambda: second.state is State.RUNNING)
    assert first.state is State.CANCELLED and first.outcome.layer_ids == ()


def test_one_that_waits_is_cancelled_at_once(slow: type[Slow], submit, queue: RunQueue, until) -> None:
    first, second, third = submit(), submit(), submit()
    until(slow.started.is_set)
    second.cancel()
    assert second.state is State.CANCELLED and queue.active() == (first, third)
    slow.go_on.set()
    until(lambda: not third.active)
    assert third.state is State.DONE


def test_cancel_right_after_the_start(slow: type[Slow], submit, until) -> None:
    run = submit()
    run.cancel()
    until(lambda: not run.active)
    assert run.state is State.CANCELLED


@pytest.mark.parametrize(
    ("failure", "last_line"),
    [
        ("refused", "Networks need the Python package torch."),
        ("sentence", "The disk is full. Make room, and run it again."),
        ("bug", "by zero"),
    ],
)
def test_a_failure_has_its_sentence(slow: type[Slow], submit, queue, until, failure: str, last_line: str) -> None:
    slow.failure = failure
    slow.go_on.set()
    ended = []
    queue.ended.connect(ended.append)
    run = submit()
    until(lambda: ended)
    assert run.state is State.FAILED
    assert run.outcome.failure.strip().splitlines()[-1].endswith(last_line)
    assert run.lines[-1] == run.outcome.failure


def test_the_trace_of_what_nobody_foresaw_is_in_the_log(slow: type[Slow], submit, until) -> None:
    slow.failure = "traced"
    slow.go_on.set()
    run = submit()
    until(lambda: not run.active)
    assert "Traceback: line 7\nZeroDivisionError: by zero" in run.lines
    assert run.outcome.failure == run.lines[-1] == "An error that nobody foresaw."


def test_a_cancel_that_comes_too_late_tells_of_the_file(slow: type[Slow], submit, until, tmp_path: Path) -> None:
    slow.failure = "deaf"
    run = submit(target=str(tmp_path / "whole.tif"))
    until(slow.started.is_set)
    run.cancel()
    slow.go_on.set()
    until(lambda: not run.active)
    assert (run.state, run.outcome.failure, run.outcome.layer_ids) == (State.CANCELLED, "", ())
    assert run.outcome.results == {"OUTPUT": str(tmp_path / "whole.tif")}


def test_a_cancel_after_the_end_of_the_work_loads_the_result(slow: type[Slow], submit, project, until) -> None:
    run = submit()
    until(lambda: run.percent == 40)
    slow.go_on.set()
    while slow.running:
        time.sleep(0.01)
    # Its thread has ended, and QGIS has not heard of it yet.
    time.sleep(0.3)
    run.cancel()
    until(lambda: not run.active)
    assert (run.state, run.outcome.failure) == (State.DONE, "")
    (layer_id,) = run.outcome.layer_ids
    assert project.mapLayer(layer_id).isValid()


def test_what_the_parameters_forbid_fails_before_the_work(slow, queue: RunQueue, layer, until) -> None:
    parameters = {"INPUT": "no such layer", "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT}
    run = queue.submit(Request(Purpose.RESTORE, ID, parameters, "Slow", layer.id()))
    assert run.state is State.FAILED and "no such layer" in run.outcome.failure
    assert queue.active() == ()


def test_the_layer_may_go_while_its_run_is_going(slow: type[Slow], submit, project, layer, until) -> None:
    run, waiting = submit(), submit()
    until(slow.started.is_set)
    project.removeMapLayer(layer.id())
    slow.go_on.set()
    until(lambda: not waiting.active)
    assert (run.state, waiting.state) == (State.DONE, State.DONE)
    assert set(project.mapLayers()) == {*run.outcome.layer_ids, *waiting.outcome.layer_ids}


def test_another_project_does_not_get_the_result(slow: type[Slow], submit, project, until, tmp_path: Path) -> None:
    target = tmp_path / "kept.tif"
    run, preview = submit(Purpose.RESTORE, str(target)), submit(Purpose.PREVIEW)
    until(slow.started.is_set)
    project.clear()
    assert preview.state is State.CANCELLED and run.active
    slow.go_on.set()
    until(lambda: not run.active)
    assert run.state is State.DONE and run.project_closed
    assert target.exists() and project.mapLayers() == {} and run.outcome.layer_ids == ()


def test_closing_cancels_all_and_waits(slow: type[Slow], submit, queue: RunQueue, until) -> None:
    runs = [submit(), submit()]
    until(slow.started.is_set)
    queue.close()
    assert [run.state for run in runs] == [State.CANCELLED, State.CANCELLED]
    assert slow.running == 0
    # The fixture closes once more.
    queue.close = lambda: None


def test_the_result_has_the_values_of_the_work(slow: type[Slow], submit, layer, until, tmp_path: Path) -> None:
    slow.go_on.set()
    run = submit(target=str(tmp_path / "copy.tif"))
    until(lambda: not run.active)
    loaded = QgsProject.instance().mapLayer(run.outcome.layer_ids[0])
    values = [one.dataProvider().sample(one.extent().center(), 3)[0] for one in (layer, loaded)]
    assert np.isfinite(values[0]) and values[0] == values[1]


def test_garbage_waits_for_the_main_thread_while_a_run_is_going(slow: type[Slow], submit, queue, until) -> None:
    """Or else a widget in it could be deleted in the run's thread, which crashes QGIS."""
    until(gc.isenabled)
    run = submit()
    until(slow.started.is_set)
    assert not gc.isenabled()
    collected_in = []
    gc.callbacks.append(lambda phase, info: collected_in.append(threading.current_thread() is threading.main_thread()))
    try:
        until(lambda: collected_in)
        slow.go_on.set()
        until(lambda: not run.active)
        until(gc.isenabled)
    finally:
        gc.callbacks.pop()
    assert all(collected_in)
