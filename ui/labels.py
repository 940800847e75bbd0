"""Labels that never make the dock wider than the user made it."""

from __future__ import annotations

import re

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from .literal import literal

BREAK_HERE = "\u200b"
_LONG_WORDS = re.compile(r"(?<=[/\\_=])(?=\S)")


class ElidedLabel(QLabel):
    """One line, cut in its middle to the width there is; the tooltip has it whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_line(self, text: str) -> None:
        self._whole = text.partition("\n")[0]
        self.setToolTip(literal(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class SentenceLabel(QLabel):
    """Sentences over as many lines as they need; paths and commands in them may be broken. Gone when it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setVisible(False)

    def say(self, text: str) -> None:
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(_LONG_WORDS.sub(BREAK_HERE, text))
        self.setVisible(bool(text))

    def say_markup(self, text: str) -> None:
        """The same for HTML, whose tags are not to be broken."""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(text)
        self.setVisible(bool(text))

    def said(self) -> str:
        """The text as it was given."""
        return self.text().replace(BREAK_HERE, "")
