"""What can be done with the weights: a row of buttons, each enabled where it can do something, and saying why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import Qgis
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QWidget

from ...errors import RestorationError
from ...models.catalog import DEFAULT_WEIGHTS
from ...models.inventory import remove
from ...processing.base import tr
from ...processing.catalog import user_weights_folder
from ...processing.settings import read_settings
from ..literal import literal
from .shelf import is_gone, reset_default, set_default
from .table import Row

IMPORT = "hyperrestore:importweights"


class WeightsActions(QWidget):
    """The buttons. ``chosen`` is the row they are about, ``refresh`` is called when the catalog has changed."""

    def __init__(self, chosen: Callable[[], Row | None], refresh: Callable[[], None], messages: QgsMessageBar) -> None:
        super().__init__()
        self._chosen, self._refresh, self._messages = chosen, refresh, messages
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._verify = self._button("verify", tr("&Verify"), refresh)
        self._import = self._button("import", tr("&Import…"), self._import_weights)
        self._remove = self._button("remove", tr("&Remove…"), self._remove_weights)
        self._set = self._button("set_default", tr("Set as &default"), self._set_default)
        self._reset = self._button("reset_default", tr("R&eset default"), self._reset_default)
        self._open = self._button("open_folder", tr("&Open folder"), self._open_folder)
        layout.addStretch()
        self._verify.setToolTip(tr("Reads all weights and cards again and compares them with their checksums."))
        self._import.setToolTip(tr("Adds a checkpoint (.pth), or weights with their model card (.safetensors)."))
        self._open.setToolTip(tr("Shows the folder of the chosen weights, or else yours, in the file manager."))
        self.update_for(None)

    def update_for(self, row: Row | None) -> None:
        """Enable what can be done with ``row``."""
        for button, (hint, reason) in {
            self._remove: (tr("Deletes the files of these weights."), _why_not_remove(row)),
            self._set: (tr("Runs use these weights unless told otherwise."), _why_not_set(row)),
            self._reset: (tr("Runs use the weights that come with HyperRestore again."), _why_not_reset(row)),
        }.items():
            button.setEnabled(not reason)
            button.setToolTip(reason or hint)

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        # Enter in the table is no click on a button.
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        self.layout().addWidget(button)
        return button

    def _import_weights(self) -> None:
        # QGIS's plugin "processing", which is not there when QGIS's core is used without it.
        from processing import createAlgorithmDialog

        dialog = createAlgorithmDialog(IMPORT, {})
        # Shown by exec() and not before, for only so it can be used above QGIS's options, which are modal themselves.
        dialog.exec()
        # At which QGIS deletes it, or else when what runs in it has ended.
        dialog.close()
        self._refresh()

    def _remove_weights(self) -> None:
        row = self._chosen()
        name = row.item.entry.name
        question = tr("Delete the files of '{}'? This cannot be undone.").format(name)
        if row.is_default:
            question += "\n\n" + tr(
                "They are set as the default of {}. The weights that come with HyperRestore will be the default again."
            ).format(row.item.key)
        if not self._agreed(question):
            return
        try:
            remove(row.item.entry)
        except RestorationError as error:
            self._messages.pushMessage(literal(str(error)), Qgis.MessageLevel.Critical)
            return
        if row.is_default:
            reset_default(row.item.key)
        self._refresh()
        self._messages.pushMessage(literal(tr("'{}' was removed.").format(name)), Qgis.MessageLevel.Success)

    def _agreed(self, question: str) -> bool:
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return QMessageBox.question(self, tr("Remove weights"), literal(question), yes | no, no) == yes

    def _set_default(self) -> None:
        row = self._chosen()
        set_default(row.item.key, row.item.entry.name)
        self._refresh()

    def _reset_default(self) -> None:
        reset_default(self._chosen().item.key)
        self._refresh()

    def _open_folder(self) -> None:
        row = self._chosen()
        folder: Path = row.item.entry.folder if row is not None else user_weights_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sentence = tr("The folder {} cannot be made: {}.").format(folder, error)
            self._messages.pushMessage(literal(sentence), Qgis.MessageLevel.Warning)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _why_not_remove(row: Row | None) -> str:
    if row is None:
        return tr("Choose weights in the table first.")
    if row.item.shipped:
        return tr("These come with HyperRestore and cannot be removed.")
    return tr("Their files are gone already.") if is_gone(row.item) else ""


def _why_not_set(row: Row | None) -> str:
    if row is None:
        return tr("Choose weights in the table first.")
    if row.is_default:
        return tr("They are the default already.")
    if row.problem or row.item.key is None:
        return tr("Runs cannot use these weights.")
    return ""


def _why_not_reset(row: Row | None) -> str:
    if row is None:
        return tr("Choose weights in the table first.")
    key = row.item.key
    if read_settings().default_weights.get(key, DEFAULT_WEIGHTS.get(key)) == DEFAULT_WEIGHTS.get(key):
        return tr("The default is the one that comes with HyperRestore.")
    return ""
