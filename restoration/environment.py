"""What this Python has of what HyperRestore needs: one set of findings for window, toolbox and command line."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec

import numpy as np

from .dependencies import LOAD_FAILURES, REQUIRED, interpreter, is_absent
from .device import seen_devices
from .nvidia import Nvidia, find_nvidia

PRESENT, MISSING, BROKEN, OLD = "present", "missing", "broken", "too old"


@dataclass(frozen=True)
class Package:
    """A Python package: its name for pip, the module that shows whether it loads, and the versions that fit.

    ``newest`` is the newest version that HyperRestore was tested with; empty where later ones are trusted.
    """

    name: str
    module: str
    oldest: str = ""
    newest: str = ""
    required: bool = True

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        limits = [f">={self.oldest}" if self.oldest else "", f"<={self.newest}" if self.newest else ""]
        return self.name + ",".join(limit for limit in limits if limit)


PACKAGES = (
    Package("torch", "torch", oldest="2.0", newest="2.13.0"),
    Package("safetensors", "safetensors", newest="0.8.0"),
    Package("scikit-image", "skimage.metrics", oldest="0.19"),
    Package("matplotlib", "matplotlib", required=False),
    Package("distributed", "distributed", required=False),
)


@dataclass(frozen=True)
class Found:
    """How it stands with a package: ``version``, the folder of modules it lies in, and why it does not load."""

    package: Package
    state: str
    version: str = ""
    place: str = ""
    error: str = ""


@dataclass(frozen=True)
class Environment:
    """The findings. ``devices`` are those that torch sees, empty when it cannot be asked."""

    interpreter: str
    python: str
    qgis: str
    gdal: str
    numpy: str
    has_pip: bool
    packages: tuple[Found, ...]
    devices: tuple[str, ...]
    nvidia: Nvidia | None

    @property
    def lacking(self) -> tuple[Found, ...]:
        """What is required and cannot be used as it is."""
        return lacking(self.packages)

    @property
    def ready(self) -> bool:
        return not self.lacking


def look_around(qgis_version: str) -> Environment:
    """All findings. Loads the packages, torch among them, to see whether they load: seconds."""
    # Not at the top: windows read this module, and nothing of theirs needs GDAL.
    from osgeo import gdal

    packages = find_packages(load=True)
    loaded = {found.package.name for found in packages if found.state in (PRESENT, OLD)}
    return Environment(
        interpreter=interpreter(),
        python=platform.python_version(),
        qgis=qgis_version,
        gdal=gdal.__version__,
        numpy=np.__version__,
        has_pip=importlib.util.find_spec("pip") is not None,
        packages=packages,
        devices=tuple(_devices()) if loaded.issuperset(REQUIRED) else (),
        nvidia=find_nvidia(),
    )


def find_packages(load: bool, packages: Sequence[Package] = PACKAGES) -> tuple[Found, ...]:
    """How it stands with each package. Without ``load`` nothing is imported: milliseconds, but blind for BROKEN."""
    return tuple(_find(package, load) for package in packages)


def lacking(packages: Sequence[Found]) -> tuple[Found, ...]:
    """Those of ``packages`` that are required and cannot be used as they are."""
    return tuple(found for found in packages if found.package.required and found.state != PRESENT)


def _find(package: Package, load: bool) -> Found:
    top = package.module.partition(".")[0]
    spec = importlib.util.find_spec(top)
    # An empty folder of that name is found, too, without an origin; and what is loaded even when its files were
    # removed since.
    if spec is None or spec.origin is None or not os.path.exists(spec.origin):
        return Found(package, MISSING)
    version, place = _version(package), _place(spec)
    if load:
        try:
            importlib.import_module(package.module)
        except LOAD_FAILURES as error:
            if is_absent(top, error):
                return Found(package, MISSING)
            return Found(package, BROKEN, version, place, f"{type(error).__name__}: {error}")
        version = str(getattr(importlib.import_module(top), "__version__", version))
    state = OLD if version and numbers(version) < numbers(package.oldest) else PRESENT
    return Found(package, state, version, place)


def numbers(version: str) -> tuple[int, ...]:
    """``(2, 13, 0)`` for ``2.13.0+cpu``; empty for what does not begin with a number."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def _version(package: Package) -> str:
    try:
        return importlib.metadata.version(package.name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _place(spec: ModuleSpec) -> str:
    """The folder on the path that holds a package or module."""
    if spec.submodule_search_locations:
        return os.path.dirname(next(iter(spec.submodule_search_locations)))
    return os.path.dirname(spec.origin or "")


def _devices() -> Iterator[str]:
    for name, maker in seen_devices().items():
        yield f"{name} ({maker})" if maker else name
