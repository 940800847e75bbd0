"""The plot of spectra with what belongs to it: pinned points, the difference, the copy for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...processing.base import tr
from .csv_text import csv_text
from .drawing import Curve
from .plot import SpectrumPlot
from .profile import Reading
from .reader import Request, SpectrumReader


@dataclass(frozen=True)
class _Pin:
    """A pinned point, and what was read there (None until it is)."""

    request: Request
    reading: Reading | None = None


class ProfileView(QWidget):
    """Reads and draws the points that it is given: any number of pinned ones, and one that goes with the cursor."""

    pins_changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins: list[_Pin] = []
        self._live: Reading | None = None
        self.plot: SpectrumPlot | None = None
        self._missing = False
        self._reader = SpectrumReader(self)
        self._reader.done.connect(self._take)
        self._make_widgets()
        self._tell_state()

    def set_layers(self, before: QgsRasterLayer | None, after: QgsRasterLayer | None) -> None:
        """Reads these from now on, and the pinned points anew."""
        self._reader.set_layers(before, after)
        self._live = None
        self._pins = [_Pin(pin.request) for pin in self._pins]
        if before is not None or after is not None:
            for pin in self._pins:
                self._reader.ask(pin.request)
        self._draw()

    def open(self) -> bool:
        """Makes the plot, or says why there is none; True when there is one."""
        if self.plot is None:
            try:
                self.plot = SpectrumPlot(self)
            except ImportError:
                self._missing = True
                self._hint.setText(
                    tr(
                        "The plot needs the Python package matplotlib, which this QGIS does not have. "
                        "Install it for QGIS's Python and start QGIS again."
                    )
                )
                return False
            self._pages.addWidget(self.plot)
        return True

    def set_hint(self, text: str) -> None:
        """What is to be read where the plot will be, as long as there is none; that it cannot be made stands."""
        if not self._missing:
            self._hint.setText(text)

    def follow(self, request: Request) -> None:
        """Draws the spectra under the cursor, as soon as they are read."""
        self._reader.ask(request)

    def stop_following(self) -> None:
        """Leaves the pinned points only."""
        self._reader.forget_unpinned()
        self._live = None
        self._draw()

    def pin(self, request: Request) -> None:
        """Adds a point that stays."""
        self._pins.append(_Pin(request))
        self._reader.ask(request)
        self.pins_changed.emit()
        self._tell_state()

    def pinned(self) -> list[Request]:
        return [pin.request for pin in self._pins]

    def clear(self) -> None:
        """Takes everything out of the plot."""
        self._reader.forget()
        self._pins, self._live = [], None
        self.pins_changed.emit()
        self._draw()

    def readings(self) -> list[Reading]:
        """What is drawn: the pinned points in their order, then the one under the cursor."""
        return [pin.reading for pin in self._pins if pin.reading is not None] + ([self._live] if self._live else [])

    def copy(self) -> None:
        """Puts what is drawn on the clipboard, as CSV."""
        QApplication.clipboard().setText(csv_text(self.readings()))

    def is_idle(self) -> bool:
        """True when there is nothing left to read."""
        return self._reader.is_idle()

    def _take(self, request: Request, reading: Reading) -> None:
        if request.pinned:
            self._pins = [_Pin(pin.request, reading) if pin.request is request else pin for pin in self._pins]
        else:
            self._live = reading
        self._draw()

    def _draw(self) -> None:
        self._tell_state()
        if self.plot is not None:
            labels = [str(number) for number, pin in enumerate(self._pins, start=1) if pin.reading is not None]
            curves = [Curve(label, reading) for label, reading in zip([*labels, ""], self.readings())]
            self.plot.show_curves(curves, with_difference=self._difference.isChecked())

    def _tell_state(self) -> None:
        drawn = bool(self.readings())
        self._pages.setCurrentWidget(self.plot if drawn and self.plot is not None else self._hint)
        self._copy.setEnabled(drawn)
        self._clear.setEnabled(bool(self._pins))

    def _make_widgets(self) -> None:
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setMargin(12)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._hint)
        self._difference = QCheckBox(tr("Differe&nce"), self)
        self._difference.setToolTip(tr("Draws after minus before, on an axis of its own below the spectra."))
        self._difference.setChecked(True)
        self._difference.toggled.connect(self._draw)
        self._clear = QPushButton(tr("Clear"), self)
        self._clear.setToolTip(tr("Takes the pinned points off the plot and off the map."))
        self._clear.clicked.connect(self.clear)
        self._copy = QPushButton(tr("Cop&y as CSV"), self)
        self._copy.setToolTip(tr("Copies the spectra that are drawn, as a table for a spreadsheet."))
        self._copy.clicked.connect(self.copy)
        buttons = QHBoxLayout()
        buttons.addWidget(self._difference)
        buttons.addStretch(1)
        buttons.addWidget(self._clear)
        buttons.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)
