"""The widget that draws spectra, and tells of the band under the mouse.

matplotlib is imported when the first plot is made: not every QGIS has it, and it takes a while to load.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QTreeView, QVBoxLayout, QWidget

from ...processing.base import tr
from ..literal import literal
from .colours import colours_of
from .drawing import Curve, Drawing
from .figure import font_families, make_canvas
from .words import band_text, positions


class SpectrumPlot(QWidget):
    """Before and after over wavelength or band number, and their difference on an axis below.

    Raises ``ImportError`` where there is no matplotlib for this Qt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: tuple[Curve, ...] = ()
        self._with_difference = False
        self._drawing: Drawing | None = None
        # QGIS's themes are style sheets, under which only lists and the like have a palette that is theirs.
        self._list = QTreeView(self)
        self._list.hide()
        self.figure, self.canvas = make_canvas()
        self._fonts = font_families()
        self.canvas.setMinimumSize(240, 180)
        self.canvas.setToolTip(
            tr(
                "Values as QGIS shows them: where the file states a scale and an offset, they are applied. "
                "Grey: bands that are flagged bad."
            )
        )
        self.canvas.mpl_connect("motion_notify_event", self._hover)
        self.canvas.mpl_connect("axes_leave_event", self._leave)
        self.canvas.mpl_connect("resize_event", self._arrange)
        self.values = QLabel(self)
        self.values.setTextFormat(Qt.TextFormat.PlainText)
        self.values.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # Room for two lines from the start: the plot does not jump when they come.
        self.values.setWordWrap(True)
        self.values.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.values.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.values.setFixedHeight(2 * self.values.fontMetrics().lineSpacing() + 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.values)

    def show_curves(self, curves: Sequence[Curve], *, with_difference: bool) -> None:
        """Draws these instead of what was there."""
        curves = tuple(curve for curve in curves if curve.reading.spectra())
        same = with_difference == self._with_difference
        self._curves, self._with_difference = curves, with_difference
        if not (same and curves and self._drawing is not None and self._drawing.update(curves)):
            self._draw_anew()
        self._leave()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            # Later, when the list has got its new palette, too.
            QTimer.singleShot(0, self._draw_anew)

    def _draw_anew(self) -> None:
        self._list.ensurePolished()
        colours = colours_of(self._list.palette())
        self.figure.set_facecolor(colours.ground)
        # matplotlib leaves a row of its white where the picture ends before the widget.
        self.canvas.setPalette(QPalette(QColor(colours.ground)))
        if self._curves:
            self._drawing = Drawing(
                self.figure, self._curves, colours, fonts=self._fonts, below=self._with_difference
            )
            self._arrange()
        else:
            self._drawing = None
            self.figure.clear()
        self.canvas.draw_idle()

    def _arrange(self, event=None) -> None:
        if self._drawing is not None:
            self._drawing.arrange(max(self.canvas.width(), 1), max(self.canvas.height(), 1))

    def _hover(self, event) -> None:
        if event.inaxes is None or self._drawing is None:
            return
        reading = self._curves[-1].reading
        first = reading.before or reading.after
        x = positions(first.bands, self._drawing.in_nm)
        index = int(np.where(np.isfinite(x), np.abs(x - event.xdata), np.inf).argmin())
        self._drawing.point_at(float(x[index]))
        self.values.setText(band_text(reading, index))
        self.values.setToolTip(literal(first.bands.names[index]))
        self.canvas.draw_idle()

    def _leave(self, event=None) -> None:
        if self._drawing is not None:
            self._drawing.point_at(None)
        self.values.clear()
        self.canvas.draw_idle()
