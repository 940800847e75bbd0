"""What the tests of installing share."""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from qgis.PyQt.QtCore import QCoreApplication

from hyperrestore.restoration.environment import MISSING, PACKAGES, PRESENT, Environment, Found
from hyperrestore.restoration.installation import Plan, choose_build, make_plan
from hyperrestore.test.ui.packages.wheels import make_python, make_wheels


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_python(tmp_path_factory.mktemp("python"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where packages go: with spaces and umlauts, in folders that are not there yet."""
    return tmp_path / "Jörg Müller's profile" / "hyperrestore" / "packages" / "py3.9-here"


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pip finds packages here and nowhere else."""
    target = make_wheels(tmp_path / "wheels", np.__version__)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", target.as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return target


@pytest.fixture
def environment(bare_python: str) -> Callable[..., Environment]:
    """``environment(torch=PRESENT)`` -> findings; what is not named is missing."""

    def make(**states: str) -> Environment:
        found = tuple(
            Found(package, states.get(package.name, MISSING), *(("1.0", "/there") if package.name in states else ()))
            for package in PACKAGES
        )
        return Environment(
            interpreter=bare_python, python="3.11.2", qgis="3.22.16", gdal="3.6.2", numpy=np.__version__,
            has_pip=True, packages=found, devices=("cpu",) if states.get("torch") == PRESENT else (), nvidia=None,
        )  # fmt: skip

    return make


@pytest.fixture
def plan(environment: Callable[..., Environment], folder: Path) -> Plan:
    """Everything is missing; no index but what pip is told by other fixtures."""
    return replace(make_plan(environment(), folder), build=choose_build(None, "darwin"))


def wait_until(true: Callable[[], bool], limit_s: float = 60) -> None:
    """Lets QGIS work until something is so."""
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, "it never came to be"
        QCoreApplication.processEvents()
        time.sleep(0.01)
