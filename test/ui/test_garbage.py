"""Who works in a thread: meanwhile garbage is collected in the main thread alone, and afterwards as usual."""
from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

from hyperrestore.errors import InstallationFailed
from hyperrestore.processing.data import checkenvironment
from hyperrestore.ui import device_box, garbage
from hyperrestore.ui.device_box import DeviceBox
from hyperrestore.ui.errand import Errand
from hyperrestore.ui.garbage import main_thread_garbage
from hyperrestore.ui.packages.install import InstallTask


@pytest.fixture(autouse=True)
def usual(qgis_app, until: Callable) -> Iterator[None]:
    until(gc.isenabled)
    yield
    until(gc.isenabled)


class Loop:
    """What nothing but the collector frees."""

    def __init__(self) -> None:
        self.me = self


def test_an_errand_holds_it(until: Callable) -> None:
    go_on, found = threading.Event(), []

    def findings() -> Iterator[bool]:
        yield gc.isenabled()
        go_on.wait(20)

    errand = Errand("Errand", findings())
    errand.found.connect(found.append)
    QgsApplication.taskManager().addTask(errand)
    until(lambda: found)
    assert found == [False] and not gc.isenabled()
    go_on.set()


def test_the_devices_are_looked_for_with_it(until: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    monkeypatch.setattr(device_box, "seen_devices", lambda: found.append(gc.isenabled()) or {"cpu": ""})
    box = DeviceBox("auto")
    box.show()
    until(lambda: found)
    assert found == [False]


def test_an_installation_holds_it(until: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    def fail(task: InstallTask) -> None:
        found.append(gc.isenabled())
        raise InstallationFailed("no")

    monkeypatch.setattr(InstallTask, "_install", fail)
    task, ended = InstallTask(None), []
    task.taskTerminated.connect(lambda: ended.append(True))
    QgsApplication.taskManager().addTask(task)
    until(lambda: ended)
    assert found == [False]


def test_the_last_of_several_lets_go(until: Callable) -> None:
    shared = main_thread_garbage()
    shared.hold()
    with shared.held():
        assert not gc.isenabled()
    collected = weakref.ref(Loop())
    until(lambda: collected() is None)
    assert not gc.isenabled()
    shared.release()
    until(gc.isenabled)


def test_old_garbage_goes_too_now_and_then(until: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would pile up for the hours that a run may take."""
    monkeypatch.setattr(garbage, "ALL_EVERY_S", 0.0)
    with main_thread_garbage().held():
        loop = Loop()
        gc.collect()
        gc.collect()
        old = weakref.ref(loop)
        del loop
        gc.collect(garbage.YOUNG)
        assert old() is not None
        until(lambda: old() is None)


def test_the_check_loads_packages_in_the_main_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """QGIS prepares an algorithm there, and has crashed when torch was imported elsewhere."""
    loaded = []
    monkeypatch.setattr(checkenvironment, "find_packages", lambda load: loaded.append(load))
    algorithm = checkenvironment.CheckEnvironment().create()
    assert algorithm.prepare({}, QgsProcessingContext(), QgsProcessingFeedback())
    assert loaded == [True]
