"""Reports are one well-formed page without anything from elsewhere."""
from __future__ import annotations

import base64
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from hyperrestore.errors import MissingDependency
from hyperrestore.quality import report
from hyperrestore.quality.report import Section, bullets, folded, image, new_figure, page, table

VOID = {"meta", "img", "br"}


class Outline(HTMLParser):
    """Checks that tags close in their order, and keeps texts and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def outline(document: str) -> Outline:
    parser = Outline()
    parser.feed(document)
    parser.close()
    assert parser.open == []
    return parser


def test_a_page_is_well_formed_and_escapes_what_it_is_given() -> None:
    nasty = "<b>&\"'</b>"
    document = page(
        nasty,
        [
            Section(nasty, nasty, table((nasty, "n"), [(nasty, 1.5), ("b", 2)])),
            Section("second", body=bullets([nasty]) + folded(nasty, table(("x",), [(1,)]))),
        ],
        nasty,
    )
    found = outline(document)
    assert sum(text == nasty for text in found.texts) == 9
    assert "1.5" in found.texts and "2" in found.texts
    assert "<script" not in document and not re.search("(src|href)=\"(?!data:)", document)


def test_figures_lie_inside_the_page_as_png() -> None:
    figure = new_figure(4, 2)
    figure.subplots().imshow(np.eye(3))
    found = dict(outline(page("t", [Section("s", body=image(figure, "a \"diagonal\""))])).attributes)
    assert found["alt"] == "a \"diagonal\""
    data = base64.b64decode(found["src"].removeprefix("data:image/png;base64,"))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 4 * report.DPI


def test_without_matplotlib_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingDependency, match="Reports need the Python package matplotlib"):
        new_figure(1, 1)
