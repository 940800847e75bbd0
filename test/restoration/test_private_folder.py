"""The folder of packages: last on the path, swapped whole, without what QGIS has itself."""
from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from hyperrestore.errors import InstallationFailed
from hyperrestore.restoration import private_folder
from hyperrestore.restoration.private_folder import (
    check_loaded,
    drop_distributions,
    packages_folder,
    put_in_place,
    remove_folder,
    stage_of,
    use_folder,
)


@pytest.fixture(autouse=True)
def own_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))


def filled(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "what").write_text(text)
    return folder


def test_each_python_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Path("/p")
    here = packages_folder(profile)
    assert here.parent == profile / "hyperrestore" / "packages"
    assert here.name.startswith(f"py{sys.version_info[0]}.{sys.version_info[1]}-{sys.platform}-")
    monkeypatch.setattr(private_folder.platform, "python_version_tuple", lambda: ("3", "99", "0"))
    other = packages_folder(profile)
    monkeypatch.setattr(private_folder.platform, "machine", lambda: "ARM64")
    assert other.name.startswith("py3.99-") and packages_folder(profile).name.endswith("-arm64")


def test_it_is_last_on_the_path_and_only_once(tmp_path: Path) -> None:
    before = list(sys.path)
    use_folder(tmp_path)
    use_folder(tmp_path)
    use_folder(tmp_path / "absent")
    assert sys.path == [*before, str(tmp_path)]


def test_a_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = filled(tmp_path / "p", "old")
    put_in_place(filled(stage_of(folder), "new"), folder)
    assert (folder / "what").read_text() == "new"
    assert os.listdir(tmp_path) == ["p"]


def test_the_old_folder_comes_back_when_the_new_one_cannot_be_put_there(tmp_path: Path) -> None:
    folder = filled(tmp_path / "p", "old")
    with pytest.raises(InstallationFailed, match="start QGIS again"):
        put_in_place(tmp_path / "never made", folder)
    assert (folder / "what").read_text() == "old"


def test_uninstalled(tmp_path: Path) -> None:
    remove_folder(filled(tmp_path / "p", "old"))
    assert os.listdir(tmp_path) == []
    with pytest.raises(InstallationFailed):
        remove_folder(tmp_path / "p")


def test_what_qgis_has_itself_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    for name, distribution in (("numpy", "numpy-1.24.2"), ("PIL", "pillow-9.4.0"), ("torch", "torch-2.13.0")):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "a.py").touch()
        information = tmp_path / f"{distribution}.dist-info"
        information.mkdir()
        outside = "../../bin/f2py,,\n../kept.txt,,\n"
        (information / "RECORD").write_text(f"{name}/deep/a.py,,\n{outside}{information.name}/RECORD,,\n")
    kept = tmp_path.parent / "kept.txt"
    kept.touch()
    assert drop_distributions(tmp_path, ["numpy", "Pillow", "GDAL"]) == ("numpy", "pillow")
    assert sorted(os.listdir(tmp_path)) == ["torch", "torch-2.13.0.dist-info"]
    assert kept.exists()


def test_what_was_loaded_must_be_what_was_installed(tmp_path: Path) -> None:
    def judge(**places: str) -> str:
        return check_loaded(tmp_path, ["torch", "skimage.metrics"], json.dumps({"places": places, "cuda": "12.6"}))

    inside = {name: str(tmp_path / name / "__init__.py") for name in ("torch", "skimage")}
    assert judge(**inside, numpy="/usr/numpy/__init__.py") == "12.6"
    with pytest.raises(InstallationFailed, match="takes torch from .*other.*comes before"):
        judge(**{**inside, "torch": "/other/torch/__init__.py"}, numpy="/usr/numpy/__init__.py")
    with pytest.raises(InstallationFailed, match="numpy"):
        judge(**inside, numpy=str(tmp_path / "numpy" / "__init__.py"))
    for line in ("Segmentation fault", "[]", "{}", '{"places": {"torch": 3}, "cuda": ""}'):
        with pytest.raises(InstallationFailed, match="did not say"):
            check_loaded(tmp_path, ["torch"], line)
