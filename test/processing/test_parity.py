"""The authors' checkpoint, imported and run through QGIS, gives what the authors' own code gave."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from checkout import make_profile
from hyperrestore.test.processing.rasters import names, read, write_cube

EXACT = ("SCALING=none", "TILE_SIZE=-1", "DATA_TYPE=Float32", "LINE_DIRECTION=columns")


@pytest.fixture(scope="module")
def catalog(qgis_process: Callable, shared: Path) -> Path:
    """The user's weights folder, after the authors' checkpoint was imported into it as 'authors'."""
    checkpoint = shared / "reference" / "ras2s_authors_checkpoint.pth"
    done = qgis_process(
        "--json", "run", "hyperrestore:importweights", "--", f"INPUT={checkpoint}", "NAME=authors",
        "AUTHORS=Xiao et al.", "LICENCE=none stated",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert results["NAME"] == "authors"
    return Path(results["WEIGHTS_FILE"]).parent


def test_weights_are_in_the_profile_described_and_checksummed(catalog: Path, qgis_environment: dict) -> None:
    profile = Path(qgis_environment["QGIS_CUSTOM_CONFIG_PATH"])
    assert catalog == profile / "profiles" / "default" / "hyperrestore" / "weights"
    assert names(catalog) == ["SHA256SUMS", "authors.json", "authors.safetensors"]
    card = json.loads((catalog / "authors.json").read_text())
    assert (card["architecture"], card["authors"], card["licence"]) == ("ras2s", "Xiao et al.", "none stated")


@pytest.mark.parametrize("case", ["b6_24x20", "b31_64x64"])
def test_output_is_the_authors(qgis_process: Callable, catalog: Path, shared: Path, tmp_path: Path, case: str) -> None:
    reference = np.load(shared / "reference" / f"ras2s_{case}.npz")
    source = write_cube(tmp_path / "noisy.tif", reference["noisy"].astype(np.float32))
    target = tmp_path / "restored.tif"
    done = qgis_process(
        "run", "hyperrestore:denoiseras2s", "--", f"INPUT={source}", f"OUTPUT={target}", "WEIGHTS=authors", *EXACT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    restored = read(target)
    assert restored.dtype == np.float32
    assert np.abs(restored - reference["restored"]).max() <= 1e-4
    assert np.abs(restored - reference["noisy"]).max() > 0.1


def test_another_profile_does_not_know_them(catalog: Path, tmp_path: Path) -> None:
    assert not list(Path(make_profile(tmp_path / "profile")["QGIS_CUSTOM_CONFIG_PATH"]).rglob("authors.*"))
