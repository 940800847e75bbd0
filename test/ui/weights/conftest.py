"""The user's catalog with three weights, and the weights manager opened over it."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QApplication

from hyperrestore.processing.settings import Settings, write_settings
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.ui.weights.manager import Manager


@pytest.fixture
def folder(own_settings: Path, tmp_path: Path) -> Path:
    """The user's catalog, with RAS2S weights ``one`` and ``two`` and SSRNet weights ``finer``."""
    place = tmp_path / "mine"
    save_random(place, "one", "ras2s", "cube", channels=8)
    save_random(place, "two", "ras2s", "cube", channels=8)
    save_random(place, "finer", "ssrnet", "centred", scale=3, filters=4, modules=1, units=1)
    write_settings(Settings(weights_folder=str(place)))
    return place


@pytest.fixture
def manager(qgis_app, until, folder: Path) -> Iterator[Callable[[], Manager]]:
    """Opens the manager and waits until it has checked all files."""
    opened: list[Manager] = []

    def make() -> Manager:
        opened.append(Manager())
        opened[-1].dialog.show()
        checked(opened[-1])
        return opened[-1]

    def checked(one: Manager) -> None:
        until(lambda: "being checked…" not in one.states().values())

    make.checked = checked
    yield make
    for one in opened:
        one.dialog.close()
        one.dialog.deleteLater()
    QApplication.processEvents()
