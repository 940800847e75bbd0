"""Strips of whole rows or columns, and what is left."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.training.finetuning.strips import around, candidate_strips, named


@pytest.mark.parametrize(("width", "height"), [(30, 50), (50, 30), (40, 40)])
def test_strip_and_rest_are_the_raster(width: int, height: int) -> None:
    strips = candidate_strips(width, height, 0.2)
    assert len(strips) == 3
    for strip in strips:
        counts = np.zeros((height, width), int)
        for window in (strip, *around(strip, width, height)):
            counts[window.slices] += 1
        assert (counts == 1).all()
        assert strip.width * strip.height == round(0.2 * max(width, height)) * min(width, height)
        assert (strip.height == height) is (width > height)


def test_last_first_and_middle_in_words() -> None:
    assert [named(strip, 50) for strip in candidate_strips(30, 50, 0.2)] == ["rows 41-50", "rows 1-10", "rows 21-30"]
    assert named(candidate_strips(50, 30, 0.1)[0], 30) == "columns 46-50"


@pytest.mark.parametrize("share", [0.0, 0.004, 1.0])
def test_nothing_and_everything_cannot_be_held_out(share: float) -> None:
    assert candidate_strips(60, 100, share) == []
