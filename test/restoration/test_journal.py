"""The journal of a run, read by the run after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from hyperrestore.restoration.journal import Journal, Moment

TASK = {"input": "in.tif", "parameters": "none"}


def moment(done: int) -> Moment:
    head, seam = np.arange(done, dtype=np.uint8), np.full((2, done, 3), done, np.float32)
    numbers = {"group": 1, "at_once": 1, "clamped": 2 * done, "unusable": 0, "account": "", "length": 100 * done}
    return Moment(done, **numbers, head=head, beside=head, right=seam, below=seam, changed=np.array([True, False]))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BinaryIO]:
    with open(tmp_path / "run.journal", "w+b", buffering=0) as opened:
        yield opened


def test_what_a_run_that_goes_on_saves_is_newer_than_what_it_has_read(file):
    journal = Journal(file)
    journal.begin(TASK, 1000)
    for done in (1, 2, 3):
        journal.save(moment(done))
    next_run = Journal(file)
    task, found = next_run.read()
    assert (task, found.done) == (TASK, 3)
    next_run.save(moment(4))
    _, latest = Journal(file).read()
    assert (latest.done, latest.clamped, latest.length) == (4, 8, 400)
    np.testing.assert_array_equal(latest.below, moment(4).below)
