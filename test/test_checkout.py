"""The checkout is a package and holds a folder named as QGIS's `processing`: neither may get in the other's way."""
from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from checkout import PLUGINS, ROOT


def test_processing_is_qgis_own() -> None:
    import processing

    assert ROOT not in Path(processing.__file__).resolve().parents
    assert callable(processing.run)


def test_package_is_the_checkout_whatever_its_folder_is_called() -> None:
    import hyperrestore.errors

    assert Path(hyperrestore.errors.__file__).resolve() == ROOT / "errors.py"
    assert (PLUGINS / "hyperrestore").resolve() == ROOT


def test_root_is_not_on_the_path() -> None:
    assert ROOT not in {Path(entry).resolve() for entry in sys.path}


def test_entry_of_the_plugin_is_not_imported_as_a_test_package(tmp_path: Path) -> None:
    checkout = tmp_path / "any name"
    for folder in ("scripts", "test"):
        (checkout / folder).mkdir(parents=True)
    for name in ("pyproject.toml", "scripts/checkout.py", "scripts/pytest_checkout.py"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "__init__.py").write_text("raise RuntimeError('imported as a test package')\n")
    (checkout / "test" / "test_one.py").write_text("def test_one():\n    pass\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("pytest"), "-q"],
        cwd=checkout, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
