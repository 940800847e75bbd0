"""The plan: which build, which packages, the command, and what QGIS keeps."""
from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hyperrestore.restoration.environment import BROKEN, MISSING, OLD, PACKAGES, PRESENT, Environment, Found
from hyperrestore.restoration.installation import (
    APPLE,
    CARD,
    NO_CARD,
    NO_DRIVER,
    OLD_CARD,
    OLD_DRIVER,
    OLD_PYTHON,
    choose_build,
    make_plan,
)
from hyperrestore.restoration.nvidia import Nvidia

PYTHON = "/opt/a b/bin/python3"


def environment(*found: Found, nvidia: Nvidia | None = None) -> Environment:
    return Environment(
        interpreter=PYTHON, python="3.11.2", qgis="3.22", gdal="3.6.2", numpy=np.__version__, has_pip=True,
        packages=found, devices=(), nvidia=nvidia,
    )  # fmt: skip


def everything_missing() -> Environment:
    return environment(*(Found(package, MISSING) for package in PACKAGES))


@pytest.mark.parametrize(
    ("nvidia", "system", "index", "why"),
    [
        (None, "linux", "cpu", NO_DRIVER),
        (None, "win32", "cpu", NO_DRIVER),
        (None, "darwin", "", APPLE),
        (Nvidia("580.1", (13, 0), "", (0, 0)), "linux", "cpu", NO_CARD),
        (Nvidia("580.1", (13, 0), "RTX 4000", (8, 9)), "linux", "cu130", CARD),
        (Nvidia("590.1", (13, 1), "RTX 5090", (12, 0)), "win32", "cu130", CARD),
        (Nvidia("550.1", (12, 4), "RTX 4000", (8, 9)), "linux", "cu126", CARD),
        (Nvidia("580.1", (13, 0), "GTX 1080", (6, 1)), "linux", "cu126", CARD),
        (Nvidia("470.1", (11, 4), "GTX 1080", (6, 1)), "linux", "cpu", OLD_DRIVER),
        (Nvidia("570.1", (12, 8), "RTX 5090", (12, 0)), "linux", "cpu", OLD_DRIVER),
        (Nvidia("470.1", (11, 4), "GT 710", (3, 5)), "win32", "cpu", OLD_CARD),
    ],
)
def test_the_build_is_that_of_card_and_driver(nvidia: Nvidia | None, system: str, index: str, why: str) -> None:
    build = choose_build(nvidia, system, python=(3, 10))
    assert (build.index, build.why) == (index, why)
    assert 50 < build.download_mb < build.disk_mb < 10_000


@pytest.mark.parametrize(
    ("nvidia", "index", "why"),
    [
        (Nvidia("580.1", (13, 0), "RTX 4000", (8, 9)), "cu126", CARD),
        (Nvidia("590.1", (13, 1), "RTX 5090", (12, 0)), "cpu", OLD_PYTHON),
        (Nvidia("570.1", (12, 8), "RTX 5090", (12, 0)), "cpu", OLD_DRIVER),
        (None, "cpu", NO_DRIVER),
    ],
)
def test_an_old_python_gets_a_build_that_there_is_for_it(nvidia: Nvidia | None, index: str, why: str) -> None:
    """The first torch with CUDA 13.0 is 2.9, which needs Python 3.10."""
    build = choose_build(nvidia, "win32", python=(3, 9))
    assert (build.index, build.why) == (index, why)


def test_the_command(tmp_path: Path) -> None:
    plan = make_plan(everything_missing(), tmp_path / "my packages")
    words = shlex.split(plan.command(windows=False))
    assert words[:5] == [PYTHON, "-m", "pip", "install", "--no-input"]
    assert words[-3:] == ["torch>=2.0,<=2.13.0", "safetensors<=0.8.0", "scikit-image>=0.19"]
    assert words[words.index("--target") + 1] == str(tmp_path / "my packages")
    assert words[words.index("--only-binary") + 1] == ":all:"
    constraints = Path(words[words.index("--constraint") + 1])
    plan.write_constraints()
    assert f"numpy=={np.__version__}\n" in constraints.read_text()
    assert {line.partition("==")[0] for line in constraints.read_text().split()} >= {"numpy", "scipy", "Pillow"}
    assert "+" not in constraints.read_text()


def test_the_build_is_taken_from_an_index_of_its_own(tmp_path: Path) -> None:
    plan = make_plan(everything_missing(), tmp_path / "p")
    cuda = replace(plan, build=choose_build(Nvidia("580.1", (13, 0), "RTX", (8, 9)), "linux"))
    apple = replace(plan, build=choose_build(None, "darwin"))
    assert "--extra-index-url https://download.pytorch.org/whl/cu130" in cuda.command(windows=False)
    assert "download.pytorch.org" not in apple.command(windows=False)


def test_without_torch_its_index_is_not_asked(tmp_path: Path) -> None:
    plan = make_plan(environment(Found(PACKAGES[1], MISSING)), tmp_path)
    assert plan.build.index == "cpu" and not plan.has_torch
    assert "pytorch.org" not in plan.command(windows=False)


def test_windows_quotes_what_its_shell_would_take_for_its_own() -> None:
    environment_there = replace(everything_missing(), interpreter="C:\\Program Files\\QGIS\\python.exe")
    command = make_plan(environment_there, Path("C:\\p")).command(windows=True)
    assert command.startswith('"C:\\Program Files\\QGIS\\python.exe" -m pip install ')
    assert command.endswith(' "torch>=2.0,<=2.13.0" "safetensors<=0.8.0" "scikit-image>=0.19"')


def test_what_is_elsewhere_is_left_alone_and_what_is_private_is_installed_anew(tmp_path: Path) -> None:
    torch, safetensors, skimage = PACKAGES[:3]
    plan = make_plan(
        environment(
            Found(torch, PRESENT, "2.13.0", str(tmp_path)),
            Found(safetensors, PRESENT, "0.8.0", "/usr/lib/python3"),
            Found(skimage, MISSING),
        ),
        tmp_path,
    )
    assert [package.name for package in plan.packages] == ["torch", "scikit-image"]
    assert plan.blocking == ()


@pytest.mark.parametrize("state", [BROKEN, OLD])
def test_what_does_not_work_elsewhere_is_in_the_way(tmp_path: Path, state: str) -> None:
    bad = Found(PACKAGES[0], state, "1.13", "/home/me/site-packages")
    here = Found(PACKAGES[0], state, "1.13", str(tmp_path))
    assert make_plan(environment(bad), tmp_path).blocking == (bad,)
    assert make_plan(environment(here), tmp_path).blocking == ()


def test_sizes_are_of_what_is_installed(tmp_path: Path) -> None:
    whole = make_plan(everything_missing(), tmp_path)
    small = make_plan(environment(Found(PACKAGES[2], MISSING)), tmp_path)
    assert 0 < small.download_mb < whole.download_mb and small.disk_mb < whole.disk_mb
    assert whole.room_mb > 0
