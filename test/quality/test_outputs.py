"""Texts appear together, whole, or not at all."""
from __future__ import annotations

from pathlib import Path

import pytest

from hyperrestore.errors import OutputRefused
from hyperrestore.quality.outputs import staged_outputs, write_outputs


def test_texts_are_written_with_their_folders(tmp_path: Path) -> None:
    write_outputs({str(tmp_path / "new" / "a.csv"): "a,b\n", str(tmp_path / "b.json"): "{\"\u03c3\": 1}"})
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"a,b\n"
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == "{\"\u03c3\": 1}"
    assert len(list(tmp_path.rglob("*"))) == 3


def test_a_failure_within_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("before")
    with pytest.raises(ZeroDivisionError), staged_outputs({str(tmp_path / "a.json"): "after"}):
        assert (tmp_path / "a.json").read_text() == "before"
        assert len(list(tmp_path.iterdir())) == 2
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "before"


def test_a_text_that_cannot_be_written_takes_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputRefused, match="b.json cannot be written"):
        write_outputs({str(tmp_path / "a.json"): "{}", str(tmp_path / "file" / "b.json"): "{}"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
