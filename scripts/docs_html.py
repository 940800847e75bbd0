"""docs/*.md as HTML pages: for the zip (``package.py``), where *Help* opens them, and by `make docs` into build/docs.

Every heading is an anchor, by the rule of GitHub's. So is each name in code in the first column of a table: that is
how an algorithm's help finds its row. Links between pages become links between HTML pages; links to what does not come
along become plain text.
"""
from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from package import ROOT, shipped_files

STYLE = Path(__file__).with_suffix(".css")

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – HyperRestore</title>
<style>
{style}</style>
</head>
<body>
<nav>{navigation}</nav>
<main>
{body}</main>
</body>
</html>
"""


def companions(root: Path = ROOT) -> list[str]:
    """What ships beside the texts: pictures, examples; named from docs/."""
    docs = root / "docs"
    shipped = [path for path in shipped_files(root) if docs in path.parents and path.suffix != ".md"]
    return [path.relative_to(docs).as_posix() for path in shipped]


def html_pages(root: Path = ROOT) -> dict[str, str]:
    """The pages by file name, ``algorithms.html`` for ``algorithms.md``."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(root.glob("docs/*.md"))}
    titles = {name: _title(text) for name, text in texts.items()}
    brought = set(companions(root))
    style = STYLE.read_text(encoding="utf-8")
    pages = {}
    for name, text in texts.items():
        body = _body(text, set(texts), brought)
        pages[f"{name}.html"] = PAGE.format(
            title=escape(titles[name]), style=style, navigation=_navigation(titles, name), body=body
        )
    return pages


def _title(text: str) -> str:
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading.group(1).replace("`", "") if heading else "Documentation"


def _navigation(titles: Mapping[str, str], here: str) -> str:
    return " ".join(
        f"<b>{escape(title)}</b>" if name == here else f'<a href="{name}.html">{escape(title)}</a>'
        for name, title in titles.items()
    )


def _body(text: str, pages: set[str], brought: set[str]) -> str:
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    _set_anchors(tokens)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image" and child.attrs["src"] not in brought:
                raise ValueError(f"The picture {child.attrs['src']} does not ship; docs/images is the place for it.")
        _set_links(token.children or [], pages, brought)
    return markdown.renderer.render(tokens, markdown.options, {})


def _set_anchors(tokens: list[Token]) -> None:
    """Headings first, for links say them; a name in a table is an anchor where none of that name is."""
    taken: dict[str, int] = {}
    for token, inside in zip(tokens, tokens[1:]):
        if token.type == "heading_open":
            name = slug(inside.content)
            again = taken.get(name, 0)
            taken[name] = again + 1
            token.attrSet("id", f"{name}-{again}" if again else name)
    for code in _names_in_tables(tokens):
        if code.content not in taken and re.fullmatch(r"\w+", code.content):
            taken[code.content] = 1
            code.attrSet("id", code.content)


def _names_in_tables(tokens: list[Token]) -> Iterator[Token]:
    for row, cell, inside in zip(tokens, tokens[1:], tokens[2:]):
        if row.type == "tr_open" and cell.type == "td_open":
            yield from (child for child in inside.children or () if child.type == "code_inline")


def slug(heading: str) -> str:
    """``What `restore` does`` -> ``what-restore-does``."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _set_links(inline: list[Token], pages: set[str], brought: set[str]) -> None:
    open_links: list[Token] = []
    for token in inline:
        if token.type == "link_open":
            open_links.append(token)
            target = _target(str(token.attrs["href"]), pages, brought)
            if target is None:
                token.tag, token.attrs = "span", {}
            else:
                token.attrSet("href", target)
        elif token.type == "link_close":
            token.tag = open_links.pop().tag


def _target(link: str, pages: set[str], brought: set[str]) -> str | None:
    """Where the link leads from an HTML page; None for what is not there."""
    if re.match(r"https?://|#", link):
        return link
    path, hash_, anchor = link.partition("#")
    name = PurePosixPath(path)
    if name.suffix == ".md" and name.stem in pages and len(name.parts) == 1:
        return f"{name.stem}.html{hash_}{anchor}"
    return link if path in brought else None


def main() -> None:
    target = ROOT / "build" / "docs"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, page in html_pages().items():
        (target / name).write_text(page, encoding="utf-8")
    for name in companions():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / name, target / name)
    print(f"{target.relative_to(ROOT)}: {len(html_pages())} pages")


if __name__ == "__main__":
    main()
