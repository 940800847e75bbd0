"""Colours that stay apart for every kind of colour vision, on light and on dark ground (after Okabe and Ito)."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtGui import QPalette


@dataclass(frozen=True)
class Colours:
    """Names as Qt and matplotlib both know them: ``#rrggbb``."""

    ground: str
    text: str
    grid: str
    before: str
    after: str
    difference: str
    bad: str


def colours_of(palette: QPalette) -> Colours:
    """Those that fit a palette, dark or light."""
    ground, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    dark = ground.lightness() < text.lightness()
    return Colours(
        ground=ground.name(),
        text=text.name(),
        grid="#4d4d4d" if dark else "#dddddd",
        before="#e69f00" if dark else "#d55e00",
        after="#56b4e9" if dark else "#0072b2",
        difference=text.name(),
        bad="#5a5a5a" if dark else "#c8c8c8",
    )
