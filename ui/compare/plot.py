"""Spectra drawn: before and after over wavelength or band number, and their difference on an axis below.

matplotlib is imported when the first plot is made: not every QGIS has it, and it takes a while to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...processing.base import tr
from .colours import Colours, colours_of
from .figure import font_families, make_canvas
from .profile import Bands, Reading, difference
from .words import bad_runs, band_text, good_values, has_difference, in_nm, legend_text, positions, value_title

_STYLES = ("-", "--", "-.", ":")
_FONT_PT = 8.5
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX, _LINE_PX, _GAP_PX = 70, 12, 8, 42, 17, 30


@dataclass(frozen=True)
class Curve:
    """A reading to draw; ``label`` tells it from others in the legend (a pin's number, or empty)."""

    label: str
    reading: Reading


class SpectrumPlot(QWidget):
    """Draws what it is shown. Raises ``ImportError`` where there is no matplotlib for this Qt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: tuple[Curve, ...] = ()
        self._with_difference = False
        self._in_nm = False
        self._cursors: list = []
        self.figure, self.canvas = make_canvas()
        self._fonts = font_families()
        self.canvas.setMinimumSize(240, 180)
        self.canvas.mpl_connect("motion_notify_event", self._hover)
        self.canvas.mpl_connect("axes_leave_event", self._leave)
        self.canvas.mpl_connect("resize_event", self._arrange)
        self.values = QLabel(self)
        self.values.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A long text is cut off, and does not make the panel wider.
        self.values.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.values)

    def show_curves(self, curves: Sequence[Curve], *, with_difference: bool) -> None:
        """Draws these instead of what was there."""
        self._curves, self._with_difference = tuple(curves), with_difference
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()

    def _draw(self) -> None:
        colours = colours_of(self.palette())
        self.figure.clear()
        self.figure.set_facecolor(colours.ground)
        self._cursors = []
        self.values.clear()
        if any(curve.reading.spectra() for curve in self._curves):
            self._draw_curves(colours)
            self._arrange()
        self.canvas.draw_idle()

    def _draw_curves(self, colours: Colours) -> None:
        readings = [curve.reading for curve in self._curves]
        self._in_nm = in_nm(readings)
        main, below = self._make_axes(self._with_difference and any(map(has_difference, readings)))
        for number, curve in enumerate(self._curves):
            style = _STYLES[number % len(_STYLES)]
            before, after = curve.reading.before, curve.reading.after
            for spectrum, colour, role in ((before, colours.before, tr("Before")), (after, colours.after, tr("After"))):
                if spectrum is not None:
                    label = legend_text(role, curve.label, spectrum)
                    self._plot(main, spectrum.bands, spectrum.values, color=colour, linestyle=style, label=label)
            if below is not None and has_difference(curve.reading):
                values = difference(curve.reading)
                self._plot(below, before.bands, values, color=colours.difference, linestyle=style)
        self._set_ranges(readings, main, below)
        self._dress(readings, main, below, colours)

    def _make_axes(self, two: bool) -> tuple:
        """The axes of the values, and those of the difference below (None without)."""
        if not two:
            return self.figure.add_subplot(111), None
        grid = self.figure.add_gridspec(2, 1, height_ratios=(3, 1.2))
        main = self.figure.add_subplot(grid[0])
        below = self.figure.add_subplot(grid[1], sharex=main)
        main.tick_params(labelbottom=False)
        return main, below

    def _plot(self, axes, bands: Bands, values: np.ndarray, **look) -> None:
        """Lines with gaps where there are no data; a point of data between two gaps is a dot."""
        x = positions(bands, self._in_nm)
        order = np.argsort(x, kind="stable")
        missing = np.isnan(np.concatenate([[np.nan], values[order], [np.nan]]))
        alone = ~missing[1:-1] & missing[:-2] & missing[2:]
        dots = np.flatnonzero(alone).tolist()
        axes.plot(x[order], values[order], linewidth=1.4, marker="o" if dots else "", markevery=dots or None, **look)

    def _set_ranges(self, readings: Sequence[Reading], main, below) -> None:
        """Good bands alone decide how far the axes reach: one bad band would press all others flat."""
        spectra = [spectrum for reading in readings for spectrum in reading.spectra()]
        _fit(main.set_ylim, [good_values(spectrum.values, spectrum.bands) for spectrum in spectra], 0.06)
        if below is not None:
            twins = [reading for reading in readings if has_difference(reading)]
            _fit(below.set_ylim, [good_values(difference(one), one.before.bands) for one in twins], 0.1)
        places = [positions(spectrum.bands, self._in_nm) for spectrum in spectra]
        _fit(main.set_xlim, [x[np.isfinite(x)] for x in places], 0.02)

    def _dress(self, readings: Sequence[Reading], main, below, colours: Colours) -> None:
        """Titles, colours, the shades of bad bands, the legend, and the lines that follow the mouse."""
        all_axes = [main] if below is None else [main, below]
        shades = bad_runs([spectrum for reading in readings for spectrum in reading.spectra()], self._in_nm)
        for axes in all_axes:
            axes.set_facecolor(colours.ground)
            axes.grid(True, color=colours.grid, linewidth=0.6)
            axes.set_axisbelow(True)
            axes.tick_params(colors=colours.text, labelsize=_FONT_PT - 0.5)
            axes.locator_params(axis="x", integer=not self._in_nm)
            for spine in axes.spines.values():
                spine.set_color(colours.grid)
            for start, end in shades:
                axes.axvspan(start, end, color=colours.bad, alpha=0.5, linewidth=0, zorder=0.5)
        letters = {"color": colours.text, "fontsize": _FONT_PT, "fontfamily": self._fonts}
        main.set_ylabel(value_title(readings), **letters)
        all_axes[-1].set_xlabel(tr("Wavelength (nm)") if self._in_nm else tr("Band number"), **letters)
        if below is not None:
            below.locator_params(axis="y", nbins=3)
            below.axhline(0, color=colours.text, linewidth=0.6, zorder=1)
            below.set_ylabel(tr("After − before"), **letters)
        legend = main.legend(
            loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.1, borderpad=0.2, frameon=False,
            labelspacing=0.3, handlelength=2.4, prop={"size": _FONT_PT, "family": self._fonts},
        )  # fmt: skip
        for text in legend.get_texts():
            text.set_color(colours.text)
        self._cursors = [axes.axvline(0, color=colours.text, linewidth=0.8, visible=False) for axes in all_axes]

    def _arrange(self, event=None) -> None:
        """Margins in pixels, which hold the labels at every size."""
        if not self.figure.axes:
            return
        width, height = max(self.canvas.width(), 1), max(self.canvas.height(), 1)
        lines = len(self.figure.axes[0].get_legend().get_texts())
        left, right = _LEFT_PX / width, 1 - _RIGHT_PX / width
        bottom, top = _BOTTOM_PX / height, 1 - (_TOP_PX + _LINE_PX * lines) / height
        if left < right and bottom < top:
            self.figure.subplots_adjust(left=left, right=right, bottom=bottom, top=top, hspace=_GAP_PX / height)
            self.figure.align_ylabels()

    def _hover(self, event) -> None:
        if event.inaxes is None or not self._cursors:
            return
        reading = self._curves[-1].reading
        first = reading.before or reading.after
        x = positions(first.bands, self._in_nm)
        distance = np.where(np.isfinite(x), np.abs(x - event.xdata), np.inf)
        index = int(distance.argmin())
        for cursor in self._cursors:
            cursor.set_xdata([x[index], x[index]])
            cursor.set_visible(True)
        self.values.setText(band_text(reading, index))
        self.values.setToolTip(first.bands.names[index])
        self.canvas.draw_idle()

    def _leave(self, event) -> None:
        for cursor in self._cursors:
            cursor.set_visible(False)
        self.values.clear()
        self.canvas.draw_idle()


def _fit(setter, values: Sequence[np.ndarray], margin: float) -> None:
    """Limits that hold the finite ``values``, with a part of their range to spare on both sides."""
    found = np.concatenate([*values, np.empty(0)])
    if found.size:
        low, high = float(found.min()), float(found.max())
        spare = margin * (high - low) or 0.05 * abs(high) or 1.0
        setter(low - spare, high + spare)
