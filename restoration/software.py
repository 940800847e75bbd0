"""Which versions work together: what a result, and what is sent between machines, depends on."""

from __future__ import annotations

import platform
from configparser import ConfigParser
from pathlib import Path

from .dependencies import require, require_torch

METADATA = Path(__file__).resolve().parent.parent / "metadata.txt"


def plugin_version() -> str:
    """The version in ``metadata.txt``."""
    metadata = ConfigParser()
    metadata.read(METADATA, encoding="utf-8")
    return metadata["general"]["version"]


def versions() -> dict[str, str]:
    """By name, in the order in which differences matter. Raises `MissingDependency`."""
    return {
        "HyperRestore": plugin_version(),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "torch": require_torch().__version__,
        "numpy": require("numpy", "Everything needs").__version__,
        "distributed": require("distributed", "A cluster needs").__version__,
    }
