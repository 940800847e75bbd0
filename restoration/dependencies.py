"""The Python packages that QGIS may lack: imported late, and missed with a sentence that says how to get them."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Sequence
from types import ModuleType

import numpy as np

from ..errors import MissingDependency

REQUIRED = ("torch", "safetensors")
LOAD_FAILURES = (ImportError, OSError, RuntimeError, AttributeError, TypeError, ValueError, SyntaxError)
"""What importing a package may raise: ``OSError`` when Windows does not load its DLLs (WinError 126, 127, 1114), the
others when it was built for another numpy, or for another Python."""

_PIP_NAMES = {"skimage": "scikit-image"}


def require_torch():
    """Imports torch and safetensors and returns torch. Raises `MissingDependency`."""
    return [require(name, "Networks need", REQUIRED) for name in REQUIRED][0]


def require(name: str, who_needs: str, together: Sequence[str] = ()) -> ModuleType:
    """Imports the module ``name`` (dots allowed) and returns it; ``who_needs`` begins the sentence if that fails.

    ``together`` are packages that the advice is to install at once. Raises `MissingDependency`.
    """
    try:
        return importlib.import_module(name)
    except LOAD_FAILURES as error:
        package = name.partition(".")[0]
        raise MissingDependency(missing_message(package, error, who_needs, together or (package,))) from error


def missing_message(package: str, error: Exception, who_needs: str, together: Sequence[str]) -> str:
    """The sentence for a package that ``error`` kept from being imported."""
    command = install_command([_PIP_NAMES.get(name, name) for name in together])
    text = (
        f"{who_needs} the Python package {_PIP_NAMES.get(package, package)}, which this Python ({interpreter()}, "
        f"version {platform.python_version()}) "
    )
    in_qgis = (
        "In QGIS, Raster > HyperRestore > Check environment... installs it for you or tells how; "
        "hyperrestore:checkenvironment prints the same."
    )
    if is_absent(package, error):
        return text + f"does not have. {in_qgis} In a Python of your own, install it with:  {command}"
    return (
        f"{text}has but cannot load: {error}.{reinstall_hint()} {in_qgis} In a Python of your own, reinstall it with:  "
        f"{command}"
    )


def is_absent(module: str, error: Exception) -> bool:
    """Whether ``error`` says that ``module`` itself is not there, rather than something that it imports."""
    return isinstance(error, ModuleNotFoundError) and error.name in (module, None)


def reinstall_hint() -> str:
    """What most often keeps packages from loading on this system; begins with a space, or is empty."""
    if os.name == "nt":
        return " The Microsoft Visual C++ redistributable (x64) must be installed and up to date."
    return ""


def install_command(packages: Sequence[str]) -> str:
    """The command line that installs ``packages`` into the Python that runs now.

    It names QGIS's own numpy, lest pip put a newer one in front of it that QGIS's libraries were not built for.
    """
    return f'"{interpreter()}" -m pip install {" ".join(packages)} numpy=={np.__version__}'


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
