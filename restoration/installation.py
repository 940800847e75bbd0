"""How to install what is lacking: which build, how large, where to, and the very command."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ..errors import InstallationFailed
from .environment import PRESENT, Environment, Found, Package
from .nvidia import Nvidia

PYTORCH = "https://download.pytorch.org/whl/"
KEPT = ("numpy", "scipy", "Pillow", "matplotlib", "GDAL")
"""What QGIS was built with and pip may not change: distributions that are held at the version QGIS has."""

APPLE, NO_DRIVER, NO_CARD, OLD_DRIVER, OLD_CARD, OLD_PYTHON, CARD = (
    "apple", "no driver", "no card", "old driver", "old card", "old Python", "card",
)  # fmt: skip
"""Why a build was chosen."""

NEEDS_CUDA, FALLBACK_NEEDS_CUDA = (13, 0), (12, 0)
"""The CUDA that a driver must run for the builds cu130 and cu126 (NVIDIA keeps minor versions compatible)."""

NEEDS_PYTHON = (3, 10)
"""For cu130: the first torch built for it, 2.9, does not run in Python 3.9, which QGIS for Windows had up to 3.28."""

CAPABILITY, FALLBACK_CAPABILITIES = (7, 5), ((5, 0), (9, 0))
"""Cards that the two builds have code for: Turing and later; Maxwell to Hopper."""

SIZES_MB = {
    "cpu": (205, 740),
    "cu126": (2700, 5000),
    "cu130": (2740, 4770),
    "apple": (120, 520),
    "windows cpu": (130, 510),
    "windows cu126": (2500, 4500),
    "windows cu130": (2000, 4000),
}
"""To download and on disk, by build: torch 2.13.0 with all that it brings along. Measured: cpu installed; cu130, apple
and windows cpu from the wheels on PyPI. The others are on pytorch.org alone, and estimates."""

SKIMAGE_MB = (70, 45)
"""The same for scikit-image; the numpy, scipy and Pillow that come along do not stay."""


@dataclass(frozen=True)
class Build:
    """One of PyTorch's builds of torch: the name of its index there, empty for the one that PyPI has.

    The sizes are MB, for torch with all that it brings along.
    """

    index: str
    why: str
    download_mb: int
    disk_mb: int

    @property
    def is_cuda(self) -> bool:
        return self.index.startswith("cu")


@dataclass(frozen=True)
class Plan:
    """What would be installed, by which Python, into which folder.

    ``blocking`` are packages of the user's own that do not work and come first on the path: until they are removed,
    nothing that is installed behind them is found. ``kept`` are distributions and their versions.
    """

    interpreter: str
    build: Build
    packages: tuple[Package, ...]
    blocking: tuple[Found, ...]
    kept: tuple[tuple[str, str], ...]
    folder: Path
    download_mb: int
    disk_mb: int

    @property
    def constraints_file(self) -> Path:
        """Beside the folder; holds ``constraints``."""
        return self.folder.with_name(f"{self.folder.name}.txt")

    @property
    def constraints(self) -> str:
        """One line for each of ``kept``."""
        return "".join(f"{name}=={version}\n" for name, version in self.kept)

    @property
    def has_torch(self) -> bool:
        """Whether torch is to be installed, so that its build matters."""
        return any(package.name == "torch" for package in self.packages)

    @property
    def sites(self) -> tuple[str, ...]:
        """Where pip gets packages from, unless the user's pip is set up for others."""
        return ("pypi.org", "download.pytorch.org") if self._index() else ("pypi.org",)

    @property
    def room_mb(self) -> int:
        """Free room, in MB, where the folder is to be."""
        existing = next(folder for folder in self.folder.parents if folder.exists())
        return shutil.disk_usage(existing).free // 1_000_000

    def arguments(self, target: Path) -> list[str]:
        """What the interpreter is given to install into ``target``. Other settings of the user's pip stay in force."""
        return [
            "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-user", "--only-binary", ":all:",
            "--no-compile", "--upgrade", "--target", str(target), "--constraint", str(self.constraints_file),
            *self._index(), *(package.requirement for package in self.packages),
        ]  # fmt: skip

    def command(self, windows: bool | None = None) -> str:
        """The same for the user's own shell, into the final folder."""
        words = [self.interpreter, *self.arguments(self.folder)]
        if os.name == "nt" if windows is None else windows:
            return " ".join(word if word and not set(word) & set(' <>&|^()"') else f'"{word}"' for word in words)
        return shlex.join(words)

    def write_constraints(self) -> None:
        """Writes the file that the command names. Raises `InstallationFailed`."""
        try:
            self.constraints_file.parent.mkdir(parents=True, exist_ok=True)
            self.constraints_file.write_text(self.constraints, encoding="utf-8")
        except OSError as error:
            raise InstallationFailed(
                f"Nothing can be written in {self.constraints_file.parent}: {error.strerror or error}. Packages are "
                "installed in the QGIS profile; see to it that it can be written to."
            ) from error

    def _index(self) -> list[str]:
        # A version with a local part (2.13.0+cpu) goes before the same one without, so that the build is found among
        # what all indexes have; safetensors and scikit-image are on PyPI alone.
        return ["--extra-index-url", PYTORCH + self.build.index] if self.build.index and self.has_torch else []


