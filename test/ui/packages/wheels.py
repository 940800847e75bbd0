"""Tiny wheels under the names of the real packages, made by hand, and a Python without those to install them with."""
from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

TORCH = """
__version__ = "2.13.0"
class cuda:
    is_available = staticmethod(lambda: False)
    device_count = staticmethod(lambda: 0)
class backends:
    class mps:
        is_available = staticmethod(lambda: False)
"""
BROKEN = "raise ImportError('libc10.so: cannot open shared object file')\n"


def make_wheel(
    folder: Path, name: str, version: str, modules: dict[str, str], requires: Sequence[str] = ()
) -> Path:
    """A wheel of pure Python; ``modules`` are paths and texts."""
    base = f"{name.replace('-', '_')}-{version}"
    information = f"{base}.dist-info"
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    files = {
        **modules,
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{information}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{information}/RECORD"])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{base}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return target


def make_wheels(folder: Path, numpy_version: str, torch: str = TORCH) -> Path:
    """All that is required; scikit-image wants numpy, and there is one that must never be loaded."""
    make_wheel(folder, "torch", "2.13.0", {"torch/__init__.py": torch})
    # Newer than what HyperRestore was tested with: pip must leave it.
    make_wheel(folder, "torch", "2.99.0", {"torch/__init__.py": "raise ImportError('untested')\n"})
    make_wheel(folder, "safetensors", "0.8.0", {"safetensors/__init__.py": "__version__ = '0.8.0'\n"})
    make_wheel(
        folder, "scikit-image", "0.24.0",
        {"skimage/__init__.py": "__version__ = '0.24.0'\n", "skimage/metrics.py": "import numpy\n"}, ["numpy"],
    )  # fmt: skip
    for version in (numpy_version, "99.0"):
        make_wheel(folder, "numpy", version, {"numpy/__init__.py": "raise ImportError('a second numpy')\n"})
    return folder


def make_python(folder: Path) -> str:
    """A Python with pip and QGIS's packages, but without torch, as on a machine that never had it."""
    base = Path(sys.base_prefix) / "bin" / "python3"
    subprocess.run([base, "-m", "venv", "--system-site-packages", folder], check=True, timeout=120)
    return str(folder / "bin" / "python3")
