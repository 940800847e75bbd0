"""The zip as a user gets it, in this machine's QGIS: installed, run, looked at, and as good as the checkout."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from checkout import ROOT
from package import build_zip
from try_zip import ALGORITHMS, Trouble, check_twin, complaints


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory, qgis_environment: dict[str, str]) -> Path:
    """The folder that try_zip.py leaves, run as its own process so that nothing of the checkout is imported."""
    folder = tmp_path_factory.mktemp("tried")
    build_zip(folder / "hyperrestore.zip")
    # Sums, and with them the last digits, depend on the number of threads.
    same = {name: qgis_environment[name] for name in ("PYTHONPATH", "OMP_NUM_THREADS")}
    environment = {**os.environ, **same}
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "try_zip.py"), str(folder / "hyperrestore.zip"), str(folder / "out")],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_everything_is_found_in_the_installed_zip(tried: Path) -> None:
    results = json.loads((tried / "results.json").read_text())
    assert results["algorithms"] >= 18 and results["menu"] == 1
    assert results["mpsnr_db"]["restore"] > results["mpsnr_db"]["noisy"] + 10
    assert results["complaints"] == []
    assert (tried / "window.png").stat().st_size > 20_000


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_zip_gives_what_the_checkout_gives(
    name: str, tried: Path, tmp_path: Path, qgis_process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    given = tmp_path / "checkout.tif"
    done = qgis_process("run", f"hyperrestore:{name}", "--", f"INPUT={tried / 'noisy.tif'}", f"OUTPUT={given}")
    assert done.returncode == 0, done.stderr
    rasters = [gdal.Open(str(path)).ReadAsArray() for path in (given, tried / f"{name}.tif")]
    np.testing.assert_array_equal(*rasters)


def test_a_result_that_has_lost_something_is_told(tried: Path, tmp_path: Path) -> None:
    lost = tmp_path / "lost.tif"
    gdal.Translate(str(lost), str(tried / "restore.tif"), noData="none", outputType=gdal.GDT_Float32)
    with pytest.raises(Trouble, match=r"lost\.tif differs from its source in: .*types, nodata"):
        check_twin(tried / "noisy.tif", lost)


def test_what_logs_complain_of_is_collected(tmp_path: Path) -> None:
    (tmp_path / "run.log").write_text(
        "Loaded\n/plugins/hyperrestore/a.py:3: DeprecationWarning: old\n/usr/lib/x.py:3: DeprecationWarning: theirs\n"
        "/plugins/hyperrestore/a.py:3: DeprecationWarning: old\nTraceback (most recent call last):\n"
    )
    assert complaints(tmp_path) == [
        "run.log: /plugins/hyperrestore/a.py:3: DeprecationWarning: old", "run.log: Traceback (most recent call last):",
    ]  # fmt: skip
