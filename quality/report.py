"""One self-contained HTML page: headings, texts, tables, and figures inside the file. No script, no network."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..restoration.dependencies import require

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 110

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2530; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #d5dbe1; }
table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #d5dbe1; padding: .2rem .6rem; text-align: right; }
th { background: #f1f4f7; } td:first-child, th:first-child { text-align: left; }
summary { cursor: pointer; color: #1f6f9e; } li { margin: .2rem 0; }
img { max-width: 100%; } .scroll { overflow-x: auto; } footer { margin-top: 3rem; color: #5d6b7a; font-size: .85rem; }
"""


@dataclass(frozen=True)
class Section:
    """A part of a report: ``text`` is plain and gets escaped, ``body`` is HTML made by the functions below."""

    heading: str
    text: str = ""
    body: str = ""


def page(title: str, sections: Sequence[Section], footer: str = "") -> str:
    """The whole document."""
    parts = [
        f"<section><h2>{html.escape(section.heading)}</h2>"
        + (f"<p>{html.escape(section.text)}</p>" if section.text else "")
        + f"{section.body}</section>"
        for section in sections
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>\n"
        + "\n".join(parts)
        + f"\n<footer>{html.escape(footer)}</footer></body></html>\n"
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; what is no text already is written as ``str`` gives it."""
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in header)
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{lines}</table></div>'


def bullets(texts: Sequence[str]) -> str:
    """A list of plain sentences."""
    return "<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in texts) + "</ul>"


def folded(summary: str, body: str) -> str:
    """``body`` (HTML) behind a line that opens it."""
    return f"<details><summary>{html.escape(summary)}</summary>{body}</details>"


def new_figure(width: float, height: float) -> Figure:
    """An empty matplotlib figure of so many inches, drawn without a window and without global state.

    Raises ``MissingDependency`` where QGIS has no matplotlib.
    """
    figure = require("matplotlib.figure", "Reports need").Figure(figsize=(width, height), layout="constrained")
    require("matplotlib.backends.backend_agg", "Reports need").FigureCanvasAgg(figure)
    return figure


def image(figure: Figure, alternative: str) -> str:
    """The figure as a PNG inside the page; ``alternative`` says in words what it shows."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DPI)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    return f'<img alt="{html.escape(alternative, quote=True)}" src="data:image/png;base64,{data}">'
