"""Texts appear together, whole, or not at all."""
from __future__ import annotations

import os
from pathlib import Path

import pytest

from hyperrestore.errors import OutputRefused
from hyperrestore.quality import outputs
from hyperrestore.quality.outputs import check_outputs, staged_outputs, write_outputs


def test_texts_are_written_with_their_folders(tmp_path: Path) -> None:
    write_outputs({str(tmp_path / "new" / "a.csv"): "a,b\n", str(tmp_path / "b.json"): "{\"\u03c3\": 1}"})
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"a,b\n"
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == "{\"\u03c3\": 1}"
    assert len(list(tmp_path.rglob("*"))) == 3


def test_a_failure_within_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("before")
    texts = {str(tmp_path / "a.json"): "after", str(tmp_path / "new" / "deep" / "b.json"): "{}"}
    with pytest.raises(ZeroDivisionError), staged_outputs(texts):
        assert (tmp_path / "a.json").read_text() == "before"
        assert len(list((tmp_path / "new" / "deep").iterdir())) == 1
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "before"


def test_a_text_that_cannot_be_written_takes_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputRefused, match="b.json: its folder cannot be made"):
        write_outputs({str(tmp_path / "a.json"): "{}", str(tmp_path / "file" / "b.json"): "{}"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_refused_rename_takes_back_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a table that is open in another program cannot be replaced."""
    for name in ("a.html", "b.csv"):
        (tmp_path / name).write_text(f"old {name}")
    replace = os.replace

    def refuse(here, there) -> None:
        if Path(there).name == "b.csv" and "new" in Path(here).read_text():
            raise PermissionError(13, "in use")
        replace(here, there)

    monkeypatch.setattr(outputs.os, "replace", refuse)
    with pytest.raises(OutputRefused, match="b.csv cannot be written: in use. Close programs that have it open"):
        write_outputs({str(tmp_path / name): "new" for name in ("a.html", "b.csv", "c.json")})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.html": "old a.html", "b.csv": "old b.csv",
    }  # fmt: skip


def test_existing_files_are_replaced_and_nothing_remains_beside(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    write_outputs({str(tmp_path / "a.csv"): "new"})
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "new")]


def test_what_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "in.tif").write_text("raster")
    (tmp_path / "link.html").symlink_to(tmp_path / "in.tif")
    for paths, sentence in (
        ([tmp_path], "is a folder. Give a file name in it"),
        ([tmp_path / "a.csv", tmp_path / "x" / ".." / "a.csv"], "was asked for twice"),
        ([tmp_path / "in.tif"], "would overwrite an input"),
        ([tmp_path / "link.html"], "would overwrite an input"),
        ([tmp_path / "in.tif" / "a.csv"], "its folder may not be written to"),
        ([tmp_path / ("n" * 300 + ".csv")], "cannot be a file's name here: File name too long"),
        (["a\0b.csv"], "cannot be a file's name here"),
    ):
        with pytest.raises(OutputRefused, match=sentence):
            check_outputs([str(path) for path in paths], [str(tmp_path / "in.tif"), str(tmp_path / "absent")])
    check_outputs([str(tmp_path / "new" / "a.csv"), str(tmp_path / "b.html")], [str(tmp_path / "in.tif")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.tif", "link.html"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputRefused, match="its folder may not be written to"):
        check_outputs([str(tmp_path / "a.csv")])
