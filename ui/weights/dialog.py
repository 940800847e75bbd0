"""The weights manager: which weights there are, what is known of them, and what can be done with them."""

from __future__ import annotations

import os
from threading import Event

from qgis.core import QgsApplication
from qgis.gui import QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import QFileSystemWatcher, QRegularExpression, QSortFilterProxyModel, Qt, QTimer
from qgis.PyQt.QtGui import QIcon, QShowEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ...models.architectures import ARCHITECTURES
from ...models.catalog import Entry
from ...processing.base import ICONS, tr
from ...processing.catalog import user_weights_folder
from ..errand import Errand
from .actions import WeightsActions
from .card_page import card_page, nothing_page
from .shelf import all_items, defaults, verdicts
from .table import NETWORK_ROLE, SORT_ROLE, Row, WeightsTable

SETTLE_MS = 400
"""How long the folder must be quiet: an import writes several files."""

WIDEST_COLUMN = 260
TABLE_PX = 330
"""Eight rows and the buttons; the card has the rest."""


class WeightsDialog(QDialog):
    """A table above the card of the weights chosen in it. Reads the catalog whenever that changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("HyperRestoreWeights")
        self.setWindowTitle(tr("Weights of HyperRestore"))
        self.setWindowIcon(QIcon(str(ICONS / "importweights.svg")))
        self._closed = Event()
        self._errand: Errand | None = None
        self._table = WeightsTable()
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSourceModel(self._table)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setFilterRole(NETWORK_ROLE)
        self._messages = QgsMessageBar()
        self._view = self._make_view()
        self._card = QTextBrowser()
        self._card.setObjectName("card")
        self._card.setOpenLinks(False)
        self._actions = WeightsActions(self.chosen, self.refresh, self._messages)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda: self._timer.start())
        self._lay_out()
        self.resize(900, 720)
        QgsGui.enableAutoGeometryRestore(self)

    def chosen(self) -> Row | None:
        """The row that is chosen in the table."""
        indexes = self._view.selectionModel().selectedRows()
        return self._table.row(self._sorted.mapToSource(indexes[0]).row()) if indexes else None

    def refresh(self) -> None:
        """Read the catalog again, choose the same weights as before, and check all files in the background."""
        before = self.chosen()
        self._closed.set()
        self._closed = closed = Event()
        items = all_items()
        self._table.fill(items, defaults())
        self._watch()
        self._choose(before.item.entry if before is not None else None)
        self._errand = Errand(tr("Checking weights"), verdicts(items, closed.is_set))
        self._errand.found.connect(self._on_verdict)
        QgsApplication.taskManager().addTask(self._errand)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def done(self, result: int) -> None:
        self._closed.set()
        super().done(result)

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("weights")
        view.setModel(self._sorted)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setMaximumSectionSize(WIDEST_COLUMN)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setSortingEnabled(True)
        view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        view.selectionModel().selectionChanged.connect(self._show_card)
        return view

    def _lay_out(self) -> None:
        self._network = QComboBox()
        self._network.setObjectName("network")
        self._network.addItem(tr("all networks"), "")
        for name, architecture in ARCHITECTURES.items():
            self._network.addItem(architecture.network, name)
        self._network.currentIndexChanged.connect(self._filter)
        label = QLabel(tr("&Show"))
        label.setBuddy(self._network)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addWidget(self._network)
        top.addStretch()
        upper = QWidget()
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(top)
        rows.addWidget(self._view)
        rows.addWidget(self._actions)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(self._card)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([TABLE_PX, TABLE_PX])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._messages)
        layout.addWidget(splitter)
        layout.addWidget(buttons)

    def _filter(self) -> None:
        name = self._network.currentData()
        pattern = f"^{QRegularExpression.escape(name)}$" if name else ""
        self._sorted.setFilterRegularExpression(QRegularExpression(pattern))
        self._show_card()

    def _choose(self, entry: Entry | None) -> None:
        """Select the row of ``entry``, or else the first."""
        numbers = [number for number, row in enumerate(self._table.rows()) if row.item.entry == entry]
        index = self._sorted.mapFromSource(self._table.index(numbers[0], 0)) if numbers else self._sorted.index(0, 0)
        if index.isValid():
            self._view.selectRow(index.row())
        self._show_card()

    def _show_card(self) -> None:
        row = self.chosen()
        self._card.setHtml(nothing_page() if row is None else card_page(row))
        self._actions.update_for(row)

    def _on_verdict(self, verdict: tuple[Entry, str]) -> None:
        entry, problem = verdict
        self._table.tell(entry, problem)
        row = self.chosen()
        if row is not None and row.item.entry == entry:
            self._show_card()

    def _watch(self) -> None:
        """The user's folder, or, until there is one, what it will appear in."""
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        folder = user_weights_folder()
        self._watcher.addPath(str(next(place for place in (folder, *folder.parents) if os.path.isdir(place))))
