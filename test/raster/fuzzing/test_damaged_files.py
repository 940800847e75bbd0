"""Two thousand damaged files: each ends with a sentence and no trace, or as exactly what GDAL itself reads from it.

The damage is the same in every run. For more of it, say how much, and from which number on:
``HYPERRESTORE_MUTATIONS=20000 HYPERRESTORE_FIRST=2000 .venv/bin/pytest test/raster/fuzzing``. A finding names its
number; ``python -m hyperrestore.test.raster.fuzzing.worker FOLDER REAL NUMBER`` repeats it.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from checkout import ROOT
from hyperrestore.test.raster.fuzzing.pool import Pool
from hyperrestore.test.raster.fuzzing.trial import REFUSED, RESTORED, UNCHANGED
from hyperrestore.test.raster.fuzzing.worker import CRASH, HANG, HOARD

MUTATIONS = int(os.environ.get("HYPERRESTORE_MUTATIONS", "2100"))
FIRST = int(os.environ.get("HYPERRESTORE_FIRST", "0"))
# A file takes a tenth of a second; on a machine with more to do, and while PROJ reads its data base, many times that.
PATIENCE_S = 60
REAL = ROOT.parent / "shared" / "data" / "real"


def test_damaged_files_end_with_a_sentence_or_as_gdal_reads_them(tmp_path: Path) -> None:
    real = REAL if REAL.is_dir() else None
    pool = Pool(tmp_path, real, workers=os.cpu_count() or 1, patience_s=PATIENCE_S)
    answers = pool.run(range(FIRST, FIRST + MUTATIONS))
    suspects = _findings(answers)
    if suspects:
        # Where unpacking ends early, GDAL may give what memory held before, to us and to the witness each its own: a
        # finding is what a fresh process finds again.
        again = Pool(tmp_path / "again", real, workers=1, patience_s=PATIENCE_S)
        assert _findings(again.run([suspect["number"] for suspect in suspects])) == []
    verdicts = Counter(answer["verdict"] for answer in answers)
    assert sum(verdicts.values()) == MUTATIONS
    assert verdicts[REFUSED] + verdicts[RESTORED] >= min(2000, 0.9 * MUTATIONS)
    # Damage that nothing, or everything, survives would test nothing.
    assert min(verdicts[REFUSED], verdicts[RESTORED]) >= 0.2 * MUTATIONS


def _findings(answers: list[dict]) -> list[dict]:
    return [answer for answer in answers if answer["verdict"] not in (REFUSED, RESTORED, UNCHANGED)]


@pytest.mark.parametrize(("number", "verdict"), [(CRASH, "crashed"), (HANG, "hung"), (HOARD, "escaped")])
def test_a_worker_that_crashes_hangs_or_hoards_is_a_finding(tmp_path: Path, number: int, verdict: str) -> None:
    answers = Pool(tmp_path, None, workers=1, patience_s=15).run([number, 0])
    assert [answer["number"] for answer in answers] == [number, 0]
    assert [answer["verdict"] for answer in answers] == [verdict, REFUSED]
