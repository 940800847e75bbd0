"""Curves on the axes of a figure: made once for a choice of layers and points, then given new values.

To make axes anew takes matplotlib several times as long as to draw other values on them, which is what happens while
the plot follows the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...processing.base import tr
from .colours import Colours
from .profile import Bands, Reading, difference
from .words import bad_runs, good_values, has_difference, in_nm, legend_text, positions, value_title

_STYLES = ("-", "--", "-.", ":")
_FONT_PT = 8.5
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX, _LINE_PX, _GAP_PX = 70, 12, 10, 42, 17, 30
_LEAST_PX = 130
"""Below this height of the axes a long legend gives way."""
_LINES_OF_LEGEND = 4
"""More are laid out in two columns, with shorter names."""


@dataclass(frozen=True)
class Curve:
    """A reading to draw; ``label`` tells it from others in the legend (a pin's number, or empty)."""

    label: str
    reading: Reading


@dataclass(frozen=True)
class _Line:
    """What one line shows: values float64 [bands], of ``role`` "before", "after" or "difference"."""

    role: str
    number: int
    label: str
    bands: Bands
    values: np.ndarray


class Drawing:
    """The axes in ``figure``, which it clears first; with those of the difference below where there is one to show."""

    def __init__(self, figure, curves: Sequence[Curve], colours: Colours, *, fonts: list[str], below: bool) -> None:
        figure.clear()
        readings = [curve.reading for curve in curves]
        self._figure = figure
        self._colours, self._fonts = colours, fonts
        self.in_nm = in_nm(readings)
        self._make_axes(below and any(map(has_difference, readings)))
        lines = list(self._lines_of(curves))
        self._key = _key(lines)
        self._drawn = [self._add(line) for line in lines]
        self._dress(readings)
        self.update(curves)

    def update(self, curves: Sequence[Curve]) -> bool:
        """Shows other values; False when these curves are not those that the axes were made for."""
        lines = list(self._lines_of(curves))
        if _key(lines) != self._key:
            return False
        for line, drawn in zip(lines, self._drawn):
            _set_values(drawn, positions(line.bands, self.in_nm), line.values)
        # Good bands alone decide how far the axes reach: one bad band would press all others flat.
        of_layers = [line for line in lines if line.role != "difference"]
        _fit(self._main.set_ylim, [good_values(line.values, line.bands) for line in of_layers], 0.06)
        places = [positions(line.bands, self.in_nm) for line in of_layers]
        _fit(self._main.set_xlim, [x[np.isfinite(x)] for x in places], 0.02)
        if self._below is not None:
            twins = [line for line in lines if line.role == "difference"]
            _fit(self._below.set_ylim, [good_values(line.values, line.bands) for line in twins], 0.1)
        return True

    def arrange(self, width: int, height: int) -> None:
        """Margins that hold the labels in a widget of so many pixels."""
        of_legend = self._legend_rows * _LINE_PX
        has_room = height - _TOP_PX - _BOTTOM_PX - of_legend >= _LEAST_PX or self._legend_rows <= 2
        self._legend.set_visible(has_room)
        left, right = _LEFT_PX / width, 1 - _RIGHT_PX / width
        bottom, top = _BOTTOM_PX / height, 1 - (_TOP_PX + of_legend * has_room) / height
        if left < right and bottom < top:
            self._figure.subplots_adjust(left=left, right=right, bottom=bottom, top=top, hspace=_GAP_PX / height)
            self._figure.align_ylabels()

    def point_at(self, x: float | None) -> None:
        """Draws a line across the axes there; None takes it away."""
        for cursor in self._cursors:
            cursor.set_visible(x is not None)
            if x is not None:
                cursor.set_xdata([x, x])

    def _lines_of(self, curves: Sequence[Curve]) -> Iterator[_Line]:
        longest = 22 if 2 * len(curves) <= _LINES_OF_LEGEND else 8
        for number, curve in enumerate(curves):
            before, after = curve.reading.before, curve.reading.after
            for role, word, spectrum in (("before", tr("Before"), before), ("after", tr("After"), after)):
                if spectrum is not None:
                    label = legend_text(word, curve.label, spectrum, longest)
                    yield _Line(role, number, label, spectrum.bands, spectrum.values)
            if self._below is not None and has_difference(curve.reading):
                yield _Line("difference", number, "", before.bands, difference(curve.reading))

    def _make_axes(self, two: bool) -> None:
        self._below = None
        if two:
            grid = self._figure.add_gridspec(2, 1, height_ratios=(3, 1.2))
            self._main = self._figure.add_subplot(grid[0])
            self._below = self._figure.add_subplot(grid[1], sharex=self._main)
            self._main.tick_params(labelbottom=False)
        else:
            self._main = self._figure.add_subplot(111)

    def _add(self, line: _Line):
        axes = self._below if line.role == "difference" else self._main
        look = {"color": getattr(self._colours, line.role), "linestyle": _STYLES[line.number % len(_STYLES)]}
        (drawn,) = axes.plot([], [], linewidth=1.4, marker="o", markersize=3, label=line.label, **look)
        return drawn

    def _dress(self, readings: Sequence[Reading]) -> None:
        """Titles, colours, the shades of bad bands, the legend, and the lines that follow the mouse."""
        colours, main, below = self._colours, self._main, self._below
        all_axes = [main] if below is None else [main, below]
        shades = bad_runs([spectrum for reading in readings for spectrum in reading.spectra()], self.in_nm)
        for axes in all_axes:
            axes.set_facecolor(colours.ground)
            axes.grid(True, color=colours.grid, linewidth=0.6)
            axes.set_axisbelow(True)
            axes.tick_params(colors=colours.text, labelsize=_FONT_PT - 0.5)
            axes.locator_params(axis="x", integer=not self.in_nm)
            for spine in axes.spines.values():
                spine.set_color(colours.grid)
            for start, end in shades:
                axes.axvspan(start, end, color=colours.bad, alpha=0.5, linewidth=0, zorder=0.5)
        letters = {"color": colours.text, "fontsize": _FONT_PT, "fontfamily": self._fonts}
        main.set_ylabel(value_title(readings), **letters)
        all_axes[-1].set_xlabel(tr("Wavelength (nm)") if self.in_nm else tr("Band number"), **letters)
        if below is not None:
            below.locator_params(axis="y", nbins=3)
            below.axhline(0, color=colours.text, linewidth=0.6, zorder=1)
            below.set_ylabel(tr("After − before"), **{**letters, "fontsize": _FONT_PT - 1})
        self._add_legend()
        self._cursors = [axes.axvline(0, color=colours.text, linewidth=0.8, visible=False) for axes in all_axes]


    def _add_legend(self) -> None:
        """Above the axes, from the edge on; of many lines, before in the left column and after in the right one."""
        handles, labels = self._main.get_legend_handles_labels()
        two = len(handles) > _LINES_OF_LEGEND
        if two:
            handles, labels = handles[::2] + handles[1::2], labels[::2] + labels[1::2]
        self._legend_rows = -(-len(handles) // 2) if two else len(handles)
        self._legend = self._main.legend(
            handles, labels, ncol=2 if two else 1, loc="upper left", bbox_to_anchor=(0, 1),
            bbox_transform=self._figure.transFigure, borderaxespad=0.4, borderpad=0.2, frameon=False,
            labelspacing=0.3, handlelength=2.4, columnspacing=1, prop={"size": _FONT_PT, "family": self._fonts},
        )  # fmt: skip
        for text in self._legend.get_texts():
            text.set_color(self._colours.text)
        for handle in self._legend.get_lines():
            handle.set_marker("")


def _key(lines: Sequence[_Line]) -> list[tuple]:
    """What must be the same for axes to serve again; bands are the same as long as a layer is not opened anew."""
    return [(line.role, line.number, line.label, line.bands) for line in lines]


def _set_values(drawn, x: np.ndarray, values: np.ndarray) -> None:
    """Lines with gaps where there are no data; a point of data between two gaps is a dot."""
    order = np.argsort(x, kind="stable")
    missing = np.isnan(np.concatenate([[np.nan], values[order], [np.nan]]))
    alone = ~missing[1:-1] & missing[:-2] & missing[2:]
    drawn.set_data(x[order], values[order])
    drawn.set_markevery(np.flatnonzero(alone).tolist())


def _fit(setter, values: Sequence[np.ndarray], margin: float) -> None:
    """Limits that hold the finite ``values``, with a part of their range to spare on both sides."""
    found = np.concatenate([*values, np.empty(0)])
    if found.size:
        low, high = float(found.min()), float(found.max())
        spare = margin * (high - low) or 0.05 * abs(high) or 1.0
        setter(low - spare, high + spare)