def make_plan(environment: Environment, folder: Path) -> Plan:
    """How to get everything that is required and does not come from elsewhere into ``folder``, all at once: a new
    folder takes the place of the old one."""
    required = [found for found in environment.packages if found.package.required]
    elsewhere = [found for found in required if found.place and Path(found.place) != folder]
    packages = tuple(found.package for found in required if found not in elsewhere or found.state != PRESENT)
    build = choose_build(environment.nvidia)
    names = {package.name for package in packages}
    download, disk = (build.download_mb, build.disk_mb) if "torch" in names else (0, 0)
    if "scikit-image" in names:
        download, disk = download + SKIMAGE_MB[0], disk + SKIMAGE_MB[1]
    return Plan(
        interpreter=environment.interpreter,
        build=build,
        packages=packages,
        blocking=tuple(found for found in elsewhere if found.state != PRESENT),
        kept=tuple(_kept()),
        folder=folder,
        download_mb=download,
        disk_mb=disk,
    )


def choose_build(
    nvidia: Nvidia | None, system: str = "", machine: str = "", python: tuple[int, int] = sys.version_info[:2]
) -> Build:
    """The build of torch for this machine, and why. The last three replace the machine's own in tests."""
    system, machine = system or sys.platform, (machine or platform.machine()).lower()
    if system == "darwin":
        return Build("", APPLE, *SIZES_MB["apple"])
    index, why = _index_for(nvidia, python)
    size = SIZES_MB[index if system == "linux" else f"windows {index}"]
    return Build(index, why, *size)


def _index_for(nvidia: Nvidia | None, python: tuple[int, int]) -> tuple[str, str]:
    if nvidia is None:
        return "cpu", NO_DRIVER
    if not nvidia.card:
        return "cpu", NO_CARD
    fits_newest = nvidia.cuda >= NEEDS_CUDA and nvidia.capability >= CAPABILITY
    if fits_newest and python >= NEEDS_PYTHON:
        return "cu130", CARD
    oldest, newest = FALLBACK_CAPABILITIES
    if nvidia.capability < oldest:
        return "cpu", OLD_CARD
    if nvidia.cuda >= FALLBACK_NEEDS_CUDA and nvidia.capability <= newest:
        return "cu126", CARD
    return "cpu", OLD_PYTHON if fits_newest else OLD_DRIVER


def _kept():
    for name in KEPT:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        # Distributors add local parts (+dfsg) that PyPI does not know.
        yield name, version.partition("+")[0]
