"""The weights as a table: one row each, as `models.inventory` lists them, with what checking them has found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QIcon

from ...models.architectures import ARCHITECTURES
from ...models.catalog import Entry
from ...models.inventory import Item
from ...processing.base import tr
from ..literal import literal

UNCHECKED = None
"""What is known of weights until they have been read."""

NETWORK_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it says of a row, and what it sorts by where that is not what it says."""

    heading: Callable[[], str]
    text: Callable[[Row], str]
    order: Callable[[Row], Any] | None = None


@dataclass(frozen=True)
class Row:
    """Weights and what is known of them. ``problem`` is empty when they are sound, None until that is known."""

    item: Item
    is_default: bool
    problem: str | None

    @property
    def network(self) -> str:
        """The architecture, empty where no card says it."""
        return self.item.card.architecture if self.item.card else (self.item.key or "").partition("-")[0]

    @property
    def network_title(self) -> str:
        """The network as its authors write it."""
        known = ARCHITECTURES.get(self.network)
        return known.network if known is not None else self.network or tr("unknown")

    @property
    def is_damaged(self) -> bool:
        """True where the files are not what they were. Sound ones may have a problem too: runs cannot use them."""
        unreadable = self.item.card is None and self.item.key is None
        return bool(self.problem) and (unreadable or not self.item.problem)

    @property
    def state(self) -> str:
        if self.problem is UNCHECKED:
            return tr("being checked…")
        if self.problem:
            return tr("damaged") if self.is_damaged else tr("not usable")
        return tr("verified")


def task_in_words(row: Row) -> str:
    """What the weights are for."""
    card = row.item.card
    if card is None:
        return ""
    scale = card.arguments.get("scale")
    words = {
        "denoise": tr("Removes noise"),
        "superresolve": tr("Makes pixels {} times finer").format(scale) if scale else tr("Makes pixels finer"),
    }
    return words.get(card.task, card.task)


COLUMNS = (
    Column(lambda: tr("Name"), lambda row: row.item.entry.name),
    Column(lambda: tr("Network"), lambda row: row.network_title),
    Column(lambda: tr("Task"), task_in_words),
    Column(lambda: tr("From"), lambda row: tr("HyperRestore") if row.item.shipped else tr("yours")),
    Column(lambda: tr("Default"), lambda row: tr("default") if row.is_default else ""),
    Column(lambda: tr("Size"), lambda row: size_in_words(row.item.size), lambda row: row.item.size),
    Column(lambda: tr("State"), lambda row: row.state),
)
DEFAULT_COLUMN, SIZE_COLUMN, STATE_COLUMN = 4, 5, 6


class WeightsTable(QAbstractTableModel):
    """All weights. ``tell`` brings what checking one of them has found."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def fill(self, items: Sequence[Item], defaults: Mapping[str, str]) -> None:
        """Show ``items``; ``defaults`` says by key which name is the default. Those without a problem are unchecked."""
        self.beginResetModel()
        self._rows = [
            Row(item, not item.hidden and defaults.get(item.key) == item.entry.name, item.problem or UNCHECKED)
            for item in items
        ]
        self.endResetModel()

    def row(self, number: int) -> Row:
        return self._rows[number]

    def rows(self) -> Sequence[Row]:
        return self._rows

    def tell(self, entry: Entry, problem: str) -> None:
        """These weights have been read: ``problem`` says what is wrong with them, empty for nothing."""
        for number, row in enumerate(self._rows):
            if row.item.entry == entry:
                self._rows[number] = Row(row.item, row.is_default, problem)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading()
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == SORT_ROLE:
            return column.order(row) if column.order else column.text(row).lower()
        if role == NETWORK_ROLE:
            return row.network
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(row.problem if index.column() == STATE_COLUMN and row.problem else column.text(row))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE_COLUMN:
            return _sign(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == SIZE_COLUMN:
            return int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)
        return None


def size_in_words(size: int) -> str:
    """Bytes for readers; empty for none."""
    if not size:
        return ""
    return tr("{:.1f} MB").format(size / MEGABYTE) if size >= MEGABYTE / 10 else tr("{:.0f} kB").format(size / 1000)


def _sign(row: Row) -> QIcon | None:
    if row.problem is UNCHECKED:
        return None
    return QgsApplication.getThemeIcon("/mIconWarning.svg" if row.problem else "/mIconSuccess.svg")
