"""pytest plugin, loaded before all others: fits pytest to a checkout that is itself a package.

The environment must stand before pytest-qgis starts QGIS, which it does before any conftest.py is read.
"""
from __future__ import annotations

import os
from pathlib import Path

import pytest

from checkout import ROOT

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Small tensors gain nothing from many threads, and the tests start processes of their own beside this one.
os.environ.setdefault("OMP_NUM_THREADS", str(min(4, os.cpu_count() or 1)))


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The root is no test package: its ``__init__.py`` is QGIS's entry and must not be imported bare."""
    return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None
