"""The dock "Restoration"."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import QSize, QTimer
from qgis.PyQt.QtWidgets import QFrame, QPushButton, QScrollArea

from ..processing.base import tr
from .literal import literal
from .panel import RestorationPanel
from .run_rows import LogDialog
from .tasks import Run, State

LAID_OUT_MS = 100
"""After that, a new row has its place."""


class _Scroll(QScrollArea):
    """Scrolls up and down, and is never narrower than what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)

    def minimumSizeHint(self) -> QSize:
        width = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())


class RestorationDock(QgsDockWidget):
    """Scrolls the panel, and tells QGIS's message bar of failures. The panel is made when it is first shown."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(tr("Restoration"), iface.mainWindow())
        # QGIS restores the place of docks by their names.
        self.setObjectName("HyperRestoreDock")
        self._iface = iface
        self.panel: RestorationPanel | None = None
        self.closed.connect(self._on_closed)

    def close_down(self) -> None:
        """Before the plugin goes."""
        if self.panel is not None:
            self.panel.close_down()

    def fill(self) -> None:
        """Make the panel, unless it is there: for ``opened``, once QGIS is through with showing what is added to it."""
        if self.panel is not None:
            return
        self.panel = RestorationPanel(self._iface)
        self.panel.concluded.connect(self._on_concluded)
        self.panel.queue.added.connect(lambda run: QTimer.singleShot(LAID_OUT_MS, self._show_last_run))
        scroll = _Scroll()
        scroll.setWidget(self.panel)
        self.setWidget(scroll)

    def _show_last_run(self) -> None:
        for row in self.panel.rows.rows()[-1:]:
            self.widget().ensureWidgetVisible(row)

    def _on_closed(self) -> None:
        if self.panel is not None:
            self.panel.compare.deactivate()

    def _on_concluded(self, run: Run, sentence: str) -> None:
        """Failures only: of a success QGIS itself tells, and the layer is there."""
        if run.state is not State.FAILED:
            return
        bar = self._iface.messageBar()
        item = bar.createMessage(literal(run.request.title), literal(sentence))
        button = QPushButton(tr("Log"))
        button.clicked.connect(lambda: LogDialog(run, self._iface.mainWindow()).show())
        item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Critical)
