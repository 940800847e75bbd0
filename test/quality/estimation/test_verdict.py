"""Verdicts, suggestions, and the report's texts."""
from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from hyperrestore.quality.estimation.estimate import NoiseReport
from hyperrestore.quality.estimation.lines import Lines
from hyperrestore.quality.estimation.page import report_page
from hyperrestore.quality.estimation.tables import csv_text, json_text, results
from hyperrestore.quality.estimation.verdict import BEST, NONE, BandEstimate, suggest


def band(number: int, sigma_255: float = 0.5, **given) -> BandEstimate:
    clean = BandEstimate(number, 400.0 + number, 4 * sigma_255, sigma_255, 40.0, 0.0)
    return replace(clean, **given)


STRIPED = {"lines": Lines(striped=(3, 9), offsets=(20.0, -8.0)), "largest_offset_255": 5.0}
BANDS = (
    band(0),
    band(1, 10.0, **STRIPED),
    band(2, lines=Lines(dead=(1, 2, 3))),
    band(3, impulses=0.3),
    BandEstimate(4, None, reason="constant (0)"),
    band(5, lines=Lines(striped=(7,), offsets=(2.0,)), largest_offset_255=0.5),
)


def report(bands: tuple[BandEstimate, ...] = BANDS) -> NoiseReport:
    return NoiseReport(bands, (0.0, 1020.0), "columns", "as asked", 12, "the other bands", suggest(bands))


def test_verdicts() -> None:
    assert [one.verdict for one in BANDS] == [
        "clean", "Gaussian noise + stripes", "dead lines", "impulses", "not judged: constant (0)", "clean",
    ]  # fmt: skip
    assert report().noisy == (2, 3, 4)


@pytest.mark.parametrize(
    ("bands", "model", "sentence"),
    [
        ([band(0), band(1, 1.4)], NONE, "clean: no band has more noise than 1.4 of 255"),
        ([band(0, 20.0), band(1, 25.0)], BEST, "All 2 bands need restoration (1-2).*22.5.*purely Gaussian"),
        ([band(0, 10.0), band(1, 70.0)], BEST, "noise of 40 of 255 in the median, purely Gaussian"),
        ([band(0), band(1, 9.0)], BEST, "1 of 2 bands need.*(2).*Give it all bands"),
        (BANDS, BEST, "3 of 5 bands.*(2-4).*stripes, dead lines and impulses: use.*all bands"),
        ([band(0, 9.0)], BEST, "The only band needs restoration"),
        ([band(0, 9.0), band(1, impulses=0.3)], BEST, "All 2 bands need.*and impulses: use"),
        ([band(n, 20.0, **(STRIPED if n == 0 else {})) for n in range(60)], BEST, "purely Gaussian"),
    ],
)
def test_suggestions(bands, model: str, sentence: str) -> None:
    found = suggest(bands)
    assert found.model == model
    pattern = sentence.replace("(", r"\(").replace(")", r"\)")
    assert re.search(pattern, found.sentence)


def test_bands_that_are_all_noisy_need_no_word_on_the_others() -> None:
    assert "Give it" not in suggest([band(0, 9.0), band(1, 9.0)]).sentence


def test_results_are_for_models() -> None:
    assert results(report()) == {
        "SIGMA": 2.0, "SIGMA_255": 0.5, "SNR": 40.0, "STRIPED_BANDS": 1, "DEAD_LINES": 3,
        "IMPULSE_SHARE": pytest.approx(0.06), "NOISY_BANDS": "2;3;4", "SUGGESTION": report().suggestion.sentence,
        "MODEL": BEST,
    }  # fmt: skip


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(report()))))
    assert [row["band"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[1]["striped_lines"] == "3 9"
    assert (rows[2]["dead_lines"], rows[3]["impulse_share"], rows[1]["sigma"]) == ("1 2 3", "0.3", "40")
    assert (rows[4]["sigma"], rows[4]["verdict"]) == ("", "not judged: constant (0)")


def test_json() -> None:
    document = json.loads(json_text(report(), {"input": "x.tif"}))
    assert (document["input"], document["noisy_bands"], document["clean_range"]) == ("x.tif", "2;3;4", [0, 1020])
    assert document["bands"][1]["stripe_offsets"] == [20, -8]
    assert document["bands"][1]["needs"] == ["Gaussian noise", "stripes"]
    assert document["bands"][4]["sigma"] is None


def test_page_says_and_shows_everything() -> None:
    text = report_page(report(), "<x>.tif", "made by")
    assert "Noise of &lt;x&gt;.tif" in text and "<x>" not in text
    assert text.count("data:image/png;base64,") == 3
    assert report().suggestion.sentence in text
    for part in ("constant (0): 5", "3 striped, in 2 bands", "3 dead, in 1 bands", "made by"):
        assert part in text
    without = report_page(report((band(0), band(1))), "x.tif", "")
    assert "None found among the 12 columns." in without and without.count("data:image/png") == 2
