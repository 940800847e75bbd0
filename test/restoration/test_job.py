"""What a job may ask for, and how bands are told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hyperrestore.errors import InvalidParameter
from hyperrestore.restoration.bands import describe, passed_by_request
from hyperrestore.restoration.job import RestorationJob


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scaling", "local"), ("data_type", "Int16"), ("line_direction", "diagonal"), ("quality", "fast"),
        ("tile_size", -2), ("overlap", -2), ("memory_mb", -1),
    ],
)  # fmt: skip
def test_values_that_no_run_could_honour_are_refused(field, value):
    with pytest.raises(InvalidParameter, match=str(value)):
        RestorationJob(source="a.tif", output="b.tif", **{field: value})


def test_bands_pass_for_the_first_reason_that_holds():
    source = SimpleNamespace(
        path="a.tif",
        count=6,
        alpha_bands=(5,),
        spectral=SimpleNamespace(bad_bands=(False, True, True, False, False, False)),
    )
    assert passed_by_request(source, None) == {
        1: "flagged bad in the file",
        2: "flagged bad in the file",
        5: "alpha band",
    }
    assert passed_by_request(source, (0, 1, 5)) == {
        1: "flagged bad in the file", 2: "not asked for", 3: "not asked for", 4: "not asked for", 5: "alpha band"
    }  # fmt: skip


def test_reasons_are_told_with_ranges_of_bands_counted_from_one():
    passed = {0: "alpha band", 4: "no valid pixel", 5: "no valid pixel", 6: "no valid pixel", 9: "no valid pixel"}
    assert describe(passed) == "alpha band: 1; no valid pixel: 5-7, 10"
