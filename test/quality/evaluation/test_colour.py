"""Pictures in true colour where the bands allow it, and in a stated false one otherwise."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.quality.evaluation.colour import choose_colours, colour_pictures
from hyperrestore.quality.evaluation.result import Labels


def labels(*wavelengths: float | None) -> Labels:
    return Labels(("",) * len(wavelengths), wavelengths)


def test_true_colour_takes_the_nearest_bands_that_were_compared() -> None:
    known = labels(450, 462, None, 548, 561, 600, 645, 900)
    found = choose_colours(range(8), known)
    assert found.bands == (6, 3, 1)
    assert found.title == "True colour: red is band 7 (645 nm), green band 4 (548 nm), blue band 2 (462 nm)"
    assert choose_colours([0, 4, 5, 6, 7], known).bands == (6, 4, 0)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (labels(*range(900, 1400, 100)), "no band at 640, 550 and 460 nm"),
        (labels(450, 550, 700, 800, 900), "no band at 640, 550 and 460 nm"),
        (labels(*[None] * 5), "no wavelengths are known"),
    ],
)
def test_false_colour_says_so(known: Labels, why: str) -> None:
    found = choose_colours(range(5), known)
    assert found.bands == (3, 2, 1)
    assert found.title.startswith(f"False colour ({why}): red is band 4")


def test_few_bands_are_grey() -> None:
    assert choose_colours([1, 2], labels(None, None, None)).bands == (1, 1, 1)
    assert choose_colours([1, 2], labels(None, None, None)).title == "Grey: Band 2"


def test_both_pictures_have_the_references_stretch() -> None:
    reference = [np.linspace(100 * band, 100 * band + 50, 101).reshape(1, 101) for band in (1, 2, 3)]
    given = [band + 10 for band in reference]
    given[1][0, 4] = np.nan
    ours, truth = colour_pictures(given, reference)
    assert truth[0, 0].tolist() == [0, 0, 0] and truth[0, -1].tolist() == [1, 1, 1]
    assert truth[0, 50] == pytest.approx([0.5] * 3)
    assert ours[0, 50] == pytest.approx([0.5 + 10 / 48] * 3)
    assert len(set(ours[0, 4])) == 1 and ours[0, 4, 0] > 0.8
    flat, _ = colour_pictures([np.full((2, 2), np.nan)] * 3, [np.full((2, 2), np.nan)] * 3)
    assert np.isfinite(flat).all()
