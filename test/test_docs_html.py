"""The pages that ship: links and pictures lead somewhere inside the zip, headings and algorithms are anchors."""
from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from docs_html import companions, html_pages, slug
from package import ROOT

PAGES = html_pages()


class Page(HTMLParser):
    """What a page holds: anchors, links, pictures, and the text of each tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.anchors += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.pictures += [given["src"]] if "src" in given else []


READ = {name: Page(text) for name, text in PAGES.items()}


@pytest.mark.parametrize("name", sorted(READ))
def test_links_and_pictures_lead_to_what_ships(name: str) -> None:
    brought = set(companions())
    for link in READ[name].links:
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        assert path in {"", *READ, *brought}, link
        if anchor:
            assert anchor in READ[path or name].anchors, link
    assert set(READ[name].pictures) <= brought
    assert len(set(READ[name].anchors)) == len(READ[name].anchors)


def test_every_algorithm_has_an_anchor() -> None:
    from hyperrestore.processing.provider import ALGORITHMS

    assert [algorithm.ID for algorithm in ALGORITHMS if algorithm.ID not in READ["algorithms.html"].anchors] == []


def test_help_opens_the_page_as_it_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from qgis.PyQt.QtCore import QUrl

    from hyperrestore.processing import base
    from hyperrestore.processing.restore.denoiseras2s import DenoiseRas2s

    in_checkout = QUrl(DenoiseRas2s().helpUrl())
    assert Path(in_checkout.toLocalFile()) == ROOT / "docs" / "algorithms.md" and in_checkout.isValid()
    folder = tmp_path / "plug ins"
    folder.mkdir()
    (folder / "algorithms.html").write_text(PAGES["algorithms.html"])
    monkeypatch.setattr(base, "DOCS", folder)
    shipped = QUrl(DenoiseRas2s().helpUrl())
    assert Path(shipped.toLocalFile()) == folder / "algorithms.html"
    assert shipped.fragment() in READ["algorithms.html"].anchors


def test_markdown_becomes_what_it_means(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "images").mkdir(parents=True)
    (docs / "images" / "one.png").write_bytes(b"")
    (docs / "other.md").write_text("# Other\n")
    (docs / "page.md").write_text(
        "# A `page` & more\n\n## What `restore` does\n\n## What `restore` does\n\n<!-- note -->\n\n"
        "[next](other.md#other) [far](https://example.org) [gone](../bench/RESULTS.md) ![shot](images/one.png)\n\n"
        "| name | what |\n| --- | --- |\n| `denoise`, `x y` | `QUALITY` |\n"
    )
    text = html_pages(tmp_path)["page.html"]
    page = Page(text)
    assert page.anchors == ["a-page--more", "what-restore-does", "what-restore-does-1", "denoise"]
    assert page.links == ["other.html", "other.html#other", "https://example.org"]
    assert page.pictures == ["images/one.png"] and page.tags.count("td") == 2
    assert "<title>A page &amp; more – HyperRestore</title>" in text
    assert "<span>gone</span>" in text and "&lt;!--" not in text


def test_a_missing_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("![shot](images/one.png)\n")
    with pytest.raises(ValueError, match=r"images/one\.png"):
        html_pages(tmp_path)


def test_slugs_are_those_of_github() -> None:
    assert slug("Which denoiser?") == "which-denoiser"
    assert slug("Studies: simulate, restore, evaluate") == "studies-simulate-restore-evaluate"
    assert slug("What `restore` does") == "what-restore-does"
