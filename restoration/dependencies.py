"""The Python packages that networks need: imported late, and missed with a sentence that says how to get them."""

from __future__ import annotations

import importlib
import os
import platform
import sys

import numpy as np

from ..errors import MissingDependency

REQUIRED = ("torch", "safetensors")


def require_torch():
    """Imports torch and safetensors and returns torch.

    Raises `MissingDependency`. An ``OSError`` is caught too, because on Windows a torch whose DLLs do not load
    raises that (WinError 126, 127, 1114) rather than ``ImportError``.
    """
    modules = {}
    for name in REQUIRED:
        try:
            modules[name] = importlib.import_module(name)
        except (ImportError, OSError) as error:
            raise MissingDependency(missing_message(name, error)) from error
    return modules["torch"]


def missing_message(name: str, error: Exception) -> str:
    """The sentence for a package that ``error`` kept from being imported."""
    version = platform.python_version()
    text = f"Networks need the Python package {name}, which this Python ({interpreter()}, version {version}) "
    if isinstance(error, ModuleNotFoundError):
        return (
            text + f"does not have. Install it with:  {install_command()}  and start QGIS again. "
            "docs/install.md in the plugin's folder has other ways, for Pythons that pip may not change."
        )
    hint = ""
    if os.name == "nt":
        hint = " The Microsoft Visual C++ redistributable (x64) must be installed and up to date."
    return text + f"has but cannot load: {error}.{hint} Reinstall it with:  {install_command()}  and start QGIS again."


def install_command() -> str:
    """The command line that installs what networks need into the Python that runs now.

    It names QGIS's own numpy, lest pip put a newer one in front of it that QGIS's libraries were not built for.
    """
    return f'"{interpreter()}" -m pip install {" ".join(REQUIRED)} numpy=={np.__version__}'


def interpreter(executable: str | None = None, prefix: str | None = None, windows: bool | None = None) -> str:
    """The path of the Python interpreter to run pip with.

    Inside QGIS ``sys.executable`` may be QGIS itself (``qgis-bin.exe``, ``QGIS``), empty, or whatever ``python3`` the
    PATH names, which may be another Python. Only one below ``sys.prefix`` is believed; otherwise the interpreter is the
    one that belongs there. The arguments replace the values of the running process in tests.
    """
    executable = sys.executable if executable is None else executable
    prefix = sys.prefix if prefix is None else prefix
    windows = os.name == "nt" if windows is None else windows
    folder, _, name = (executable or "").replace("\\", "/").rpartition("/")
    own = f"{folder}/".lower().startswith(prefix.replace("\\", "/").rstrip("/").lower() + "/")
    if own and name.lower().startswith("python"):
        return executable
    return f"{prefix}\\python.exe" if windows else f"{prefix}/bin/python3"
