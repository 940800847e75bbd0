"""One run at a time holds an output, also where one comes at the very moment at which another one goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import hyperrestore.raster.claim as claim_module
from hyperrestore.raster.claim import Claim, journal_path


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
def test_the_file_is_locked_until_it_is_removed(tmp_path, monkeypatch):
    """A run that locked it before would hold a file that nobody else can find."""
    import fcntl

    claim, unlink, refused = Claim(tmp_path / "out.tif"), Path.unlink, []

    def tried_before(path: Path, *arguments, **named) -> None:
        with open(path, "r+b") as second, pytest.raises(BlockingIOError) as caught:
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        refused.append(caught.value)
        unlink(path, *arguments, **named)

    monkeypatch.setattr(Path, "unlink", tried_before)
    claim.release()
    assert len(refused) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
def test_a_file_that_was_removed_before_it_was_locked_is_not_held(tmp_path, monkeypatch):
    path, lock, calls = journal_path(tmp_path / "out.tif"), claim_module._lock, []

    def locked(file) -> None:
        calls.append(file)
        if len(calls) == 1:
            path.unlink()
        lock(file)

    monkeypatch.setattr(claim_module, "_lock", locked)
    claim = Claim(tmp_path / "out.tif")
    assert len(calls) == 2 and calls[0].closed
    assert os.path.samestat(os.fstat(claim.file.fileno()), os.stat(path))
    claim.release()
