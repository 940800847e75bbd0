"""The zip: what it holds, what it must not hold, and that the check on it can fail."""
from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import make_package
from package import ROOT, build_zip
from zip_rules import MAX_BYTES, zip_problems

METADATA = "hyperrestore/metadata.txt"


@pytest.fixture(scope="module")
def plugin_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("package") / "plugin.zip"
    build_zip(target)
    return target


def rewritten(plugin_zip: Path, target: Path, changed: dict[str, bytes | None]) -> Path:
    """The zip with entries changed, or left out (None)."""
    with zipfile.ZipFile(plugin_zip) as full, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bad:
        for entry in full.infolist():
            content = changed.get(entry.filename, full.read(entry))
            if content is not None:
                bad.writestr(entry, content)
    return target


def test_zip_keeps_the_rules_of_the_plugin_repository(plugin_zip: Path) -> None:
    assert zip_problems(plugin_zip) == []


def test_zip_holds_the_plugin_and_nothing_else(plugin_zip: Path) -> None:
    with zipfile.ZipFile(plugin_zip) as archive:
        inside = {name.split("/", 1)[1] for name in archive.namelist()}
    assert {"__init__.py", "metadata.txt", "LICENSE", "raster/window.py", "icons/hyperrestore.svg"} <= inside
    assert {"docs/algorithms.html", "docs/install.md", "docs/images/toolbox.png", "restoration/api.py"} <= inside
    assert {name.split("/")[0] for name in inside}.isdisjoint({"test", "scripts", "bench", "Makefile", "demo"})
    translations = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("i18n/*.qm")}
    assert {name for name in inside if name.startswith("i18n/")} == translations


def test_every_page_ships_as_html(plugin_zip: Path) -> None:
    with zipfile.ZipFile(plugin_zip) as archive:
        pages = {Path(name).stem for name in archive.namelist() if name.endswith(".html")}
    assert pages == {path.stem for path in ROOT.glob("docs/*.md")}


def test_same_files_give_the_same_zip(plugin_zip: Path, tmp_path: Path) -> None:
    build_zip(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == plugin_zip.read_bytes()


@pytest.mark.parametrize(
    "extra",
    [
        "hyperrestore/../outside.py",
        "/absolute.py",
        "hyperrestore\\window.py",
        "hyperrestore/raster/__pycache__/window.py",
        "hyperrestore/raster/window.pyc",
        "hyperrestore/test/test_window.py",
        "hyperrestore/native.so",
        "hyperrestore/docs/examples/all.sh",
        "hyperrestore/.bandit",
        "second_folder/__init__.py",
    ],
)
def test_each_breach_is_reported(plugin_zip: Path, tmp_path: Path, extra: str) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(plugin_zip.read_bytes())
    with zipfile.ZipFile(bad, "a") as archive:
        entry = zipfile.ZipInfo(extra)
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, "x")
    problems = zip_problems(bad)
    assert problems and all(extra.split("/")[-1] in told or "one top folder" in told for told in problems)


def test_binaries_and_executables_are_reported(plugin_zip: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(plugin_zip.read_bytes())
    with zipfile.ZipFile(bad, "a") as archive:
        for name, mode in (("native.dat", 0o644), ("tool.py", 0o755)):
            entry = zipfile.ZipInfo(f"hyperrestore/{name}")
            entry.external_attr = mode << 16
            archive.writestr(entry, b"\x7fELF\0" if name == "native.dat" else b"pass\n")
    assert zip_problems(bad) == [
        "hyperrestore/native.dat is a binary file, and not of a kind that may ship.",
        "hyperrestore/tool.py is executable.",
    ]


@pytest.mark.parametrize("missing", ["__init__.py", "metadata.txt", "LICENSE"])
def test_missing_file_is_reported(plugin_zip: Path, tmp_path: Path, missing: str) -> None:
    bad = rewritten(plugin_zip, tmp_path / "bad.zip", {f"hyperrestore/{missing}": None})
    assert zip_problems(bad) == [f"{missing} is missing."]


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ("tracker=", "trackers=", "metadata.txt lacks tracker."),
        ("email=maintainers@hyperrestore.example", "email=", "metadata.txt lacks email."),
        ("repository=https://", "repository=", "which is no address"),
        ("author=", "author=A / ", "must not hold a slash"),
        ("version=", "version=v", "is not of numbers and dots"),
        ("icon=icons/", "icon=pictures/", "is not in the zip"),
        ("about=", "about=100 % ", "metadata.txt cannot be read"),
        ("[general]", "[plugin]", "metadata.txt cannot be read"),
    ],
)
def test_bad_metadata_is_reported(plugin_zip: Path, tmp_path: Path, line: str, instead: str, problem: str) -> None:
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert f"\n{line}" in f"\n{text}"
    bad = f"\n{text}".replace(f"\n{line}", f"\n{instead}", 1).encode()
    (found,) = zip_problems(rewritten(plugin_zip, tmp_path / "bad.zip", {METADATA: bad}))
    assert problem in found


def test_size_limit_is_reported(plugin_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad, zipfile.ZipFile(plugin_zip) as full:
        for entry in full.infolist():
            bad.writestr(entry, full.read(entry))
        huge = zipfile.ZipInfo("hyperrestore/weights/huge.safetensors")
        huge.external_attr = 0o644 << 16
        bad.writestr(huge, bytes(MAX_BYTES))
    assert len(zip_problems(tmp_path / "bad.zip")) == 1


def test_make_package_ends_with_all_that_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def build_bad(target: Path) -> None:
        target.parent.mkdir()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("hyperrestore/__init__.py", "import pickle\n")
            archive.writestr("hyperrestore/setup.sh", "")

    monkeypatch.setattr(make_package, "ROOT", tmp_path)
    monkeypatch.setattr(make_package, "build_zip", build_bad)
    with pytest.raises(SystemExit) as told:
        make_package.main()
    lines = str(told.value).splitlines()
    assert all(line.startswith("package: ") for line in lines) and len(lines) == 4
    assert all(word in str(told.value) for word in ("metadata.txt is missing", "LICENSE is", "setup.sh", "B403"))
